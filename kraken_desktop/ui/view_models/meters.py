"""Homes and meters as choices: what stands in the list, and the value behind it."""

from __future__ import annotations

from datetime import datetime

from kraken_desktop.domain.account import Account, Direction, Fuel, MeterPoint, Property
from kraken_desktop.domain.tariffs import family_of


def home_choices(account: Account | None, now: datetime) -> tuple[tuple[str, str], ...]:
    """Occupied homes first; a home that was left says so."""
    homes = sorted(account.properties if account is not None else (), key=lambda home: not home.is_occupied(now))
    return tuple((home.id, _home_words(home, now)) for home in homes)


def _home_words(home: Property, now: datetime) -> str:
    parts = [home.address] if home.address else []
    # Octopus's addresses may end with the postcode.
    if home.postcode and not _spoken_alike(home.address or "").endswith(_spoken_alike(home.postcode)):
        parts.append(home.postcode)
    where = ", ".join(parts) or "Address not told"
    return where if home.is_occupied(now) else f"{where} (moved out)"


def _spoken_alike(words: str) -> str:
    return "".join(words.split()).casefold()


def meter_choices(
    account: Account | None,
    property_id: str | None,
    direction: Direction,
    now: datetime,
    fuel: Fuel = Fuel.ELECTRICITY,
) -> tuple[tuple[str, str], ...]:
    """The meters of a home (of all, where none is named) in one direction."""
    homes = account.properties if account is not None else ()
    chosen = [home for home in homes if home.id == property_id] or list(homes)
    points = [point for home in chosen for point in home.meter_points]
    return tuple(
        (point.number, _meter_words(point, now))
        for point in points
        if point.fuel is fuel and point.direction is direction
    )


def _meter_words(point: MeterPoint, now: datetime) -> str:
    agreement = point.agreement_at(now)
    if agreement is None:
        return f"{point.number} · no tariff now"
    name = agreement.tariff.display_name if agreement.tariff is not None else None
    return f"{point.number} · {name or family_of(agreement.product_code)}"
