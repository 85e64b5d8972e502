"""Odd rows are left out and counted; the rest is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Generic, TypeVar

import msgspec

from kraken_desktop.domain.moments import to_utc
from kraken_desktop.domain.units import exact
from kraken_desktop.kraken.errors import KrakenError
from kraken_desktop.kraken.wire.envelope import Answer, loads

T = TypeVar("T")
W = TypeVar("W")

LARGEST_EXPONENT = 15
FIRST_YEAR, LAST_YEAR = 1900, 9998
_ODD = (msgspec.DecodeError, ValueError, ArithmeticError, RecursionError)


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """One piece of an answer: its value or why there is none, and how many odd rows were left out."""

    value: T | None = None
    error: KrakenError | None = None
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Rows(Generic[T]):
    rows: tuple[T, ...]
    skipped: int = 0


def part_of(answer: Answer, name: str, meaning: Callable[[bytes | None], T]) -> Part[T]:
    """One root field by itself: what it means, or why it means nothing."""
    try:
        return Part(meaning(answer.content(name)))
    except KrakenError as error:
        return Part(None, error)


def rows_of(content: bytes | None, shape: type[W], meaning: Callable[[W], T | None]) -> Rows[T]:
    """Decode a JSON list row by row. null and [] are both nothing. Raises OddAnswer where it is no list at all."""
    return meanings(None if content is None else loads(content, list[msgspec.Raw] | None), shape, meaning)


def meanings(raws: Iterable[msgspec.Raw] | None, shape: type[W], meaning: Callable[[W], T | None]) -> Rows[T]:
    """What each row means; a row that cannot be read or means nothing is left out and counted."""
    meant = [meaning_of(raw, shape, meaning) for raw in raws or ()]
    found = tuple(one for one in meant if one is not None)
    return Rows(found, len(meant) - len(found))


def meaning_of(raw: msgspec.Raw, shape: type[W], meaning: Callable[[W], T | None]) -> T | None:
    """None for what does not fit the shape, null above all, and for what makes no sense."""
    try:
        return meaning(msgspec.json.decode(raw, type=shape, strict=False))
    except _ODD:
        return None


def list_of(raw: msgspec.Raw) -> list[msgspec.Raw]:
    """The rows of a list that is decoded by itself; what is no list has none."""
    return meaning_of(raw, list[msgspec.Raw], as_it_is) or []


def as_it_is(row: W) -> W:
    return row


def if_known(read: Callable[[W], T], value: W | None) -> T | None:
    """None too where the value is odd: for what the rest can do without."""
    try:
        return None if value is None else read(value)
    except _ODD:
        return None


def instant(text: str) -> datetime:
    """Any offset becomes UTC; a time without one is read as UTC. Raises ValueError.

    Years at the edge of the calendar are no times: arithmetic on them fails far from here.
    """
    moment = datetime.fromisoformat(text)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError("not a year of ours")
    return to_utc(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def instant_or_none(text: str | None) -> datetime | None:
    return None if text is None else instant(text)


def day(text: str) -> date:
    """A calendar day. Raises ValueError, for years at the edge of the calendar too."""
    found = date.fromisoformat(text)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError("not a year of ours")
    return found


def zulu(moment: datetime) -> str:
    """An instant as a question states it: UTC to the second."""
    return f"{to_utc(moment):%Y-%m-%dT%H:%M:%SZ}"


def number(value: Decimal) -> Decimal:
    """Never -0. Raises ValueError for what is not finite or beyond all measure."""
    if not value.is_finite() or value.adjusted() > LARGEST_EXPONENT:
        raise ValueError("not a number of ours")
    return exact(value)


def number_or_none(value: Decimal | None) -> Decimal | None:
    return None if value is None else number(value)
