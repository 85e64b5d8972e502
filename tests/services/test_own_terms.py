"""Prices and night hours set by hand come before everything that Octopus tells."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest

from kraken_desktop.domain.account import Direction
from kraken_desktop.domain.moments import DailyWindow, day_slots, today_span
from kraken_desktop.domain.own_terms import OwnTerms, read_window
from kraken_desktop.domain.rates import Rate, RateSchedule, RateSource
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.services.pricing import WindowSource, night_hours, tariff_of
from kraken_desktop.services.start import own_terms
from kraken_desktop.services.state import Tariff
from kraken_desktop.storage.settings import Settings, with_value
from tests.services.given import utc
from tests.services.homes import LONG_AGO, NOW, agreement, point

NUMBER = "1200099999990"
ECONOMY_7, FLEXIBLE = "E-2R-VAR-22-11-01-C", "E-1R-VAR-22-11-01-C"
SCHEME = DailyWindow(time(1), time(8), is_utc=True)


def listed(pence: str) -> RateSchedule:
    return RateSchedule((Rate(LONG_AGO, None, Decimal(pence)),))


LISTS = {
    ECONOMY_7: {Register.DAY: listed("30"), Register.NIGHT: listed("15")},
    FLEXIBLE: {Register.STANDARD: listed("25")},
}


def economy_7(*windows: str, now: datetime = NOW) -> Tariff:
    own = OwnTerms(tuple(read_window(window) for window in windows))
    found = tariff_of(point(NUMBER, agreements=[agreement(ECONOMY_7)]), LISTS, now, own)
    assert found is not None
    return found


def pence(tariff: Tariff | None, at: datetime) -> Decimal | None:
    assert tariff is not None
    rate = tariff.schedule.at(at)
    return None if rate is None else rate.pence_inc_vat


@pytest.mark.parametrize(
    ("clock", "price"), [("22:29", 30), ("22:30", 15), ("00:29", 15), ("00:30", 30), ("02:30", 15), ("07:30", 30)]
)
def test_two_windows_of_a_real_meter_across_midnight_in_gmt(clock: str, price: int) -> None:
    found = economy_7("22:30-00:30 GMT", "02:30-07:30 GMT")
    assert pence(found, utc(f"2026-10-06 {clock}")) == price


@pytest.mark.parametrize(("day", "slots"), [("2026-03-29", 46), ("2026-10-25", 50)])
def test_a_wall_clock_window_keeps_to_the_wall_when_the_clocks_change(day: str, slots: int) -> None:
    date = datetime.fromisoformat(day).date()
    found = economy_7("00:30-05:30", now=utc(f"{day} 12:00"))
    cheap = [slot for slot in day_slots(date) if pence(found, slot.start) == 15]
    assert len(day_slots(date)) == slots
    assert len(cheap) == 10 + (slots - 48), "the hour that is lost or told twice lies in the night"


def test_by_hand_before_the_scheme_before_the_textbook() -> None:
    plain = agreement(ECONOMY_7)
    told = replace(plain, scheme=(SCHEME,))
    own = (read_window("02:00-06:00"),)
    assert night_hours(told, own) == (own, WindowSource.OWN)
    assert night_hours(told) == ((SCHEME,), WindowSource.SCHEME)
    assert night_hours(plain)[1] is WindowSource.TEXTBOOK
    assert night_hours(agreement(FLEXIBLE)) == ((), WindowSource.NONE)


def test_an_own_price_counts_from_today_and_says_whose_it_is() -> None:
    held = point(NUMBER, agreements=[agreement(FLEXIBLE)])
    found = tariff_of(held, LISTS, NOW, OwnTerms(import_pence=Decimal("19.5")))
    assert found is not None
    rate = found.schedule.at(NOW)
    assert rate is not None
    assert (rate.pence_inc_vat, rate.source) == (Decimal("19.5"), RateSource.OVERRIDE)
    assert pence(found, today_span(NOW).start - timedelta(minutes=1)) == 25
    assert found.schedule.until_change(NOW) is None


def test_an_own_night_price_counts_in_the_night_hours() -> None:
    own = OwnTerms((read_window("23:30-05:30"),), Decimal(28), Decimal(7))
    found = tariff_of(point(NUMBER, agreements=[agreement(FLEXIBLE)]), LISTS, NOW, own)
    assert pence(found, utc("2026-10-05 22:29")) == 28
    assert pence(found, utc("2026-10-05 22:30")) == 7


def test_export_has_its_own_price_and_leaves_import_alone() -> None:
    own = OwnTerms(export_pence=Decimal(15))
    exported = tariff_of(point(NUMBER, direction=Direction.EXPORT), {}, NOW, own)
    assert pence(exported, NOW) == 15
    assert pence(tariff_of(point(NUMBER, agreements=[agreement(FLEXIBLE)]), LISTS, NOW, own), NOW) == 25


def test_settings_become_terms() -> None:
    settings = with_value(Settings(), "night_windows", ["22:30-00:30 gmt", "02:30-07:30 GMT"])
    settings = with_value(settings, "own_import_price", "24.5")
    terms = own_terms(settings)
    assert [window.is_utc for window in terms.windows] == [True, True]
    assert terms.import_pence == Decimal("24.5")
    assert own_terms(with_value(settings, "own_import_price", "")).import_pence is None


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("night_windows", ["noon"]),
        ("night_windows", "23:30-05:30"),
        ("own_import_price", "dear"),
        ("own_gas_price", "NaN"),
    ],
)
def test_odd_settings_are_refused(key: str, value: object) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        with_value(Settings(), key, value)
