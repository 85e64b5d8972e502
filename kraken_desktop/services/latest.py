"""Remember the last answer of a pure function of frozen values."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def latest(function: Callable[P, R]) -> Callable[P, R]:
    """The same arguments *by identity* again answer the same result without computing it anew.

    The state keeps the identity of equal parts, so identity is enough, and nothing has to be hashed or compared.
    """
    known: list[tuple[tuple[object, ...], R]] = []

    @wraps(function)
    def answer(*args: P.args, **kwargs: P.kwargs) -> R:
        asked = (*args, *kwargs.values())
        if known and len(known[0][0]) == len(asked) and all(a is b for a, b in zip(known[0][0], asked, strict=True)):
            return known[0][1]
        result = function(*args, **kwargs)
        known[:] = [(asked, result)]
        return result

    return answer
