"""Live power and registers from the Home Mini (docs/api.md, 7.5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from kraken_desktop.simulator.answers.gas import gas_telemetry
from kraken_desktop.simulator.answers.network import gas_point_with_device, point_with_device
from kraken_desktop.simulator.chance import between
from kraken_desktop.simulator.errors import refusal
from kraken_desktop.simulator.homes.declaration import EXPORT, IMPORT, GasPoint, MeterPoint, Supply
from kraken_desktop.simulator.london import BUCKET_SECONDS, SLOT_SECONDS, at_local, at_unix, unix
from kraken_desktop.simulator.world import Answers, Exchange

SECONDS = {"TEN_SECONDS": 10, "ONE_MINUTE": 60, "FIVE_MINUTES": 300, "HALF_HOURLY": 1800, "HOURLY": 3600}
FINE_KEPT = timedelta(days=2)
COARSE_KEPT = timedelta(days=31)
STALE_BY = timedelta(minutes=10)
_SIGNS = ((IMPORT, 1), (EXPORT, -1))


def smart_meter_telemetry(
    exchange: Exchange,
    deviceId: str,
    start: datetime | None = None,
    end: datetime | None = None,
    grouping: str = "HALF_HOURLY",
) -> list[dict[str, Any]] | None:
    if exchange.fault("rate-limited") or not exchange.world.limits.telemetry.spend(exchange.now):
        raise refusal("KT-CT-1199")
    if exchange.fault("telemetry-unavailable"):
        raise refusal("KT-GB-4039")
    if exchange.fault("telemetry-null"):
        return None
    point = reporting_point(exchange, deviceId)
    if point is None or exchange.fault("telemetry-empty"):
        return []
    if isinstance(point, GasPoint):
        answer = gas_telemetry(exchange, point, start, end, SECONDS[grouping])
        return _messy(answer) if exchange.fault("telemetry-messy") else answer
    rows = Rows(exchange, point)
    if rows.newest <= rows.oldest:
        return []
    if start is None and end is None:
        return [rows.row(rows.newest - BUCKET_SECONDS, BUCKET_SECONDS)]
    answer = list(rows.between(start, end, SECONDS[grouping]))
    return _messy(answer) if exchange.fault("telemetry-messy") else answer


def reporting_point(exchange: Exchange, device_id: str) -> Supply | None:
    """The supply with that EUI-64, if a Home Mini listens to it by now."""
    point = point_with_device(exchange, device_id) or gas_point_with_device(exchange, device_id)
    place = exchange.world.home.mini_property
    awake = exchange.world.mini_reports_from()
    if point is None or place is None or point not in place.supplies or awake is None or exchange.now < awake:
        return None
    return point


class Rows:
    """Rows of one meter as far as the Mini has reported: from `oldest` up to `newest`, Unix times of whole tens."""

    def __init__(self, exchange: Exchange, point: MeterPoint) -> None:
        self._exchange = exchange
        self._household = exchange.household
        points = exchange.world.home.property_of(point).meter_points
        self._points = {one.direction: one for one in points}
        self._meter = self._household.known_meters(point, exchange.now)[-1]
        self._house = self._household.premises(point).meter
        self.newest = self._reported_until()
        self.oldest = max(unix(at_local(self._meter.active_from)), self._woken())

    def between(self, start: datetime | None, end: datetime | None, seconds: int) -> Iterator[dict[str, Any]]:
        """Rows whose bucket begins in [start, end), of what is still kept, oldest first."""
        kept = COARSE_KEPT if seconds >= SLOT_SECONDS else FINE_KEPT
        oldest = max(unix(self._exchange.now - kept), self.oldest)
        first = max(unix(start) if start is not None else oldest, oldest)
        last = min(unix(end) if end is not None else self.newest, self.newest)
        for moment in range(-(-first // seconds) * seconds, last, seconds):
            yield self.row(moment, seconds)

    def row(self, moment: int, seconds: int) -> dict[str, Any]:
        """The bucket that begins at a Unix time; its deltas are null until the next bucket has begun to arrive."""
        imported = self._register(IMPORT, moment)
        row: dict[str, Any] = {
            "readAt": at_unix(moment),
            "demand": self._demand(moment, seconds),
            "consumption": imported,
            "export": self._register(EXPORT, moment) if EXPORT in self._points else None,
            "consumptionDelta": None,
            "costDelta": None,
            "costDeltaWithTax": None,
        }
        if moment + seconds < self.newest:
            delta = self._register(IMPORT, moment + seconds) - imported
            row["consumptionDelta"] = delta
            point = self._points.get(IMPORT)
            price = None if point is None else self._household.listed_price(point, at_unix(moment))
            if price is not None:
                row["costDelta"], row["costDeltaWithTax"] = (_plain(Decimal(delta) * each / 1000) for each in price)
        return row

    def _register(self, direction: str, moment: int) -> int:
        # A meter counts both ways, whoever buys or sells.
        point = self._points.get(direction)
        return (
            self._house.register(direction, moment)
            if point is None
            else self._household.register(point, self._meter, moment)
        )

    def _woken(self) -> int:
        """A Mini that was set up while the simulator runs knows of nothing before."""
        awake = self._exchange.world.mini_reports_from()
        assert awake is not None
        return unix(awake) // BUCKET_SECONDS * BUCKET_SECONDS

    def _demand(self, moment: int, seconds: int) -> int:
        meter = self._house
        if seconds == BUCKET_SECONDS:
            return meter.demand(moment)
        until = min(moment + seconds, self.newest)
        if until - moment >= SLOT_SECONDS:
            net = [sign * (meter.register(way, until) - meter.register(way, moment)) for way, sign in _SIGNS]
            return round(sum(net) * 3600 / (until - moment))
        parts = [meter.demand(each) for each in range(moment, until, BUCKET_SECONDS)]
        return round(sum(parts) / len(parts))

    def _reported_until(self) -> int:
        now = self._exchange.now
        stale = self._exchange.fault("telemetry-stale")
        if stale is not None:
            now = min(now, stale.since - STALE_BY)
        # The Mini reports at its own pace: ten to thirty seconds behind, in steps that nobody sees.
        minute = unix(now) // 60
        lag = 10 + int(between(0, 3, self._household.seed, "lag", minute)) * BUCKET_SECONDS
        return (unix(now) - lag) // BUCKET_SECONDS * BUCKET_SECONDS


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _messy(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every third row twice, the second half before the first, half the deltas gone."""
    doubled = [row for place, row in enumerate(rows) for _ in range(2 if place % 3 == 0 else 1)]
    without = {"consumptionDelta": None, "costDelta": None, "costDeltaWithTax": None}
    kept = [row | without if place % 2 else row for place, row in enumerate(doubled)]
    return kept[len(kept) // 2 :] + kept[: len(kept) // 2]


FIELDS: Answers = {"smartMeterTelemetry": smart_meter_telemetry}
