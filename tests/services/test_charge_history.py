"""Planned against charged out of the store, with the simulator's days in it."""

from datetime import date, timedelta
from pathlib import Path

from kraken_desktop.services.charge_history import charge_history
from kraken_desktop.services.charge_report import charge_report
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.dispatch_past import dispatch_past
from kraken_desktop.storage.database import Database
from kraken_desktop.ui.view_models.timeline import timeline_view
from tests.services.conftest import Filled
from tests.services.given import running
from tests.services.test_charging import START, plan

DAY = date(2026, 10, 14)
OCTOBER = DateSpan(date(2026, 10, 1), date(2026, 10, 31))


async def test_a_charge_and_a_withdrawn_plan(filled: Filled) -> None:
    store = Database.open(await filled("intelligent", START))
    async with running("intelligent", START, database=store) as run:
        await run.car("plug")
        await plan(run, "14:10", "14:50")
        await run.advance(hours=3)
        by_day = await charge_history(run.state, store, OCTOBER)
        by_month = await charge_history(run.state, store, OCTOBER, by_month=True)
        found = dict(by_day.parts)[DAY]
        assert found.planned >= timedelta(minutes=40)
        assert found.completed >= timedelta(minutes=40)
        assert found.missed == timedelta()
        assert found.won_slots == 2
        assert by_month.total == by_day.total
        assert max(dict(by_day.parts)) == DAY
        told = await charge_report(run.state, store, {"history": True, "month": "2026-10"})
        (row,) = [row for row in told.content["rows"] if row["day"] == DAY.isoformat()]
        assert row["planned_minutes"] >= 40
        assert (row["won_slots"], row["missed_share"]) == (2, 0)
        assert any(line.startswith("2026-10-14") for line in told.lines)
        year = await charge_report(run.state, store, {"history": True})
        assert (year.content["from"], year.content["to"]) == ("2025-11-01", "2026-10-31")
        assert {key: year.content[key] for key in row if key != "day"} == {
            key: told.content[key] for key in row if key != "day"
        }
        past = await dispatch_past(run.services.state_of_day, DAY, store)
        assert past.kept.completed
        assert past.views


async def test_without_a_store_nothing_is_claimed() -> None:
    async with running("intelligent", START) as run:
        told = await charge_report(run.state, None, {"history": True})
        assert (told.content["is_stored"], told.content["rows"]) == (False, [])
        assert (await charge_history(run.state, None, OCTOBER)).parts == ()


async def test_both_of_two_past_days_have_their_prices(tmp_path: Path) -> None:
    """Neither is kept here before: each is read from the public lists."""
    store = Database.open(tmp_path / "kraken.db")
    since = DAY - timedelta(days=60)
    async with running("intelligent", START, database=store) as run:
        past = await dispatch_past(run.services.state_of_day, since, store)
        view = timeline_view(run.state, since, past)
    (_, cells), *_ = view.prices
    assert len(cells) == 96
    assert all(cell.label for cell in cells)
