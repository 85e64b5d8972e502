from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.kraken.decoding import instant, number, rows_of
from kraken_desktop.kraken.errors import OddAnswer
from tests.kraken.odd import anything, as_json, strewn

ODD_ROWS: list[object] = [None, "seven", {}, [1], True]


def _plain(row: int) -> int:
    return row


@given(st.lists(st.integers(-9, 9), max_size=6), st.lists(st.sampled_from(ODD_ROWS), max_size=6))
def test_odd_rows_are_counted_and_the_others_kept(good: list[int], odd: list[object]) -> None:
    found = rows_of(as_json(strewn(good, odd)), int, _plain)
    assert list(found.rows) == good
    assert found.skipped == len(odd)


@pytest.mark.parametrize("content", [None, b"null", b"[]"])
def test_null_and_empty_lists_are_both_nothing(content: bytes | None) -> None:
    assert rows_of(content, int, _plain).rows == ()


@pytest.mark.parametrize("content", [b"{}", b'"rows"', b"[1", b"", b"\xff", b"7"])
def test_what_is_no_list_is_an_odd_answer(content: bytes) -> None:
    with pytest.raises(OddAnswer):
        rows_of(content, int, _plain)


@given(st.binary(max_size=40))
def test_no_bytes_raise_anything_but_an_odd_answer(content: bytes) -> None:
    with suppress(OddAnswer):
        rows_of(content, int, _plain)


@given(anything)
def test_a_meaning_that_fails_costs_its_row_alone(row: object) -> None:
    def fails(_: object) -> Decimal:
        return abs(Decimal("1e9999999"))  # decimal.Overflow, which is no ValueError

    assert rows_of(as_json([row]), object, fails).rows == ()


@pytest.mark.parametrize(
    ("text", "hour"),
    [("2026-10-05T12:30:00Z", 12), ("2026-10-05T12:30:00+01:00", 11), ("2026-10-05T12:30:00", 12)],
)
def test_every_offset_becomes_utc(text: str, hour: int) -> None:
    found = instant(text)
    assert found == datetime(2026, 10, 5, hour, 30, tzinfo=UTC)
    assert found.tzinfo is UTC


@given(st.timedeltas(timedelta(), timedelta(days=200_000)), st.integers(-14 * 60, 14 * 60))
def test_an_instant_survives_any_offset(since: timedelta, minutes: int) -> None:
    moment = (datetime(1900, 1, 2, tzinfo=UTC) + since).astimezone(timezone(timedelta(minutes=minutes)))
    assert instant(moment.isoformat()) == moment


@pytest.mark.parametrize("text", ["", "soon", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z"])
def test_no_instant(text: str) -> None:
    with pytest.raises((ValueError, OverflowError)):
        instant(text)


@given(st.decimals(-10000, 10000, places=6))
def test_numbers_are_exact(value: Decimal) -> None:
    assert number(value) == value


@pytest.mark.parametrize(("text", "value"), [("0E-20", "0"), ("-0", "0"), ("25.1810000000000000", "25.181")])
def test_numbers_as_the_service_spells_them(text: str, value: str) -> None:
    found = number(Decimal(text))
    assert found == Decimal(value)
    assert not found.is_signed()


@pytest.mark.parametrize("text", ["NaN", "sNaN", "Infinity", "-Infinity", "1e999"])
def test_no_number(text: str) -> None:
    with pytest.raises(ValueError, match="number"):
        number(Decimal(text))
