"""Octopus's labels say who paid which price; the lists of the time say the pence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kraken_desktop.domain.costs import day_cost
from kraken_desktop.domain.effective_price import CarRates, SmartTerms
from kraken_desktop.domain.measurement import Bucket, Measurement, Share
from kraken_desktop.domain.moments import SLOT, Span, day_slots, day_span
from kraken_desktop.domain.rates import Rate, RateSchedule, RateSource
from kraken_desktop.domain.settled import SettledDay, SettledSlot, estimated_days, settled_slot
from kraken_desktop.domain.settled_prices import settled_prices
from kraken_desktop.domain.tariffs import NIGHT_INTELLIGENT_GO, timed
from tests.domain.test_settled import ours, theirs

DAY = date(2026, 6, 10)
WHOLE = day_span(DAY)
NOON = WHOLE.start + 24 * SLOT
HOUSE, HOUSE_CHEAP = Share(is_car=False, is_off_peak=False), Share(is_car=False, is_off_peak=True)
CAR, CAR_CHEAP = Share(is_car=True, is_off_peak=False), Share(is_car=True, is_off_peak=True)


def always(pence: str) -> RateSchedule:
    return RateSchedule((Rate(WHOLE.start - 96 * SLOT, None, Decimal(pence), Decimal(pence) / 2),))


AGREED = timed(always("30").rates, always("8").rates, (NIGHT_INTELLIGENT_GO,), Span(WHOLE.start, WHOLE.end))
TWO_RATES = SmartTerms((NIGHT_INTELLIGENT_GO,))
FOUR_RATES = SmartTerms((NIGHT_INTELLIGENT_GO,), CarRates(always("35"), always("7")))


def slot(*parts: tuple[Share, str]) -> SettledSlot:
    return SettledSlot(NOON, tuple((share, Decimal(kwh)) for share, kwh in parts))


def test_a_half_hour_labelled_off_peak_by_day_was_a_smart_charge() -> None:
    found = settled_prices([slot((HOUSE_CHEAP, "1.2"))], AGREED, TWO_RATES)
    rate = found.house[NOON]
    assert (rate.pence_inc_vat, rate.pence_exc_vat, rate.source) == (8, 4, RateSource.DISPATCH)
    assert (rate.start, rate.end) == (NOON, NOON + SLOT)
    assert found.cars == {}


def test_a_half_hour_labelled_standard_was_none_whatever_was_planned() -> None:
    assert settled_prices([slot((HOUSE, "1.2"))], AGREED, TWO_RATES).house[NOON].pence_inc_vat == 30


def test_the_night_keeps_its_own_price_and_is_no_dispatch() -> None:
    night = replace(slot((HOUSE_CHEAP, "1")), start=WHOLE.start)
    assert settled_prices([night], AGREED, TWO_RATES).house[WHOLE.start].source is not RateSource.DISPATCH


def test_a_car_has_prices_of_its_own_within_and_beyond_the_allowance() -> None:
    found = settled_prices([slot((HOUSE_CHEAP, "0.2"), (CAR_CHEAP, "2"), (CAR, "1"))], AGREED, FOUR_RATES)
    assert [(kwh, rate.pence_inc_vat) for kwh, rate in found.cars[NOON]] == [(2, 7), (1, 35)]
    assert found.house[NOON].pence_inc_vat == 8


def test_a_car_without_a_list_leaves_the_half_hour_as_it_was() -> None:
    bare = SmartTerms((NIGHT_INTELLIGENT_GO,), CarRates(RateSchedule(), always("7")))
    found = settled_prices([slot((HOUSE_CHEAP, "0.2"), (CAR, "2"))], AGREED, bare)
    assert (found.house, found.cars) == ({}, {})


def test_a_house_at_both_prices_is_not_guessed() -> None:
    assert settled_prices([slot((HOUSE, "1"), (HOUSE_CHEAP, "1"))], AGREED, TWO_RATES).house == {}


def test_each_part_is_billed_by_its_own_rounding_and_price() -> None:
    energy = {one.start: Decimal("0.1") for one in day_slots(DAY)} | {NOON: Decimal("2.345")}
    cars = {NOON: ((Decimal("2.114"), Rate(NOON, NOON + SLOT, Decimal(7), Decimal("6.5"))),)}
    found = day_cost(DAY, energy, AGREED, AGREED, always("50"), cars=cars)
    (at_noon,) = [one for one in found.slots if one.start == NOON]
    assert at_noon.pence == Decimal("0.231") * 30 + Decimal("2.114") * 7
    plain = day_cost(DAY, energy, AGREED, AGREED, always("50")).total.billed
    # 2.34 in all, 2.11 the car's, 0.23 the house's
    assert found.total.billed.net_pence == plain.net_pence - Decimal("2.11") * 15 + Decimal("2.11") * Decimal("6.5")
    assert found.total.billed.kwh == plain.kwh


@pytest.mark.parametrize(
    ("label", "is_understood"), [("HOME LOW RATE", True), ("EV_DEVICE_PEAK", True), ("CONSUMPTION_CHARGE_E_B", False)]
)
def test_only_half_hours_with_labels_that_are_understood_are_split(label: str, is_understood: bool) -> None:
    told = Measurement(Span(NOON, NOON + SLOT), Decimal(1), "kwh", (Bucket(label, Decimal(1), Decimal(9), Decimal(9)),))
    assert (settled_slot(told) is not None) == is_understood
    assert settled_slot(replace(told, span=Span(NOON, NOON + 2 * SLOT))) is None


def test_a_day_is_estimated_until_it_is_settled_as_we_reckon() -> None:
    following = date(2026, 6, 11)
    days = [ours(DAY, "100"), ours(following, "100")]
    smart = (Span(WHOLE.start, day_span(following).end),)
    assert estimated_days(days, [], smart) == (DAY, following)
    assert estimated_days(days, [theirs(DAY, "150.5")], smart) == (following,)
    assert estimated_days(days, [SettledDay(DAY, Decimal(5), Decimal(90))], smart) == (DAY, following)
    assert estimated_days(days, [], ()) == ()
