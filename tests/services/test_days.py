"""Past days: of the tariff that was held then, asked for once and kept."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from kraken_desktop.domain.measurement import Share
from kraken_desktop.domain.moments import day_slots, day_span
from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.domain.settled import SettledSlot
from kraken_desktop.services import derive
from kraken_desktop.services.answers import answer_of
from kraken_desktop.storage.database import Database
from kraken_desktop.storage.settings import Settings, with_value
from tests.services.conftest import Filled
from tests.services.given import Running, operations, running, utc
from tests.services.test_charging import START, plan

LONG_AGO = date(2026, 3, 29)
"""The clocks go forward: 46 half hours."""


async def test_a_past_day_is_asked_for_once_and_then_known(tmp_path: Path) -> None:
    async with running("agile", "2026-10-14 17:20", database=Database.open(tmp_path / "store.db")) as run:
        run.forget_calls()
        state = await run.services.state_of_day(LONG_AGO)
        slots = derive.day_prices(state, LONG_AGO)
        assert len(slots) == 46
        assert all(slot.pence is not None for slot in slots)
        assert operations(run)
        run.forget_calls()
        again = await run.services.state_of_day(LONG_AGO)
        assert not run.calls()
        assert derive.day_prices(again, LONG_AGO) == slots


async def test_offline_a_day_that_was_looked_at_is_still_there_and_another_says_why_not(tmp_path: Path) -> None:
    async with running("agile", "2026-10-14 17:20", database=Database.open(tmp_path / "store.db")) as run:
        await run.services.state_of_day(LONG_AGO)
        run.octopus.inject("no-network")
        kept = await run.services.state_of_day(LONG_AGO)
        assert kept.import_tariff.value is not None
        assert kept.import_tariff.value.schedule.covers(day_span(LONG_AGO))
        unknown = await run.services.state_of_day(date(2026, 2, 2))
        assert unknown.import_tariff.problem is not None
        assert unknown.import_tariff.problem.kind is ProblemKind.UNREACHABLE
        assert derive.day_mean(unknown, date(2026, 2, 2)) is None


async def test_today_needs_no_question() -> None:
    async with running("agile", "2026-10-14 17:20") as run:
        run.forget_calls()
        assert await run.services.state_of_day(date(2026, 10, 14)) is run.state
        assert not run.calls()


CHARGED = date(2026, 10, 14)


async def dispatched(run: Running) -> set[str]:
    """When the house was cheap by day on the day that was charged on."""
    state = await run.services.state_of_day(CHARGED)
    slots = derive.day_prices(state, CHARGED)
    cheap = min(slot.pence or 99 for slot in slots)
    return {f"{slot.span.start:%H:%M}" for slot in slots if slot.pence == cheap and 9 <= slot.span.start.hour < 20}


async def test_a_past_day_keeps_the_price_of_its_smart_charges_for_good(filled: Filled) -> None:
    database = Database.open(await filled("intelligent", START))
    async with running("intelligent", START, database=database) as run:
        await run.car("plug")
        await plan(run, "14:10", "14:50")
        await run.advance(hours=3)
        fresh = await dispatched(run)
        assert fresh == {"14:00", "14:30"}
        for days in (1, 3, 10):
            await run.suspend(hours=24 * days)
            await run.advance(minutes=2)
            assert await dispatched(run) == fresh
        told = await answer_of(run.services, "prices", {"date": CHARGED.isoformat()})
        why = await answer_of(run.services, "why", {"at": f"{CHARGED}T15:15"})
        (row,) = [row for row in told.content["slots"] if row["start"].startswith(f"{CHARGED}T14:00")]
        assert row["pence"] == why.content["pence"]
        settled_cheap = {utc("2026-10-14 14:30"), utc("2026-10-14 16:00")}
        settled = [
            SettledSlot(slot.start, ((Share(is_car=False, is_off_peak=slot.start in settled_cheap), Decimal(1)),))
            for slot in day_slots(CHARGED)
        ]
        number = run.state.selection.import_number or ""
        await database.history.add_settled_slots(number, CHARGED, settled, is_whole=True)
        assert await dispatched(run) == {"14:30", "16:00"}, "Octopus's word outranks what was seen"


async def test_a_day_before_a_switch_has_the_tariff_of_that_day() -> None:
    async with running("tariff-switch", "2026-10-20 10:20", database=Database.in_memory()) as run:
        for day, code in ((20, "COSY"), (13, "COSY"), (12, "GO"), (7, "GO")):
            state = await run.services.state_of_day(date(2026, 10, day))
            assert state.import_tariff.value is not None
            assert code in state.import_tariff.value.code, day


async def test_a_price_set_by_hand_counts_from_its_own_day_on(tmp_path: Path) -> None:
    settings = with_value(Settings(), "own_import_price", "10")
    database = Database.open(tmp_path / "store.db")
    async with running("flexible", "2026-11-25 14:20", settings=settings, database=database) as run:
        await run.advance(minutes=5)
        await run.suspend(hours=50)
        await run.advance(minutes=2)
        for day, is_own in ((0, True), (-1, True), (-2, True), (-3, False), (-17, False), (-260, False)):
            looked = date(2026, 11, 27) + timedelta(days=day)
            state = await run.services.state_of_day(looked)
            (pence,) = {slot.pence for slot in derive.day_prices(state, looked)}
            assert (pence == 10) == is_own, looked
