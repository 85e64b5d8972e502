"""Energy with its cost as Octopus itself counts it, and what its labels say (docs/api.md, Measurements with cost)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.units import ZERO


class Frequency(StrEnum):
    """How long a measurement lasts, by the service's own words."""

    HALF_HOUR = "THIRTY_MIN_INTERVAL"
    HOUR = "HOUR_INTERVAL"
    DAY = "DAY_INTERVAL"
    WEEK = "WEEK_INTERVAL"
    MONTH = "MONTH_INTERVAL"


class Grain(StrEnum):
    """How fine the Mini's rows are asked for, by the service's own words."""

    TEN_SECONDS = "TEN_SECONDS"
    MINUTE = "ONE_MINUTE"
    FIVE_MINUTES = "FIVE_MINUTES"
    HALF_HOUR = "HALF_HOURLY"
    HOUR = "HOURLY"


@dataclass(frozen=True, slots=True)
class LiveRow:
    """A row of the Mini with its cost: power in W (negative while exporting, None for gas), registers and use in Wh.

    What was used, and its pence, run until the next row: the newest has none yet.
    """

    start: datetime
    watts: Decimal | None = None
    import_wh: Decimal | None = None
    export_wh: Decimal | None = None
    used_wh: Decimal | None = None
    pence_exc_vat: Decimal | None = None
    pence_inc_vat: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """Who a bucket is charged to and at which of a tariff's two prices."""

    is_car: bool
    is_off_peak: bool


@dataclass(frozen=True, slots=True)
class Bucket:
    """A part of a measurement at one price; ``kwh`` None where the service leaves it out, as for gas."""

    label: str | None
    kwh: Decimal | None
    pence_exc_vat: Decimal | None = None
    pence_inc_vat: Decimal | None = None
    pence_per_kwh_exc_vat: Decimal | None = None

    @property
    def share(self) -> Share | None:
        return read_label(self.label)


@dataclass(frozen=True, slots=True)
class Measurement:
    """``amount`` is in ``unit`` (the service's word, "kwh" as a rule). ``buckets`` never hold the standing charge."""

    span: Span
    amount: Decimal
    unit: str
    buckets: tuple[Bucket, ...] = ()
    standing_pence_exc_vat: Decimal | None = None
    standing_pence_inc_vat: Decimal | None = None

    @property
    def charged(self) -> tuple[Bucket, ...]:
        """Those with energy; a single bucket counts without telling its own."""
        if len(self.buckets) == 1 and self.buckets[0].kwh is None:
            return self.buckets
        return tuple(bucket for bucket in self.buckets if bucket.kwh)

    @property
    def pence_inc_vat(self) -> Decimal | None:
        """What the energy cost; None where no bucket says, or one that was charged does not."""
        return _sum([bucket.pence_inc_vat for bucket in self.charged], self)

    @property
    def pence_exc_vat(self) -> Decimal | None:
        return _sum([bucket.pence_exc_vat for bucket in self.charged], self)

    @property
    def shares(self) -> tuple[tuple[Share, Bucket], ...] | None:
        """Each charged bucket with what its label says; None where one is unknown: no split is better than a guess."""
        found = [(bucket.share, bucket) for bucket in self.charged]
        known = tuple((share, bucket) for share, bucket in found if share is not None)
        return known if len(known) == len(found) else None


@dataclass(frozen=True, slots=True)
class RegisterReading:
    """A meter's own index at an instant, in ``unit``."""

    at: datetime
    index: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class MeteredSpan:
    """Energy without cost, in the meter's unit."""

    span: Span
    amount: Decimal


@dataclass(frozen=True, slots=True)
class UsageCost:
    """``pence`` whole, as the dashboard shows them; None where it shows none."""

    span: Span
    kwh: Decimal | None
    pence: Decimal | None


def read_label(label: str | None) -> Share | None:
    """``ECO7_NIGHT``, ``EV_DEVICE_OFF_PEAK``, ``HOME STANDARD RATE``; None for one that says neither cheap nor dear."""
    words = [word for word in re.split(r"[^A-Z0-9]+", (label or "").upper()) if word]
    spelled = " ".join(words)
    is_off_peak = "LOW" in words or "NIGHT" in words or "OFF PEAK" in spelled
    is_peak = not is_off_peak and any(word in words for word in ("STANDARD", "DAY", "PEAK"))
    return Share("EV" in words, is_off_peak) if is_off_peak or is_peak else None


def _sum(pence: list[Decimal | None], measurement: Measurement) -> Decimal | None:
    known = [one for one in pence if one is not None]
    if len(known) != len(pence) or not measurement.buckets:
        return None
    return sum(known, ZERO)
