"""The terms of the shown meters, and the notice that their change makes."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from kraken_desktop.domain.moments import day_span, london_date
from kraken_desktop.domain.notices import notices_due
from kraken_desktop.domain.rates import Rate, RateSchedule, RateSource
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.domain.tariff_change import TariffChanged
from kraken_desktop.services.notifier import facts_of
from kraken_desktop.services.state import AppState, Phase, Selection, Tariff
from kraken_desktop.services.terms import terms_now
from kraken_desktop.services.text import notice_text
from tests.services.homes import LONG_AGO, NOW, account, agreement, home, point

FLEXIBLE = "E-1R-VAR-22-11-01-C"


def state(pence: str, standing: str = "47.6", source: RateSource = RateSource.PUBLIC, code: str = FLEXIBLE) -> AppState:
    schedule = RateSchedule((Rate(LONG_AGO, None, Decimal(pence), source=source),))
    tariff = Tariff("Flexible Octopus" if code == FLEXIBLE else "Octopus Go", code, schedule, Decimal(standing))
    return AppState(NOW, Phase.SIGNED_IN, selection=Selection("A-1", import_number="1"), import_tariff=Snapshot(tariff))


def told(before: AppState, after: AppState) -> list[tuple[str, str]]:
    due = notices_due(facts_of(before), facts_of(after))
    words = [notice_text(notice) for notice in due if isinstance(notice, TariffChanged)]
    return [(one.title, one.body) for one in words]


def test_a_new_price_list_is_told_with_both_prices() -> None:
    assert told(state("25.095"), state("23.9")) == [("Import: other prices", "Per kWh 23.9p, before 25.1p.")]


def test_a_standing_charge_is_told() -> None:
    (words,) = told(state("25"), state("25", "49.35"))
    assert words == ("Import: another standing charge", "Standing charge 49.4p a day, before 47.6p.")


def test_another_tariff_is_told_by_name() -> None:
    (words,) = told(state("25"), state("9", code="E-1R-GO-VAR-22-10-14-C"))
    assert words[0] == "Import: Octopus Go from now on"
    assert "Before it was Flexible Octopus." in words[1]


def test_one_that_was_entered_late_says_since_when() -> None:
    after = state("9", code="E-1R-GO-VAR-22-10-14-C")
    for days, title in ((0, "Import: Octopus Go from now on"), (6, "Import: Octopus Go since 29 September")):
        held = agreement("E-1R-GO-VAR-22-10-14-C", day_span(london_date(NOW) - timedelta(days=days)).start)
        known = account(home("home-1", point("1", agreements=[held])))
        (words,) = told(state("25"), replace(after, account=Snapshot(known, NOW)))
        assert words[0] == title
        assert ("days since then are costed by it" in words[1]) == bool(days)


def test_two_spellings_of_one_price_are_no_change() -> None:
    assert told(state("25.095"), state("25.0951", source=RateSource.AGREEMENT_NOW)) == []


def test_an_own_price_or_another_meter_is_no_change_of_octopuss() -> None:
    assert told(state("25"), state("20", source=RateSource.OVERRIDE)) == []
    other = replace(state("9"), selection=Selection("A-1", import_number="2"))
    assert told(state("25"), other) == []


def test_a_list_that_changes_daily_tells_no_prices() -> None:
    tariff = state("25").import_tariff.value
    assert tariff is not None
    agile = replace(state("25"), import_tariff=Snapshot(replace(tariff, has_changing_list=True)))
    assert terms_now(agile)[0].prices == ()
