from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.moments import SLOT, day_slots, day_span
from kraken_desktop.domain.power import HalfHour, Sample
from kraken_desktop.domain.rates import Rate, RateSchedule
from kraken_desktop.domain.usage import Reading, is_day_complete, register_trail, today_usage
from tests.domain.moments_given import at, days

IMPORT = RateSchedule.of([Rate(at("2020-01-01 00:00"), None, Decimal(30))])
EXPORT = RateSchedule.of([Rate(at("2020-01-01 00:00"), None, Decimal(15))])
MIDNIGHT = day_span(date(2026, 10, 5)).start


def rows(count: int, step_wh: int = 200, export_wh: int | None = 100) -> list[HalfHour]:
    return [
        HalfHour(
            MIDNIGHT + SLOT * index,
            Decimal(50_000 + step_wh * index),
            None if export_wh is None else Decimal(export_wh * index),
            Decimal(step_wh),
        )
        for index in range(count)
    ]


def live(start: datetime, watt_hours: int, count: int) -> list[Sample]:
    return [
        Sample(start + timedelta(minutes=index), Decimal(0), Decimal(watt_hours + 10 * index), None)
        for index in range(1, count + 1)
    ]


def test_today_is_the_half_hours_plus_live_since() -> None:
    half_hours = rows(5)
    now = half_hours[-1].start + timedelta(minutes=10)
    found = today_usage(now, half_hours, live(half_hours[-1].start, 50_800, 10), IMPORT, EXPORT, Decimal(53))
    assert found is not None
    assert found.imported.kwh == Decimal("0.8") + Decimal("0.1")
    assert found.imported.pence == Decimal("27.0")
    assert found.exported.kwh == Decimal("0.4")
    assert found.net_pence == Decimal("27.0") - Decimal("6.0")
    assert (found.until, found.is_complete, found.standing_pence) == (now, True, Decimal(53))


@given(st.integers(2, 48), st.integers(0, 29), st.randoms(use_true_random=False))
def test_order_doubles_and_yesterdays_rows_do_not_matter(count: int, minutes: int, random: object) -> None:
    half_hours = rows(count)
    now = half_hours[-1].start + timedelta(minutes=minutes)
    messy = [*half_hours, *half_hours, HalfHour(MIDNIGHT - SLOT, Decimal(1), Decimal(1), Decimal(9999))]
    random.shuffle(messy)  # type: ignore[attr-defined]
    assert today_usage(now, messy, (), IMPORT, EXPORT, None) == today_usage(now, half_hours, (), IMPORT, EXPORT, None)


def test_without_the_days_first_row_today_is_not_known_yet() -> None:
    assert today_usage(MIDNIGHT + SLOT * 3, rows(3)[1:], (), IMPORT, EXPORT, None) is None
    assert today_usage(MIDNIGHT, (), (), IMPORT, EXPORT, None) is None


def test_a_null_register_falls_to_the_rows_own_energy() -> None:
    half_hours = rows(3)
    half_hours[1] = HalfHour(half_hours[1].start, None, None, Decimal(200))
    found = today_usage(half_hours[-1].start, half_hours, (), IMPORT, EXPORT, None)
    whole = today_usage(half_hours[-1].start, rows(3), (), IMPORT, EXPORT, None)
    assert found is not None
    assert whole is not None
    assert found.imported.kwh == Decimal("0.2") + Decimal("0.2")
    assert found.imported == whole.imported


def test_a_replaced_register_is_never_a_silent_total() -> None:
    half_hours = rows(4)
    half_hours[2] = HalfHour(half_hours[2].start, Decimal(0), Decimal(0), None)
    half_hours[3] = HalfHour(half_hours[3].start, Decimal(200), Decimal(100), None)
    found = today_usage(half_hours[-1].start, half_hours, (), IMPORT, EXPORT, None)
    assert found is not None
    assert found.imported.kwh == Decimal("0.6")
    assert found.exported.kwh == Decimal("0.2")
    assert not found.is_complete


