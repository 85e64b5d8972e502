"""Remember the last answer of a pure function of frozen values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def latest(function: Callable[P, R]) -> Callable[P, R]:
    """The same arguments again answer the same result without computing it anew.

    They are compared by identity, since the state keeps that of equal parts, and nothing large is hashed or compared;
    days and instants, which are made anew all the time, by value.
    """
    known: list[tuple[tuple[object, ...], R]] = []

    @wraps(function)
    def answer(*args: P.args, **kwargs: P.kwargs) -> R:
        asked = (*args, *kwargs.values())
        if known and len(known[0][0]) == len(asked) and all(map(_same, known[0][0], asked)):
            return known[0][1]
        result = function(*args, **kwargs)
        known[:] = [(asked, result)]
        return result

    return answer


def _same(one: object, other: object) -> bool:
    return one is other or (isinstance(one, date) and one == other)
