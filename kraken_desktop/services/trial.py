"""A key that is being tried: its client, whose login later serves the polling too."""

from __future__ import annotations

from kraken_desktop.kraken.tokens import RefreshToken
from kraken_desktop.services.clients import ClientFactory, RenewedToken


class Trial:
    """Logging in is limited, so one key logs in once. Nothing is kept of it before ``adopt``."""

    def __init__(self, clients: ClientFactory, api_key: str) -> None:
        self.api_key = api_key
        self.client = clients(api_key, None, self._renewed)
        self._token: RefreshToken | None = None
        self._hears: RenewedToken | None = None

    def adopt(self, hears: RenewedToken) -> None:
        """Somebody signed in with it: ``hears`` is told of its refresh token, and of all that follow."""
        self._hears = hears
        if self._token is not None:
            hears(self._token)

    def _renewed(self, token: RefreshToken) -> None:
        self._token = token
        if self._hears is not None:
            self._hears(token)
