"""Price lists as Octopus may have them one day: on other paths, without hours, overlapping, refused, edited."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import httpx
import pytest

from kraken_desktop.domain.moments import at_london, day_slots, london_date
from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.domain.rates import RateSource
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.services import derive
from kraken_desktop.services.doctor import doctor_report
from kraken_desktop.services.findings import Finding, found_parts
from kraken_desktop.services.state import Tariff
from kraken_desktop.simulator import create_app, price_lists
from kraken_desktop.simulator.homes import home_named
from kraken_desktop.simulator.homes.declaration import Agreement, Home
from kraken_desktop.simulator.price_lists import Lists
from kraken_desktop.simulator.products import Product
from kraken_desktop.simulator.shelf import ECONOMY_7
from kraken_desktop.simulator.tariffs import NoRows, PriceList, RateRow, Steps, Window
from kraken_desktop.storage.settings import Settings, with_value
from tests.fake_clock import FakeClock
from tests.services.given import Running, operations, running, utc

START = "2026-10-14 17:20"
SINCE = date(2024, 1, 1)
DAY, NIGHT = Decimal("28"), Decimal("14")


def flat(price: Decimal) -> Steps:
    return Steps(((SINCE, price),), opens=SINCE)


def two_lists(_seed: int, _dearness: float, **more: PriceList) -> Lists:
    return {"day-unit-rates": flat(DAY), "night-unit-rates": flat(NIGHT), **more}


def one_list(prices: PriceList, _seed: int, _dearness: float) -> Lists:
    return {"standard-unit-rates": prices}


def product(code: str, lists: Any, shape: str = "StandardTariff", **more: Any) -> Product:
    return Product(code, code, "A tariff of another kind", "", shape, SINCE, lists, price_lists.standing, **more)


def two_prices(lists: Any = two_lists) -> Product:
    """Of one register by its code. When each price holds its meter knows and nobody tells."""
    return product("NEW-26-01-01", lists, "DayNightTariff", timetable=ECONOMY_7)


def home_on(code: str, *products: Product) -> Home:
    """A household on this tariff since 2024."""
    plain = home_named("flexible")
    (place,) = plain.properties
    (point,) = place.meter_points
    on = replace(point, agreements=(Agreement(code, SINCE),))
    return replace(plain, properties=(replace(place, meter_points=(on,)),), products=products)


def on(home: Home, start: str = START, *, faults: Sequence[str] = (), **more: Any) -> Any:
    clock = FakeClock(utc(start))
    return running(home.name, octopus=create_app(home, clock=clock.now, faults=faults), clock=clock, **more)


def prices(snapshot: Snapshot[Tariff], *clocks: str, day: str = "2026-10-15") -> list[Decimal | None]:
    """By London's clock."""
    assert snapshot.value is not None
    at = [at_london(date.fromisoformat(day), time.fromisoformat(clock)) for clock in clocks]
    rates = [snapshot.value.schedule.at(moment) for moment in at]
    return [None if rate is None else rate.pence_inc_vat for rate in rates]


def found(run: Running, name: str) -> Finding | None:
    parts = [part for part in found_parts(run.state) if part.title == "Electricity import"]
    return next((one for one in parts[0].findings if one.name == name), None)


def told(run: Running) -> str:
    return "\n".join(doctor_report(run.state).lines)


# another path than the code promises


async def test_one_register_by_its_code_and_two_lists_in_truth() -> None:
    """Its standard list is refused; day and night are read instead, by the hours that the person set."""
    settings = with_value(Settings(), "night_windows", ["00:30-07:30"])
    async with on(home_on("E-1R-NEW-26-01-01-C", two_prices()), settings=settings) as run:
        assert prices(run.state.import_tariff, "00:29", "00:30", "07:29", "07:30") == [DAY, NIGHT, NIGHT, DAY]
        assert run.state.import_tariff.problem is None
        asked = operations(run)
        assert asked["standard-unit-rates"] == asked["day-unit-rates"] == asked["night-unit-rates"] == 1


