"""Today from metered readings, where there is no Mini: never short."""

from datetime import timedelta
from decimal import Decimal

from kraken_desktop.domain.moments import SLOT, Span
from kraken_desktop.domain.rates import Rate, RateSchedule
from kraken_desktop.domain.usage import Reading, today_usage
from kraken_desktop.services.history import rows_of_readings
from tests.services.given import utc

MIDNIGHT = utc("2026-10-04 23:00")
DAY = Span(MIDNIGHT, MIDNIGHT + 10 * SLOT)
PRICE = RateSchedule((Rate(MIDNIGHT - timedelta(days=1), None, Decimal(20)),))


def readings(*kwh: str | None) -> tuple[Reading, ...]:
    return tuple(Reading(MIDNIGHT + n * SLOT, Decimal(value)) for n, value in enumerate(kwh) if value is not None)


def test_sum_is_the_readings() -> None:
    rows = rows_of_readings(readings(*["0.25"] * 10), None, DAY)
    usage = today_usage(DAY.end, rows, (), PRICE, RateSchedule(), None)
    assert usage is not None
    assert usage.imported.kwh == Decimal("2.5")
    assert usage.imported.pence == 50
    assert usage.is_complete
    assert usage.until == DAY.end


def test_a_missing_slot_ends_what_is_known() -> None:
    rows = rows_of_readings(readings("0.25", "0.25", None, "9"), None, DAY)
    usage = today_usage(DAY.end, rows, (), PRICE, RateSchedule(), None)
    assert usage is not None
    assert usage.imported.kwh == Decimal("0.5")
    assert usage.until == MIDNIGHT + 2 * SLOT


def test_nothing_of_the_first_slot_is_nothing_known() -> None:
    assert rows_of_readings(readings(None, "1"), None, DAY) == ()


def test_with_an_export_meter_a_slot_needs_both() -> None:
    rows = rows_of_readings(readings(*["0.25"] * 10), readings("0.1", "0.3"), DAY)
    usage = today_usage(DAY.end, rows, (), PRICE, PRICE, None)
    assert usage is not None
    assert (usage.imported.kwh, usage.exported.kwh) == (Decimal("0.5"), Decimal("0.4"))
