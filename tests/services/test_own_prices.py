"""A price that the person set counts in stored costs from its day on, and where Octopus tells none."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.account import Direction
from kraken_desktop.domain.dispatch import DispatchBook
from kraken_desktop.domain.moments import Span, day_span
from kraken_desktop.domain.own_terms import OwnTerms, read_window
from kraken_desktop.services.costing import basis_of, changed_spans, costing_of
from kraken_desktop.services.own_prices import OwnPrice, followed_by, price_set
from kraken_desktop.storage.database import Database
from kraken_desktop.storage.settings import Settings, with_value
from tests.services.given import running
from tests.services.homes import NOW, agreement, point
from tests.services.test_costing import DAY, FLEXIBLE, GAS, SPAN, lists, readings
from tests.services.waiting import caught_up

SET_ON = date(2026, 6, 12)
prices = st.none() | st.decimals("0", "50", places=1)


def price(pence: str | None, day: date, night: str | None = None) -> OwnPrice:
    told = None if pence is None else Decimal(pence)
    return OwnPrice(day_span(day).start, told, None if night is None else Decimal(night))


@given(st.lists(st.tuples(st.integers(0, 20), prices)))
def test_what_is_remembered_tells_each_days_price(changes: list[tuple[int, Decimal | None]]) -> None:
    changes.sort(key=lambda change: change[0])
    known: tuple[OwnPrice, ...] = ()
    by_day: dict[int, Decimal | None] = {}
    for number, told in changes:
        known = followed_by(known, OwnPrice(day_span(SET_ON + timedelta(days=number)).start, told))
        by_day[number] = told
    assert [one.since for one in known] == sorted({one.since for one in known})
    for number in range(21):
        expected = next((by_day[day] for day in range(number, -1, -1) if day in by_day), None)
        at = day_span(SET_ON + timedelta(days=number)).start
        assert next((one.pence for one in reversed(known) if one.since <= at), None) == expected


def test_the_same_price_on_another_day_is_no_change() -> None:
    known = followed_by((), price("20", SET_ON))
    assert followed_by(known, price("20", SET_ON + timedelta(days=3))) == known


def pence_of(day: date, own: tuple[OwnPrice, ...], code: str = FLEXIBLE, hours: str | None = None) -> Decimal:
    held = point("1", agreements=(agreement(code),))
    span = Span(day_span(day).start - timedelta(days=1), day_span(day).end + timedelta(days=1))
    windows = (read_window(hours),) if hours is not None else ()
    return costing_of(held, span, lists(), DispatchBook(), GAS, windows, None, own)(day, readings(day)).total.pence


@pytest.mark.parametrize(
    ("day", "pence"), [(SET_ON - timedelta(days=1), 25), (SET_ON, 19), (SET_ON + timedelta(days=5), 25)]
)
def test_it_counts_from_its_day_until_it_is_taken_back(day: date, pence: int) -> None:
    own = (price("19", SET_ON), price(None, SET_ON + timedelta(days=5)))
    assert pence_of(day, own) == 48 * pence


def test_where_octopus_tells_no_price_it_counts_for_the_time_before_too() -> None:
    assert pence_of(DAY, (price("19", SET_ON),), code="E-1R-BUSINESS-SPECIAL-26-01-01-C") == 48 * 19
    assert pence_of(DAY, (), code="E-1R-BUSINESS-SPECIAL-26-01-01-C") == 0


def test_an_own_night_price_holds_in_the_night_hours() -> None:
    assert pence_of(SET_ON, (price("30", SET_ON, "10"),), hours="00:00-06:00") == 12 * 10 + 36 * 30


def test_a_change_is_a_reason_for_the_days_from_then_on_alone() -> None:
    held = point("1", agreements=(agreement(FLEXIBLE),))
    before = basis_of(held, None, GAS)
    after = basis_of(held, None, GAS, own=(price("19", DAY),))
    (changed,) = changed_spans(before, after)
    assert changed.start == SPAN.start


def test_each_meter_has_its_own() -> None:
    own = OwnTerms(import_pence=Decimal(20), night_pence=Decimal(8), export_pence=Decimal(15))
    assert price_set(point("1"), own, NOW).pence == 20
    assert price_set(point("1"), own, NOW).night_pence == 8
    exported = price_set(point("2", direction=Direction.EXPORT), own, NOW)
    assert (exported.pence, exported.night_pence) == (15, None)


async def test_stored_costs_follow_what_is_set_and_taken_back() -> None:
    database = Database.in_memory()
    settings = with_value(Settings(), "own_import_price", "10")
    async with running("flexible", "2026-10-12 17:20", database=database, settings=settings) as run:
        await caught_up(run)
        number = run.state.selection.import_number or ""
        await run.advance(hours=60)
        before, after = await database.history.totals(number, date(2026, 10, 11), date(2026, 10, 12))
        assert before.pence > before.kwh * 15
        assert after.is_complete
        assert after.pence == after.kwh * 10
