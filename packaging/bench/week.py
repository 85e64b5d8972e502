"""What a week of polling leaves in memory: 10,080 light and 336 heavy polls against the simulator, minute by minute.

The app's own services, client and store run under a clock that jumps from one due time to the next; the simulator is a
process of its own. Prints the megabytes (10^6 bytes) between the end of the first hour and the end of the week.
"""

import asyncio
import gc
import re
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kraken_desktop.services.assembly import Services
from kraken_desktop.services.clients import client_factory
from kraken_desktop.services.ports import Credentials
from kraken_desktop.services.start import state_at_start
from kraken_desktop.services.state import StateHolder
from kraken_desktop.storage.database import Database
from kraken_desktop.storage.secrets import MemorySecrets
from kraken_desktop.storage.settings import Settings
from tests.fake_clock import FakeClock
from tests.simulated import Simulated

START = datetime(2026, 10, 5, 9, tzinfo=UTC)
HOUR, WEEK = timedelta(hours=1), timedelta(days=7)
LEAST_LIGHT, LEAST_HEAVY = 10_000, 330


class Week:
    """One run of all services on a clock of its own."""

    def __init__(self, octopus: Simulated, folder: Path) -> None:
        self.clock = FakeClock(START)
        self._octopus = octopus
        database = Database.open(folder / "kraken.db")
        settings = Settings()
        facts = database.at_start(START)
        self._services = Services(
            StateHolder(state_at_start(facts, START, settings)),
            client_factory(self.clock, octopus.base_url),
            database,
            MemorySecrets(),
            settings,
            self.clock,
            facts=facts,
            credentials=Credentials(octopus.api_key, octopus.account),
        )

    async def run(self) -> float:
        """Megabytes gained after the first hour."""
        self._services.start()
        await self._live_until(START + HOUR)
        before = _memory()
        await self._live_until(START + WEEK)
        gained = _memory() - before
        await self._services.stop()
        return gained

    async def _live_until(self, end: datetime) -> None:
        await self._quiet()
        while (due := self.clock.next_due) is not None and due <= end:
            self._octopus.set_clock(due)
            self.clock.set(due)
            await self._quiet()

    async def _quiet(self) -> None:
        """Until nothing is being asked and everybody sleeps to a later time."""
        for _ in range(20):  # whoever was woken takes a few turns to begin
            await asyncio.sleep(0)
        while self._services.line is None or not self._services.line.poller.is_waiting:
            await asyncio.sleep(0.0005)


def _memory() -> float:
    """Anonymous memory: pages of libraries would come and go with the other programs that share them."""
    gc.collect()
    told = re.search(r"^RssAnon:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.M)
    assert told is not None
    return int(told[1]) * 1024 / 1e6


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, Simulated("agile", start=START, speed=0, own_process=True) as octopus:
        gained = asyncio.run(Week(octopus, Path(folder)).run())
        asked = [call["operation"] for call in octopus.calls()]
    light, heavy = asked.count("Light"), asked.count("AccountDiscovery")
    print(f"{light} light and {heavy} heavy polls")
    assert light >= LEAST_LIGHT, "a week has more light polls"
    assert heavy >= LEAST_HEAVY, "a week has more heavy polls"
    print(f"{gained:.2f}")


if __name__ == "__main__":
    main()
