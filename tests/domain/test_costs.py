"""What a day costs: by the price of its own time, and never silently short."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.costs import VAT_UNTIL, Billed, day_cost, price_exc_vat
from kraken_desktop.domain.gas import GasUnit, gas_kwh, inferred_unit
from kraken_desktop.domain.load import always_on_watts, busiest, day_profile, habits, mean_watts, night_share
from kraken_desktop.domain.moments import SLOT, Span, day_slots, day_span, london
from kraken_desktop.domain.rates import Rate, RateSchedule, RateSource
from kraken_desktop.domain.usage import Reading
from tests.domain.moments_given import at, days, pence

NONE = RateSchedule()
OPEN = at("2020-01-01 00:00")
STANDING = RateSchedule((Rate(OPEN, None, Decimal("52.5"), Decimal("50")),))
kwh = st.integers(0, 9000).map(lambda watt_hours: Decimal(watt_hours) / 1000)


def flat(inc: str, exc: str | None = None) -> RateSchedule:
    return RateSchedule((Rate(OPEN, None, Decimal(inc), None if exc is None else Decimal(exc)),))


@given(days, st.data())
def test_each_slot_is_priced_by_the_rate_of_its_own_time(day: date, data: st.DataObject) -> None:
    slots = day_slots(day)
    energy = {slot.start: data.draw(kwh) for slot in slots}
    rates = [Rate(slot.start, slot.end, data.draw(pence), data.draw(pence)) for slot in slots]
    schedule = RateSchedule.of(rates)
    found = day_cost(day, energy, schedule, schedule, STANDING)
    assert found.total.pence == sum(energy[rate.start] * rate.pence_inc_vat for rate in rates)
    assert found.total.kwh == sum(energy.values())
    assert found.total.is_complete
    assert found.total.total_pence == found.total.pence + Decimal("52.5")
    rounded = {start: told.quantize(Decimal("0.01"), ROUND_HALF_EVEN) for start, told in energy.items()}
    net = sum(rounded[rate.start] * (rate.pence_exc_vat or 0) for rate in rates) + 50
    gross = sum(rounded[rate.start] * rate.pence_inc_vat for rate in rates) + Decimal("52.5")
    assert found.total.billed == Billed(Decimal(sum(rounded.values())), net, gross - net)


@given(days, st.sets(st.integers(0, 45), max_size=20), st.sets(st.integers(0, 45), max_size=20))
def test_what_is_missing_is_told_and_nothing_is_made_up(day: date, unread: set[int], unpriced: set[int]) -> None:
    slots = day_slots(day)
    energy = {slot.start: Decimal(1) for index, slot in enumerate(slots) if index not in unread}
    schedule = RateSchedule.of(
        Rate(slot.start, slot.end, Decimal(10)) for index, slot in enumerate(slots) if index not in unpriced
    )
    found = day_cost(day, energy, schedule, schedule, STANDING)
    known = [index for index in range(len(slots)) if index not in unread | unpriced]
    assert found.total.pence == 10 * len(known)
    assert found.total.priced == len(known)
    assert sum((span.duration for span in found.missing), timedelta()) == SLOT * len(unread)
    assert sum((span.duration for span in found.unpriced), timedelta()) == SLOT * len(unpriced - unread)
    assert found.total.is_complete == (not unread and not unpriced)


def test_a_day_that_the_supply_began_expects_its_own_slots_alone() -> None:
    day = date(2026, 3, 29)
    whole = day_span(day)
    held = Span(whole.start + 10 * SLOT, whole.end + SLOT)
    energy = {slot.start: Decimal(1) for slot in day_slots(day)}
    found = day_cost(day, energy, flat("10"), flat("10"), STANDING, held)
    assert (found.total.expected, found.total.read, found.total.pence) == (36, 36, 360)
    outside = day_cost(date(2026, 3, 27), {}, flat("10"), flat("10"), STANDING, held)
    assert outside.total.is_complete
    assert outside.total.total_pence == 0


def test_without_a_standing_charge_an_import_day_is_incomplete_and_an_export_day_is_not() -> None:
    day = date(2026, 5, 2)
    energy = {slot.start: Decimal(1) for slot in day_slots(day)}
    assert not day_cost(day, energy, flat("10"), flat("10"), NONE).total.is_complete
    sold = day_cost(day, energy, flat("15"), flat("15"), NONE, is_export=True)
    assert sold.total.is_complete
    assert sold.total.billed == Billed(Decimal(48), Decimal(15 * 48), Decimal(0))


@given(st.integers(-3, 3))
def test_vat_constants_serve_only_where_a_side_is_missing(half_hours: int) -> None:
    moment = VAT_UNTIL + half_hours * SLOT
    rate = Rate(OPEN, None, Decimal("21"))
    assert price_exc_vat(rate, moment) == (Decimal(20) if half_hours < 0 else Decimal(21))
    assert price_exc_vat(rate, moment, is_export=True) == 21
    assert price_exc_vat(replace(rate, pence_exc_vat=Decimal(17)), moment) == 17


def test_bands_stand_among_the_agreed_prices_and_a_dispatch_takes_the_night_price() -> None:
    day = date(2026, 6, 1)
    span = day_span(day)
    night = Rate(span.start, span.start + 11 * SLOT, Decimal(7))
    agreed = RateSchedule.of([night, Rate(night.stop, span.end, Decimal(28))])
    smart = Rate(span.start + 20 * SLOT, span.start + 22 * SLOT, Decimal(7), source=RateSource.DISPATCH)
    paid = agreed.merged_with(RateSchedule((smart,)))
    energy = {slot.start: Decimal(1) for slot in day_slots(day)}
    found = day_cost(day, energy, agreed, paid, STANDING)
    assert [slot.start for slot in found.slots if slot.is_dispatch] == [smart.start, smart.start + SLOT]
    assert {slot.band for slot in found.slots} == {Band.QUADRANT_0, Band.QUADRANT_3}
    assert found.total.pence == 13 * 7 + 35 * 28


@given(st.lists(kwh, min_size=1, max_size=60), st.decimals(37, 43, places=1))
def test_gas_in_cubic_metres_is_told_from_gas_in_kwh(volumes: list[Decimal], calorific: Decimal) -> None:
    readings = [Reading(OPEN + index * SLOT, volume) for index, volume in enumerate(volumes)]
    converted = {reading.start: gas_kwh(reading.kwh, GasUnit.CUBIC_METRES, calorific) for reading in readings}
    same = {reading.start: gas_kwh(reading.kwh, GasUnit.KWH, calorific) for reading in readings}
    if sum(volumes) == 0:
        assert inferred_unit(readings, converted) is None
    else:
        assert inferred_unit(readings, converted) is GasUnit.CUBIC_METRES
        assert inferred_unit(readings, same) is GasUnit.KWH
    assert inferred_unit(readings, {}) is None


def test_a_cubic_metre_is_the_textbooks() -> None:
    assert gas_kwh(Decimal(100), GasUnit.CUBIC_METRES, Decimal("39.5")) == pytest.approx(
        Decimal("1122.0633"), abs=Decimal("0.0001")
    )


def week(of: datetime, night_kwh: str, day_kwh: str) -> list[Reading]:
    return [
        Reading(of + index * SLOT, Decimal(night_kwh if london(of + index * SLOT).hour < 7 else day_kwh))
        for index in range(7 * 48)
    ]


def test_the_load_that_never_ends_is_the_nights_least() -> None:
    readings = week(day_span(date(2026, 1, 5)).start, "0.1", "0.0")
    readings[4] = replace(readings[4], kwh=Decimal("0.05"))
    assert always_on_watts(readings) == 200
    assert always_on_watts(readings[:5]) is None
    assert night_share(readings) == 1
    profile = day_profile(readings)
    assert len(profile) == 48
    assert {point.days for point in profile} == {7}
    assert profile[47].kwh == 0
    top = busiest([*readings, Reading(OPEN, Decimal(3))], 1)
    assert [mean_watts(reading) for reading in top] == [6000]
    assert night_share([]) is None
    whole = habits(readings)
    assert whole is not None
    assert (whole.always_on_watts, whole.night_share) == (200, 1)
    assert habits([]) is None
