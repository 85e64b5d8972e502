"""Who may ask: the token's standing on each host, the key on REST, and whose account it is (docs/api.md, 2)."""

from __future__ import annotations

import base64
import binascii

from graphql import GraphQLError

from kraken_desktop.simulator.errors import refusal
from kraken_desktop.simulator.schema import MAIN
from kraken_desktop.simulator.tokens import TOKEN_SECONDS
from kraken_desktop.simulator.world import Exchange

SHORT_LIFE_SECONDS = 60


def refuse_token(exchange: Exchange) -> GraphQLError | None:
    """Why the token that was sent opens nothing; None where it is good, or where none was sent."""
    given = exchange.headers.get("authorization")
    if given is None:
        return None
    is_main = exchange.host == MAIN
    if given.startswith("JWT "):
        if not is_main:
            return refusal("OE-0102")
        given = given.removeprefix("JWT ")
    life = SHORT_LIFE_SECONDS if exchange.fault("token-expired") else TOKEN_SECONDS
    standing = exchange.world.tokens.standing(given, exchange.now, life=life)
    if standing == "unknown" or exchange.fault("wrong-key"):
        return refusal("KT-CT-1143" if is_main else "OE-0102")
    if standing == "expired":
        return refusal("KT-CT-1124" if is_main else "OE-0104")
    return None


def require_token(exchange: Exchange) -> None:
    """Raises when no token came at all: each field says so for itself."""
    if "authorization" not in exchange.headers:
        raise refusal("KT-CT-1112" if exchange.host == MAIN else "OE-0101")


def require_account(exchange: Exchange, number: str) -> None:
    """Raises for an account that is not this customer's."""
    if number not in exchange.world.home.accounts or exchange.fault("wrong-account"):
        raise refusal("KT-CT-4177" if exchange.host == MAIN else "OE-0103")


def has_key(exchange: Exchange) -> bool:
    """Whether HTTP Basic carries the customer's API key as its user name."""
    scheme, _, encoded = exchange.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic" or exchange.fault("wrong-key"):
        return False
    try:
        user = base64.b64decode(encoded, validate=True).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return False
    return user == exchange.world.api_key
