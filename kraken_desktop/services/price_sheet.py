"""The prices of days as a sheet of text, for spreadsheets and the clipboard. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date

from kraken_desktop.domain.moments import london
from kraken_desktop.services import derive, text
from kraken_desktop.services.plain import instant
from kraken_desktop.services.state import AppState

HEADINGS = ("start_utc", "end_utc", "start_london", "pence_per_kwh_inc_vat", "band", "is_smart_charge")


def price_sheet(state: AppState, days: Sequence[date], is_export: bool, separator: str = ",") -> str:
    """One line a half hour of each London day; a price that is not known is left empty, never 0."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, delimiter=separator, lineterminator="\n")
    writer.writerow(HEADINGS)
    scheme = derive.scheme_of(state, is_export)
    for slot in (slot for day in days for slot in derive.day_prices(state, day, is_export)):
        begins, price = f"{london(slot.span.start):%Y-%m-%d %H:%M}", "" if slot.pence is None else f"{slot.pence:f}"
        band = "" if slot.pence is None else text.band_word(slot.band, scheme)
        smart = "yes" if slot.is_dispatch else "no"
        writer.writerow((instant(slot.span.start), instant(slot.span.end), begins, price, band, smart))
    return sheet.getvalue()
