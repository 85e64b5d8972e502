"""The words for numbers, times, bands, troubles and charging, as docs/design.md asks for them."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.account import DeviceKind, SmartDevice
from kraken_desktop.domain.bands import Band, BandScheme, SchemeKind
from kraken_desktop.domain.dispatch import GATE_OPEN, DevicePlan, DeviceStatus
from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.services import text
from tests.services.given import utc

NOW = utc("2026-10-05 16:30")  # a Monday, 17:30 in London
STATES = (
    "AUTHENTICATION_PENDING",
    "AUTHENTICATION_FAILED",
    "AUTHENTICATION_COMPLETE",
    "TEST_CHARGE_IN_PROGRESS",
    "TEST_CHARGE_FAILED",
    "TEST_CHARGE_NOT_AVAILABLE",
    "SETUP_COMPLETE",
    "SMART_CONTROL_CAPABLE",
    "SMART_CONTROL_IN_PROGRESS",
    "BOOSTING",
    "SMART_CONTROL_OFF",
    "SMART_CONTROL_NOT_AVAILABLE",
    "LOST_CONNECTION",
    "RETIRED",
)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (text.price(Decimal("24.3")), "24.3p"),
        (text.price(Decimal("24.25")), "24.3p"),
        (text.price(Decimal("-4.06")), "−4.1p"),
        (text.price(Decimal("-0.04")), "0.0p"),
        (text.price(None), "–"),
        (text.rate(Decimal("8.5")), "8.5p per kWh"),
        (text.money(Decimal("112")), "£1.12"),
        (text.money(Decimal("-53")), "−£0.53"),
        (text.money(Decimal("-0.4")), "£0.00"),
        (text.money(Decimal("123456")), "£1,234.56"),
        (text.an_hour(Decimal("30.132")), "30p an hour"),
        (text.an_hour(Decimal("-12")), "12p an hour"),
        (text.an_hour(Decimal("99.6")), "£1.00 an hour"),
        (text.an_hour(Decimal("124")), "£1.24 an hour"),
        (text.kilowatts(Decimal("1240")), "1.24 kW"),
        (text.kilowatts(Decimal("-4")), "0.00 kW"),
        (text.kilowatts(Decimal("-800")), "−0.80 kW"),
        (text.kwh(Decimal("6.412")), "6.4 kWh"),
        (text.kwh_exact(Decimal("0.4")), "0.400"),
        (text.percent(Decimal("62")), "62%"),
    ],
)
def test_numbers(said: str, meant: str) -> None:
    assert said == meant


@given(st.decimals(min_value=-10_000, max_value=10_000, places=4))
def test_no_number_is_minus_zero_or_has_a_hyphen(value: Decimal) -> None:
    for words in (text.price(value), text.money(value), text.kilowatts(value), text.kwh(value), text.kwh_exact(value)):
        assert "-" not in words
        assert not words.startswith("−") or any(digit in words for digit in "123456789")


def test_times_are_londons() -> None:
    assert text.clock_time(NOW) == "17:30"
    assert text.clock_time(utc("2026-12-05 16:30")) == "16:30"
    twice = [text.clock_time(utc(f"2026-10-25 {clock}")) for clock in ("00:30", "01:00", "01:30", "02:00")]
    assert twice == ["01:30", "01:00 GMT", "01:30 GMT", "02:00"]
    assert text.span(Span(utc("2026-10-05 15:45"), utc("2026-10-05 16:25"))) == "16:45–17:25"
    assert text.span_with_day(Span(utc("2026-10-05 23:30"), utc("2026-10-06 04:30")), NOW) == "tomorrow 00:30–05:30"


@pytest.mark.parametrize(
    ("day", "word"),
    [
        (date(2026, 10, 5), "today"),
        (date(2026, 10, 6), "tomorrow"),
        (date(2026, 10, 4), "yesterday"),
        (date(2026, 10, 9), "Friday"),
        (date(2026, 10, 11), "Sunday"),
        (date(2026, 10, 12), "12 October"),
        (date(2025, 10, 5), "5 October 2025"),
    ],
)
def test_day_word(day: date, word: str) -> None:
    assert text.day_word(day, NOW) == word


def test_day_word_knows_londons_midnight() -> None:
    """23:30 UTC in summer is the next day in London already."""
    assert text.day_word(date(2026, 10, 6), utc("2026-10-05 23:30")) == "today"


def test_moment() -> None:
    assert text.moment(utc("2026-10-05 06:00"), NOW) == "07:00"
    assert text.moment(utc("2026-10-06 06:00"), NOW) == "tomorrow 07:00"


def test_what_comes_within_a_day_needs_no_day() -> None:
    tonight = Span(utc("2026-10-05 23:30"), utc("2026-10-06 04:30"))
    assert text.until(tonight.end, NOW) == "05:30"
    assert text.span_ahead(tonight, NOW) == "00:30–05:30"
    assert text.span_ahead(Span(utc("2026-10-06 23:30"), utc("2026-10-07 04:30")), NOW) == "Wednesday 00:30–05:30"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s ago"), (12, "12 s ago"), (-5, "0 s ago"), (200, "3 min ago"), (7300, "2 h ago"), (180_000, "2 days ago")],
)
def test_ago(seconds: int, words: str) -> None:
    assert text.ago(NOW - timedelta(seconds=seconds), NOW) == words


@pytest.mark.parametrize(
    ("seconds", "words"), [(-5, "just now"), (59, "just now"), (60, "1 min ago"), (7300, "2 h ago")]
)
def test_age(seconds: int, words: str) -> None:
    assert text.age(NOW - timedelta(seconds=seconds), NOW) == words


@pytest.mark.parametrize(
    ("minutes", "words"), [(45, "45 min"), (90, "1 h 30 min"), (120, "2 h"), (1440, "1 day"), (0.5, "30 s")]
)
def test_duration(minutes: float, words: str) -> None:
    assert text.duration(timedelta(minutes=minutes)) == words


def test_countdown() -> None:
    assert text.countdown(NOW + timedelta(minutes=45), NOW) == "in 45 min"
    assert text.countdown(NOW, NOW) == "now"


def test_axis_names_the_day_at_londons_midnight() -> None:
    assert text.axis_time(utc("2026-10-05 15:00")) == "16:00"
    assert text.axis_time(utc("2026-10-05 23:00")) == "Tue 6"


@pytest.mark.parametrize("kind", ProblemKind)
def test_every_problem_says_what_happened_what_it_means_and_what_to_do(kind: ProblemKind) -> None:
    words = text.problem_text(Problem(kind, NOW))
    assert words.title
    assert not words.title.endswith(".")
    for sentence in (words.meaning, words.action):
        assert sentence.endswith(".")
    jargon = ("KT-", "token", "HTTP", "JSON", "None")
    assert not any(word in part for word in jargon for part in (words.title, words.meaning, words.action))


def test_titles_tell_problems_apart() -> None:
    titles = [text.problem_text(Problem(kind, NOW)).title for kind in ProblemKind]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize(
    ("skipped", "words"), [(1, "So far one row was left out."), (7, "So far 7 rows were left out.")]
)
def test_rows_left_out_are_counted(skipped: int, words: str) -> None:
    assert text.problem_text(Problem(ProblemKind.ODD_ANSWER, NOW, skipped=skipped)).meaning.endswith(words)


def test_an_answer_of_which_nothing_could_be_read_is_not_said_to_be_used() -> None:
    whole = text.problem_text(Problem(ProblemKind.ODD_ANSWER, NOW)).meaning
    assert whole == "Nothing in it could be used. What you see was read earlier."
    assert text.problem_text(Problem(ProblemKind.ODD_ANSWER, NOW, skipped=2)).meaning.startswith("What could be read")


def test_no_mini_says_that_prices_still_work() -> None:
    assert "Prices" in text.problem_text(Problem(ProblemKind.NO_MINI, NOW)).meaning


@pytest.mark.parametrize("state", STATES)
def test_every_charge_state_has_plain_words(state: str) -> None:
    words = text.charge_state_text(state)
    assert words
    assert state not in words
    assert "_" not in words
    assert words != text.charge_state_text("NEVER_HEARD_OF")


def test_states_nobody_has_heard_of() -> None:
    assert text.charge_state_text("NEVER_HEARD_OF") == "in a state this app does not know yet"
    assert text.charge_state_text(None) == "state not known"


def status(state: str | None, kind: DeviceKind = DeviceKind.VEHICLE) -> DeviceStatus:
    return DeviceStatus(SmartDevice("e1", kind, "Car"), state, NOW)


def test_phantom_of_an_unplugged_car() -> None:
    reason = text.phantom_reason(status("SMART_CONTROL_NOT_AVAILABLE"))
    assert reason == "Octopus lists a charge, but your car is unplugged, so we ignore it"


def test_phantom_of_a_charger() -> None:
    reason = text.phantom_reason(status("LOST_CONNECTION", DeviceKind.CHARGE_POINT))
    assert reason == "Octopus lists a charge, but has lost contact with your charger, so we ignore it"


@pytest.mark.parametrize("state", [*(state for state in STATES if state not in GATE_OPEN), "NEVER_HEARD_OF", None])
def test_every_closed_gate_has_a_reason(state: str | None) -> None:
    reason = text.phantom_reason(status(state))
    assert reason.startswith("Octopus lists a charge, but ")
    assert reason.endswith("so we ignore it")


def test_a_plan_too_old_is_told_from_a_closed_gate() -> None:
    plan = DevicePlan("e1", utc("2026-10-05 16:10"), problem=Problem(ProblemKind.UNAVAILABLE, NOW))
    reason = text.phantom_reason(status("SMART_CONTROL_IN_PROGRESS"), plan)
    assert "last listed this charge at 17:10" in reason
    assert "15 minutes" in reason


def test_phantom_without_any_status() -> None:
    assert text.phantom_reason(None) == ("Octopus lists a charge, but does not say how your car is, so we ignore it")


@pytest.mark.parametrize("scheme", [BandScheme(kind, is_export=out) for kind in SchemeKind for out in (False, True)])
def test_band_words_differ(scheme: BandScheme) -> None:
    words = [text.band_word(band, scheme) for band in Band]
    assert len(set(words)) == len(words)


def test_tariff_bands_have_the_tariffs_names() -> None:
    tariff = BandScheme(SchemeKind.TARIFF)
    named = [text.band_word(band, tariff) for band in (Band.QUADRANT_0, Band.QUADRANT_2, Band.QUADRANT_3)]
    assert named == ["off-peak", "standard", "peak"]


def test_a_span_over_the_hour_that_comes_twice_says_which_of_them_it_begins_in() -> None:
    def told(start: str, end: str) -> str:
        return text.span(Span(utc(f"2026-10-25 {start}"), utc(f"2026-10-25 {end}")))

    assert told("00:20", "01:30") == "01:20 BST–01:30 GMT"
    assert told("00:30", "01:30") == "01:30 BST–01:30 GMT"
    assert told("01:10", "01:30") == "01:10 GMT–01:30 GMT"
    assert told("00:20", "00:50") == "01:20–01:50"
    assert told("00:20", "03:00") == "01:20–03:00"


def test_devices_that_would_be_called_the_same_are_told_apart() -> None:
    def names(*devices: SmartDevice) -> list[str]:
        found = text.told_apart([DeviceStatus(device, None, NOW) for device in devices])
        return [text.device_name(status.device.name, status.device.kind) for status in found]

    tesla = SmartDevice("b", DeviceKind.VEHICLE, None, make="Tesla", model="Model 3")
    kia = replace(tesla, id="a", make="Kia", model="EV6")
    nameless, charger = SmartDevice("c", DeviceKind.VEHICLE), SmartDevice("d", DeviceKind.CHARGE_POINT)
    meter = SmartDevice("m", DeviceKind.OTHER)
    assert names(tesla, charger, meter) == ["Car", "Charger", "Device"]
    assert names(tesla, kia) == ["Tesla Model 3", "Kia EV6"]
    assert names(tesla, replace(tesla, id="a")) == ["Car 2", "Car 1"]
    assert names(nameless, tesla) == ["Car 2", "Tesla Model 3"]
    assert names(replace(tesla, name="Zappy"), replace(kia, name="Zappy")) == ["Zappy 2", "Zappy 1"]
    two = replace(charger, id="f")
    assert names(nameless, charger, replace(nameless, id="e"), two) == ["Car 1", "Charger 1", "Car 2", "Charger 2"]
    assert names(nameless, replace(nameless, id="e", name=" "), replace(tesla, name="Car 1")) == [
        "Car 2",
        "Car 3",
        "Car 1",
    ]


def test_device_without_a_name() -> None:
    assert text.device_name(None) == "Car"
    assert text.device_name(None, DeviceKind.CHARGE_POINT) == "Charger"
    assert text.device_name("Family car") == "Family car"
