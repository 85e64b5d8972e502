"""Logging in (docs/api.md, 2.2)."""

from __future__ import annotations

from typing import Any

from kraken_desktop.simulator.answers import account
from kraken_desktop.simulator.errors import refusal
from kraken_desktop.simulator.world import Answers, Exchange


def obtain_token(exchange: Exchange, input: dict[str, Any]) -> dict[str, Any]:
    world = exchange.world
    if exchange.fault("login-limited") or not world.limits.login.spend(exchange.now):
        raise refusal("KT-CT-1199")
    given = {kind for kind, value in input.items() if value is not None}
    if given == {"APIKey"}:
        if input["APIKey"] != world.api_key or exchange.fault("wrong-key"):
            raise refusal("KT-CT-1139", input_path=["input", "apiKey"])
    elif given == {"refreshToken"}:
        standing = world.tokens.refresh_standing(input["refreshToken"], exchange.now)
        if standing != "good" or exchange.fault("wrong-key") or exchange.fault("refresh-refused"):
            code = "KT-CT-1134" if standing == "expired" else "KT-CT-1135"
            raise refusal(code, input_path=["input", "refreshToken"])
    elif given == {"email", "password"}:
        raise refusal("KT-CT-1138", input_path=["input"])
    else:
        raise refusal("KT-CT-1605", input_path=["input"])
    issued = world.tokens.issue(exchange.now)
    return {
        "token": issued.token,
        "payload": issued.payload,
        "refreshToken": issued.refresh_token,
        "refreshExpiresIn": issued.refresh_expires,
        "possibleErrors": [],
    }


def force_reauthentication(exchange: Exchange, input: dict[str, Any]) -> dict[str, Any]:
    """Every token and refresh token issued so far is worthless; the key stays good."""
    exchange.world.tokens.revoke_all()
    return {"tokensInvalidated": True, "effectiveAt": exchange.now}


def regenerate_secret_key(exchange: Exchange) -> dict[str, Any]:
    """A new API key; the old one opens nothing any more, and no token that it bought."""
    return {"key": exchange.world.renew_key(), "viewer": lambda _: account.viewer(exchange)}


FIELDS: Answers = {
    "obtainKrakenToken": obtain_token,
    "forceReauthentication": force_reauthentication,
    "regenerateSecretKey": regenerate_secret_key,
}
