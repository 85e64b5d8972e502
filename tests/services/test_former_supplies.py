"""A house that was left keeps its history: its meter points are asked for once a day and never taken for used ones."""

from __future__ import annotations

from datetime import date, timedelta

from kraken_desktop.domain.account import with_former
from kraken_desktop.services.state import Phase
from kraken_desktop.storage.database import Database
from tests.services.given import operations, running
from tests.services.homes import LONG_AGO, NOW, account, agreement, home, point
from tests.services.test_backfill import backfilled
from tests.services.waiting import caught_up

FLEXIBLE = "E-1R-VAR-22-11-01-C"


def test_what_was_supplied_before_joins_what_is_listed_now() -> None:
    ended = point("1200099999981", agreements=[agreement(FLEXIBLE, LONG_AGO, NOW - timedelta(days=9))])
    unlisted = point("1200099999982", agreements=[agreement(FLEXIBLE)])
    used = point("1200099999983")
    now = account(home("new", used), home("old"))
    whole = with_former(now, account(home("old", ended), home("older", unlisted), home("new", used)), NOW)
    assert [(place.id, place.meter_points) for place in whole.properties] == [("new", (used,)), ("old", (ended,))]
    assert whole.meter_point(unlisted.number) is None, "by its agreement it is in use, and yet it is not listed"
    assert with_former(whole, whole, NOW) == whole


def test_a_house_that_is_no_more_listed_is_there_again() -> None:
    ended = point("1200099999981", agreements=[agreement(FLEXIBLE, LONG_AGO, NOW - timedelta(days=9))])
    whole = with_former(account(home("new")), account(home("old", ended)), NOW)
    assert [place.id for place in whole.properties] == ["new", "old"]


async def test_the_house_before_is_read_to_its_last_day_and_not_shown_as_the_home() -> None:
    async with backfilled("moved-house") as (run, database):
        state = run.state
        assert state.account.value is not None
        left, moved = state.account.value.properties
        (before,) = left.meter_points
        extent = await database.history.extent(before.number)
        assert extent is not None
        assert extent[1] == date(2026, 6, 14)
        assert state.selection.import_number == moved.meter_points[0].number
        asked = operations(run)[state.account.value.number]
        await run.advance(hours=2)
        assert operations(run)[state.account.value.number] == asked, "once a day"
        assert run.state.account.value is not None
        assert run.state.account.value.meter_point(before.number) is not None, "a newer reading of the account keeps it"


async def test_where_the_past_cannot_be_asked_the_rest_is_read() -> None:
    async with running("moved-house", database=Database.in_memory()) as run:
        run.octopus.inject("half-json", operation="account")
        await caught_up(run)
        state = run.state
        assert state.phase is Phase.SIGNED_IN
        assert state.history.value is not None
        assert state.history.value.share == 1.0
