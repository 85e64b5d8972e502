"""Where the Mini hangs: the heavy feed asks meter by meter, and looks elsewhere when one falls silent."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import cast

from kraken_desktop.domain.account import Account
from kraken_desktop.domain.power import Sample, Trace
from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.domain.rates import Rate
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.kraken.budget import RequestBudget
from kraken_desktop.kraken.client import KrakenClient
from kraken_desktop.kraken.errors import Refused
from kraken_desktop.services.connection import Archive, Connection, PriceBook
from kraken_desktop.services.heavy_feed import HeavyFeed
from kraken_desktop.services.light_feed import LightFeed
from kraken_desktop.services.state import AppState, Selection, StateHolder
from tests.fake_clock import FakeClock
from tests.services.homes import NOW, account, home, point

FIRST, SECOND, ELSEWHERE = "dev-1", "dev-2", "dev-3"


class Octopus:
    """The few questions of a heavy poll, answered from a list of the meters that have a Mini."""

    clock_offset = None

    def __init__(self, found: Account, minis: set[str], silent: bool = False) -> None:
        self._account = found
        self.minis = minis
        self.is_silent = silent
        self.asked: list[str] = []
        self.budget = RequestBudget(lambda: NOW)

    async def account(self, _number: str) -> Account:
        return self._account

    async def has_mini(self, device_id: str) -> bool:
        self.asked.append(device_id)
        if self.is_silent:
            raise Refused(code="KT-CT-1111")
        return device_id in self.minis

    async def rates(self, *_what: object) -> tuple[Rate, ...]:
        return ()

    async def is_telemetry_blocked(self) -> bool | None:
        return None


def heavy(octopus: Octopus, state: AppState) -> tuple[HeavyFeed, StateHolder, list[str]]:
    holder, clock, found = StateHolder(state), FakeClock(NOW), list[str]()
    client, archive = cast(KrakenClient, octopus), Archive(None, holder, clock)
    connection = Connection(client, "A-1234ABCD", holder, clock, archive, PriceBook({}, None))
    light = LightFeed(connection, timedelta(minutes=1), lambda: None)
    return HeavyFeed(connection, light, Selection(), None, lambda: found.append("mini")), holder, found


HOMES = account(
    home("p1", point("1200099999990", FIRST), point("1200099999982", SECOND)),
    home("p2", point("1200099999974", ELSEWHERE)),
)


async def test_mini_on_the_second_meter() -> None:
    feed, holder, found = heavy(Octopus(HOMES, {SECOND}), AppState(NOW))
    await feed.poll()
    assert holder.state.selection.device_id == SECOND
    assert holder.state.selection.import_number == "1200099999990", "the meter of the prices stays"
    assert holder.state.has_mini is True
    assert found == ["mini"]


async def test_mini_at_another_property() -> None:
    feed, holder, _ = heavy(Octopus(HOMES, {ELSEWHERE}), AppState(NOW))
    await feed.poll()
    assert holder.state.selection.device_id == ELSEWHERE
    assert holder.state.selection.property_id == "p1"


async def test_mini_nowhere() -> None:
    octopus = Octopus(HOMES, set())
    feed, holder, found = heavy(octopus, AppState(NOW))
    await feed.poll()
    assert octopus.asked == [FIRST, SECOND, ELSEWHERE]
    assert holder.state.has_mini is False
    assert found == []


async def test_service_that_does_not_say_leaves_it_to_telemetry() -> None:
    feed, holder, _ = heavy(Octopus(HOMES, set(), silent=True), AppState(NOW))
    await feed.poll()
    assert holder.state.has_mini is None
    assert holder.state.selection.device_id == FIRST


def reading(device_id: str) -> AppState:
    trace = Trace((Sample(NOW - timedelta(minutes=1), Decimal(500)),))
    selection = Selection("A-1234ABCD", "p1", device_id=device_id)
    return AppState(NOW, selection=selection, has_mini=True, live=Snapshot(trace, NOW))


async def test_a_meter_that_gives_readings_is_not_doubted() -> None:
    octopus = Octopus(HOMES, {FIRST, SECOND})
    feed, holder, _ = heavy(octopus, reading(SECOND))
    await feed.poll()
    assert octopus.asked == []
    assert holder.state.selection.device_id == SECOND
    assert holder.state.live.value is not None


async def test_a_silent_meter_gives_way_to_another() -> None:
    silent = reading(FIRST)
    silent = replace(silent, live=silent.live.failed(Problem(ProblemKind.MINI_SILENT, NOW)))
    octopus = Octopus(HOMES, {FIRST, SECOND})
    feed, holder, found = heavy(octopus, silent)
    await feed.poll()
    assert holder.state.selection.device_id == SECOND
    assert holder.state.live.value is None, "another meter's readings begin anew"
    assert found == ["mini"]
    octopus.minis = {FIRST}
    alone, holder, _ = heavy(octopus, silent)
    await alone.poll()
    assert holder.state.selection.device_id == FIRST
    assert holder.state.live.value is not None
