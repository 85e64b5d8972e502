"""Every price says why it is what it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from kraken_desktop.domain.dispatch import CompletedDispatch, DispatchBook, DispatchKind, StartedDispatch
from kraken_desktop.domain.effective_price import (
    CarRates,
    SmartTerms,
    allowance,
    car_price,
    car_schedule,
    effective_schedule,
)
from kraken_desktop.domain.explanation import Explanation, Why, explained
from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.rates import Rate, RateSchedule, RateSource
from kraken_desktop.domain.tariffs import NIGHT_INTELLIGENT_GO
from kraken_desktop.services.text import explanation_text
from tests.domain.moments_given import at, span
from tests.domain.test_dispatch import DAY_PRICE, DRIVE, NIGHT_PRICE, NOON, SCHEDULE, TERMS, WEEK, polled

NAMES = {"car": "Car"}
REASONS = {"car": "Octopus lists a charge, but your car is unplugged, so we ignore it"}
OWN = CarRates(
    RateSchedule((Rate(WEEK.start, None, Decimal(31)),)), RateSchedule((Rate(WEEK.start, None, Decimal(5)),))
)
FOUR_RATES = SmartTerms((NIGHT_INTELLIGENT_GO,), OWN)
LONG = span("2026-10-05 13:00", "2026-10-05 21:15")


def why(book: DispatchBook, clock: str, now: datetime = NOON, terms: SmartTerms | None = TERMS) -> Explanation:
    return explained(SCHEDULE, book, terms, at(f"2026-10-05 {clock}"), now)


def words(found: Explanation, now: datetime = NOON) -> str:
    return explanation_text(found, NAMES, REASONS, now)


def test_a_smart_charge_says_which_half_hours_it_makes_cheap() -> None:
    found = why(polled(NOON, DRIVE), "16:30")
    assert found.why is Why.SMART_CHARGE
    assert (found.pence, found.tariff_pence, found.then_pence) == (NIGHT_PRICE, DAY_PRICE, DAY_PRICE)
    assert words(found) == (
        "7.0p until 18:30: smart charge of Car 17:45–18:25 makes the half hours 17:30–18:30 cheap for the whole house"
    )


def test_the_night_is_cheap_whatever_charges() -> None:
    found = why(polled(NOON, DRIVE), "23:00")
    assert found.why is Why.NIGHT
    assert words(found) == "7.0p until 05:30: the night window 23:30–05:30 is cheap for the house, whatever charges"


def test_the_phantom_of_an_unplugged_car_is_named() -> None:
    found = why(polled(NOON, DRIVE, state="SMART_CONTROL_NOT_AVAILABLE"), "17:00")
    assert (found.why, found.pence) == (Why.IGNORED, DAY_PRICE)
    assert words(found) == "29.4p until 23:30: Octopus lists a charge, but your car is unplugged, so we ignore it"


def test_a_boost_makes_nothing_cheap_and_says_so() -> None:
    found = why(polled(NOON, DRIVE, state="BOOSTING", kind=DispatchKind.BOOST), "17:00")
    assert found.why is Why.BOOST
    assert "a boost charge 17:45–18:25 makes nothing cheap" in words(found)


def test_away_from_home_changes_nothing() -> None:
    later = at("2026-10-05 20:00")
    row = CompletedDispatch(DRIVE, None, None, "AWAY")
    found = why(polled(later, completed=(row,)), "17:00", later)
    assert (found.why, found.pence) == (Why.AWAY, DAY_PRICE)


@pytest.mark.parametrize(("clock", "expected"), [("14:00", Why.TARIFF), ("16:30", Why.TARIFF)])
def test_without_a_smart_device_it_is_the_tariffs_price(clock: str, expected: Why) -> None:
    assert why(polled(NOON, DRIVE), clock, terms=None).why is expected


def test_no_rate_is_said_and_never_zero() -> None:
    found = explained(RateSchedule(), DispatchBook(), TERMS, NOON, NOON)
    assert (found.why, found.pence) == (Why.NO_RATE, None)
    assert words(found) == "No price is known for this time"


def test_beyond_the_allowance_the_house_pays_the_day_price_and_the_car_its_peak() -> None:
    book = polled(NOON, LONG, span("2026-10-05 22:00", "2026-10-06 04:00"))
    house = effective_schedule(SCHEDULE, book, FOUR_RATES, NOON)
    for clock, expected, car in (("13:00", NIGHT_PRICE, 5), ("18:59", NIGHT_PRICE, 5), ("19:00", DAY_PRICE, 31)):
        moment = at(f"2026-10-05 {clock}")
        rate = house.at(moment)
        assert rate is not None
        assert rate.pence_inc_vat == expected
        assert car_price(house, book, FOUR_RATES, moment, NOON) == car
    beyond = why(book, "20:00", terms=FOUR_RATES)
    assert beyond.why is Why.ALLOWANCE_USED
    assert "our estimate" in words(beyond)
    night = why(book, "23:00", terms=FOUR_RATES)
    assert (night.why, night.pence, night.car_pence) == (Why.NIGHT, NIGHT_PRICE, 31)
    assert "The car pays 31.0p (our estimate)" in words(night)
    assert why(polled(NOON), "23:00", terms=FOUR_RATES).car_pence == 5, "in the night, while nothing is used up"


def test_a_charge_that_is_paid_for_in_part_is_told_in_its_parts() -> None:
    book = polled(NOON, LONG)
    assert "smart charge of Car 14:00–20:00 makes the half hours 14:00–20:00 cheap" in words(
        why(book, "13:00", terms=FOUR_RATES)
    )
    assert "Car 20:00–22:15 is beyond the six hours" in words(why(book, "19:10", terms=FOUR_RATES))


def test_an_app_that_starts_in_the_middle_of_a_charge_counts_the_whole_of_it() -> None:
    """Nobody saw it begin, but Octopus lists it with the gate open: it is charged for as such."""
    now = at("2026-10-05 18:20")
    book = polled(now, LONG)
    left = allowance(book, FOUR_RATES, now)
    assert left is not None
    assert (left.used, left.runs_out_at) == (timedelta(hours=5, minutes=20), at("2026-10-05 19:00"))
    house = effective_schedule(SCHEDULE, book, FOUR_RATES, now)
    prices = [
        rate.pence_inc_vat for clock in ("13:10", "18:59", "19:00") if (rate := house.at(at(f"2026-10-05 {clock}")))
    ]
    assert prices == [NIGHT_PRICE, NIGHT_PRICE, DAY_PRICE]


@pytest.mark.parametrize("terms", [TERMS, FOUR_RATES])
def test_before_and_after_its_agreement_a_charge_makes_nothing_cheap(terms: SmartTerms) -> None:
    """Another tariff's day price is asked from midnight on, and no night window of the old one counts."""
    midnight = at("2026-10-05 23:00")
    other = RateSchedule((Rate(midnight, None, Decimal(30)),))
    schedule = SCHEDULE.merged_with(other)
    book = polled(NOON, span("2026-10-05 22:10", "2026-10-06 02:10"))
    ended = replace(terms, held=Span(WEEK.start, midnight))
    told = [
        explained(schedule, book, ended, at(f"2026-10-{clock}"), NOON) for clock in ("05 22:40", "05 23:10", "06 03:10")
    ]
    assert [(found.pence, found.night is None, found.cheap is None) for found in told] == [
        (NIGHT_PRICE, False, False),
        (Decimal(30), True, True),
        (Decimal(30), True, True),
    ]
    house = effective_schedule(schedule, book, ended, NOON)
    assert car_price(house, book, ended, at("2026-10-06 00:10"), NOON) == 30
    begun = replace(terms, held=Span(midnight, WEEK.end))
    early = RateSchedule((Rate(WEEK.start, midnight, Decimal(30)),))
    later = effective_schedule(SCHEDULE.merged_with(early), polled(NOON, LONG), begun, NOON)
    assert [rate.pence_inc_vat for rate in later.between(LONG)] == [30]


