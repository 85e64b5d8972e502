"""What the command line answers about days that are not over."""

from __future__ import annotations

import pytest

from kraken_desktop.services.history_report import OF_WHOLE_DAYS, history_report
from kraken_desktop.services.paper_report import Paper
from kraken_desktop.storage.database import Database
from tests.services.given import running


@pytest.mark.parametrize("command", sorted(OF_WHOLE_DAYS))
async def test_a_span_that_is_not_over_has_nothing_to_count(command: str) -> None:
    database = Database.in_memory()
    async with running("flexible", "2026-10-14 12:00", database=database) as run:
        for asked in ({"from": "today"}, {"from": "2027-05-01"}, {"month": "2027-05"}):
            found = await history_report(run.services.holder, database, command, asked, run.services.public, Paper())
            assert found.content["meters"] == []
            (line,) = found.lines
            assert line.endswith("on is over yet: there is nothing to count.")
