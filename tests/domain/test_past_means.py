"""What the days before today cost on the average, and the limits around it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.bands import BandScheme, SchemeKind, around_mean, band_of
from kraken_desktop.domain.moments import day_slots
from kraken_desktop.domain.past_means import means_before
from kraken_desktop.domain.rates import Rate, RateSchedule

DAYS = st.dates(date(2024, 2, 1), date(2028, 12, 31))


def scheduled(today: date, days: int, pence: list[int]) -> RateSchedule:
    slots = [slot for back in range(days, -1, -1) for slot in day_slots(today - timedelta(days=back))]
    return RateSchedule.of(
        Rate(slot.start, slot.end, Decimal(pence[index % len(pence)])) for index, slot in enumerate(slots)
    )


@given(today=DAYS, days=st.integers(0, 31), pence=st.lists(st.integers(-5, 60), min_size=1, max_size=7))
def test_a_mean_is_that_of_its_half_hours_and_is_there_only_where_all_of_them_are(
    today: date, days: int, pence: list[int]
) -> None:
    schedule = scheduled(today, days, pence)
    means = means_before(today, schedule)
    assert set(means) == {span for span in (7, 30) if span <= days}
    for span, mean in means.items():
        slots = [slot for back in range(1, span + 1) for slot in day_slots(today - timedelta(days=back))]
        rates = [schedule.at(slot.start) for slot in slots]
        total = sum((rate.pence_inc_vat for rate in rates if rate is not None), Decimal(0))
        assert abs(mean - total / len(slots)) < Decimal("1e-9")


@given(mean=st.decimals("0.01", "80", places=2), price=st.decimals("0", "200", places=2))
def test_a_price_is_low_fair_high_or_highest_by_its_share_of_the_mean(mean: Decimal, price: Decimal) -> None:
    band = band_of(price, (), BandScheme(SchemeKind.THRESHOLDS, around_mean(mean)))
    share = price / mean
    assert band.value == sum(share > limit for limit in (Decimal("0.75"), Decimal(1), Decimal("1.25")))


def test_of_a_mean_at_or_below_zero_there_are_no_shares() -> None:
    assert around_mean(Decimal(0)) == around_mean(Decimal(-3)) == ()
