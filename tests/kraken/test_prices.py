from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.rates import PaymentMethod
from kraken_desktop.kraken.decoding import Rows, rows_of
from kraken_desktop.kraken.prices import rate
from kraken_desktop.kraken.wire.rest import RateRow
from tests.kraken.odd import anything, as_json, rows_like, strewn

ROW: dict[str, Any] = {
    "value_exc_vat": -1.2,
    "value_inc_vat": -1.26,
    "valid_from": "2026-10-05T12:30:00Z",
    "valid_to": "2026-10-05T13:00:00Z",
    "payment_method": None,
}


def _rates(rows: list[Any]) -> Rows[Any]:
    return rows_of(as_json(rows), RateRow, rate)


@given(rows_like(*ROW))
def test_no_row_raises(rows: list[Any]) -> None:
    found = _rates(rows)
    assert len(found.rows) + found.skipped == len(rows)


@given(st.integers(1, 4), st.lists(anything, max_size=4))
def test_odd_rows_lose_none_of_the_others(count: int, odd: list[Any]) -> None:
    assert len(_rates(strewn([ROW] * count, odd)).rows) == count


def test_a_row_in_pence_negative_and_exact() -> None:
    (found,) = _rates([ROW]).rows
    assert (found.pence_inc_vat, found.pence_exc_vat) == (Decimal("-1.26"), Decimal("-1.2"))
    assert found.end is not None
    assert (found.end - found.start).total_seconds() == 1800


def test_an_open_end_stays_open() -> None:
    (found,) = _rates([ROW | {"valid_to": None}]).rows
    assert found.end is None


@pytest.mark.parametrize("odd", ["NaN", "Infinity", "1e400", None, "cheap"])
def test_a_price_that_is_none_is_left_out(odd: Any) -> None:
    assert _rates([ROW | {"value_inc_vat": odd}]).rows == ()


@pytest.mark.parametrize("method", [*PaymentMethod, None])
def test_payment_methods_are_told_apart(method: PaymentMethod | None) -> None:
    (found,) = _rates([ROW | {"payment_method": method}]).rows
    assert found.payment_method is method


def test_an_unknown_payment_method_serves_nobody() -> None:
    assert _rates([ROW | {"payment_method": "BARTER"}]) == Rows((), 1)


@given(st.decimals(-500, 500, places=6))
def test_json_numbers_never_pass_through_floats(price: Decimal) -> None:
    raw = f'[{{"value_inc_vat": {price:f}, "valid_from": "2026-10-05T12:30:00Z"}}]'.encode()
    (found,) = rows_of(raw, RateRow, rate).rows
    assert found.pence_inc_vat == price
