"""The access token: obtained once, renewed early, by one login at a time (docs/api.md, Authentication)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from kraken_desktop.kraken.decoding import meaning_of
from kraken_desktop.kraken.errors import KrakenError, Limited, OddAnswer, Refused, SignedOut
from kraken_desktop.kraken.transport import LIMITED_FOR, Transport
from kraken_desktop.kraken.wire import document
from kraken_desktop.kraken.wire.envelope import loads
from kraken_desktop.kraken.wire.token import Claims, Obtained

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
RENEW_BEFORE = timedelta(minutes=5)
TOKEN_LIFE = timedelta(minutes=60)


@dataclass(frozen=True, slots=True)
class RefreshToken:
    """Good until ``expires_at``. Never shown, never logged: the repr is redacted."""

    value: str
    expires_at: datetime

    def __repr__(self) -> str:
        return "RefreshToken(…)"


class Tokens:
    """Hands out a valid token. ``on_renewed`` hears of every new refresh token, to keep it across restarts.

    Raises SignedOut where the key is refused, Limited where logging in is limited (and then, until the limit is
    over, without asking again), and the transport's errors. Whoever waits for a login shares its failure.
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
        self._logins = 0
        self._failure: KrakenError | None = None

    @property
    def api_key(self) -> str:
        """For REST's basic authentication alone."""
        return self._api_key

    async def token(self) -> str:
        if (held := self._held()) is not None:
            return held
        logins = self._logins
        async with self._one_login:
            if (held := self._held()) is not None:
                return held
            if self._failure is not None and (self._logins > logins or self._is_limited(self._failure)):
                raise self._failure
            return await self._logged_in()

    def reject(self, token: str) -> None:
        """The service refused this token: the next call logs in again."""
        if token == self._token:
            self._token = None

    def _held(self) -> str | None:
        is_good = self._good_until is not None and self._now() < self._good_until
        return self._token if is_good else None

    def _is_limited(self, failure: KrakenError) -> bool:
        """The lower bound forgives a clock that was set back."""
        if not isinstance(failure, Limited) or failure.retry_at is None:
            return False
        return failure.retry_at - LIMITED_FOR <= self._now() < failure.retry_at

    async def _logged_in(self) -> str:
        try:
            token = await self._renewed()
        except KrakenError as failure:
            if isinstance(failure, Limited) and failure.retry_at is None:
                failure.retry_at = self._now() + LIMITED_FOR
            self._failure = failure
            raise
        else:
            self._failure = None
            return token
        finally:
            self._logins += 1

    async def _renewed(self) -> str:
        """By the refresh token; by the key where the service does not want that (not where it wants nothing now)."""
        if self._refresh is not None and self._refresh.expires_at > self._now():
            try:
                return await self._obtained({"refreshToken": self._refresh.value})
            except (SignedOut, Refused, OddAnswer):
                self._refresh = None
        return await self._obtained({"APIKey": self._api_key})

    async def _obtained(self, credential: dict[str, str]) -> str:
        answer = await self._transport.graphql(document("token"), {"input": credential})
        refused = answer.authentication()
        if refused is not None:
            raise refused
        content = answer.content("obtainKrakenToken")
        if content is None:
            raise OddAnswer()
        obtained: Obtained = loads(content, Obtained)
        if not obtained.token.isascii():
            raise OddAnswer()
        life = meaning_of(obtained.payload, Claims, _life) or TOKEN_LIFE
        self._token = obtained.token
        self._good_until = self._now() + life - min(RENEW_BEFORE, life / 2)
        self._keep_refresh(obtained)
        return obtained.token

    def _keep_refresh(self, obtained: Obtained) -> None:
        expires_at = meaning_of(obtained.refresh_expires_in, int, lambda seconds: EPOCH + timedelta(seconds=seconds))
        if not obtained.refresh_token or expires_at is None:
            return
        self._refresh = RefreshToken(obtained.refresh_token, expires_at)
        if self._on_renewed is not None:
            self._on_renewed(self._refresh)


def _life(claims: Claims) -> timedelta | None:
    """By the token's own claims, which a wrong clock here does not touch."""
    return timedelta(seconds=claims.exp - claims.iat) if claims.exp > claims.iat else None
