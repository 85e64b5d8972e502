from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.moments import SLOT, day_slots, day_span
from kraken_desktop.domain.power import HalfHour, Sample
from kraken_desktop.domain.rates import Rate, RateSchedule
from kraken_desktop.domain.usage import Reading, is_day_complete, today_usage
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
