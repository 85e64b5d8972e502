"""Makes clients: one for each key that is tried or used."""

from __future__ import annotations

from collections.abc import Callable

from kraken_desktop.kraken.budget import RequestBudget
from kraken_desktop.kraken.client import KrakenClient
from kraken_desktop.kraken.tokens import RefreshToken, Tokens
from kraken_desktop.kraken.transport import OFFICIAL, READ_SECONDS, AsgiApp, Transport
from kraken_desktop.services.ports import Clock

RenewedToken = Callable[[RefreshToken], None]
ClientFactory = Callable[[str, RefreshToken | None, RenewedToken | None], KrakenClient]
"""Key, the refresh token kept from an earlier run, and who hears of new ones. Nothing is connected yet."""


def client_factory(
    clock: Clock, base_url: str | None = None, asgi_app: AsgiApp | None = None, read_seconds: float = READ_SECONDS
) -> ClientFactory:
    """Clients of one server: the official one, another address, or a demo's own in this process."""

    def client(api_key: str, saved: RefreshToken | None, renewed: RenewedToken | None) -> KrakenClient:
        transport = Transport(clock.now, base_url or OFFICIAL, asgi_app=asgi_app, read_seconds=read_seconds)
        tokens = Tokens(transport, clock.now, api_key, saved, renewed)
        return KrakenClient(transport, tokens, RequestBudget(clock.now), clock.now)

    return client
