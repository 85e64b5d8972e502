"""Settings that are more than a word or a number: each is checked and spelled in one way, or refused in plain words."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from kraken_desktop.domain.own_terms import MOST_WINDOWS, read_window, spelled
from kraken_desktop.domain.units import exact

MOST_PENCE = 500
MOST_PLACES = 6


def thresholds(value: object) -> tuple[Decimal, ...]:
    if not isinstance(value, (list, tuple)):
        raise ValueError("limits are a list of prices")
    try:
        found = tuple(exact(str(entry)) for entry in value)
    except InvalidOperation as odd:
        raise ValueError("a limit is a price in pence, such as 12.5") from odd
    for limit in found:
        _bounded(limit, "a limit")
    if list(found) != sorted(set(found)):
        raise ValueError("limits rise, each above the one before")
    return found


def windows(value: object) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)):
        raise ValueError("night hours are a list of windows")
    if len(value) > MOST_WINDOWS:
        raise ValueError(f"at most {MOST_WINDOWS} windows a day")
    return tuple(dict.fromkeys(spelled(read_window(str(entry))) for entry in value))


def own_price(value: object) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        found = exact(str(value).strip().removesuffix("p").strip().replace(",", "."))
    except InvalidOperation as odd:
        raise ValueError("a price is a number of pence such as 24.5") from odd
    return _bounded(found, "a price")


def _bounded(pence: Decimal, what: str) -> Decimal:
    """Of a size that can be worded and added up."""
    if abs(pence) > MOST_PENCE:
        raise ValueError(f"{what} lies between −{MOST_PENCE} and {MOST_PENCE} pence")
    if pence != round(pence, MOST_PLACES):
        raise ValueError(f"{what} has at most {MOST_PLACES} decimals")
    return pence


def calorific(value: object) -> Decimal:
    try:
        found = exact(str(value))
    except InvalidOperation as odd:
        raise ValueError("a calorific value is a number such as 39.5") from odd
    if not 30 <= found <= 50:
        raise ValueError("a calorific value lies between 30 and 50 megajoules a cubic metre")
    return found
