"""When the allowance of smart charging is told to be nearly used up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from kraken_desktop.domain.allowance import AllowanceNow, noon_span
from kraken_desktop.domain.dispatch_notices import AllowanceNearlyUsed
from kraken_desktop.domain.notices import followed, notices_due
from tests.domain.test_plan_watch import EVENING, MINUTE, book, facts


def test_the_allowance_is_told_an_hour_before_it_ends_and_once_from_noon_to_noon() -> None:
    ends = EVENING + timedelta(hours=2)
    left = AllowanceNow(noon_span(EVENING), timedelta(hours=5), ends)
    before, found = None, []
    for minute in range(180):
        now = EVENING + MINUTE * minute
        after = followed(before, facts(book(now), now, left))
        found += [(minute, notice) for notice in notices_due(before, after)]
        before = after
    ((minute, notice),) = found
    assert minute == 60
    assert isinstance(notice, AllowanceNearlyUsed)
    assert (notice.runs_out_at, notice.left) == (ends, timedelta(hours=1))
    moved = replace(left, runs_out_at=ends - timedelta(minutes=5))
    (again,) = notices_due(None, facts(book(ends), ends, moved))
    assert again.key == notice.key


def test_an_allowance_that_will_do_is_no_news() -> None:
    left = AllowanceNow(noon_span(EVENING), timedelta(hours=5))
    assert notices_due(None, facts(book(EVENING), EVENING, left)) == ()


def test_an_allowance_used_up_is_news_only_where_some_was_seen_left() -> None:
    ended, now = EVENING - timedelta(hours=7), EVENING
    spent = facts(book(now), now, AllowanceNow(noon_span(now), timedelta(hours=7), ended))
    assert notices_due(None, spent) == ()
    assert notices_due(facts(book(now), now), spent) == ()
    had = facts(book(now), now, AllowanceNow(noon_span(now), timedelta(hours=3)))
    (notice,) = notices_due(had, spent)
    assert isinstance(notice, AllowanceNearlyUsed)
    assert not notice.left
