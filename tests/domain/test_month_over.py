"""The notice of a month that is over: once, in the morning of one of the next month's first days."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kraken_desktop.domain.month_over import GROUP, month_over


@pytest.mark.parametrize(
    ("now", "first"),
    [
        (datetime(2026, 11, 1, 8, 59, tzinfo=UTC), None),
        (datetime(2026, 11, 1, 9, tzinfo=UTC), date(2026, 10, 1)),
        (datetime(2026, 7, 1, 8, tzinfo=UTC), date(2026, 6, 1)),  # nine by London's summer clock
        (datetime(2026, 11, 7, 23, tzinfo=UTC), date(2026, 10, 1)),
        (datetime(2026, 11, 8, 9, tzinfo=UTC), None),
        (datetime(2027, 1, 2, 10, tzinfo=UTC), date(2026, 12, 1)),
        (datetime(2024, 3, 1, 12, tzinfo=UTC), date(2024, 2, 1)),
    ],
)
def test_it_is_told_from_the_first_morning_for_a_week(now: datetime, first: date | None) -> None:
    found = month_over(now, {})
    assert (found.first if found is not None else None) == first


def test_once_a_month() -> None:
    now = datetime(2026, 11, 3, 12, tzinfo=UTC)
    assert month_over(now, {GROUP: datetime(2026, 11, 1, 9, tzinfo=UTC)}) is None
    found = month_over(now, {GROUP: datetime(2026, 10, 1, 9, tzinfo=UTC)})
    assert found is not None
    assert (found.key, found.page) == ("month:2026-10", "insight/report")
