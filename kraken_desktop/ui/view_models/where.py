"""What "where it goes" shows: a week by hours, what is always on, the dearest hours, and what shifting saves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from kraken_desktop.domain.moments import Span, london_date
from kraken_desktop.domain.spending import Cell, DearHour, Shift, Spending
from kraken_desktop.domain.units import exact
from kraken_desktop.services import text
from kraken_desktop.services.text.insights import WEEKDAYS, habit_words
from kraken_desktop.services.text.settled import estimated_words
from kraken_desktop.ui.plots.hour_map import HourCell
from kraken_desktop.ui.view_models.table import Column, Row

COLUMNS = (
    Column("The ten dearest hours", stretches=True),
    Column("kWh", is_number=True),
    Column("p/kWh", is_number=True),
    Column("£", is_number=True),
)
AN_HOUR = timedelta(hours=1)
_PENCE_IN_A_POUND = 100


@dataclass(frozen=True, slots=True)
class WhereView:
    """``shifts`` are one sentence for each kWh a day, from 1 on; empty where there is nothing to shift."""

    habit: str
    always_on: str
    note: str
    money: tuple[HourCell, ...]
    dear: tuple[HourCell, ...]
    rows: tuple[Row, ...]
    shifts: tuple[str, ...]


def where_view(found: Spending, estimated: Sequence[date] = ()) -> WhereView:
    """Of a span with at least one priced half hour; ``estimated`` are its days with unsettled smart charges."""
    is_flat = not any(cell.dear_kwh for cell in found.cells)
    return WhereView(
        habit=f"Your dearest habit: {habit_words(found.habit)}." if found.habit is not None else "",
        always_on=_always_on(found),
        note=" ".join(filter(None, (_note(found, is_flat), estimated_words(estimated)))),
        money=tuple(HourCell(cell.pence / _PENCE_IN_A_POUND, _read_out(cell)) for cell in found.cells),
        dear=tuple(HourCell(cell.dear_kwh, _read_out(cell)) for cell in found.cells),
        rows=tuple(_row(hour) for hour in found.dearest),
        shifts=() if is_flat else tuple(_shift(shift) for shift in found.shifts),
    )


def _read_out(cell: Cell) -> str:
    begins = f"{WEEKDAYS[cell.weekday]}s {cell.hour:02}:00–{(cell.hour + 1) % 24:02}:00"
    words = f"{begins}: {_kwh(cell.kwh)}, {text.money(exact(cell.pence))}"
    return f"{words}; dear {_kwh(cell.dear_kwh)}, {text.money(exact(cell.dear_pence))}" if cell.dear_kwh else words


def _always_on(found: Spending) -> str:
    always = found.always_on
    if always is None:
        return "What is always on cannot be told: no night has been read whole."
    watts = text.number(exact(always.watts), 0)
    a_year = f"{text.money(exact(always.pence_a_year))} a year, {text.money(exact(always.pence_a_day))} a day"
    return f"{watts} W are always on: {text.number(exact(always.kwh_a_year), 0)} kWh and {a_year}."


def _note(found: Spending, is_flat: bool) -> str:
    if is_flat:
        return (
            "Nothing was dear: all was bought in the cheapest quarter of its day's prices, or the price never changed."
        )
    if found.unpriced_kwh > 0:
        return f"{_kwh(found.unpriced_kwh)} without a known price are left out."
    return ""


def _row(hour: DearHour) -> Row:
    start = datetime.fromtimestamp(hour.start, UTC)
    day = london_date(start)
    price = exact(hour.pence / hour.kwh) if hour.kwh else None
    energy, cost = text.kwh_exact(exact(hour.kwh)), text.money(exact(hour.pence))
    return Row(
        (
            f"{text.full_date(day)} {day.year}, {text.span(Span(start, start + AN_HOUR))}",
            energy,
            _bare(text.price(price)),
            cost,
        )
    )


def _shift(shift: Shift) -> str:
    words = f"saves {text.money(exact(shift.saved_pence_a_year))} a year"
    if shift.moved_kwh_a_day < shift.kwh_a_day - 0.05:
        moved = text.number(exact(shift.moved_kwh_a_day), 1)
        words += f" (on most days there is less to move: {moved} kWh a day on average)"
    return f"{words}, by the difference of the prices."


def _kwh(kwh: float) -> str:
    return text.kwh(exact(kwh))


def _bare(price: str) -> str:
    return price.removesuffix("p")
