"""Odd rows are left out and counted; the rest is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Generic, TypeVar

import msgspec

from kraken_desktop.domain.units import exact
from kraken_desktop.kraken.errors import KrakenError, OddAnswer

T = TypeVar("T")
W = TypeVar("W")


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


def rows_of(content: bytes | None, shape: type[W], meaning: Callable[[W], T | None]) -> Rows[T]:
    """Decode a JSON list row by row. null and [] are both nothing. Raises OddAnswer where it is no list at all."""
    if content is None:
        return Rows(())
    try:
        raws = msgspec.json.decode(content, type=list[msgspec.Raw] | None) or []
    except (msgspec.DecodeError, UnicodeDecodeError) as odd:
        raise OddAnswer() from odd
    return meanings(raws, shape, meaning)


def meanings(raws: Iterable[msgspec.Raw], shape: type[W], meaning: Callable[[W], T | None]) -> Rows[T]:
    found: list[T] = []
    skipped = 0
    for raw in raws:
        try:
            meant = meaning(msgspec.json.decode(raw, type=shape, strict=False))
        except (msgspec.DecodeError, UnicodeDecodeError, ValueError, InvalidOperation, OverflowError):
            meant = None
        if meant is None:
            skipped += 1
        else:
            found.append(meant)
    return Rows(tuple(found), skipped)


def instant(text: str) -> datetime:
    """Any offset becomes UTC; a time without one is read as UTC. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def instant_or_none(text: str | None) -> datetime | None:
    return None if text is None else instant(text)


def number(value: Any) -> Decimal | None:
    """A decimal from a JSON string or number. Raises InvalidOperation or ValueError for what is none or not finite."""
    if value is None:
        return None
    found = exact(value)
    if not found.is_finite():
        raise ValueError("not a finite number")
    return found