def car_pays(book: DispatchBook, clock: str) -> tuple[int | None, RateSource | None]:
    """By the schedule of the whole day; the price of the instant alone is the same."""
    moment, day = at(f"2026-10-{clock}"), span("2026-10-05 11:00", "2026-10-06 11:00")
    house = effective_schedule(SCHEDULE, book, FOUR_RATES, NOON)
    rate = car_schedule(house, book, FOUR_RATES, day, NOON).at(moment)
    pence = None if rate is None else rate.pence_inc_vat
    assert car_price(house, book, FOUR_RATES, moment, NOON) == pence
    return (None, None) if rate is None else (int(rate.pence_inc_vat), rate.source)


@pytest.mark.parametrize(
    ("clock", "pence", "source"),
    [
        ("05 16:29", 31, RateSource.PUBLIC),
        ("05 16:30", 5, RateSource.DISPATCH),
        ("05 16:50", 5, RateSource.DISPATCH),
        ("05 17:29", 5, RateSource.DISPATCH),
        ("05 17:30", 31, RateSource.PUBLIC),
        ("05 22:29", 31, RateSource.PUBLIC),
        ("05 22:30", 5, RateSource.PUBLIC),
        ("06 04:29", 5, RateSource.PUBLIC),
        ("06 04:30", 31, RateSource.PUBLIC),
    ],
)
def test_a_car_pays_off_peak_at_night_and_in_every_slot_of_a_smart_charge(
    clock: str, pence: int, source: RateSource
) -> None:
    assert car_pays(polled(NOON, DRIVE), clock) == (pence, source)


