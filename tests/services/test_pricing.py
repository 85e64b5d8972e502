"""From agreements and price lists to one tariff: who is asked first, and what each date is priced by."""

from dataclasses import replace
from datetime import time, timedelta
from decimal import Decimal

from kraken_desktop.domain.account import Fuel
from kraken_desktop.domain.moments import DailyWindow, Span, today_span
from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.domain.rates import Rate, RateSchedule, RateSource
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.domain.tariffs import NIGHT_GO, InlineTariff, NamedRates, Register
from kraken_desktop.services import derive
from kraken_desktop.services.feeds import with_prices
from kraken_desktop.services.pricing import horizon, needed_codes, tariff_of, terms_of
from kraken_desktop.services.state import AppState, Phase, Selection
from tests.services.given import utc
from tests.services.homes import AGILE, LONG_AGO, NOW, account, agreement, home, point, rates

NUMBER = "1200099999990"
GO, INTELLIGENT = "E-1R-GO-VAR-22-10-14-C", "E-1R-INTELLI-VAR-24-10-29-C"
FOUR_RATE = "E-1R-IOG-SMP-FOUR-RATE-26-04-01-C"
ECONOMY_7, FLEXIBLE = "E-2R-VAR-22-11-01-C", "E-1R-VAR-22-11-01-C"


def open_list(pence: str) -> RateSchedule:
    return RateSchedule((Rate(LONG_AGO, None, Decimal(pence)),))


def test_public_list_serves_an_agreement_without_prices_of_its_own() -> None:
    found = tariff_of(point(NUMBER), {AGILE: {Register.STANDARD: rates(NOW, [10, 20])}}, NOW)
    assert found is not None
    rate = found.schedule.at(NOW)
    assert rate is not None
    assert (rate.pence_inc_vat, rate.source) == (10, RateSource.PUBLIC)
    assert found.has_changing_list


def test_agreements_rows_before_its_names_before_the_public_list() -> None:
    own = Rate(NOW, NOW + timedelta(minutes=30), Decimal(11), source=RateSource.AGREEMENT)
    inline = InlineTariff(
        "HalfHourlyTariff", "Agile Octopus", NOW, Decimal("47.6"), (own,), NamedRates(flat=Decimal(12))
    )
    held = replace(agreement(AGILE), tariff=inline)
    found = tariff_of(point(NUMBER, agreements=[held]), {AGILE: {Register.STANDARD: open_list("13")}}, NOW)
    assert found is not None
    by_source = {rate.source: rate.pence_inc_vat for rate in found.schedule.rates}
    assert by_source == {RateSource.AGREEMENT: 11, RateSource.AGREEMENT_NOW: 12, RateSource.PUBLIC: 13}
    day = today_span(NOW)
    assert {rate.source for rate in found.schedule.between(Span(day.end, day.end + timedelta(days=1)))} == {
        RateSource.PUBLIC
    }
    assert found.standing_pence == Decimal("47.6")
    assert found.name == "Agile Octopus"


def test_each_date_is_priced_by_the_agreement_of_its_date() -> None:
    switch = today_span(NOW).start
    old, new = agreement(GO, LONG_AGO, switch), agreement(FLEXIBLE, switch)
    lists = {GO: {Register.STANDARD: open_list("9")}, FLEXIBLE: {Register.STANDARD: open_list("25")}}
    found = tariff_of(point(NUMBER, agreements=[new, old]), lists, NOW)
    assert found is not None
    before, after = found.schedule.at(switch - timedelta(seconds=1)), found.schedule.at(switch)
    assert before is not None
    assert after is not None
    assert (before.pence_inc_vat, after.pence_inc_vat) == (9, 25)
    assert found.code == FLEXIBLE
    assert needed_codes(point(NUMBER, agreements=[new, old]), NOW) == (FLEXIBLE, GO)


def test_open_price_stays_open() -> None:
    found = tariff_of(
        point(NUMBER, agreements=[agreement(FLEXIBLE)]), {FLEXIBLE: {Register.STANDARD: open_list("25")}}, NOW
    )
    assert found is not None
    assert found.schedule.until_change(NOW) is None


def test_agreement_that_ends_takes_its_price_with_it() -> None:
    end = today_span(NOW).end
    held = agreement(FLEXIBLE, LONG_AGO, end)
    found = tariff_of(point(NUMBER, agreements=[held]), {FLEXIBLE: {Register.STANDARD: open_list("25")}}, NOW)
    assert found is not None
    assert found.schedule.until_change(NOW) == end


def test_economy_7_is_gmt_all_year() -> None:
    lists = {ECONOMY_7: {Register.DAY: open_list("30"), Register.NIGHT: open_list("15")}}
    found = tariff_of(point(NUMBER, agreements=[agreement(ECONOMY_7)]), lists, NOW)
    assert found is not None
    at = {clock: found.schedule.at(utc(f"2026-10-06 {clock}")) for clock in ("00:29", "00:30", "07:29", "07:30")}
    assert [rate.pence_inc_vat for rate in at.values() if rate is not None] == [30, 15, 15, 30]


