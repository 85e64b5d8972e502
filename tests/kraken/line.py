"""One customer's line to a simulator over TCP, at a time that stands still unless the test moves it."""

from __future__ import annotations

from datetime import datetime

from kraken_desktop.kraken.budget import RequestBudget
from kraken_desktop.kraken.client import KrakenClient
from kraken_desktop.kraken.light import LightAsk
from kraken_desktop.kraken.tokens import RefreshToken, Tokens
from kraken_desktop.kraken.transport import Transport
from tests.fake_clock import FakeClock
from tests.simulated import Simulated
from tests.waiting import PATIENCE_SECONDS


class Line:
    """The client as the app puts it together; ``refreshed`` are the refresh tokens that it gave to keep.

    ``tokens`` of another line are used in place of own ones."""

    def __init__(
        self,
        octopus: Simulated,
        *,
        api_key: str | None = None,
        saved: RefreshToken | None = None,
        tokens: Tokens | None = None,
        read_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        self.octopus = octopus
        self.clock = FakeClock(octopus.now())
        self.refreshed: list[RefreshToken] = []
        self.transport = Transport(self.clock.now, octopus.base_url, read_seconds=read_seconds)
        self.tokens = tokens or Tokens(
            self.transport, self.clock.now, api_key or octopus.api_key, saved, on_renewed=self.refreshed.append
        )
        self.budget = RequestBudget(self.clock.now)
        self.client = KrakenClient(self.transport, self.tokens, self.budget, self.clock.now)

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def advance(self, seconds: float) -> None:
        """Here and there."""
        self.clock.set(self.octopus.advance(seconds))

    def operations(self) -> list[str | None]:
        """What has been asked, in order: an operation's name, None for REST."""
        return [call["operation"] for call in self.octopus.calls()]

    async def device_id(self) -> str:
        """The import meter's."""
        return (await self.client.account(self.octopus.account)).meter_points[0].device_ids[0]

    def in_haste(self) -> Line:
        """The same customer with little patience, for a service that never answers; a token is there already."""
        return Line(self.octopus, tokens=self.tokens, read_seconds=0.5)

    async def ask(self, *, since: datetime | None = None, cars: tuple[str, ...] | None = None) -> LightAsk:
        """A light poll of this home; with ``cars`` of its devices too."""
        return LightAsk(self.octopus.account, await self.device_id(), since, cars or (), cars is not None)
