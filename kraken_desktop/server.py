"""Whom this run speaks to and as whom: Octopus, another server, or a sample home in this very process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kraken_desktop.services.clients import ClientFactory, client_factory
from kraken_desktop.services.ports import Credentials, Secrets

if TYPE_CHECKING:
    from pathlib import Path

    from kraken_desktop.options import Options, Surroundings
    from kraken_desktop.services.ports import Clock

SERVICE_NAME = "kraken-desktop"


@dataclass(frozen=True, slots=True)
class Server:
    """``credentials`` win over the keyring, which is not touched then."""

    clients: ClientFactory
    secrets: Secrets
    credentials: Credentials | None


def service_name(data_dir: Path | None) -> str:
    """What the keyring files the key under: one entry a data folder, so that two of them hold two accounts."""
    return SERVICE_NAME if data_dir is None else f"{SERVICE_NAME} {data_dir.absolute()}"


def server_of(options: Options, surroundings: Surroundings, clock: Clock) -> Server:
    if options.home is not None:
        return _sample(options.home, clock)
    from kraken_desktop.storage.secrets import KeyringSecrets

    credentials = None
    if surroundings.api_key is not None and surroundings.account_number is not None:
        credentials = Credentials(surroundings.api_key, surroundings.account_number)
    return Server(
        client_factory(clock, surroundings.base_url), KeyringSecrets(service_name(options.data_dir)), credentials
    )


def _sample(home: str, clock: Clock) -> Server:
    from kraken_desktop.simulator import create_app
    from kraken_desktop.storage.secrets import MemorySecrets

    octopus = create_app(home, clock=clock.now)
    own = octopus.credentials
    return Server(client_factory(clock, asgi_app=octopus), MemorySecrets(), Credentials(own["api_key"], own["account"]))