async def test_an_empty_standard_list_is_no_end_either() -> None:
    settings = with_value(Settings(), "night_windows", ["00:30-07:30"])
    lists = partial(two_lists, **{"standard-unit-rates": NoRows()})
    async with on(home_on("E-1R-NEW-26-01-01-C", two_prices(lists)), settings=settings) as run:
        assert prices(run.state.import_tariff, "00:29", "00:30") == [DAY, NIGHT]


async def test_two_registers_by_the_code_and_one_list_in_truth() -> None:
    odd = product("NEW-26-01-01", partial(one_list, flat(Decimal(21))), registers="2R")
    async with on(home_on("E-2R-NEW-26-01-01-C", odd)) as run:
        assert prices(run.state.import_tariff, "03:00", "12:00") == [Decimal(21)] * 2
        assert run.state.import_tariff.problem is None
        run.forget_calls()
        await run.advance(hours=2)
        asked = operations(run)
        assert not {"day-unit-rates", "night-unit-rates", "standard-unit-rates"} & asked.keys(), "once a day is enough"


async def test_tomorrows_price_of_a_tracker_with_two_registers_is_looked_for_on_its_own_lists() -> None:
    async with on(home_on("E-FLAT2R-SILVER-25-04-02-C"), "2026-10-14 14:50") as run:
        assert derive.tomorrow(run.state).publication is derive.Publication.WAITING
        run.forget_calls()
        await run.advance(hours=3)
        assert derive.tomorrow(run.state).publication is derive.Publication.PUBLISHED
        assert prices(run.state.import_tariff, "03:00", "12:00")[0] is not None
        assert "standard-unit-rates" not in operations(run)


async def test_two_prices_without_hours_are_no_price_and_are_told_so() -> None:
    """Nobody says when the night is: neither price is guessed, and the word says what would bring it."""
    home = home_on("E-1R-NEW-26-01-01-C", two_prices())
    async with on(home, faults=("KT-CT-1111:property",)) as run:
        assert derive.price_now(run.state).pence is None
        problem = run.state.import_tariff.problem
        assert problem is not None
        assert problem.kind is ProblemKind.NO_HOURS
        missing = found(run, "Price now")
        assert missing is not None
        assert not missing.is_good
        assert "Settings" in missing.remedy
        assert "hours of the night price" in told(run)
        assert run.state.live.value is not None, "live power goes on"
        run.services.apply_settings(with_value(run.settings, "night_windows", ["00:30-07:30"]))
        assert prices(run.state.import_tariff, "00:29", "00:30") == [DAY, NIGHT]
        assert run.state.import_tariff.problem is None
        assert found(run, "Price list") is None
    async with on(home) as run:
        assert derive.price_now(run.state).pence == DAY, "its meter's own labels teach the hours"
        assert run.state.import_tariff.problem is None


# shapes nobody has heard of


@pytest.mark.parametrize("home", ["agile", "cosy", "flexible", "intelligent", "intelligent-four-rate", "economy7"])
async def test_a_tariff_of_an_unknown_shape_is_priced_by_its_public_lists(home: str) -> None:
    async with running(home, START) as plain, running(home, START, faults=("unknown-tariff",)) as run:
        now = derive.price_now(run.state)
        assert now.pence == derive.price_now(plain.state).pence
        assert now.source is RateSource.PUBLIC
        assert run.state.import_tariff.problem is None


async def test_a_tariff_of_an_unknown_shape_and_without_a_list_is_a_word() -> None:
    async with running("flexible", START, faults=("unknown-tariff", "product-404")) as run:
        assert derive.price_now(run.state).pence is None
        assert run.state.import_tariff.problem is not None
        assert run.state.import_tariff.problem.kind is ProblemKind.NOT_LISTED
        assert "publishes no price list" in told(run)
        assert run.state.live.value is not None, "live power goes on"


async def test_a_product_that_nobody_may_see_leaves_what_the_agreement_tells() -> None:
    async with running("go", START, faults=("product-404",)) as run:
        now = derive.price_now(run.state)
        assert now.source is RateSource.AGREEMENT
        listed = found(run, "Price list")
        assert listed is not None
        assert listed.detail == "Octopus publishes no price list for this tariff"
        assert listed.detail in told(run)


