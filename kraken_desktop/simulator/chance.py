"""Chance that can be asked again: every draw follows from the seed and the name of what is drawn."""

from __future__ import annotations

import hashlib
from random import Random


def draw(seed: int, *subject: object) -> float:
    """A number in [0, 1) for this subject."""
    return int.from_bytes(_digest(seed, subject), "big") / 2**64


def between(low: float, high: float, seed: int, *subject: object) -> float:
    return low + (high - low) * draw(seed, *subject)


def source(seed: int, *subject: object) -> Random:
    """A stream of draws for one subject, where a single draw is not enough."""
    return Random(int.from_bytes(_digest(seed, subject), "big"))


def grain(seed: int, slot: int, size: int) -> bytes:
    """`size` bytes of noise for one half hour."""
    return hashlib.shake_128(b"%d/%d" % (seed, slot)).digest(size)


def drift(seed: int, subject: str, day: int, span: int) -> float:
    """A weather-like value in [-1, 1] that wanders from one knot to the next, a knot every `span` days."""
    knot, step = divmod(day, span)
    first, second = (2 * draw(seed, subject, knot + ahead) - 1 for ahead in (0, 1))
    share = step / span
    smooth = share * share * (3 - 2 * share)
    return first + (second - first) * smooth


def _digest(seed: int, subject: tuple[object, ...]) -> bytes:
    return hashlib.blake2b(repr((seed, *subject)).encode(), digest_size=8).digest()