def test_of_three_prices_whose_third_has_no_hours_the_lists_tell_the_night_alone() -> None:
    """Tomorrow as today: what the agreement cannot place, its public day list does not place either."""
    named = NamedRates(day=Decimal(30), night=Decimal(10), off_peak=Decimal(20))
    held = replace(
        agreement(ECONOMY_7), tariff=InlineTariff("ThreeRateTariff", None, NOW, named=named), scheme=(NIGHT_GO,)
    )
    lists = {ECONOMY_7: {Register.DAY: open_list("30"), Register.NIGHT: open_list("10")}}
    three = {ECONOMY_7: {**lists[ECONOMY_7], Register.OFF_PEAK: open_list("20")}}
    afternoon = (DailyWindow(time(13), time(16)),)
    for told, hours, expected in (
        (lists, (), [10, None, None]),
        (three, (), [10, None, None]),
        (lists, afternoon, [10, 30, None]),
        (three, afternoon, [10, 30, 20]),
    ):
        found = tariff_of(point(NUMBER, agreements=[replace(held, off_peak_scheme=hours)]), told, NOW)
        assert found is not None
        at = [found.schedule.at(utc(f"2026-10-06 {clock}")) for clock in ("01:00", "11:00", "12:30")]
        assert [rate.pence_inc_vat if rate is not None else None for rate in at] == expected


def test_why_prices_may_be_missing() -> None:
    odd = "E-1R-NEW-26-01-01-C"
    two = {Register.DAY: open_list("30"), Register.NIGHT: open_list("15")}
    for code, lists, gap in (
        ("MYSTERY", {}, ProblemKind.UNKNOWN_TARIFF),
        (odd, {}, None),
        (odd, {odd: {}}, ProblemKind.NOT_LISTED),
        (odd, {odd: {Register.STANDING: open_list("48")}}, ProblemKind.NOT_LISTED),
        (odd, {odd: {Register.STANDARD: RateSchedule()}}, None),
        (odd, {odd: two}, ProblemKind.NO_HOURS),
        (ECONOMY_7, {ECONOMY_7: two}, None),
        (odd, {odd: {**two, Register.STANDARD: open_list("25")}}, None),
    ):
        found = tariff_of(point(NUMBER, agreements=[agreement(code)]), lists, NOW)
        assert found is not None
        assert found.gap is gap, (code, lists)


def test_no_agreement_now_is_no_tariff() -> None:
    assert tariff_of(point(NUMBER, agreements=[]), {}, NOW) is None
    zero_length = agreement(AGILE, NOW, NOW)
    assert tariff_of(point(NUMBER, agreements=[zero_length]), {}, NOW) is None


def test_intelligent_terms_by_code() -> None:
    lists = {INTELLIGENT: {Register.STANDARD: open_list("28")}}
    found = tariff_of(point(NUMBER, agreements=[agreement(INTELLIGENT)]), lists, NOW)
    assert found is not None
    assert found.terms is not None
    assert not found.terms.has_allowance
    assert terms_of(agreement("E-1R-INTELLI-FLUX-IMPORT-23-07-14-C"), {}) is None, "Flux is not Go"


def test_four_rates_bring_the_cars_own_prices_and_the_allowance() -> None:
    lists = {
        FOUR_RATE: {
            Register.STANDARD: RateSchedule(),
            Register.DAY: open_list("29.4"),
            Register.NIGHT: open_list("7"),
            Register.EV_PEAK: open_list("31"),
            Register.EV_OFF_PEAK: open_list("5.5"),
        }
    }
    found = tariff_of(point(NUMBER, agreements=[agreement(FOUR_RATE)]), lists, NOW)
    assert found is not None
    assert found.terms is not None
    assert found.terms.car is not None
    assert [rate.pence_inc_vat for rate in found.terms.car.off_peak.rates] == [Decimal("5.5")]
    assert found.terms.has_allowance


def test_horizon_is_whole_london_days() -> None:
    span = horizon(NOW)
    assert span.start <= NOW - timedelta(days=8)
    assert today_span(span.start).start == span.start
    assert today_span(span.end).start == span.end


def test_gas_has_its_own_prices_and_its_lack_is_no_trouble() -> None:
    code = "G-1R-VAR-22-11-01-C"
    gas = replace(point("3000099999", agreements=[agreement(code)]), fuel=Fuel.GAS)
    ours = account(home("p1", point(NUMBER, agreements=[agreement(FLEXIBLE)]), gas))
    selection = Selection(ours.number, import_number=NUMBER, gas_number="3000099999")
    state = AppState(NOW, Phase.SIGNED_IN, account=Snapshot(ours, NOW), selection=selection)
    lists = {FLEXIBLE: {Register.STANDARD: open_list("25")}, code: {Register.STANDARD: open_list("6.0144")}}
    found = with_prices(state, lists, NOW)
    assert found.gas_tariff.value is not None
    served = derive.as_gas(found)
    assert derive.price_now(served).pence == Decimal("6.0144")
    assert derive.price_now(found).pence == 25
    without = with_prices(state, {FLEXIBLE: lists[FLEXIBLE]}, NOW)
    assert without.import_tariff.problem is None
    assert without.gas_tariff.problem is not None
