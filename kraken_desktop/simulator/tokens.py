"""Tokens: sixty minutes each, renewed by a refresh token that lives a week (docs/api.md, 2.2)."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from kraken_desktop.simulator.homes.declaration import Home
from kraken_desktop.simulator.london import unix

TOKEN_SECONDS = 3600
REFRESH_SECONDS = 7 * 86_400

Standing = Literal["good", "expired", "unknown"]


@dataclass(frozen=True, slots=True)
class Issued:
    token: str
    payload: dict[str, Any]
    refresh_token: str
    refresh_expires: int


class TokenDesk:
    """Issues tokens of one customer and knows which of them still open a door."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._tokens: dict[str, int] = {}
        self._refresh_tokens: dict[str, int] = {}
        self._count = 0

    def issue(self, now: datetime) -> Issued:
        self._count += 1
        begins = unix(now)
        payload = {
            "sub": f"kraken|account-user:{self._home.user_id}",
            "gty": "API-KEY",
            "email": f"{self._home.given_name.lower()}@example.org",
            "tokenUse": "access",
            "iss": "https://api.octopus.energy/v1/graphql/",
            "iat": begins,
            "exp": begins + TOKEN_SECONDS,
            "origIat": begins,
        }
        refresh = hashlib.sha256(f"{self._home.account}/{self._count}/{begins}".encode()).hexdigest()[:40]
        token = ".".join(_part(part) for part in ({"typ": "JWT", "alg": "RS256"}, payload, {"number": self._count}))
        self._tokens[token] = begins
        self._refresh_tokens[refresh] = begins + REFRESH_SECONDS
        return Issued(token, payload, refresh, begins + REFRESH_SECONDS)

    def standing(self, token: str, now: datetime, *, life: int = TOKEN_SECONDS) -> Standing:
        if token not in self._tokens:
            return "unknown"
        return "good" if unix(now) < self._tokens[token] + life else "expired"

    def refresh_standing(self, refresh_token: str, now: datetime) -> Standing:
        if refresh_token not in self._refresh_tokens:
            return "unknown"
        return "good" if unix(now) < self._refresh_tokens[refresh_token] else "expired"

    def expire_all(self) -> None:
        """Every token issued so far has lived its hour."""
        self._tokens = dict.fromkeys(self._tokens, 0)

    def revoke_all(self) -> None:
        """As after a new key or a new password: nothing issued so far is worth anything."""
        self._tokens.clear()
        self._refresh_tokens.clear()


def _part(content: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()
