"""What was found: every part of an account, whence its prices, what is missing and what would bring it."""

from dataclasses import replace
from decimal import Decimal

from kraken_desktop.domain.account import Direction
from kraken_desktop.domain.own_terms import OwnTerms, read_window
from kraken_desktop.domain.rates import Rate, RateSchedule
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.services.doctor import doctor_report
from kraken_desktop.services.feeds import with_prices
from kraken_desktop.services.findings import Finding, found_parts
from kraken_desktop.services.pricing import PriceLists
from kraken_desktop.services.state import AppState, Phase, Selection
from tests.services.homes import LONG_AGO, NOW, account, agreement, home, point

IMPORT, EXPORT, OTHER = "1200099999990", "1200099999982", "1200099999974"
ECONOMY_7 = "E-2R-VAR-22-11-01-C"


def listed(pence: str) -> RateSchedule:
    return RateSchedule((Rate(LONG_AGO, None, Decimal(pence)),))


LISTS = {ECONOMY_7: {Register.DAY: listed("30"), Register.NIGHT: listed("15"), Register.STANDING: listed("48")}}


def found(state: AppState, part: str) -> dict[str, Finding]:
    return {one.name: one for each in found_parts(state) if each.title == part for one in each.findings}


def state_with(code: str = ECONOMY_7, lists: PriceLists | None = None, own: OwnTerms | None = None) -> AppState:
    ours = account(
        home("p1", point(IMPORT, "00-11", agreements=[agreement(code)]), point(EXPORT, direction=Direction.EXPORT)),
        home("p2", point(OTHER, agreements=[]), moved_out=NOW),
    )
    selection = Selection(ours.number, "p1", IMPORT, EXPORT)
    state = AppState(NOW, Phase.SIGNED_IN, account=Snapshot(ours, NOW), selection=selection, own=own or OwnTerms())
    return with_prices(state, LISTS if lists is None else lists, NOW)


def test_nothing_is_claimed_before_the_account_is_read() -> None:
    assert found_parts(AppState(NOW)) == ()


def test_every_property_and_meter_point_is_a_part() -> None:
    titles = [part.title for part in found_parts(state_with())]
    assert titles == [
        "Account", "Property 1", "Electricity import", "Electricity export", "Property 2", "Electricity import",
        "Live power and smart devices",
    ]  # fmt: skip


def test_a_price_says_its_source_and_the_night_hours_whose_they_are() -> None:
    told = found_parts(state_with())[2].findings
    by_name = {one.name: one for one in told}
    assert by_name["Price now"].detail == "30.0p per kWh with VAT, from public price list"
    assert by_name["Standing charge"].detail == "48.0p a day"
    assert by_name["Night hours"].detail == "Night price 00:30–07:30 GMT all year: the tariff's usual hours."
    own = found_parts(state_with(own=OwnTerms((read_window("01:00-08:00"),), Decimal(20))))[2].findings
    by_name = {one.name: one for one in own}
    assert by_name["Night hours"].detail == "Night price 01:00–08:00: set by you."
    assert by_name["Price now"].detail == "20.0p per kWh with VAT, from set by you"


def test_an_unknown_tariff_is_a_word_and_a_remedy_while_the_rest_goes_on() -> None:
    state = state_with("MYSTERY")
    missing = {one.name: one for one in found_parts(state)[2].findings}["Price now"]
    assert not missing.is_good
    assert "own prices" in missing.remedy
    assert found(state, "Electricity export")["Meter"].detail == "not on the smart network"


def test_what_is_missing_has_a_remedy() -> None:
    state = replace(state_with(), has_mini=False)
    assert "Home Mini" in found(state, "Live power and smart devices")["Home Mini"].remedy
    assert found(state, "Property 1")["Gas"].remedy
    assert "agreement" in {one.name: one for one in found_parts(state)[5].findings}["Tariff"].remedy


def test_doctor_tells_the_same_without_numbers_or_addresses() -> None:
    report = doctor_report(state_with())
    told = "\n".join(report.lines)
    assert "Night price 00:30–07:30 GMT all year" in told
    for private in (IMPORT, EXPORT, OTHER, "INVENTED STREET"):
        assert private not in told
        assert private not in str(report.content["found"])