async def test_a_product_that_nobody_may_see_is_asked_for_again_while_it_has_no_price() -> None:
    async with running("flexible", START, faults=("unknown-tariff", "product-404")) as run:
        assert derive.price_now(run.state).pence is None
        run.world.faults.clear("product-404")
        await run.advance(minutes=40)
        assert prices(run.state.import_tariff, "12:00") != [None]
        assert found(run, "Price list") is None


# rows that overlap, stay open, or change in place


@dataclass(frozen=True)
class Overlapping(PriceList):
    """Each day's row is left open and the next begins all the same, oldest first and newest first by turns."""

    def exc_vat_at(self, moment: datetime) -> Decimal:
        return Decimal(london_date(moment).day)

    def rows(self, window: Window) -> Sequence[RateRow]:
        days = [date(2026, 10, 1) + timedelta(days=ago) for ago in range(20)]
        rows = [
            RateRow(Decimal(day.day), Decimal(day.day), day_slots(day)[0].start, None if day.day % 2 else FAR)
            for day in days
        ]
        return [*rows[::2], *reversed(rows[1::2])]


FAR = utc("2026-12-24 00:00")


async def test_of_overlapping_rows_the_one_with_the_newer_start_counts() -> None:
    odd = product("NEW-26-01-01", partial(one_list, Overlapping()))
    async with on(home_on("E-1R-NEW-26-01-01-C", odd)) as run:
        days = [f"2026-10-{day}" for day in range(10, 16)]
        by_day = [prices(run.state.import_tariff, "12:00", day=day)[0] for day in days]
        flat_today = derive.price_now(run.state).pence
        assert by_day == [Decimal(day) for day in range(10, 16)]
        assert flat_today == 14


async def test_a_row_edited_in_place_counts_from_the_next_reading_on_and_is_noticed() -> None:
    """Octopus took VAT off and overwrote the rows: the same start, another price."""
    async with running("flexible", START) as run:
        before = derive.price_now(run.state).pence
        assert before is not None
        await _edit(run, "E-1R-VAR-22-11-01-C", "20.5")
        await run.advance(minutes=45)
        assert derive.price_now(run.state).pence == Decimal("20.5"), "the agreement's own price is read half-hourly"
        assert derive.tomorrow(run.state).mean == Decimal("20.5"), "then the list is not what it was when it was read"
        run.forget_calls()
        await run.advance(hours=1)
        assert "standard-unit-rates" not in operations(run), "once is enough"
        await run.advance(hours=23)
        assert prices(run.state.import_tariff, "12:00", day="2026-10-17") == [Decimal("20.5")]
        rows = run.state.import_tariff.value
        assert rows is not None
        assert len({rate.pence_inc_vat for rate in rows.schedule.rates if rate.end is None}) == 1
        (notice,) = [notice for notice in run.board.shown if "price" in notice.title.lower()]
        assert "20.5p" in notice.body


async def _edit(run: Running, code: str, price: str) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(run.octopus), base_url="http://octopus") as client:
        asked = {"tariff": code, "at": "2026-10-14T12:00:00+00:00", "exc_vat": price}
        answer = await client.post("/simulator/prices", json=asked)
        assert answer.status_code == 200, answer.text


# both ways of paying


@pytest.mark.parametrize(("home", "clock"), [("flexible", "12:00"), ("economy7", "12:00"), ("economy7", "03:00")])
async def test_each_way_of_paying_has_its_own_prices(home: str, clock: str) -> None:
    """What the agreement itself tells is today's alone and the customer's own; the lists know both."""
    found = {}
    for way in ("DIRECT_DEBIT", "NON_DIRECT_DEBIT"):
        async with running(home, START, settings=with_value(Settings(), "payment_method", way)) as run:
            (found[way],) = prices(run.state.import_tariff, clock, day="2026-10-15")
            assert found[way] is not None
    assert found["NON_DIRECT_DEBIT"] == (found["DIRECT_DEBIT"] * Decimal("1.048")).quantize(Decimal("0.01"))
