"""Who we are: trying a key, keeping it, letting it go."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from kraken_desktop.domain.account import Account, AccountSummary
from kraken_desktop.domain.problem import Problem
from kraken_desktop.kraken.tokens import RefreshToken
from kraken_desktop.services.ports import Clock, Credentials, Secrets
from kraken_desktop.services.state import Selection, StateHolder
from kraken_desktop.storage.errors import SecretsError

_log = logging.getLogger(__name__)

API_KEY = "api-key"
REFRESH_TOKEN = "refresh-token"
TOKEN_KEPT_EVERY = timedelta(days=1)
NOTHING_CHOSEN = Selection()


@dataclass(frozen=True, slots=True)
class Discovery:
    """What a key opens. ``accounts`` to choose from; ``account`` and the rest describe the chosen one.

    ``missing`` are plain sentences: what was not found and what still works. ``selection`` is what would be shown;
    a person may change it before signing in. Tariff names are None where there is no such meter.
    """

    accounts: tuple[AccountSummary, ...] = ()
    account: Account | None = None
    selection: Selection = NOTHING_CHOSEN
    import_tariff: str | None = None
    export_tariff: str | None = None
    has_mini: bool | None = None
    devices: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    problem: Problem | None = None

    @property
    def is_good(self) -> bool:
        """Signing in with it makes sense."""
        return self.account is not None and self.problem is None


@dataclass(frozen=True, slots=True)
class SignInChoice:
    """What a person decided after a discovery."""

    credentials: Credentials
    selection: Selection = NOTHING_CHOSEN


@dataclass(frozen=True, slots=True)
class Remembered:
    """What an earlier run left: enough to go on without asking."""

    credentials: Credentials
    token: RefreshToken | None = None


class Session:
    """The key and the refresh token: in the keyring, else in memory for this run.

    With ``fixed`` credentials (from the environment, or a sample home's) the keyring is neither read nor written.
    Trouble with the keyring goes into ``AppState.secrets_problem``; nothing is raised.
    """

    def __init__(self, secrets: Secrets, holder: StateHolder, clock: Clock, fixed: Credentials | None = None) -> None:
        self._secrets = secrets
        self._holder = holder
        self._clock = clock
        self._fixed = fixed
        self._token: RefreshToken | None = None
        self._kept_token: RefreshToken | None = None
        self._kept_at: datetime | None = None

    async def remembered(self, account_number: str | None) -> Remembered | None:
        """None where nobody is signed in, or the keyring does not answer. May ask a person to unlock it."""
        if self._fixed is not None:
            return Remembered(self._fixed)
        if account_number is None:
            return None
        try:
            kept = await self._secrets.read_all((API_KEY, REFRESH_TOKEN))
        except SecretsError as error:
            self._trouble(error)
            return None
        self._holder.update(secrets_problem=None)
        key = kept.get(API_KEY)
        if not key:
            return None
        self._token = self._kept_token = self._read_token(kept.get(REFRESH_TOKEN))
        return Remembered(Credentials(key, account_number), self._kept_token)

    async def keep_key(self, credentials: Credentials) -> None:
        """After a good sign-in. The token of another key is worthless with it."""
        self._token = self._kept_token = self._kept_at = None
        if self._fixed is not None:
            return
        try:
            await self._secrets.write(API_KEY, credentials.api_key)
        except SecretsError as error:
            self._trouble(error)
        else:
            self._holder.update(secrets_problem=None)

    def renewed(self, token: RefreshToken) -> bool:
        """Remember a new refresh token; whether it is time to keep it, which is once a day."""
        self._token = token
        return self._kept_at is None or self._clock.now() - self._kept_at >= TOKEN_KEPT_EVERY

    async def keep_token(self) -> None:
        """Into the keyring, only if it opens without a question."""
        token = self._token
        can_keep = self._fixed is None and self._holder.state.secrets_problem is None
        if token is None or token == self._kept_token or not can_keep:
            return
        kept_at = self._clock.now()
        content = {"value": token.value, "expires_at": token.expires_at.isoformat(), "kept_at": kept_at.isoformat()}
        try:
            await self._secrets.write(REFRESH_TOKEN, json.dumps(content), may_ask=False)
        except SecretsError as error:
            _log.info("the refresh token is not kept: %s", error.kind)
            return
        self._kept_token, self._kept_at = token, kept_at

    async def forget(self) -> None:
        """Remove key and token."""
        self._token = self._kept_token = self._kept_at = None
        if self._fixed is not None:
            return
        try:
            await self._secrets.delete((API_KEY, REFRESH_TOKEN))
        except SecretsError as error:
            self._trouble(error)

    def _read_token(self, content: str | None) -> RefreshToken | None:
        """A token kept in another form than ours is as good as none."""
        if not content:
            return None
        try:
            kept = json.loads(content)
            self._kept_at = datetime.fromisoformat(kept["kept_at"])
            return RefreshToken(kept["value"], datetime.fromisoformat(kept["expires_at"]))
        except (ValueError, KeyError, TypeError):
            return None

    def _trouble(self, error: SecretsError) -> None:
        before = self._holder.state.secrets_problem
        if before is None or before.kind is not error.kind:
            _log.warning("the keyring: %s", error.kind)
            self._holder.update(secrets_problem=Problem(error.kind, self._clock.now()))
