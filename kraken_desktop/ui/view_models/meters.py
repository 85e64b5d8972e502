"""Homes and meters as choices: what stands in the list, and the value behind it."""

from __future__ import annotations

from datetime import datetime

from kraken_desktop.domain.account import Account, Direction, Fuel, MeterPoint, Property
from kraken_desktop.domain.tariffs import family_of
from kraken_desktop.services.accounts_feed import is_closed
from kraken_desktop.services.state import AppState


def account_choices(state: AppState) -> tuple[tuple[str, str], ...]:
    """Every account of the key that is in use, in the order of their numbers: turning to one moves none."""
    known = (*((state.account.value,) if state.account.value is not None else ()), *(state.other_accounts.value or ()))
    in_use = sorted((one for one in known if not is_closed(one.status)), key=lambda account: account.number)
    return tuple((account.number, _account_words(account, state.now)) for account in in_use)


def _account_words(account: Account, now: datetime) -> str:
    homes = home_choices(account, now)
    where = homes[0][1] if len(homes) == 1 else f"{len(homes) or 'no'} properties"
    return f"{account.number} · {where}"


def shown_home(state: AppState) -> str:
    """The street of the home that is shown, where there are several to take for it; else ""."""
    account, others = state.account.value, state.other_accounts.value or ()
    homes = [home for one in (*((account,) if account is not None else ()), *others) for home in one.properties]
    home = next((home for home in homes if home.id == state.selection.property_id), None)
    return home.address.partition(",")[0] if home is not None and home.address and len(homes) > 1 else ""


def whose(state: AppState, number: str | None = None) -> str:
    """The home of a meter point (the one that is shown, where none is named), that meter point, and the account."""
    account = state.account.value
    if account is None:
        return ""
    homes = account.properties
    if number is None:
        home = next((one for one in homes if one.id == state.selection.property_id), homes[0] if homes else None)
    else:
        home = next((one for one in homes for point in one.meter_points if point.number == number), None)
    parts = [_place_words(home)] if home is not None else []
    if number is not None:
        parts.append(f"meter point {number}")
    return " · ".join((*parts, f"account {account.number}"))


def home_choices(account: Account | None, now: datetime) -> tuple[tuple[str, str], ...]:
    """Occupied homes first; a home that was left says so."""
    homes = sorted(account.properties if account is not None else (), key=lambda home: not home.is_occupied(now))
    return tuple((home.id, _home_words(home, now)) for home in homes)


def _home_words(home: Property, now: datetime) -> str:
    where = _place_words(home)
    return where if home.is_occupied(now) else f"{where} (moved out)"


def _place_words(home: Property) -> str:
    parts = [home.address] if home.address else []
    # Octopus's addresses may end with the postcode.
    if home.postcode and not _spoken_alike(home.address or "").endswith(_spoken_alike(home.postcode)):
        parts.append(home.postcode)
    return ", ".join(parts) or "Address not told"


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
