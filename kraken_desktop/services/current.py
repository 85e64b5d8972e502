"""Whether what the store knows still is what Octopus would say. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from kraken_desktop.domain.dispatch import LAST_PLAN_COUNTS
from kraken_desktop.domain.moments import at_london, london_date
from kraken_desktop.domain.offers import PUBLISHED_FROM
from kraken_desktop.domain.power import stale_limit
from kraken_desktop.services import derive
from kraken_desktop.services.derive import Publication
from kraken_desktop.services.state import AppState

HOME_KEPT = timedelta(minutes=30)
"""As often the app asks for agreements and lists."""


def has_current_prices(state: AppState) -> bool:
    """The price now is known, agreements were read lately, plans count still, and tomorrow is there once it is due."""
    if derive.price_now(state).pence is None and derive.price_now(state, export=True).pence is None:
        return False
    if state.account.is_older_than(HOME_KEPT, state.now):
        return False
    has_plans = derive.smart_terms(state) is not None
    return not (has_plans and state.dispatches.is_older_than(LAST_PLAN_COUNTS, state.now)) and not _is_due(state)


def has_current_power(state: AppState) -> bool:
    """Devices were seen lately, and live power where there is a Mini."""
    has_devices = state.dispatches.value is not None and bool(state.dispatches.value.statuses)
    if has_devices and state.dispatches.is_older_than(LAST_PLAN_COUNTS, state.now):
        return False
    newest = state.live.value.newest if state.live.value is not None else None
    is_live = newest is not None and state.now - newest.read_at <= stale_limit(state.polling.current)
    return is_live or state.has_mini is False


def knows_day(state: AppState, day: date) -> bool:
    """Yesterday's lists do not tell of another year."""
    today = london_date(state.now)
    return today <= day <= today + timedelta(days=1)


def _is_due(state: AppState) -> bool:
    """Octopus may have published what the store does not have."""
    if state.now < at_london(london_date(state.now), PUBLISHED_FROM):
        return False
    ways = (state, False), (state, True), (derive.as_gas(state), False)
    return any(derive.tomorrow(one, export).publication is Publication.WAITING for one, export in ways)
