"""What the comparison of tariffs shows: a table of all, and the day of two of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from kraken_desktop.domain.bands import banded
from kraken_desktop.domain.moments import Span, day_span, london_date
from kraken_desktop.domain.offers import REGIONS
from kraken_desktop.services import derive, text
from kraken_desktop.services.comparison import Compared, DayPrices, compared
from kraken_desktop.services.other_tariffs import metering_of, region_of
from kraken_desktop.services.state import AppState
from kraken_desktop.ui.plots.price_view import PriceChartView, PriceDay, PriceStep
from kraken_desktop.ui.view_models.parts import Emptiness, Trouble
from kraken_desktop.ui.view_models.table import Row
from kraken_desktop.ui.view_models.trouble import trouble_of

NO_REGION = Emptiness(
    "Where do you live?",
    "Electricity costs differently in each of 14 regions. Give your postcode or choose the region, and the public "
    "prices of every tariff stand here, today's and tomorrow's. No account is needed; the postcode goes to Octopus and "
    "is not kept.",
    "prices",
)
UNREADABLE = Emptiness(
    "The price lists could not be read", "They come from Octopus's public lists.", "prices", "Try now", "refresh"
)


@dataclass(frozen=True, slots=True)
class TariffDays:
    """One tariff's chart; ``title`` names it."""

    title: str = ""
    chart: PriceChartView = field(default_factory=PriceChartView)


@dataclass(frozen=True, slots=True)
class OtherTariffsView:
    """``codes`` are the rows' tariffs. ``mine`` and ``chosen`` are drawn; ``own_region`` is the meter's."""

    region: str | None = None
    own_region: str | None = None
    rows: tuple[Row, ...] = ()
    codes: tuple[str, ...] = ()
    mine: TariffDays | None = None
    chosen: TariffDays | None = None
    note: str = ""
    trouble: Trouble | None = None
    emptiness: Emptiness | None = None

    @property
    def is_full(self) -> bool:
        return bool(self.rows)


def other_tariffs_view(
    state: AppState, chosen_region: str | None, is_export: bool, code: str | None = None
) -> OtherTariffsView:
    """``code`` is the tariff to draw beside mine; the first other one where it is not there."""
    own, region = region_of(state, None), region_of(state, chosen_region)
    snapshot = state.other_tariffs
    if region is None:
        return OtherTariffsView(emptiness=NO_REGION)
    trouble = trouble_of(snapshot.problem, state.now)
    shelf = snapshot.value
    if shelf is None or shelf.region != region:
        empty = UNREADABLE if snapshot.problem is not None else None
        return OtherTariffsView(region, own, trouble=trouble, emptiness=empty)
    found = compared(state, is_export)
    mine = next((row for row in found if row.is_mine), None)
    others = [row for row in found if not row.is_mine]
    shown = next((row for row in others if row.code == code), others[0] if others else None)
    return OtherTariffsView(
        region=region,
        own_region=own,
        rows=tuple(_row(row) for row in found),
        codes=tuple(row.code for row in found),
        mine=_days(state, mine, shown) if mine is not None else None,
        chosen=_days(state, shown, mine) if shown is not None else None,
        note=_note(state, is_export),
        trouble=trouble,
        emptiness=None if found else UNREADABLE,
    )


def region_label(letter: str | None, own: str | None) -> str:
    """``London (C)``; for None the meter's own."""
    if letter is None:
        return "My meter's region" if own is None else f"My meter's: {REGIONS[own]} ({own})"
    return f"{REGIONS[letter]} ({letter})"


def _row(row: Compared) -> Row:
    standing = text.price(row.standing_pence).removesuffix("p") if row.standing_pence is not None else ""
    days = (cell for day in row.days for cell in (_range(day), text.price(day.mean).removesuffix("p")))
    return Row((_name(row), text.price(row.now_pence).removesuffix("p"), *days, standing), is_current=row.is_mine)


def _range(day: DayPrices) -> str:
    if day.lowest is None or day.highest is None:
        return text.UNKNOWN
    if day.lowest == day.highest:
        return "one price"
    return f"{text.price(day.lowest).removesuffix('p')} to {text.price(day.highest).removesuffix('p')}"


def _days(state: AppState, row: Compared, other: Compared | None) -> TariffDays:
    """On the axis of both."""
    beside = tuple(price for day in other.days for price in (day.lowest, day.highest) if price) if other else ()
    today = london_date(state.now)
    days = tuple(_day(state, row, day) for day in (today, today + timedelta(days=1)))
    return TariffDays(_name(row), PriceChartView(days, state.now, row.is_export, beside))


def _name(row: Compared) -> str:
    return f"{row.name} (yours)" if row.is_mine else row.name


def _day(state: AppState, row: Compared, day: date) -> PriceDay:
    scheme = derive.scheme_of(state, row.is_export)
    steps = []
    rates = row.schedule.between(day_span(day))
    for rate, band in banded(day_span(day), row.schedule, scheme):
        span, price, word = (
            Span(rate.start, rate.stop),
            text.price(rate.pence_inc_vat),
            text.word_among(band, rates, scheme),
        )
        steps.append(PriceStep(span, rate.pence_inc_vat, band, price, word, f"{text.span(span)} · {price} · {word}"))
    title = text.day_word(day, state.now).capitalize()
    return PriceDay(title, day_span(day), tuple(steps), "" if steps else "Not published yet")


def _note(state: AppState, is_export: bool) -> str:
    shelf, read_at = state.other_tariffs.value, state.other_tariffs.fetched_at
    parts = ["p/kWh including VAT, by direct debit; smart charging left out"]
    places = shelf.missing if shelf is not None else ()
    missing = [text.place_on_shelf(family, export) for family, export in places if export is is_export]
    if missing:
        parts.append(f"Octopus lists no {', '.join(missing)} just now")
    if shelf is not None and state.other_tariffs.problem is None and not shelf.is_fresh(metering_of(state), state.now):
        parts.append("what is missing is being read")
    elif read_at is not None:
        parts.append(f"read at {text.moment(read_at, state.now)}")
    return " · ".join(parts)