def test_a_missing_slot_is_said() -> None:
    half_hours = rows(6)
    del half_hours[3]
    half_hours[2] = HalfHour(half_hours[2].start, half_hours[2].import_wh, half_hours[2].export_wh, None)
    found = today_usage(half_hours[-1].start, half_hours, (), IMPORT, EXPORT, None)
    assert found is not None
    assert not found.is_complete


def test_without_a_price_the_energy_stands_and_the_money_is_unknown() -> None:
    found = today_usage(MIDNIGHT + SLOT * 2, rows(3), (), RateSchedule(), EXPORT, None)
    assert found is not None
    assert found.imported.kwh == Decimal("0.4")
    assert found.imported.pence is None
    assert found.net_pence is None


@given(days, st.integers(0, 49))
def test_a_day_is_complete_by_identity_not_by_count(day: date, left_out: int) -> None:
    slots = day_slots(day)
    whole = [Reading(slot.start, Decimal(1)) for slot in slots]
    assert is_day_complete(whole, day_span(day))
    doubled = [reading for index, reading in enumerate(whole) if index != left_out % len(slots)]
    doubled.append(doubled[0])
    assert not is_day_complete(doubled, day_span(day))


def samples_at(*seconds_and_registers: tuple[int, int | None]) -> list[Sample]:
    start = rows(3)[-1].start
    return [
        Sample(start + timedelta(seconds=after), None, None if register is None else Decimal(register))
        for after, register in seconds_and_registers
    ]


def test_a_sample_without_its_register_loses_nothing() -> None:
    half_hours = rows(3, export_wh=None)
    now = half_hours[-1].start + timedelta(minutes=3)
    live_rows = samples_at((60, 50_410), (120, None), (180, 50_430))
    found = today_usage(now, half_hours, live_rows, IMPORT, EXPORT, None)
    assert found is not None
    assert found.imported.kwh == Decimal("0.43")
    assert (found.until, found.is_complete) == (now, True)


@pytest.mark.parametrize("broken", [((60, 50_410), (120, 7), (180, 17)), ((1900, 50_410), (1910, 50_420))])
def test_a_live_stretch_that_adds_nothing_is_said(broken: tuple[tuple[int, int], ...]) -> None:
    half_hours = rows(3, export_wh=None)
    live_rows = samples_at(*broken)
    found = today_usage(live_rows[-1].read_at, half_hours, live_rows, IMPORT, EXPORT, None)
    assert found is not None
    assert found.imported.kwh == Decimal("0.4") + (Decimal("0.02") if len(broken) == 3 else Decimal("0.01"))
    assert not found.is_complete


@given(st.lists(st.tuples(st.integers(1, 600), st.integers(0, 100), st.booleans()), min_size=1, max_size=30))
def test_live_energy_is_what_the_register_says_however_it_is_sampled(steps: list[tuple[int, int, bool]]) -> None:
    at_second, register = 0, 1000
    points: list[tuple[datetime, Decimal | None]] = [(MIDNIGHT, Decimal(1000))]
    for seconds, watt_hours, is_told in steps:
        at_second, register = at_second + seconds, register + watt_hours
        # At least each second reading is told, so that no gap is longer than a slot.
        told = is_told or len(points) % 2 == 0
        points.append((MIDNIGHT + timedelta(seconds=at_second), Decimal(register) if told else None))
    last = next(moment for moment, watt_hours in reversed(points) if watt_hours is not None)
    total = next(watt_hours for _, watt_hours in reversed(points) if watt_hours is not None) - 1000
    found = register_trail(points, IMPORT)
    assert (found.until, found.energy.kwh, found.is_whole) == (last, total / 1000, True)
    assert found.energy.pence is not None
    assert abs(found.energy.pence - total / 1000 * 30) < Decimal("1e-9")
