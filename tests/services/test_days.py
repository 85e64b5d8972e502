"""Past days: of the tariff that was held then, asked for once and kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kraken_desktop.domain.moments import day_span
from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.services import derive
from kraken_desktop.storage.database import Database
from tests.services.given import operations, running

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
