"""How well energy was bought: the worked figures, what always holds, and what has no figure."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.costs import DayCost, day_cost
from kraken_desktop.domain.efficiency import (
    Efficiency,
    Middle,
    Undefined,
    average_price_ratio,
    day_bought,
    efficiency_of,
    quadrant_score,
    saving_efficiency,
    tally_of,
)
from kraken_desktop.domain.moments import day_slots
from kraken_desktop.domain.rates import Rate, RateSchedule
from tests.domain.moments_given import days

A_DAY = date(2026, 10, 14)
NONE = RateSchedule()
figures = st.lists(st.integers(0, 5000).map(lambda wh: Decimal(wh) / 1000), min_size=50, max_size=50)
prices = st.lists(st.integers(-1000, 9000).map(lambda hundredths: Decimal(hundredths) / 100), min_size=50, max_size=50)


def bought(day: date, pence: list[Decimal], kwh: list[Decimal]) -> DayCost:
    slots = day_slots(day)
    rates = RateSchedule.of(Rate(slot.start, slot.end, price) for slot, price in zip(slots, pence, strict=False))
    energy = {slot.start: used for slot, used in zip(slots, kwh, strict=False)}
    return day_cost(day, energy, rates, rates, NONE)


def even(*parts: tuple[int, str, str]) -> DayCost:
    """A day of runs of half hours: how many, the price, the energy of each."""
    pence = [Decimal(price) for count, price, _ in parts for _ in range(count)]
    return bought(A_DAY, pence, [Decimal(used) for count, _, used in parts for _ in range(count)])


def measured(*costed: DayCost) -> Efficiency:
    return efficiency_of(day_bought(day) for day in costed)


def test_average_price_ratio_worked() -> None:
    found = average_price_ratio(Decimal("15.25"), Decimal(12))
    assert isinstance(found, Decimal)
    assert round(found * 100) == 127


def test_saving_efficiency_worked() -> None:
    found = saving_efficiency(Decimal("15.25"), Decimal(12), Decimal(24))
    assert found == Decimal("8.75") / 12
    assert isinstance(found, Decimal)
    assert round(found * 100) == 73


def test_quadrant_score_worked() -> None:
    shares = zip(
        (Band.QUADRANT_0, Band.QUADRANT_1, Band.QUADRANT_2, Band.QUADRANT_3),
        (Decimal("0.895"), Decimal(0), Decimal("0.102"), Decimal("0.003")),
        strict=True,
    )
    score = quadrant_score(list(shares))
    assert score * 3 == Decimal("2.574")
    assert round(score * 100) == 86


def test_three_prices_take_the_middle_one_and_say_so() -> None:
    # 24 half hours at 12p, 18 at 24p, 6 at 36p: 10.5 + 3.5 + 0 kWh, (126 + 84) / 14 = 15 p/kWh
    found = measured(even((24, "12", "0.4375"), (18, "24", "0.1944444444444444444444444444"), (6, "36", "0")))
    assert found.middle is Middle.BAND
    assert isinstance(found.saving, Decimal)
    assert float(found.saving) == pytest.approx(0.75)
    assert found.average_ratio == pytest.approx(Decimal("1.25"))


def test_two_prices_take_the_time_weighted_mean() -> None:
    # the mean of 12 hours at 10p and 12 at 30p is 20p; three of four units at 10p cost 15p each
    found = measured(even((24, "10", "3"), (24, "30", "1")))
    assert found.middle is Middle.MEAN
    assert (found.mean_pence, found.average_ratio, found.saving) == (15, Decimal("1.5"), Decimal("0.5"))
    assert found.score == Decimal("0.75") - Decimal("0.25")
    assert [(part.band, part.kwh, part.pence) for part in found.bands] == [
        (Band.QUADRANT_0, 72, 720),
        (Band.QUADRANT_3, 24, 720),
    ]


def test_a_flat_tariff_has_nothing_to_save() -> None:
    found = measured(even((48, "24.7", "0.3")))
    assert (found.saving, found.score) == (Undefined.FLAT, Undefined.FLAT)
    assert (found.bands, found.quadrants, found.flat_kwh) == ((), (), Decimal("14.4"))


def test_days_of_one_price_score_nothing_beside_days_that_change() -> None:
    changing = even((24, "10", "3"), (24, "30", "1"))
    found = measured(changing, even((48, "24.7", "9")))
    assert found.score == measured(changing).score
    assert found.quadrants == measured(changing).quadrants
    assert found.kwh == 96 + 432


@pytest.mark.parametrize("lowest", ["0", "-2.5"])
def test_no_ratio_to_a_price_of_nothing_or_less(lowest: str) -> None:
    found = measured(even((8, lowest, "1"), (40, "20", "1")))
    assert found.average_ratio is Undefined.NOT_POSITIVE
    assert isinstance(found.saving, Decimal)
    assert found.quadrants[0].band is Band.QUADRANT_0


def test_incomplete_days_are_left_out_and_counted() -> None:
    whole = even((24, "10", "3"), (24, "30", "1"))
    unread, unpriced = bought(A_DAY, [Decimal(10)] * 48, [Decimal(1)] * 47), bought(A_DAY, [Decimal(10)] * 47, [])
    found = measured(unread, whole, unpriced)
    assert (found.days, found.left_out, found.kwh) == (1, 2, 96)
    none = measured(unread)
    assert none.average_ratio is none.saving is none.score is Undefined.NO_COMPLETE_DAY
    assert none.mean_pence is None


def test_a_day_without_use_has_no_figure() -> None:
    found = measured(even((24, "10", "0"), (24, "30", "0")))
    assert found.average_ratio is found.saving is found.score is Undefined.NOTHING_BOUGHT


@given(st.permutations(range(4)), st.integers(1, 3))
def test_tallies_of_parts_add_up_to_that_of_the_whole(order: list[int], cut: int) -> None:
    kinds = (
        even((24, "10", "3"), (24, "30", "1")),
        even((24, "12", "0.4"), (18, "24", "0.2"), (6, "36", "0")),
        even((48, "24.7", "0.3")),
        even((40, "8", "1")),
    )
    every = [day_bought(kinds[index]) for index in order]
    assert tally_of(every[:cut]).plus(tally_of(every[cut:])).efficiency == efficiency_of(every)


@settings(max_examples=40)
@given(days, st.lists(st.tuples(prices, figures), min_size=1, max_size=3))
def test_shares_sum_to_one_and_the_score_stays_within_its_range(
    day: date, told: list[tuple[list[Decimal], list[Decimal]]]
) -> None:
    costed = [bought(day + timedelta(days=index), pence, kwh) for index, (pence, kwh) in enumerate(told)]
    found = measured(*costed)
    assert (found.days, found.left_out) == (len(told), 0)
    for parts in (found.bands, found.quadrants):
        assert sum((part.kwh for part in parts), found.flat_kwh) == found.kwh
        assert sum((part.pence for part in parts), found.flat_pence) == found.pence
        if found.kwh > found.flat_kwh:
            assert float(sum(part.share for part in parts)) == pytest.approx(1)
    if isinstance(found.score, Decimal):
        assert abs(found.score) <= Decimal("1.0000000000001")
    if isinstance(found.saving, Decimal) and len(told) == 1:
        assert found.saving <= Decimal("1.0000000000001")
