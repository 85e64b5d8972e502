"""The access token: obtained once, renewed early, by one login at a time (docs/api.md, Authentication)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import msgspec

from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.kraken.errors import KrakenError, OddAnswer, SignedOut
from kraken_desktop.kraken.transport import Transport
from kraken_desktop.kraken.wire import document
from kraken_desktop.kraken.wire.envelope import STALE_REFRESH, error_of, loads

RENEW_BEFORE = timedelta(minutes=5)
TOKEN_LIFE = timedelta(minutes=60)


@dataclass(frozen=True, slots=True)
class RefreshToken:
    """Good until ``expires_at``. Never shown, never logged: the repr is redacted."""

    value: str
    expires_at: datetime

    def __repr__(self) -> str:
        return "RefreshToken(…)"


class _Payload(msgspec.Struct):
    exp: int | None = None
    iat: int | None = None


class _Obtained(msgspec.Struct, rename="camel"):
    token: str
    payload: _Payload | None = None
    refresh_token: str | None = None
    refresh_expires_in: int | None = None


class Tokens:
    """Hands out a valid token. ``on_renewed`` hears of every new refresh token, to keep it across restarts.

    Raises SignedOut where the key is refused, Limited where logging in is limited, and the transport's errors.
    """

    def __init__(
        self,
        transport: Transport,
        now: Callable[[], datetime],
        api_key: str,
        saved: RefreshToken | None = None,
        on_renewed: Callable[[RefreshToken], None] | None = None,
    ) -> None:
        self._transport = transport
        self._now = now
        self._api_key = api_key
        self._refresh = saved
        self._on_renewed = on_renewed
        self._token: str | None = None
        self._good_until: datetime | None = None
        self._one_login = asyncio.Lock()

    @property
    def api_key(self) -> str:
        """For REST's basic authentication alone."""
        return self._api_key

    async def token(self) -> str:
        if (held := self._held()) is not None:
            return held
        async with self._one_login:
            return self._held() or await self._renewed()

    def reject(self, token: str) -> None:
        """The service refused this token: the next call logs in again."""
        if token == self._token:
            self._token = None

    def _held(self) -> str | None:
        is_good = self._good_until is not None and self._now() < self._good_until
        return self._token if is_good else None

    async def _renewed(self) -> str:
        if self._refresh is not None and self._refresh.expires_at > self._now():
            try:
                return await self._obtained({"refreshToken": self._refresh.value})
            except SignedOut:
                self._refresh = None
        return await self._obtained({"APIKey": self._api_key})

    async def _obtained(self, credential: dict[str, str]) -> str:
        answer = await self._transport.graphql(document("obtain_token"), {"input": credential})
        part = answer.part("obtainKrakenToken")
        if part is None:
            raise self._refusal(
                [error_of(error) for error in answer.errors], answer.errors[0].code if answer.errors else None
            )
        obtained: _Obtained = loads(part, _Obtained)
        self._token = obtained.token
        self._good_until = self._now() + self._life(obtained.payload) - RENEW_BEFORE
        if obtained.refresh_token and obtained.refresh_expires_in:
            self._refresh = RefreshToken(
                obtained.refresh_token, datetime.fromtimestamp(obtained.refresh_expires_in, tz=UTC)
            )
            if self._on_renewed is not None:
                self._on_renewed(self._refresh)
        return obtained.token

    @staticmethod
    def _life(payload: _Payload | None) -> timedelta:
        """The token's length of life by its own claims: immune to a clock that is wrong here."""
        if payload is None or payload.exp is None or payload.iat is None:
            return TOKEN_LIFE
        return timedelta(seconds=max(0, payload.exp - payload.iat))

    @staticmethod
    def _refusal(errors: list[KrakenError], code: str | None) -> KrakenError:
        if code in STALE_REFRESH:
            return SignedOut(code=code)
        signed_out = next((error for error in errors if isinstance(error, SignedOut)), None)
        if signed_out is not None:
            return SignedOut(kind=ProblemKind.KEY_REFUSED, code=signed_out.code)
        return errors[0] if errors else OddAnswer()
