"""How far each price list of the past is known: one span a list, so that nothing is asked twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.rates import Rate
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.storage.database import Database

RATES_A_STEP = timedelta(days=120)


def list_name(tariff_code: str, register: Register) -> str:
    """Under which what is known is kept."""
    return f"list:{tariff_code}:{register.value}"


async def missing_stretch(database: Database, tariff_code: str, register: Register, needed: Span) -> Span | None:
    """A stretch of what is needed and not known; it meets what is known, so that this stays one span."""
    kept = await database.history.load(list_name(tariff_code, register), Span)
    if kept is None:
        return Span(max(needed.start, needed.end - RATES_A_STEP), needed.end)
    known = kept[0]
    if needed.start < known.start:
        return Span(max(needed.start, known.start - RATES_A_STEP), known.start)
    return Span(known.end, min(needed.end, known.end + RATES_A_STEP)) if known.end < needed.end else None


async def keep_stretch(
    database: Database, tariff_code: str, register: Register, rows: Iterable[Rate], stretch: Span, now: datetime
) -> None:
    """The prices of a stretch that `missing_stretch` named, and that they are known."""
    name = list_name(tariff_code, register)
    kept = await database.history.load(name, Span)
    await database.add_rates(tariff_code, register, rows)
    whole = stretch if kept is None else Span(min(stretch.start, kept[0].start), max(stretch.end, kept[0].end))
    await database.history.save(name, whole, now)
