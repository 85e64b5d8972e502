"""Periods, the bill so far, and where it is going."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.account import Direction, Fuel
from kraken_desktop.domain.billing import (
    Bill,
    BillingPeriod,
    bill_part,
    billing_period,
    moving_means,
    projection,
    start_in_month,
)
from kraken_desktop.domain.costs import Billed, DayTotal
from tests.domain.moments_given import days

start_days = st.integers(1, 31)
amounts = st.decimals(-500, 2000, places=2)


@given(days, start_days)
def test_periods_hold_each_day_once_and_follow_without_a_gap(day: date, start_day: int) -> None:
    period = billing_period(day, start_day)
    assert period.holds(day)
    assert period.first == start_in_month(period.first.year, period.first.month, start_day)
    before = billing_period(period.first - timedelta(days=1), start_day)
    assert before.last + timedelta(days=1) == period.first
    assert billing_period(period.last + timedelta(days=1), start_day).first == period.last + timedelta(days=1)
    assert 28 <= period.days <= 31


def test_a_period_that_begins_on_the_31st_is_clipped_to_the_month() -> None:
    assert billing_period(date(2027, 2, 27), 31) == BillingPeriod(date(2027, 1, 31), date(2027, 2, 27))
    assert billing_period(date(2027, 2, 28), 31) == BillingPeriod(date(2027, 2, 28), date(2027, 3, 30))


def total(day: date, pence: str, read: int = 48) -> DayTotal:
    net = Decimal(pence)
    return DayTotal(day, 48, read, read, Decimal(5), net, Decimal(50), Billed(Decimal(5), net, net / 20))


def test_export_is_taken_off_and_each_side_is_rounded_as_a_bill_does() -> None:
    first = date(2026, 9, 22)
    bought = bill_part("1", Fuel.ELECTRICITY, Direction.IMPORT, [total(first, "100.5"), total(first, "0", read=47)])
    sold = bill_part("2", Fuel.ELECTRICITY, Direction.EXPORT, [total(first, "40.4")])
    bill = Bill(BillingPeriod(first, first), (bought, sold))
    assert (bought.pence, sold.pence) == (Decimal("200.5"), Decimal("-90.4"))
    assert bill.pence == Decimal("110.1")
    assert bill.billed_pence == 101 + 5 - (40 + 2)
    assert bought.incomplete == (first,)
    assert not bill.is_complete
    assert not Bill(bill.period, ()).is_complete


@given(st.integers(0, 31), st.integers(0, 5), st.lists(amounts, min_size=3, max_size=31))
def test_a_projection_has_every_day_that_is_not_known_at_the_mean_of_those_that_are(
    remaining: int, missing: int, own: list[Decimal]
) -> None:
    found = projection(own, remaining, missing, [Decimal(9999)])
    assert found is not None
    assert found.missing_days == missing
    assert abs(found.pence - (len(own) + remaining + missing) * sum(own) / len(own)) < Decimal("0.0001")
    assert found.low <= found.pence <= found.high
    assert (found.from_days, found.is_fallback) == (len(own), False)
    if remaining + missing == 0 or len(set(own)) == 1:
        assert abs(found.high - found.low) < Decimal("0.0001")


@given(st.integers(1, 31), st.integers(3, 30), st.integers(-20, 20), amounts)
def test_the_range_holds_a_bill_that_goes_on_to_move_as_it_did(
    remaining: int, known: int, pence_a_day: int, at_first: Decimal
) -> None:
    """As heating does in autumn, and a roof in spring."""
    moving = [at_first + number * pence_a_day for number in range(120 + known + remaining)]
    before, own, coming = moving[:120], moving[120 : 120 + known], moving[120 + known :]
    found = projection(own, remaining, 0, before)
    assert found is not None
    whole = sum(own) + sum(coming)
    assert found.low - Decimal("0.0001") <= whole <= found.high + Decimal("0.0001")


@given(st.lists(amounts, max_size=2), st.lists(amounts, max_size=40))
def test_a_young_period_asks_the_days_before_it(own: list[Decimal], before: list[Decimal]) -> None:
    found = projection(own, 10, 0, before)
    if not own and not before:
        assert found is None
    else:
        assert found is not None
        assert found.is_fallback
        assert found.from_days == min(28, len(own) + len(before))


def monthly_periods(count: int, start_day: int, day: date = date(2028, 6, 9)) -> list[BillingPeriod]:
    """In order of time."""
    found = [billing_period(day, start_day)]
    while len(found) < count:
        found.insert(0, billing_period(found[0].first - timedelta(days=1), start_day))
    return found


@given(st.lists(amounts, min_size=1, max_size=30), start_days, days)
def test_the_moving_mean_of_monthly_bills_is_that_of_twelve(monthly: list[Decimal], start_day: int, day: date) -> None:
    periods = monthly_periods(len(monthly), start_day, day)
    means = list(moving_means(dict(zip(periods, monthly, strict=True))).values())
    assert len(means) == len(monthly)
    assert all(mean is None for mean in means[:11])
    for index in range(11, len(monthly)):
        assert means[index] == sum(monthly[index - 11 : index + 1]) / 12
    unknown = moving_means(dict(zip(periods, [*monthly[:-1], None], strict=True)))
    assert unknown[periods[-1]] is None


@given(st.lists(st.integers(1, 100), min_size=1, max_size=40), st.integers(1, 300))
def test_the_mean_of_a_year_does_not_hang_on_how_it_was_cut_into_bills(lengths: list[int], pence_a_day: int) -> None:
    """Stubs, months and quarters: what costs the same each day costs the same a month."""
    first, bills = date(2025, 3, 7), dict[BillingPeriod, Decimal | None]()
    for length in lengths:
        bills[BillingPeriod(first, first + timedelta(days=length - 1))] = Decimal(length * pence_a_day)
        first += timedelta(days=length)
    for period, mean in moving_means(bills).items():
        known = (period.last - date(2025, 3, 7)).days + 1
        if mean is None:
            assert known < 366
        else:
            assert known >= 364
            assert abs(mean - Decimal(365 * pence_a_day) / 12) <= Decimal(2 * pence_a_day) / 12 + Decimal("0.001")


def test_a_day_without_a_bill_leaves_no_mean() -> None:
    periods = monthly_periods(13, 15)
    bills: dict[BillingPeriod, Decimal | None] = {period: Decimal(100) for period in periods}
    assert moving_means(bills)[periods[-1]] == 100
    del bills[periods[5]]
    assert moving_means(bills)[periods[-1]] is None
