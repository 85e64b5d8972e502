"""Night hours learnt from labels stay with their agreement, below its scheme and above the textbook."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from kraken_desktop.domain.account import Account, Agreement
from kraken_desktop.domain.measurement import Measurement
from kraken_desktop.domain.moments import DailyWindow, london_date
from kraken_desktop.kraken.decoding import Rows
from kraken_desktop.services.learning import carried_over, learnt, taught, teachable
from kraken_desktop.services.pricing import WindowSource, night_hours
from kraken_desktop.storage.database import Database
from tests.domain.test_learnt_hours import SPLIT, painted
from tests.services.given import Running, running
from tests.services.homes import LONG_AGO, NOW, account, agreement, home, point
from tests.services.test_against_ledger import checked
from tests.services.waiting import caught_up

NUMBER = "1200099999990"
ECONOMY_7 = "E-2R-VAR-22-11-01-C"


class Labels:
    """A port: the meter's measurements as they were painted."""

    def __init__(self, rows: Sequence[Measurement]) -> None:
        self.rows, self.measurements = tuple(rows), self

    async def measured(self, _home: str, _point: object, span: Any) -> Rows[Measurement]:
        return Rows(tuple(row for row in self.rows if span.contains(row.span.start)))


def ours(held: Agreement | None = None) -> Account:
    return account(home("p1", point(NUMBER, agreements=[held or agreement(ECONOMY_7)])))


async def test_hours_are_learnt_and_kept_with_the_agreement() -> None:
    labels = Labels(painted(SPLIT, days=12, start=NOW.replace(hour=0, minute=0) - timedelta(days=12)))
    found = await learnt(cast(Any, labels), ours(), NUMBER, NOW)
    held = found.meter_points[0].agreements[0]
    assert night_hours(held) == (SPLIT, WindowSource.LABELS)
    assert carried_over(ours(), found, NOW) == found, "another reading of the account keeps them"
    assert carried_over(ours(agreement("E-2R-VAR-25-01-01-C")), found, NOW).meter_points[0].agreements[0].learnt == ()


async def test_labels_from_before_the_agreement_teach_nothing() -> None:
    labels = Labels(painted(SPLIT, days=12, start=NOW.replace(hour=0, minute=0) - timedelta(days=12)))
    new = ours(agreement(ECONOMY_7, NOW - timedelta(days=1)))
    assert await learnt(cast(Any, labels), new, NUMBER, NOW) == new


def test_only_a_tariff_without_hours_of_its_own_is_asked_about() -> None:
    scheme = (DailyWindow(time(0, 30), time(7, 30), is_utc=True),)
    assert teachable(ours(), NUMBER, NOW) is not None
    for held in (
        replace(agreement(ECONOMY_7), scheme=scheme),
        agreement("E-1R-AGILE-24-10-01-C"),
        agreement("E-2R-INTELLI-VAR-24-10-29-C"),
    ):
        assert teachable(ours(held), NUMBER, NOW) is None


def test_the_scheme_comes_before_the_labels() -> None:
    scheme = (DailyWindow(time(1), time(8), is_utc=True),)
    held = taught(ours(replace(agreement(ECONOMY_7), scheme=scheme)), NUMBER, ECONOMY_7, LONG_AGO, SPLIT)
    assert night_hours(held.meter_points[0].agreements[0])[1] is WindowSource.SCHEME


# against the simulator, whose meter keeps 22:30-00:30 and 02:30-07:30 GMT and tells nobody but by its labels


@pytest.mark.parametrize("start", ["2026-10-14 17:20", "2026-10-27 17:20", "2026-03-31 17:20", "2026-01-20 09:00"])
async def test_the_labels_of_a_week_beat_the_textbook(start: str) -> None:
    """In summer, in winter, and over both changes of the clocks: every price of the week is the one that is owed."""
    async with running("economy7", start) as run:
        held = _held(run)
        assert night_hours(held)[1] is WindowSource.LABELS
        assert set(night_hours(held)[0]) == set(SPLIT)
        today = london_date(run.clock.now())
        assert checked(run, [today - timedelta(days=ago) for ago in range(8)]) >= 8 * 46


async def test_the_scheme_of_an_agreement_beats_its_meters_labels() -> None:
    """A dispatch paints the labels of Intelligent Go: nobody is asked for them."""
    for name in ("intelligent-four-rate", "intelligent", "go"):
        async with running(name, "2026-10-14 17:20") as run:
            assert night_hours(_held(run))[1] is WindowSource.SCHEME
            assert "measurements" not in {field for call in run.calls() for field in call["fields"]}


async def test_costs_are_reckoned_again_once_the_labels_told_the_hours(tmp_path: Path) -> None:
    untold, path = ("KT-CT-1111:property",), tmp_path / "kraken.db"
    async with running("economy7", "2026-10-14 17:20", database=Database.open(path), faults=untold) as run:
        await caught_up(run)
        assert night_hours(_held(run))[1] is WindowSource.TEXTBOOK
        assert run.services.store is not None
        assert await _gap_to_ledger(run, run.services.store) > 1
    async with running("economy7", "2026-10-15 17:20", database=Database.open(path)) as run:
        await caught_up(run)
        assert night_hours(_held(run))[1] is WindowSource.LABELS
        assert run.services.store is not None
        assert await _gap_to_ledger(run, run.services.store) < 0.01


def _held(run: Running) -> Agreement:
    assert run.state.account.value is not None
    held = run.state.account.value.meter_points[0].agreement_at(run.clock.now())
    assert held is not None
    return held


async def _gap_to_ledger(run: Running, database: Database) -> float:
    """How far the cost of two days, one of them long ago, is from what is owed, in pence."""
    (supply,) = run.world.home.supplies
    gap = 0.0
    for day in (date(2026, 10, 10), date(2026, 2, 3)):
        (total,) = await database.history.totals(supply.mpan, day, day)
        owed = sum(slot.shown_pence for slot in run.world.ledger.day(supply, day).slots)
        assert total.pence is not None
        gap += abs(float(total.pence - owed))
    return gap
