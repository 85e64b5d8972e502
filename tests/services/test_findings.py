"""What was found: every part of an account, whence its prices, what is missing and what would bring it."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from kraken_desktop.domain.account import Account, Direction
from kraken_desktop.domain.moments import today_span
from kraken_desktop.domain.own_terms import OwnTerms, read_window
from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.domain.rates import Rate, RateSchedule
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.domain.tariffs import InlineTariff, Register
from kraken_desktop.services.doctor import doctor_report
from kraken_desktop.services.feeds import with_prices
from kraken_desktop.services.finding import Finding
from kraken_desktop.services.findings import found_parts
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
        "Live power and smart devices", "How it is read",
    ]  # fmt: skip


def test_a_price_says_its_source_and_the_night_hours_whose_they_are() -> None:
    told = found_parts(state_with())[2].findings
    by_name = {one.name: one for one in told}
    assert by_name["Price now"].detail == "30.0p per kWh with VAT, from public price list"
    assert by_name["Standing charge"].detail == "48.0p a day, from public price list"
    assert by_name["Night hours"].detail == "Night price 00:30–07:30 GMT all year: the tariff's usual hours."
    own = found_parts(state_with(own=OwnTerms((read_window("01:00-08:00"),), Decimal(20))))[2].findings
    by_name = {one.name: one for one in own}
    assert by_name["Night hours"].detail == "Night price 01:00–08:00: set by you."
    assert by_name["Price now"].detail == "20.0p per kWh with VAT, from set by you"


def test_the_way_of_paying_is_that_of_the_settings_but_for_a_prepayment_tariff() -> None:
    assert found(state_with(), "Account")["Way of paying"].detail.startswith("direct debit, as Settings say")
    prepaid = found(state_with("E-1R-PREPAY-VAR-18-09-21-C"), "Account")["Way of paying"]
    assert prepaid.detail == "in advance, by a prepayment tariff: its price list has one price"


def test_a_third_register_has_its_hours_too() -> None:
    third = tuple(map(read_window, ("13:00-16:00 GMT", "20:00-22:00 GMT")))
    state = state_with()
    known = state.account.value
    assert known is not None
    points = [
        replace(one, agreements=tuple(replace(held, off_peak_scheme=third) for held in one.agreements))
        for one in known.properties[0].meter_points
    ]
    first = replace(known.properties[0], meter_points=tuple(points))
    state = replace(state, account=Snapshot(replace(known, properties=(first, *known.properties[1:])), NOW))
    told = found(state, "Electricity import")["Third price"].detail
    assert told.startswith("13:00–16:00 GMT all year, 20:00–22:00 GMT all year: your agreement;")
    assert "Third price" not in found(state_with(), "Electricity import")


def timetable(*begins: tuple[int, str]) -> RateSchedule:
    """One London day of summer: from each hour on that price, in p/kWh."""
    day = today_span(NOW)
    starts = [day.start + timedelta(hours=hour) for hour, _ in begins]
    return RateSchedule.of(
        Rate(start, end, Decimal(pence))
        for (_, pence), start, end in zip(begins, starts, (*starts[1:], day.end), strict=True)
    )


def test_every_price_of_the_day_has_its_hours_and_their_source() -> None:
    """Where the list has the times, hours learnt or usual for one of its prices are not where they come from."""
    day = timetable((0, "25"), (2, "15.1"), (5, "25"), (16, "35.2"), (19, "25"))
    for code in ("E-1R-FLUX-IMPORT-23-02-14-C", "E-1R-GO-VAR-22-10-14-C"):
        told = found(state_with(code, {code: {Register.STANDARD: day}}), "Electricity import")
        assert told["Prices today"].detail == "15.1p 02:00–05:00; 35.2p 16:00–19:00; else 25.0p: public price list"
        assert "Night hours" not in told
    told = found(state_with(), "Electricity import")
    assert told["Prices today"].detail == "15.0p 01:30–08:30; else 30.0p: public price list"
    assert "Night hours" in told, "this one hangs on them"


def test_a_day_of_one_price_of_many_or_known_in_part_tells_no_hours() -> None:
    code = "E-1R-AGILE-24-10-01-C"
    many, part = timetable(*((hour, str(hour)) for hour in range(24))), timetable((12, "20"), (16, "30"))
    for day in (listed("25"), many, part):
        told = found(state_with(code, {code: {Register.STANDARD: day}}), "Electricity import")
        assert "Prices today" not in told
        assert told["Price now"].is_good


def test_hours_that_change_no_price_are_told_so() -> None:
    """Go's list has its times; they count again beside an own night price, and on every tariff without times."""
    typed = tuple(map(read_window, ("23:00-02:00", "01:00-03:00", "12:00-12:30", "00:30-04:00 GMT")))
    spoken = "12:00–12:30, 23:00–03:00, 00:30–04:00 GMT all year"
    go = "E-1R-GO-VAR-22-10-14-C"
    lists = {go: {Register.STANDARD: listed("28")}}
    for own, detail in (
        (OwnTerms(typed), f"{spoken}: set by you, but they change no price, for the price list has the times."),
        (OwnTerms(typed, Decimal(20), Decimal(9)), f"Night price {spoken}: set by you."),
    ):
        told = found_parts(state_with(go, lists, own))[2].findings
        assert {one.name: one for one in told}["Night hours"].detail == detail
    told = found_parts(state_with(own=OwnTerms(typed)))[2].findings
    assert {one.name: one for one in told}["Night hours"].detail == f"Night price {spoken}: set by you."


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