def test_a_boost_at_night_is_off_peak_and_by_day_peak() -> None:
    night, day = span("2026-10-05 23:00", "2026-10-06 00:00"), span("2026-10-05 14:00", "2026-10-05 15:00")
    boosts = polled(NOON, night, day, state="BOOSTING", kind=DispatchKind.BOOST)
    assert car_pays(boosts, "05 23:30")[0] == 5
    assert car_pays(boosts, "05 14:30")[0] == 31


def test_a_smart_charge_beyond_the_allowance_is_peak_in_the_schedule_too() -> None:
    book = polled(NOON, LONG, span("2026-10-05 23:00", "2026-10-06 01:00"))
    assert [car_pays(book, clock)[0] for clock in ("05 18:59", "05 19:00", "05 22:45", "05 23:30", "06 01:00")] == [
        5,
        31,
        5,
        31,
        5,
    ]


def test_an_unknown_off_peak_price_is_unknown_and_not_peak() -> None:
    terms = SmartTerms(FOUR_RATES.windows, CarRates(OWN.peak, RateSchedule()))
    book = polled(NOON, DRIVE)
    assert car_price(SCHEDULE, book, terms, at("2026-10-05 23:30"), NOON) is None
    assert car_price(SCHEDULE, book, terms, at("2026-10-05 16:50"), NOON) is None
    assert car_price(SCHEDULE, book, terms, at("2026-10-05 20:00"), NOON) == 31


def test_the_older_tariff_has_no_allowance_and_one_price() -> None:
    book = polled(NOON, LONG)
    assert allowance(book, TERMS, NOON) is None
    assert why(book, "20:00").why is Why.SMART_CHARGE
    assert why(book, "20:00").car_pence is None


def test_a_completed_charge_takes_the_name_of_the_device_that_was_seen() -> None:
    later = at("2026-10-05 20:00")
    book = DispatchBook(
        polled(later).statuses,
        started=(StartedDispatch("car", Span(DRIVE.start, DRIVE.end - timedelta(minutes=2))),),
        completed=(CompletedDispatch(DRIVE),),
    )
    assert "smart charge of Car 17:45–18:25 makes" in words(why(book, "17:00", later), later)


def test_of_two_cars_that_overlap_each_completed_charge_takes_the_name_that_fits_it() -> None:
    later, names = at("2026-10-05 20:00"), {"car": "Car", "van": "Van"}
    own = [span("2026-10-05 12:10", "2026-10-05 12:50"), span("2026-10-05 13:05", "2026-10-05 13:35")]
    vans = span("2026-10-05 12:20", "2026-10-05 13:05")
    second = timedelta(seconds=55)
    book = DispatchBook(
        polled(later).statuses,
        started=(
            *(StartedDispatch("car", Span(found.start, found.end - second)) for found in own),
            StartedDispatch("van", Span(vans.start, vans.end - second)),
        ),
        completed=tuple(CompletedDispatch(found) for found in (*own, vans)),
    )
    told = explanation_text(why(book, "12:40", later), names, REASONS, later)
    assert "smart charge of Car 13:10–13:50, 14:05–14:35 and Van 13:20–14:05 make the half hours 13:00–15:00" in told


def test_a_car_whose_price_changes_within_the_half_hour_is_told_both() -> None:
    book = polled(NOON, span("2026-10-05 12:50", "2026-10-05 18:50"), span("2026-10-05 19:10", "2026-10-05 19:40"))
    found = why(book, "19:00", terms=FOUR_RATES)
    assert (found.car_pence, found.car_then) == (31, None)
    running_out = why(polled(NOON, span("2026-10-05 12:40", "2026-10-05 19:10")), "18:30", terms=FOUR_RATES)
    assert (running_out.car_pence, running_out.car_then) == (5, (at("2026-10-05 18:40"), 31))
    assert words(running_out).endswith("The car pays 5.0p, 31.0p from 19:40 (our estimate)")
