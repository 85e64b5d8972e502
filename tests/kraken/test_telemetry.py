from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.kraken import telemetry
from kraken_desktop.kraken.errors import OddAnswer
from tests.kraken.odd import anything, as_json, rows_like, strewn

START = datetime(2026, 10, 5, 17, 30, tzinfo=UTC)
FIELDS = ("readAt", "demand", "consumption", "export", "consumptionDelta")


def _row(place: int, *, is_bare: bool = False) -> dict[str, Any]:
    """A row of an export meter, its numbers as strings; bare of what the messy ones lack."""
    row: dict[str, Any] = {
        "readAt": (START + timedelta(minutes=30 * place)).isoformat(),
        "demand": str(600 - 100 * place),
        "consumption": str(10_000 + 150 * place),
        "export": "1220500",
        "consumptionDelta": "150",
    }
    return row | dict.fromkeys(("demand", "consumptionDelta") if is_bare else ())


places = st.lists(st.integers(0, 40), min_size=1, max_size=12, unique=True)


@given(rows_like(*FIELDS) | anything)
def test_no_json_raises_anything_but_an_odd_answer(answer: Any) -> None:
    for decode in (telemetry.samples, telemetry.half_hours):
        with suppress(OddAnswer):
            decode(as_json(answer))


@given(places, st.randoms(use_true_random=False))
def test_order_and_doubles_do_not_matter(given_places: list[int], chance: Any) -> None:
    ordered = [_row(place) for place in sorted(given_places)]
    messy = [*ordered, *(_row(place, is_bare=True) for place in given_places)]
    chance.shuffle(messy)
    assert telemetry.samples(as_json(messy)) == telemetry.samples(as_json(ordered))
    assert telemetry.half_hours(as_json(messy)) == telemetry.half_hours(as_json(ordered))


@given(places, rows_like("demand", "consumption"))
def test_odd_rows_lose_none_of_the_others(given_places: list[int], odd: list[Any]) -> None:
    good = [_row(place) for place in sorted(given_places)]
    found = telemetry.samples(as_json(strewn(good, odd)))
    assert [sample.read_at for sample in found.rows] == [
        START + timedelta(minutes=30 * p) for p in sorted(given_places)
    ]
    assert found.skipped == len(odd)


def test_a_row_in_the_units_of_the_house() -> None:
    (sample,) = telemetry.samples(as_json([_row(9)])).rows
    assert (sample.watts, sample.import_wh, sample.export_wh) == (Decimal(-300), Decimal(11_350), Decimal(1_220_500))
    (half_hour,) = telemetry.half_hours(as_json([_row(9)])).rows
    assert half_hour.start == START + timedelta(hours=4, minutes=30)
    assert half_hour.import_delta_wh == Decimal(150)


def test_numbers_may_be_numbers_strings_or_null() -> None:
    row = _row(0) | {"demand": 642, "consumption": 10420125.5, "export": None}
    (sample,) = telemetry.samples(as_json([row])).rows
    assert (sample.watts, sample.import_wh, sample.export_wh) == (Decimal(642), Decimal("10420125.5"), None)


def test_no_rows_and_null_are_no_error() -> None:
    assert telemetry.samples(None).rows == telemetry.samples(b"[]").rows == ()
