"""Efficiency, battery, comparison and carbon on the command line: which meter and which days they speak of."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from kraken_desktop.domain.account import Account, MeterPoint
from kraken_desktop.domain.costs import DayCost, day_cost
from kraken_desktop.domain.moments import day_slots
from kraken_desktop.domain.rates import Rate, RateSchedule
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.domain.usage import Reading
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.history_report import history_report
from kraken_desktop.services.insights.compare import Public
from kraken_desktop.services.other_tariffs import OtherTariffs
from kraken_desktop.services.paper_report import Paper
from kraken_desktop.services.reports import Report
from kraken_desktop.services.state import AppState, Phase, StateHolder
from kraken_desktop.storage.database import Database
from tests.services import homes
from tests.services.given import utc

NOW, MOVED = utc("2026-11-25 09:00"), utc("2026-06-14 23:00")
LEFT, NEW = "1200099999990", "1200088888880"
GO = "E-1R-GO-VAR-22-10-14-C"
STANDING = RateSchedule((Rate(utc("2020-01-01 00:00"), None, Decimal(50)),))


def costed(day: date, found: Sequence[Reading]) -> DayCost:
    slots = day_slots(day)
    rates = RateSchedule.of(
        Rate(slot.start, slot.end, Decimal(10 if number < 10 else 30)) for number, slot in enumerate(slots)
    )
    return day_cost(day, {reading.start: reading.kwh for reading in found}, rates, rates, STANDING)


def supply(number: str, begins: datetime = homes.LONG_AGO, ends: datetime | None = None) -> MeterPoint:
    return homes.point(number, agreements=[homes.agreement(GO, begins, ends)])


async def fill(database: Database, number: str, span: DateSpan) -> None:
    days = [span.first + timedelta(days=number) for number in range(span.days)]
    readings = [Reading(slot.start, Decimal("0.25")) for day in days for slot in day_slots(day)]
    await database.history.add_page(number, "S", readings, span.instants, is_done=True)
    await database.history.cost(number, days, costed)


class Asking:
    """The command line's answers to an account of these meter points."""

    def __init__(self, database: Database, *points: MeterPoint) -> None:
        self._database = database
        account: Account = homes.account(*(homes.home(str(at), point) for at, point in enumerate(points)))
        self._holder = StateHolder(AppState(now=NOW, phase=Phase.SIGNED_IN, account=Snapshot(account, NOW)))

    async def __call__(self, command: str, **asked: str) -> Report:
        return await history_report(self._holder, self._database, command, asked, self._public(), Paper())

    def _public(self) -> Public:
        def client() -> object:
            raise AssertionError("nothing is asked")

        return Public(NoTariffs(), client, None)  # type: ignore[arg-type]


class NoTariffs(OtherTariffs):
    """None is known."""

    def __init__(self) -> None:
        pass


@pytest.fixture
async def database() -> AsyncIterator[Database]:
    store = Database.in_memory()
    await fill(store, LEFT, DateSpan(date(2026, 5, 10), date(2026, 6, 14)))
    await fill(store, NEW, DateSpan(date(2026, 6, 15), date(2026, 7, 10)))
    yield store
    await store.close()


@pytest.fixture
def moved(database: Database) -> Asking:
    return Asking(database, supply(NEW, MOVED), supply(LEFT, ends=MOVED))


@pytest.mark.parametrize("command", ["efficiency", "battery", "carbon"])
async def test_each_of_two_meters_has_its_name(moved: Asking, command: str) -> None:
    span = {} if command == "efficiency" else {"from": "2026-06-01", "to": "2026-06-30"}
    found = await moved(command, **span)
    assert [line for line in found.lines if line.startswith("Import")] == ["Import", "Import until 14 Jun 2026"]
    assert [meter["name"] for meter in found.content["meters"]] == ["Import", "Import until 14 Jun 2026"]


@pytest.mark.parametrize("command", ["efficiency", "battery", "carbon"])
async def test_one_meter_needs_no_name(database: Database, command: str) -> None:
    found = await Asking(database, supply(LEFT))(command)
    assert not [line for line in found.lines if line.startswith("Import")]


async def test_days_after_a_supply_ended_are_not_incomplete(moved: Asking) -> None:
    found = await moved("efficiency")
    new, left = found.content["meters"]
    assert (left["days"], left["days_left_out"]) == (36, 0)
    assert [row["from"] for row in left["rows"]] == ["2026-05-01", "2026-06-01"]
    assert new["rows"][0]["from"] == "2026-06-15"
    told = found.lines[found.lines.index("Import until 14 Jun 2026") :]
    assert [line.partition("(")[2] for line in told[-2:]] == ["22 of 31 days)", "14 of 30 days)"]
    assert "left out" not in " ".join(told)


@pytest.mark.parametrize(
    ("command", "asked"),
    [
        ("efficiency", {"month": "2026-07"}),
        *((command, {"from": "2026-07-01", "to": "2026-07-10"}) for command in ("battery", "carbon", "compare")),
    ],
)
async def test_a_home_that_was_left_before_is_not_spoken_of(
    database: Database, command: str, asked: dict[str, str]
) -> None:
    found = await Asking(database, supply(LEFT, ends=MOVED))(command, **asked)
    assert "Import until" not in " ".join(found.lines)
    assert found.lines[-1] == "Import: not supplied then"
    assert found.content["meters"] == [{"meter_point": LEFT, "name": "Import", "is_supplied": False}]


async def test_a_month_of_which_nothing_is_stored_has_no_table(database: Database) -> None:
    found = await Asking(database, supply(LEFT))("efficiency", month="2026-01")
    assert found.lines == ("1 Jan 2026 to 31 Jan 2026", "", "In January 2026: no day is complete.")


async def test_battery_and_carbon_say_of_which_days_they_speak(database: Database) -> None:
    asking, span = Asking(database, supply(LEFT)), {"from": "2026-05-10", "to": "2026-05-19"}
    battery, carbon = await asking("battery", **span), await asking("carbon", **span)
    assert "10 complete days from 10 May to 19 May 2026, 0 left out" in battery.lines
    assert carbon.lines[0].startswith("From 10 May to 19 May 2026: ")


async def test_a_file_that_is_written_over_is_told(database: Database, tmp_path: Path) -> None:
    asking, file = Asking(database, supply(LEFT)), str(tmp_path / "may.html")
    first, second = (
        await asking("report", month="2026-05", file=file),
        await asking("report", month="2026-05", file=file),
    )
    lacking = "Import is incomplete: 9 days not known."  # the store begins on 10 May
    assert first.lines == (f"Energy in May 2026: {file}", lacking)
    assert second.lines == (f"Energy in May 2026: {file}", "The file of that name was replaced.", lacking)


async def test_the_month_of_a_move_lacks_nothing_and_tells_its_meters_apart(moved: Asking, tmp_path: Path) -> None:
    file = tmp_path / "june.html"
    found = await moved("report", month="2026-06", file=str(file))
    assert [meter["days_that_lack_something"] for meter in found.content["meters"]] == [0, 0]
    page = read(file)
    assert "<span>Electricity</span>" in page
    assert "<span>Electricity until 14 Jun 2026</span>" in page
    assert "short" not in page
    left, new = page.index("<p>Electricity until 14 Jun 2026:</p>"), page.index("<p>Electricity:</p>")
    measures = [at for at in range(len(page)) if page.startswith("<span>Paid per kWh</span>", at)]
    assert sorted([left, new, *measures]) in (
        [left, measures[0], new, measures[1]],
        [new, measures[0], left, measures[1]],
    )


def read(path: Path) -> str:
    return path.read_text("utf-8")
