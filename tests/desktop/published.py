"""What the simulator's public price list says, read past the app."""

import json
import urllib.request
from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

from tests.simulated import Simulated
from tests.waiting import PATIENCE_SECONDS

LONDON = ZoneInfo("Europe/London")
# The icon's fill by quarter of the day's price range.
FILLS = {0: "#237a35", 1: "#66a80f", 2: "#f08c00", 3: "#c92a2a"}


@dataclass(frozen=True, slots=True)
class Step:
    """One published price, from `start` until `end` (None: until further notice)."""

    start: datetime
    end: datetime | None
    pence: Decimal

    @property
    def words(self) -> str:
        return words(self.pence)


def words(pence: Decimal) -> str:
    """A price of zero or more as the app words it."""
    return f"{pence.quantize(Decimal('0.1'), ROUND_HALF_UP)}p"


def clock(at: datetime) -> str:
    """As London's clocks show it."""
    return f"{at.astimezone(LONDON):%H:%M}"


def day_steps(octopus: Simulated, day: date) -> list[Step]:
    """The prices of a London day by the public list of the home's import tariff, oldest first."""
    account = _get(octopus, f"/v1/accounts/{octopus.account}/")
    tariff = next(
        agreement["tariff_code"]
        for home in account["properties"]
        for point in home["electricity_meter_points"]
        for agreement in point["agreements"]
        if not point["is_export"] and agreement["valid_to"] is None
    )
    product = "-".join(tariff.split("-")[2:-1])
    begin, end = (_midnight(day + timedelta(days=ahead)) for ahead in (0, 1))
    rows = _get(
        octopus,
        f"/v1/products/{product}/electricity-tariffs/{tariff}/standard-unit-rates/?page_size=100"
        f"&period_from={begin:%Y-%m-%dT%H:%M:%SZ}&period_to={end:%Y-%m-%dT%H:%M:%SZ}",
    )["results"]
    return sorted((_step(row) for row in rows), key=lambda step: step.start)


def quadrant(steps: list[Step], step: Step) -> int:
    """Which quarter of the day's price range this price is in."""
    prices = [each.pence for each in steps]
    lowest, highest = min(prices), max(prices)
    return min(3, int((step.pence - lowest) * 4 / (highest - lowest)))


def _step(row: dict[str, Any]) -> Step:
    start, end = (row[name] and datetime.fromisoformat(row[name]) for name in ("valid_from", "valid_to"))
    return Step(start, end, Decimal(str(row["value_inc_vat"])))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def _get(octopus: Simulated, path: str) -> Any:
    basic = b64encode(f"{octopus.api_key}:".encode()).decode()
    request = urllib.request.Request(octopus.base_url + path, headers={"Authorization": f"Basic {basic}"})
    with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as reply:
        return json.load(reply)
