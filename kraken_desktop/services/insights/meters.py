"""Which import meters of an account a span can be asked of, each by its name where there are several."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kraken_desktop.domain.account import Account
from kraken_desktop.services.costing import supplied
from kraken_desktop.services.date_span import DateSpan, part_within
from kraken_desktop.services.insights.compare import Public
from kraken_desktop.services.insights.questions import Insights, import_points
from kraken_desktop.services.state import StateHolder
from kraken_desktop.services.text.meters import meter_names
from kraken_desktop.storage.database import Database


@dataclass(frozen=True, slots=True)
class AskedMeter:
    """``is_supplied``: on any day of the span. ``heading`` tells it apart on the command line, () where it is alone."""

    number: str
    name: str
    insights: Insights
    is_supplied: bool
    heading: tuple[str, ...]

    @property
    def content(self) -> dict[str, Any]:
        """What every report of the meter begins with."""
        return {"meter_point": self.number, "name": self.name, "is_supplied": self.is_supplied}

    @property
    def not_supplied(self) -> str:
        return f"{self.name}: not supplied then"


def asked_meters(
    account: Account, database: Database, holder: StateHolder, span: DateSpan, public: Public | None = None
) -> Iterator[AskedMeter]:
    """In the account's order."""
    points = import_points(account)
    names = meter_names(points)
    for point in points:
        name = names[point.number]
        heading = (name,) if len(points) > 1 else ()
        insights = Insights(database, holder, point.number, public)
        is_supplied = part_within(span, supplied(point)).days > 0
        yield AskedMeter(point.number, name, insights, is_supplied, heading)
