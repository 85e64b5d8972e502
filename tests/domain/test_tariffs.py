from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given

from kraken_desktop.domain.moments import LONDON, DailyWindow, day_slots, day_span
from kraken_desktop.domain.rates import Rate, RateSchedule, RateSource
from kraken_desktop.domain.tariffs import (
    NIGHT_ECONOMY_7,
    NIGHT_GO,
    NIGHT_INTELLIGENT_GO,
    Family,
    InlineTariff,
    NamedRates,
    Register,
    TariffCode,
    family_of,
    inline_schedule,
    parse_tariff_code,
    public_schedule,
    register_groups,
    textbook_windows,
    timed,
)
from tests.domain.moments_given import at, days, span


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        ("E-1R-AGILE-24-10-01-C", TariffCode("E", "1R", "AGILE-24-10-01", "C")),
        ("G-1R-VAR-22-11-01-P", TariffCode("G", "1R", "VAR-22-11-01", "P")),
        ("E-2R-VAR-22-11-01-A", TariffCode("E", "2R", "VAR-22-11-01", "A")),
        ("E-FLAT2R-SILVER-24-12-31-B", TariffCode("E", "FLAT2R", "SILVER-24-12-31", "B")),
        ("AGILE-24-10-01-C", TariffCode("", "", "AGILE-24-10-01", "C")),
    ],
)
def test_codes_are_taken_apart(code: str, parts: TariffCode) -> None:
    assert parse_tariff_code(code) == parts


@pytest.mark.parametrize("code", ["", "nonsense", "E-1R-AGILE-24-10-01-Q"])
def test_what_is_no_code_is_none(code: str) -> None:
    assert parse_tariff_code(code) is None


@pytest.mark.parametrize(
    ("product", "family"),
    [
        ("AGILE-24-10-01", Family.AGILE),
        ("AGILE-OUTGOING-19-05-13", Family.AGILE_OUTGOING),
        ("OUTGOING-VAR-24-10-26", Family.OUTGOING),
        ("INTELLI-VAR-24-10-29", Family.INTELLIGENT_GO),
        ("INTELLI-BB-VAR-23-03-01", Family.INTELLIGENT_GO),
        ("INTELLI-24-10-01", Family.INTELLIGENT_GO),
        ("IOG-SMB-TOU-25-12-12", Family.INTELLIGENT_GO),
        ("INTELLI-FLUX-IMPORT-23-07-14", Family.INTELLIGENT_FLUX),
        ("FLUX-EXPORT-23-02-14", Family.FLUX),
        ("SILVER-24-12-31", Family.TRACKER),
        ("GO-VAR-22-10-14", Family.GO),
        ("COSY-22-12-08", Family.COSY),
        ("VAR-22-11-01", Family.FLEXIBLE),
        ("PREPAY-VAR-18-09-21", Family.PREPAY),
        ("OE-FIX-12M-25-09-01", Family.FIXED),
    ],
)
def test_families(product: str, family: Family) -> None:
    assert family_of(product) is family


def test_registers_ending_in_2r_are_read_from_day_and_night() -> None:
    for code in ("E-2R-VAR-22-11-01-A", "E-FLAT2R-SILVER-24-12-31-B"):
        parsed = parse_tariff_code(code)
        assert parsed is not None
        assert register_groups(parsed)[0] == (Register.DAY, Register.NIGHT)


@pytest.mark.parametrize(
    ("code", "first"),
    [
        ("E-1R-AGILE-24-10-01-C", {Register.STANDARD}),
        ("E-2R-VAR-22-11-01-A", {Register.DAY, Register.NIGHT}),
        ("E-1R-IOG-SMB-TOU-25-12-12-C", {Register.DAY, Register.NIGHT, Register.EV_PEAK, Register.EV_OFF_PEAK}),
        ("E-3R-VAR-22-11-01-K", {Register.DAY, Register.NIGHT, Register.OFF_PEAK}),
        ("G-1R-VAR-22-11-01-P", {Register.STANDARD}),
    ],
)
def test_other_lists_are_tried_after_the_likely_ones_and_gas_has_but_one(code: str, first: set[Register]) -> None:
    parsed = parse_tariff_code(code)
    assert parsed is not None
    groups = [set(group) for group in register_groups(parsed)]
    assert groups[0] == first
    every = {Register.STANDARD} if parsed.fuel == "G" else set(Register) - {Register.STANDING}
    unlikely = {Register.OFF_PEAK, Register.EV_PEAK, Register.EV_OFF_PEAK}
    assert every - unlikely <= set.union(*groups) <= every
    assert sum(len(group) for group in groups) == len(set.union(*groups)), "none is asked for twice"


def test_textbook_windows() -> None:
    assert textbook_windows("INTELLI-VAR-24-10-29", "1R") == (NIGHT_INTELLIGENT_GO,)
    assert textbook_windows("GO-VAR-22-10-14", "1R") == (NIGHT_GO,)
    assert textbook_windows("VAR-22-11-01", "2R") == (NIGHT_ECONOMY_7,)
    assert textbook_windows("VAR-22-11-01", "1R") == ()


DAY = Rate(at("2020-01-01 00:00"), None, Decimal("30"))
NIGHT = Rate(at("2020-01-01 00:00"), None, Decimal("7"))


