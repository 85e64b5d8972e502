"""Other tariffs on a home's own half hours: worked weeks, and what is asked of Octopus for it."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from decimal import Decimal

import pytest

from kraken_desktop.domain.battery import Battery
from kraken_desktop.domain.dispatch import CompletedDispatch, DispatchBook
from kraken_desktop.domain.market import Comparison
from kraken_desktop.domain.moments import DailyWindow, Span
from kraken_desktop.domain.offers import ONE_REGISTER, Offer, Product, ProductTariff
from kraken_desktop.domain.rates import Rate
from kraken_desktop.domain.tariffs import Family, Register
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.insights.comparison import (
    Candidate,
    ComparedTariff,
    ComparisonQuestion,
    PriceColumns,
    TariffComparison,
    go_together,
    ranked,
    rows_of,
    unknowns,
)
from kraken_desktop.services.insights.house import House
from kraken_desktop.services.insights.past_prices import SmartCharging, on_sale, past_columns
from kraken_desktop.storage.database import Database
from tests.services.given import utc
from tests.services.own_tariff import last_days
from tests.services.test_backfill import backfilled

FIRST = date(2026, 1, 29)
DAY = 86_400
BEGIN = (FIRST - date(1970, 1, 1)).days
DAYS = 6
QUESTION = ComparisonQuestion(DateSpan(FIRST, FIRST + timedelta(days=DAYS - 1)))
STANDING = {BEGIN + day: 50.0 for day in range(DAYS)}


def house(exported: float = 0.0) -> House:
    """0.5 kWh each half hour, 24 kWh a day, bought at 20p all day; what is sold earns 15p."""
    built = House()
    for index in range(DAYS * 48):
        built.start.append(BEGIN * DAY + index * 1800)
        built.day.append(BEGIN + index // 48)
        built.minute.append(index % 48 * 30)
        built.kwh.append(0.5)
        built.pence.append(20.0)
        built.is_cheap.append(1)
        built.is_smart.append(0)
        built.exported.append(exported)
        built.export_pence.append(15.0)
        built.car_pence.append(0.0)
        built.car_kwh.append(0.0)
    return built


def flat(pence: float, days: int = DAYS) -> PriceColumns:
    return PriceColumns(array("q", [BEGIN * DAY]), array("q", [(BEGIN + days) * DAY]), array("d", [pence]))


def night_and_day(night: float, day: float) -> PriceColumns:
    """Cheap until 06:00."""
    found = PriceColumns()
    for number in range(DAYS):
        midnight = (BEGIN + number) * DAY
        for start, stop, pence in ((0, 6 * 3600, night), (6 * 3600, DAY, day)):
            found.start.append(midnight + start)
            found.stop.append(midnight + stop)
            found.pence.append(pence)
    return found


def reckoned(
    *candidates: Candidate, question: ComparisonQuestion = QUESTION, sold: float = 0.0
) -> list[ComparedTariff]:
    return list(rows_of(house(sold), STANDING, candidates, question, lambda _share: None))


def named(name: str, rows: Sequence[ComparedTariff]) -> ComparedTariff:
    return next(row for row in rows if row.name == name)


def test_each_tariff_costs_its_prices_and_its_standing_charge_by_month() -> None:
    mine, other = reckoned(Candidate("Other", "E", None, night_and_day(8, 25), flat(40)))
    assert mine.is_mine
    assert mine.pence == pytest.approx(DAYS * (24 * 20 + 50))
    # 6 kWh by night, 18 by day
    assert other.pence == pytest.approx(DAYS * (6 * 8 + 18 * 25 + 40))
    assert other.difference_pence_a_year == pytest.approx(365 * (538 - 530))
    assert [(month.first, month.days) for month in other.months] == [(date(2026, 1, 1), 3), (date(2026, 2, 1), 3)]
    assert sum(month.pence for month in other.months) == pytest.approx(other.pence)


def test_break_even_is_what_has_to_move_into_the_cheap_hours() -> None:
    _, other, far = reckoned(
        Candidate("Other", "E", None, night_and_day(8, 25), flat(40)),
        Candidate("Far", "E", None, night_and_day(59, 60), flat(40)),
    )
    # 8p a day dearer, and each kWh moved saves 17p
    assert other.break_even_kwh_a_day == pytest.approx(8 / 17)
    assert far.break_even_kwh_a_day is None
    assert reckoned(Candidate("Cheap", "E", None, flat(10), flat(40)))[1].break_even_kwh_a_day == 0


def test_a_price_that_is_not_known_leaves_its_days_out_and_says_so() -> None:
    mine, other, none = reckoned(
        Candidate("Other", "E", None, flat(15, days=2), flat(50)),
        Candidate("None", "E", None, PriceColumns(), flat(50)),
    )
    assert (mine.days, other.days, none.days) == (6, 2, 0)
    assert other.notes == ("Its prices are known for 2 of 6 days.",)
    assert (other.mine_pence, other.pence) == pytest.approx((2 * 530, 2 * 410))
    assert none.difference_pence_a_year is None
    whole = TariffComparison(QUESTION, 6, 0, (mine, other, none), ())
    # a year of two days is the own year and the difference on them
    assert whole.pence_a_year(other) == pytest.approx(365 * 530 - 365 * 120)
    assert (whole.pence_a_year(mine), whole.pence_a_year(none)) == (pytest.approx(365 * 530), None)
    assert [row.name for row in ranked([none, mine, other])] == ["Other", "Your tariff", "None"]


def test_days_can_be_left_out_of_a_home() -> None:
    found = house(0.25).without({BEGIN, BEGIN + 2, BEGIN + 99})
    assert (found.days, found.left_out, len(found.kwh), len(found.car_kwh)) == (DAYS - 2, 2, 4 * 48, 4 * 48)
    assert BEGIN not in found.day


def test_export_earns_by_its_own_price() -> None:
    mine, pair, unpaid = reckoned(
        Candidate("Pair", "E", "X", flat(20), flat(50), flat(25)),
        Candidate("Unpaid", "E", None, flat(20), flat(50)),
        sold=0.25,
    )
    assert mine.export_pence == pytest.approx(DAYS * 12 * 15)
    assert pair.export_pence == pytest.approx(DAYS * 12 * 25)
    assert unpaid.export_pence == 0
    assert pair.difference_pence_a_year == pytest.approx(-365 * 12 * 10)


def test_a_battery_works_on_every_tariff_alike() -> None:
    question = ComparisonQuestion(QUESTION.span, battery=Battery(5, 5, 1.0))
    mine, other = reckoned(Candidate("Other", "E", None, night_and_day(8, 25), flat(40)), question=question)
    assert mine.pence == pytest.approx(DAYS * 530)
    # 5 kWh a day are bought at 8p instead of 25p
    assert other.pence == pytest.approx(DAYS * (538 - 5 * 17))
    assert any("5 kWh" in told for told in unknowns(question, has_smart=False, is_dispatching=False))


def test_break_even_with_a_battery_is_of_what_is_bought_with_it() -> None:
    question = ComparisonQuestion(QUESTION.span, battery=Battery(20, 20, 1.0))
    mine, other = reckoned(Candidate("Other", "E", None, night_and_day(25, 26), flat(40)), question=question)
    # 18 kWh of the day are bought at night: nothing is left that could move
    assert other.pence > mine.pence
    assert other.break_even_kwh_a_day is None


def test_a_battery_rests_where_no_price_is_known() -> None:
    windows = (DailyWindow(time(0, 30), time(5, 30)),)
    question = ComparisonQuestion(QUESTION.span, battery=Battery(5, 5, 1.0), windows=windows)
    late = PriceColumns(array("q", [(BEGIN + 3) * DAY]), array("q", [(BEGIN + DAYS) * DAY]), array("d", [30.0]))
    _, other = reckoned(Candidate("Late", "E", None, late, flat(50)), question=question)
    # a price that never changes: what is charged costs as much as it saves
    assert (other.days, other.pence) == (3, pytest.approx(3 * (24 * 30 + 50)))


def test_a_timer_follows_no_smart_charge() -> None:
    """From 18:00 to 19:00 smart charging makes it as cheap as the night; the rest of the evening is dear."""
    smart = PriceColumns()
    for number in range(DAYS):
        midnight = (BEGIN + number) * DAY
        for start, stop, pence, is_smart in ((0, 6, 8.0, 0), (6, 18, 25.0, 0), (18, 19, 8.0, 1), (19, 24, 25.0, 0)):
            smart.start.append(midnight + start * 3600)
            smart.stop.append(midnight + stop * 3600)
            smart.pence.append(pence)
            smart.is_smart.append(is_smart)
    question = ComparisonQuestion(QUESTION.span, battery=Battery(2, 4, 1.0))
    _, other = reckoned(Candidate("Smart", "E", None, smart, flat(0)), question=question)
    # 7 kWh are bought at 8p and 17 at 25p; 2 kWh of the day are moved to the night, none to the evening
    assert other.pence == pytest.approx(DAYS * (7 * 8 + 17 * 25 - 2 * 17))


def test_flux_goes_with_its_own_export_alone() -> None:
    assert go_together(Family.FLUX, Family.FLUX)
    assert go_together(Family.GO, Family.OUTGOING)
    assert not go_together(Family.FLUX, Family.OUTGOING)
    assert not go_together(Family.AGILE, Family.FLUX)


def test_what_smart_charging_would_add_is_not_made_up() -> None:
    without = unknowns(QUESTION, has_smart=False, is_dispatching=True)
    assert any("cannot be known" in told for told in without)
    assert not any("cannot be known" in told for told in unknowns(QUESTION, has_smart=True, is_dispatching=True))


async def test_a_comparison_is_told_as_it_goes_and_asks_for_no_list_twice() -> None:
    async with backfilled("three-rate") as (run, _database):
        insights = run.services.insights
        span = last_days(run)
        shares: list[float] = []
        found = await run.passing(insights.compare(ComparisonQuestion(span), shares.append))
        assert found is not None
        assert shares == sorted(shares)
        assert shares[-1] == pytest.approx(1)
        run.forget_calls()
        again = await run.passing(insights.compare(ComparisonQuestion(span)))
        assert not run.calls()
        assert again == found
        told = await insights.octopus_comparison()
        assert isinstance(told, Comparison)
        assert told.alternatives


@pytest.fixture
def store() -> Iterator[Database]:
    database = Database.in_memory()
    yield database
    database.close_now()


async def test_a_smart_charge_makes_a_dispatching_tariff_cheap_where_it_counts(store: Database) -> None:
    code, span = "E-1R-INTELLI-VAR-24-10-29-C", QUESTION.span.instants
    rows = [
        Rate(utc("2026-01-28 23:30"), utc("2026-01-29 05:30"), Decimal(7)),
        Rate(utc("2026-01-29 05:30"), utc("2026-01-29 23:30"), Decimal(28)),
    ]
    await store.add_rates(code, Register.STANDARD, rows)
    charged = CompletedDispatch(Span(utc("2026-01-29 13:10"), utc("2026-01-29 13:50")), Decimal(4), "smart-charge")
    tariff = on_sale(
        Offer(Product(code[5:-2], "Go", is_export=False), ProductTariff(code, (Register.STANDARD,))), ONE_REGISTER
    )
    bare = await past_columns(store, tariff, None, span, None)
    smart = await past_columns(store, tariff, None, span, SmartCharging(DispatchBook(completed=(charged,)), {}))
    assert list(bare.units.pence) == [7, 28]
    assert list(smart.units.pence) == [7, 28, 7, 28]
    assert smart.car == {}
    hours = [(start - int(span.start.timestamp())) / 3600 for start in smart.units.start]
    assert hours == [0, 5.5, 13, 14]