def test_every_other_account_is_there_down_to_its_meters_and_says_what_would_show_it() -> None:
    flat = replace(
        account(home("p9", point("2200099999984", "00-99", agreements=[agreement(ECONOMY_7)]))), number="A-2ACC0113"
    )
    closed = Account("A-0LD00001", "CLOSED", None, ())
    parts = found_parts(replace(state_with(), other_accounts=Snapshot((flat, closed), NOW)))
    at = [part.title for part in parts].index("Another account")
    assert [part.title for part in parts[at:]] == [
        "Another account", "Property", "Electricity import", "Another account", "How it is read",
    ]  # fmt: skip
    assert [part.turns_to for part in parts[at:]] == ["A-2ACC0113", None, None, None, None]
    assert {one.name: one.remedy for one in parts[at].findings}["Live power"].startswith("Show this account")
    assert {one.name: one.remedy for one in parts[at + 2].findings}["Shown"] == "Show its account"
    assert parts[at + 3].findings[0].detail.startswith("Closed")
    assert {one.name: one.detail for one in parts[0].findings}["Other accounts"] == "2 behind the same key"


def test_what_is_not_shown_still_has_the_price_that_its_agreement_tells() -> None:
    told = replace(
        agreement("E-1R-VAR-22-11-01-C"),
        tariff=InlineTariff("StandardTariff", None, NOW, rows=(Rate(LONG_AGO, None, Decimal("25.08")),)),
    )
    other = account(home("p9", point("2200099999984", agreements=[told])))
    parts = found_parts(replace(state_with(), other_accounts=Snapshot((other,), NOW)))
    (price,) = [one for part in parts[-3:] for one in part.findings if one.name == "Price now"]
    assert price.detail.startswith("25.1p per kWh")


def test_each_source_says_what_is_wrong_with_it_and_what_would_bring_it() -> None:
    unreachable = Problem(ProblemKind.UNREACHABLE, NOW)
    state = state_with()
    state = replace(state, account=state.account.failed(unreachable), history=Snapshot().failed(unreachable))
    told = {one.name: one for one in found_parts(state)[-1].findings}
    for name in ("Account", "History"):
        assert not told[name].is_good
        assert told[name].detail.startswith("No connection to Octopus")
        assert "network" in told[name].remedy
    assert told["Other tariffs"].remedy == "Prices, Other tariffs"


def test_a_home_that_only_sells_lacks_nothing_and_an_end_of_a_tariff_is_told() -> None:
    ending = agreement(ECONOMY_7, end=NOW + timedelta(days=1))
    sells = account(home("p1", point(EXPORT, direction=Direction.EXPORT, agreements=[ending])))
    state = replace(state_with(), account=Snapshot(sells, NOW), selection=Selection(sells.number, "p1", None, EXPORT))
    assert found(state, "Property")["Import"].is_good
    assert found(state, "Electricity export")["Tariff"].detail.endswith("until tomorrow 15:07")


def test_tomorrows_prices_say_how_far_they_are_known_or_what_brings_them() -> None:
    assert found(state_with(), "Electricity import")["Prices tomorrow"].detail == "known, from public price list"
    agile, today = "E-1R-AGILE-24-10-01-C", today_span(NOW)

    def row(until: datetime, ends_at: datetime | None = None) -> Finding:
        rows = RateSchedule((Rate(today.start, until, Decimal(20)),))
        ours = account(home("p1", point(IMPORT, agreements=[agreement(agile, end=ends_at)])))
        selection = Selection(ours.number, "p1", IMPORT)
        state = AppState(NOW, Phase.SIGNED_IN, account=Snapshot(ours, NOW), selection=selection)
        return found(with_prices(state, {agile: {Register.STANDARD: rows}}, NOW), "Electricity import")[
            "Prices tomorrow"
        ]

    assert row(today.end + timedelta(hours=23)).detail == "known until 23:00, from public price list"
    assert (row(today.end).detail, row(today.end).remedy) == ("not known yet", "Its publication, about 16:00")
    assert row(today.end, today.end).remedy == "The tariff after this agreement, which Octopus does not name yet"


def test_doctor_tells_the_same_without_numbers_or_addresses() -> None:
    other = replace(account(home("p9", point("2200099999984"))), number="A-2ACC0113")
    report = doctor_report(replace(state_with(), other_accounts=Snapshot((other,), NOW)))
    told = "\n".join(report.lines)
    assert "Night price 00:30–07:30 GMT all year" in told
    assert "Another account" in told
    assert "ok  Other tariffs   not asked for yet → Prices, Other tariffs" in report.lines
    for private in (IMPORT, EXPORT, OTHER, "INVENTED STREET", "A-2ACC0113", "2200099999984"):
        assert private not in told
        assert private not in str(report.content["found"])