@given(days)
def test_a_wall_clock_night_is_cheap_by_londons_clock_whatever_the_season(day: date) -> None:
    schedule = timed([DAY], [NIGHT], [NIGHT_INTELLIGENT_GO], day_span(day))
    for slot in day_slots(day):
        rate = schedule.at(slot.start)
        assert rate is not None
        clock = slot.start.astimezone(LONDON).time()
        is_night = clock >= time(23, 30) or clock < time(5, 30)
        assert rate.pence_inc_vat == (Decimal("7") if is_night else Decimal("30"))


@given(days)
def test_economy_7_is_cheap_by_gmt_all_year(day: date) -> None:
    schedule = timed([DAY], [NIGHT], [NIGHT_ECONOMY_7], day_span(day))
    for slot in day_slots(day):
        rate = schedule.at(slot.start)
        assert rate is not None
        is_night = time(0, 30) <= slot.start.astimezone(UTC).time() < time(7, 30)
        assert rate.pence_inc_vat == (Decimal("7") if is_night else Decimal("30"))


def test_several_windows_of_a_real_meter() -> None:
    windows = [DailyWindow(time(22, 30), time(0, 30), is_utc=True), DailyWindow(time(2, 30), time(7, 30), is_utc=True)]
    schedule = timed([DAY], [NIGHT], windows, span("2026-10-05 00:00", "2026-10-06 00:00"))
    cheap = [h for h in range(24) if (rate := schedule.at(at(f"2026-10-05 {h:02}:45"))) and rate.pence_inc_vat == 7]
    assert cheap == [2, 3, 4, 5, 6, 22, 23]


def named(read_at: datetime, **prices: Decimal) -> InlineTariff:
    return InlineTariff("StandardTariff", None, read_at, named=NamedRates(**prices))


def test_a_price_without_a_date_counts_for_the_london_day_on_which_it_was_read() -> None:
    valid = span("2026-01-01 00:00", "2027-01-01 00:00")
    schedule = inline_schedule(named(at("2026-07-01 23:30"), flat=Decimal("24")), valid, ())
    assert schedule.at(at("2026-07-01 22:59")) is None
    assert schedule.at(at("2026-07-01 23:00")) is not None
    assert schedule.at(at("2026-07-02 22:59")) is not None
    assert schedule.at(at("2026-07-02 23:00")) is None


def test_inline_rows_outrank_inline_names_and_end_with_the_agreement() -> None:
    row = Rate(at("2026-07-02 10:00"), at("2026-07-02 12:00"), Decimal("5"), source=RateSource.AGREEMENT)
    tariff = InlineTariff(
        "HalfHourlyTariff", None, at("2026-07-02 09:00"), rows=(row,), named=NamedRates(Decimal("24"))
    )
    schedule = inline_schedule(tariff, span("2026-07-01 00:00", "2026-07-02 11:00"), ())
    assert [
        rate.pence_inc_vat if (rate := schedule.at(at(f"2026-07-02 {clock}"))) else None
        for clock in ("09:30", "10:30", "11:30")
    ] == [Decimal("24"), Decimal("5"), None]


def test_day_and_night_without_a_window_have_no_timetable() -> None:
    valid = span("2026-01-01 00:00", "2027-01-01 00:00")
    tariff = named(at("2026-07-02 09:00"), day=Decimal("30"), night=Decimal("7"))
    assert inline_schedule(tariff, valid, ()).rates == ()
    assert inline_schedule(tariff, valid, (NIGHT_GO,)).at(at("2026-07-02 00:00")) is not None


def test_an_empty_standard_list_falls_to_day_and_night() -> None:
    lists = {
        Register.STANDARD: RateSchedule(),
        Register.DAY: RateSchedule.of([DAY]),
        Register.NIGHT: RateSchedule.of([NIGHT]),
    }
    schedule = public_schedule(lists, (NIGHT_INTELLIGENT_GO,), span("2026-01-10 00:00", "2026-01-11 00:00"))
    night, day = schedule.at(at("2026-01-10 02:00")), schedule.at(at("2026-01-10 12:00"))
    assert night is not None
    assert day is not None
    assert (night.pence_inc_vat, day.pence_inc_vat) == (Decimal("7"), Decimal("30"))


def test_three_rates_by_their_scheme_and_without_hours_the_night_alone() -> None:
    rates = NamedRates(day=Decimal(30), night=Decimal(10), off_peak=Decimal(20))
    tariff = InlineTariff("ThreeRateTariff", None, at("2026-01-10 12:00"), named=rates)
    valid, night, noon = span("2026-01-01 00:00", "2026-02-01 00:00"), NIGHT_GO, DailyWindow(time(13), time(16))
    told = inline_schedule(tariff, valid, (night,), (noon,))
    clocks = {"00:30": 10, "05:30": 30, "13:00": 20, "16:00": 30}
    assert {
        clock: rate.pence_inc_vat for clock in clocks if (rate := told.at(at(f"2026-01-10 {clock}"))) is not None
    } == clocks
    untold = inline_schedule(tariff, valid, (night,))
    assert untold.at(at("2026-01-10 13:00")) is None
    assert untold.at(at("2026-01-10 01:00")) is not None
