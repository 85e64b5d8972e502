"""The prices of days as a sheet of text, for spreadsheets and the clipboard. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from kraken_desktop.domain.moments import Span, day_span, london
from kraken_desktop.services import derive, text
from kraken_desktop.services.car_prices import car_prices
from kraken_desktop.services.plain import instant
from kraken_desktop.services.state import AppState

HEADINGS = ("start_utc", "end_utc", "start_london", "pence_per_kwh_inc_vat", "band", "is_smart_charge")
CAR = "car_pence_per_kwh_inc_vat"
"""Beside them where a car pays another price than the house."""


def price_sheet(state: AppState, days: Sequence[date], is_export: bool, separator: str = ",") -> str:
    """One line a half hour of each London day; a price that is not known is left empty, never 0."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, delimiter=separator, lineterminator="\n")
    scheme = derive.scheme_of(state, is_export)
    whole = Span(day_span(days[0]).start, day_span(days[-1]).end)
    car = None if is_export else car_prices(state, whole)
    writer.writerow(HEADINGS if car is None else (*HEADINGS, CAR))
    for slot in (slot for day in days for slot in derive.day_prices(state, day, is_export)):
        begins = f"{london(slot.span.start):%Y-%m-%d %H:%M}"
        band = "" if slot.pence is None else text.band_word(slot.band, scheme)
        smart = "yes" if slot.is_dispatch else "no"
        cells = (instant(slot.span.start), instant(slot.span.end), begins, _price(slot.pence), band, smart)
        own = () if car is None else (_price(car.pence_at(slot.span.start)),)
        writer.writerow((*cells, *own))
    return sheet.getvalue()


def _price(pence: Decimal | None) -> str:
    return "" if pence is None else f"{pence:f}"
