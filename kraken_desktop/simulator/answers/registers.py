"""What the registers of a meter are called, and what they showed (docs/api.md, 5.2 and 7.2)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from kraken_desktop.simulator.answers.paging import Made, connection
from kraken_desktop.simulator.homes.declaration import Meter, MeterPoint
from kraken_desktop.simulator.london import at_local, local, local_date, months_before, slot_of
from kraken_desktop.simulator.world import Exchange

DIGITS = 5
MONTHS_KEPT = 14


def registers_of(exchange: Exchange, point: MeterPoint, meter_id: str) -> list[dict[str, Any]]:
    return [
        {
            "id": f"{meter_id}{number}",
            "identifier": str(number),
            "name": name,
            "digits": DIGITS,
            "decimalPlaces": 0,
            "unitRateType": name,
        }
        for number, name in enumerate(exchange.world.registers.names(point, exchange.now), 1)
    ]


def readings_of(exchange: Exchange, point: MeterPoint, meter: Meter, **page: Any) -> dict[str, Any]:
    """Of each London midnight whose day before has arrived, newest first; none of a meter that is not smart."""
    household, now = exchange.household, exchange.now
    newest = local_date(now)
    while household.arrives(slot_of(at_local(newest)) - 1) > now:
        newest -= timedelta(days=1)
    oldest = max(months_before(local_date(now), MONTHS_KEPT), meter.active_from)
    count = max(0, (newest - oldest).days + 1) if meter.is_smart else 0
    return connection(Made(count, lambda back: _reading(exchange, point, meter, newest - timedelta(days=back))), **page)


def _reading(exchange: Exchange, point: MeterPoint, meter: Meter, day: date) -> dict[str, Any]:
    shown = exchange.world.registers.shown(point, meter, slot_of(at_local(day)))
    return {
        "id": f"{meter.serial[-4:]}{day:%Y%m%d}",
        "readAt": local(at_local(day)),
        "source": "SMART_METER",
        "readingSource": "Smart reading",
        "registers": [
            {
                "identifier": str(number),
                "name": name,
                "value": str(Decimal(watt_hours) / 1000),
                "digits": DIGITS,
                "isQuarantined": False,
            }
            for number, (name, watt_hours) in enumerate(shown.items(), 1)
        ],
    }
