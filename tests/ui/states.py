"""States made by hand: homes that the widgets are shown in."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from kraken_desktop.domain.account import Account, DeviceKind, ReadyBy, SmartDevice
from kraken_desktop.domain.dispatch import (
    CompletedDispatch,
    DevicePlan,
    DeviceStatus,
    DispatchBook,
    DispatchKind,
    PlannedDispatch,
    StartedDispatch,
)
from kraken_desktop.domain.effective_price import SmartTerms
from kraken_desktop.domain.moments import DailyWindow, Span, day_slots, day_span, london_date
from kraken_desktop.domain.notices import NoticeKind, SentNotice
from kraken_desktop.domain.power import HalfHour, Sample, Trace
from kraken_desktop.domain.rates import Rate, RateSchedule
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.domain.tariffs import timed
from kraken_desktop.services.state import AppState, Budget, Phase, Polling, Selection, Tariff

NOW = datetime(2026, 11, 23, 15, 10, tzinfo=UTC)
ACCOUNT = Account("A-0000TEST", "ACTIVE", 1234, ())
NIGHT = DailyWindow(time(23, 30), time(5, 30))


def agile_home(now: datetime = NOW, *, has_tomorrow: bool = True, prices: Iterable[str] | None = None) -> AppState:
    """Half-hourly prices of today and, where told, tomorrow; a Home Mini that has just been read."""
    today = london_date(now)
    days = [today, today + timedelta(days=1)] if has_tomorrow else [today]
    rates = [rate for day in days for rate in _agile_day(day, prices)]
    tariff = Tariff("Agile Octopus", "E-1R-AGILE-24-10-01-C", RateSchedule.of(rates), Decimal("53.35"), True)
    return _home(now, tariff, has_mini=True)


def flat_home(now: datetime = NOW, pence: str = "24.86") -> AppState:
    """One price for ever, no Home Mini."""
    rates = (Rate(now - timedelta(days=90), None, Decimal(pence)),)
    return _home(now, Tariff("Flexible Octopus", "E-1R-VAR-22-11-01-C", RateSchedule(rates)), has_mini=False)


def export_only_home(now: datetime = NOW, pence: str = "15") -> AppState:
    rates = (Rate(now - timedelta(days=90), None, Decimal(pence)),)
    tariff = Tariff("Outgoing Octopus", "E-1R-OUTGOING-VAR-24-10-26-C", RateSchedule(rates))
    return replace(
        _home(now, tariff, has_mini=False),
        import_tariff=Snapshot(),
        export_tariff=Snapshot(tariff, now - timedelta(minutes=10)),
        selection=Selection("A-0000TEST", export_number="1200099999990"),
    )


def solar_home(now: datetime = NOW) -> AppState:
    """An Agile home that has exported 100 Wh in each slot so far, at 15p."""
    home = agile_home(now)
    rows = tuple(replace(row, export_wh=Decimal(100 * index)) for index, row in enumerate(home.half_hours.value or ()))
    export = export_only_home(now).export_tariff
    return replace(home, half_hours=Snapshot(rows, now), export_tariff=export)


def intelligent_home(
    now: datetime = NOW,
    *,
    state: str = "SMART_CONTROL_IN_PROGRESS",
    planned: Iterable[tuple[str, str]] = (("16:45", "17:25"), ("23:40", "02:15")),
    kind: DispatchKind = DispatchKind.SMART,
) -> AppState:
    """Day and night prices, one car; ``planned`` are today's London clock times."""
    span = Span(
        day_span(london_date(now)).start - timedelta(days=2), day_span(london_date(now)).end + timedelta(days=3)
    )
    day, night = Rate(span.start, None, Decimal("30.5")), Rate(span.start, None, Decimal("8.5"))
    schedule = timed((day,), (night,), (NIGHT,), span)
    terms = SmartTerms((NIGHT,))
    tariff = Tariff("Intelligent Octopus Go", "E-1R-INTELLI-VAR-24-10-29-C", schedule, Decimal("48.2"), terms=terms)
    car = SmartDevice("00000000-0000-4000-8000-000000000001", DeviceKind.VEHICLE, "Zappy", "TESLA", "Tesla", "Model 3")
    status = DeviceStatus(
        car,
        state,
        now - timedelta(seconds=12),
        charge_percent=Decimal(62),
        charge_seen_at=now - timedelta(minutes=25),
        charge_limit_percent=80,
        schedule=(ReadyBy("MONDAY", time(7), Decimal(80)),),
    )
    dispatches = tuple(
        PlannedDispatch(car.id, clock_span(now, start, end), kind, Decimal("4.9")) for start, end in planned
    )
    book = DispatchBook(
        (status,),
        (DevicePlan(car.id, now - timedelta(seconds=12), dispatches),),
        (StartedDispatch(car.id, clock_span(now, "04:00", "05:00")),),
        (
            CompletedDispatch(clock_span(now, "12:10", "12:40"), Decimal("3.4"), "smart-charge", "AT_HOME"),
            CompletedDispatch(clock_span(now, "08:05", "08:50"), Decimal("5.2"), "smart-charge", "AWAY"),
            CompletedDispatch(clock_span(now, "04:00", "05:00"), Decimal("7.1"), "bump-charge", "AT_HOME"),
        ),
    )
    return replace(_home(now, tariff, has_mini=True), dispatches=Snapshot(book, now - timedelta(seconds=12)))


