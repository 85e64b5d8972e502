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


async def missing_stretches(database: Database, tariff_code: str, register: Register, needed: Span) -> tuple[Span, ...]:
    """What is needed next and not known, after and before what is; it meets that, so that it stays one span."""
    kept = await database.history.load(list_name(tariff_code, register), Span)
    if kept is None:
        return (Span(max(needed.start, needed.end - RATES_A_STEP), needed.end),)
    known = kept[0]
    after = Span(known.end, min(needed.end, known.end + RATES_A_STEP))
    before = Span(max(needed.start, known.start - RATES_A_STEP), known.start)
    return tuple(stretch for stretch in (after, before) if stretch.start < stretch.end)


def stretches_of(needed: Span) -> tuple[Span, ...]:
    """All of it in steps, the newest first."""
    found: list[Span] = []
    end = needed.end
    while end > needed.start:
        found.append(Span(max(needed.start, end - RATES_A_STEP), end))
        end = found[-1].start
    return tuple(found)


async def keep_stretch(
    database: Database, tariff_code: str, register: Register, rows: Iterable[Rate], stretch: Span, now: datetime
) -> None:
    """The prices of a stretch that `missing_stretches` named, and that they are known."""
    name = list_name(tariff_code, register)
    kept = await database.history.load(name, Span)
    await database.add_rates(tariff_code, register, rows)
    whole = stretch if kept is None else Span(min(stretch.start, kept[0].start), max(stretch.end, kept[0].end))
    await database.history.save(name, whole, now)
