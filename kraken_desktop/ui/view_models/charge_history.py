"""What the history of dispatches shows: a month by days or a year by months, and the whole in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from kraken_desktop.domain.dispatch_history import ChargeSum
from kraken_desktop.services import text
from kraken_desktop.services.charge_history import ChargeHistory
from kraken_desktop.ui.view_models.table import Column, Row

COLUMNS = (
    Column(""),
    Column("Planned h", is_number=True),
    Column("kWh", is_number=True),
    Column("Completed h", is_number=True),
    Column("kWh", is_number=True),
    Column("Not charged", is_number=True),
    Column("Slots won", is_number=True),
    Column("Saved", is_number=True, stretches=True),
)


@dataclass(frozen=True, slots=True)
class ChargeHistoryView:
    sentences: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


def charge_history_view(history: ChargeHistory, *, by_month: bool) -> ChargeHistoryView:
    """Newest first; a part in which nothing was listed or charged has no row, the whole is the first."""
    rows = [
        _row(f"{day:%B %Y}" if by_month else f"{day:%a} {day.day} {day:%b}", part)
        for day, part in reversed(history.parts)
        if part != ChargeSum()
    ]
    if not rows:
        return ChargeHistoryView(("Nothing was planned or charged in this time, as far as it is stored.",))
    whole = _row("Total", history.total)
    return ChargeHistoryView(tuple(_sentences(history.total)), (Row(whole.cells, is_current=True), *rows))


def _row(title: str, part: ChargeSum) -> Row:
    return Row(
        (
            title,
            _time(part.planned),
            _energy(part.planned, part.planned_kwh),
            _time(part.completed),
            _energy(part.completed, part.completed_kwh),
            "" if part.missed_share is None else text.percent(part.missed_share * 100),
            str(part.won_slots) if part.won_slots else "",
            _saved(part),
        )
    )


def _time(length: timedelta) -> str:
    """``27:30``: hours are not made days of."""
    hours, rest = divmod(length, timedelta(hours=1))
    return f"{hours}:{rest // timedelta(minutes=1):02}" if length else ""


def _hours(length: timedelta) -> str:
    """The same in a sentence: ``27 h 30 min``."""
    hours, rest = divmod(length, timedelta(hours=1))
    parts = (f"{hours} h" if hours else "", text.duration(rest) if rest or not hours else "")
    return " ".join(part for part in parts if part)


def _energy(length: timedelta, kwh: Decimal | None) -> str:
    return text.kwh(kwh).removesuffix(" kWh") if length else ""


def _saved(part: ChargeSum) -> str:
    if not part.won_slots:
        return ""
    if part.unknown_slots == part.won_slots:
        return "not known"
    return text.money(part.saved_pence) + ("*" if part.unknown_slots else "")


def _sentences(total: ChargeSum) -> Iterable[str]:
    if total.missed_share is not None:
        told = total.charged + total.missed
        lengths = f"{_hours(total.missed)} of {_hours(told)}"
        yield f"{text.percent(total.missed_share * 100)} of what was planned was not charged: {lengths}."
    if total.untold:
        yield f"Of {_hours(total.untold)} more nobody looked in time to see what came of it."
    if total.ignored:
        yield f"{_hours(total.ignored)} were listed while a car could not charge, and were ignored."
    if total.boosted:
        yield f"Boosts charged for {_hours(total.boosted)}."
    if total.won_slots:
        yield f"{total.won_slots} half hours outside the night window became cheap."
    if total.won_slots > total.unknown_slots:
        saved = text.money(total.saved_pence)
        yield f"For the house without the cars they saved {saved}, by the difference of the prices alone."
    if total.unknown_slots and total.unknown_slots != total.won_slots:
        yield f"* {total.unknown_slots} of them are not in it, their energy is not known."
