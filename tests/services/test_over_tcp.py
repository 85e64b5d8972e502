"""The same services over a real connection: signing in, polling, and ending while an answer is awaited."""

import asyncio
import time
from collections.abc import Callable

from kraken_desktop.services import derive
from kraken_desktop.services.assembly import Services
from kraken_desktop.services.clients import client_factory
from kraken_desktop.services.ports import Credentials
from kraken_desktop.services.session import SignInChoice
from kraken_desktop.services.state import AppState, Phase, StateHolder
from kraken_desktop.storage.secrets import MemorySecrets
from kraken_desktop.storage.settings import Settings
from tests.fake_clock import FakeClock
from tests.simulated import Simulated
from tests.waiting import PATIENCE_SECONDS

START = "2026-10-14T17:20:00+00:00"


def services(octopus: Simulated, clock: FakeClock, read_seconds: float = PATIENCE_SECONDS) -> Services:
    holder = StateHolder(AppState(clock.now(), Phase.SIGNED_OUT))
    return Services(
        holder,
        client_factory(clock, octopus.base_url, read_seconds=read_seconds),
        None,
        MemorySecrets(),
        Settings(),
        clock,
    )


async def until(reached: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not reached():
        assert time.monotonic() < deadline, "it never comes"
        await asyncio.sleep(0.001)  # the simulator works on a thread of its own


async def test_sign_in_and_poll() -> None:
    with Simulated("intelligent", start=START, speed=0) as octopus:
        clock = FakeClock(octopus.now())
        ours = services(octopus, clock)
        ours.start()
        found = await ours.sign_in(SignInChoice(Credentials(octopus.api_key, octopus.account)))
        assert found.is_good
        await until(lambda: ours.line is not None and ours.line.poller.is_waiting)
        assert derive.price_now(ours.state).pence is not None
        assert derive.power_now(ours.state).watts is not None
        first = ours.state.live.fetched_at
        octopus.advance(60)
        clock.advance(60)
        await until(lambda: ours.state.live.fetched_at != first)
        assert ours.state.live.problem is None
        await ours.stop()
        assert ours.supervisor.names == frozenset()


async def test_end_does_not_wait_for_an_answer() -> None:
    with Simulated("flexible", start=START, speed=0) as octopus:
        clock = FakeClock(octopus.now())
        ours = services(octopus, clock, read_seconds=10 * PATIENCE_SECONDS)
        ours.start()
        await ours.sign_in(SignInChoice(Credentials(octopus.api_key, octopus.account)))
        await until(lambda: ours.line is not None and ours.line.poller.is_waiting)
        octopus.inject("timeout")
        asked = len(octopus.calls())
        clock.advance(60)
        await until(lambda: len(octopus.calls()) > asked)
        async with asyncio.timeout(PATIENCE_SECONDS):
            await ours.stop()
        octopus.clear()
