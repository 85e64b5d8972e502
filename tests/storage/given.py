"""An invented home's facts for the store."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from kraken_desktop.domain.account import (
    Account,
    Agreement,
    DeviceKind,
    Direction,
    Fuel,
    Meter,
    MeterPoint,
    Property,
    ReadyBy,
    SmartDevice,
)
from kraken_desktop.domain.dispatch import (
    CompletedDispatch,
    DevicePlan,
    DeviceStatus,
    DispatchBook,
    PlannedDispatch,
    StartedDispatch,
)
from kraken_desktop.domain.moments import DailyWindow, Span
from kraken_desktop.domain.notices import NoticeKind, SentNotice
from kraken_desktop.domain.power import Sample
from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.domain.rates import Rate, RateSource
from kraken_desktop.domain.tariffs import InlineTariff, NamedRates
from kraken_desktop.storage.database import Database

NOW = datetime(2026, 10, 5, 12, 0, tzinfo=UTC)
TARIFF = "E-1R-AGILE-24-10-01-C"
DEVICE = "00-11-22-33-44-55-66-77"
POINT = "1200099999990"
ACCOUNT = "A-1B2C3D4E"
HOUR = timedelta(hours=1)


def account() -> Account:
    inline = InlineTariff(
        "HalfHourlyTariff",
        "Agile Octopus",
        NOW,
        Decimal("47.8485"),
        (Rate(NOW, NOW + HOUR, Decimal("24.3075"), Decimal("23.15"), RateSource.AGREEMENT),),
        NamedRates(day=Decimal("28.65"), night=Decimal("7.5")),
    )
    agreements = (
        Agreement(TARIFF, "AGILE-24-10-01", NOW - 400 * HOUR, None, inline, (DailyWindow(time(0, 30), time(7), True),)),
        Agreement("E-1R-VAR-22-11-01-C", "VAR-22-11-01", NOW - 9000 * HOUR, NOW - 400 * HOUR),
    )
    point = MeterPoint(
        POINT, Fuel.ELECTRICITY, Direction.IMPORT, "C", (Meter("21L0000000", DEVICE, is_active=True),), agreements
    )
    home = Property("1234567", "1 Sample Street", "AB1 2CD", NOW - 9000 * HOUR, None, (point,))
    return Account(ACCOUNT, "ACTIVE", -1234, (home,))


def book(seen_at: datetime, charge: int = 40, ends: datetime = NOW + HOUR) -> DispatchBook:
    car = SmartDevice("car", DeviceKind.VEHICLE, "Family car", "TESLA", "Tesla", "Model 3", "1234567")
    status = DeviceStatus(
        car,
        "SMART_CONTROL_IN_PROGRESS",
        seen_at,
        charge_percent=Decimal(charge),
        charge_seen_at=seen_at,
        charge_limit_percent=90,
        schedule=(ReadyBy("MONDAY", time(7), Decimal(80)),),
        alerts=("the car's charger reported a fault",),
    )
    plan = DevicePlan("car", seen_at, (PlannedDispatch("car", Span(NOW, ends), energy_kwh=Decimal("7.2")),))
    failed = DevicePlan("other", seen_at, problem=Problem(ProblemKind.ODD_ANSWER, seen_at, "KT-CT-4301", 2))
    done = CompletedDispatch(Span(NOW - 9 * HOUR, NOW - 8 * HOUR), Decimal("6.61"), "smart-charge", "AT_HOME")
    return DispatchBook((status,), (plan, failed), (StartedDispatch("car", Span(NOW, NOW + HOUR / 2)),), (done,))


def notice(key: str, sent_at: datetime = NOW) -> SentNotice:
    return SentNotice(
        key, "tomorrow", NoticeKind.TOMORROW, "Tomorrow's prices", "5.1p–31.0p", "published", "prices", sent_at, "tray"
    )


def rate(start: datetime, end: datetime | None, pence: str) -> Rate:
    return Rate(start, end, Decimal(pence))


def samples(count: int, start: datetime = NOW, watts: int = 300) -> tuple[Sample, ...]:
    """One each ten seconds."""
    return tuple(
        Sample(start + timedelta(seconds=10 * i), Decimal(watts + i), Decimal("12345678.9") + i, Decimal(0))
        for i in range(count)
    )


async def filled(path: Path) -> None:
    """A database that a run has left behind, with one of everything."""
    database = Database.open(path)
    try:
        await database.save_account(account(), NOW)
        await database.add_notice(notice("tomorrow:2026-10-06"))
        await database.add_dispatch_view(ACCOUNT, book(NOW), NOW)
        await database.add_samples(DEVICE, samples(5, NOW - HOUR / 2))
    finally:
        await database.close()
