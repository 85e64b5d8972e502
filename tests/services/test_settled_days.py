"""What Octopus settled is known of every day, whatever the clocks do and however long the app was away."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from kraken_desktop.storage.database import Database
from tests.services.given import running
from tests.services.waiting import caught_up

TELLS_AFTER = timedelta(days=4)


async def test_no_day_is_left_out_after_a_change_of_clocks_and_half_a_year_away(tmp_path: Path) -> None:
    for start in ("2026-04-03 10:00", "2026-10-28 10:00"):
        database = Database.open(tmp_path / "kraken.db")
        async with running("flexible", start, database=database) as run:
            await caught_up(run)
            number = run.state.selection.import_number or ""
            extent = await database.history.extent(number)
            assert extent is not None
            first, last = extent[0], run.clock.now().date() - TELLS_AFTER
            told = [day.day for day in await database.history.settled(number, first, last)]
            assert told == [first + timedelta(days=ago) for ago in range((last - first).days + 1)]