def with_notices(state: AppState) -> AppState:
    at = state.now
    return replace(
        state,
        notices=(
            SentNotice(
                "dispatch:1", "dispatch", NoticeKind.DISPATCH, "Zappy is charging",
                "The whole house pays 8.5p until 17:30.", "a smart charge started", "dispatches",
                at - timedelta(minutes=40), "desktop",
            ),
            SentNotice(
                "tomorrow:1", "tomorrow", NoticeKind.TOMORROW, "Tomorrow's prices are here",
                "From 3.1p to 38.1p. The cheapest three hours are 02:30–05:30 at 4.2p.",
                "tomorrow's prices were published", "prices", at - timedelta(hours=22), "desktop",
            ),
            SentNotice(
                "stale:1", "stale", NoticeKind.STALE, "Live power has been silent for two hours",
                "The Home Mini last answered at 09:12.", "nothing was read for two hours", "live",
                at - timedelta(days=3), "tray",
            ),
        ),
    )  # fmt: skip


def clock_span(now: datetime, start: str, end: str) -> Span:
    """London clock times of the day of ``now``; an end before the start is tomorrow's."""
    midnight = day_span(london_date(now)).start

    def at(clock: str) -> timedelta:
        hours, minutes = clock.split(":")
        return timedelta(hours=int(hours), minutes=int(minutes))

    last = at(end) if at(end) > at(start) else at(end) + timedelta(days=1)
    return Span(midnight + at(start), midnight + last)


def _home(now: datetime, tariff: Tariff, *, has_mini: bool) -> AppState:
    fetched = now - timedelta(minutes=10)
    polled = now - timedelta(seconds=10)
    live: Snapshot[Trace] = (
        Snapshot(_trace(now), polled, next_try=now + timedelta(seconds=50)) if has_mini else Snapshot()
    )
    return AppState(
        now=now,
        phase=Phase.SIGNED_IN,
        account=Snapshot(ACCOUNT, fetched),
        selection=Selection("A-0000TEST", import_number="1200099999990", device_id="00-00-00-00-00-00-00-01"),
        import_tariff=Snapshot(tariff, fetched, next_try=now + timedelta(minutes=20)),
        live=live if has_mini else Snapshot(),
        half_hours=Snapshot(_half_hours(now), polled) if has_mini else Snapshot(),
        has_mini=has_mini,
        polling=Polling(),
        budget=Budget(used=42),
    )


def _agile_day(day: date, prices: Iterable[str] | None) -> list[Rate]:
    given = None if prices is None else [Decimal(price) for price in prices]
    rates = []
    for index, slot in enumerate(day_slots(day)):
        peak = 14 if 32 <= index <= 37 else 0
        night = -12 if 3 <= index <= 9 else 0
        price = given[index % len(given)] if given else Decimal(round(19 + 8 * math.sin(index / 7.6) + peak + night, 2))
        rates.append(Rate(slot.start, slot.end, Decimal(str(round(price, 2)))))
    return rates


def _trace(now: datetime) -> Trace:
    return Trace(
        tuple(
            Sample(now - timedelta(seconds=10 * index), Decimal(1240 - 3 * index), _register(now) - Decimal(index))
            for index in range(60, 0, -1)
        )
    )


def _half_hours(now: datetime) -> tuple[HalfHour, ...]:
    midnight = day_span(london_date(now)).start
    slots = (now - midnight) // timedelta(minutes=30)
    return tuple(
        HalfHour(midnight + timedelta(minutes=30 * index), Decimal(1_000_000 + 210 * index))
        for index in range(slots + 1)
    )


def _register(now: datetime) -> Decimal:
    slots = (now - day_span(london_date(now)).start) // timedelta(minutes=30)
    return Decimal(1_000_000 + 210 * slots + 150)
