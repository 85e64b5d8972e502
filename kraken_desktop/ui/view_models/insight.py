"""Which meters Insight can speak of, and the words where it cannot."""

from __future__ import annotations

from kraken_desktop.domain.account import Direction, Fuel
from kraken_desktop.services.state import AppState
from kraken_desktop.ui.view_models.parts import Emptiness

NO_IMPORT = Emptiness(
    "This account buys no electricity",
    "Insight measures how well electricity is bought, and this account has an export meter alone. What it earns stands "
    "on the Usage page.",
    "insight",
    "Open Usage",
    "usage",
)
SIGNED_OUT = Emptiness(
    "Sign in to see how well you buy",
    "Here stands how well you buy among your tariff's prices, where the money goes, what a battery of any size would "
    "save, and what your own half hours would have cost under other tariffs.",
    "insight",
    "Sign in",
    "sign-in",
)
NOTHING_STORED = Emptiness(
    "Nothing to measure yet",
    "Here stands how well you buy among your tariff's prices: the share bought at the cheapest, what that saved, and "
    "what a battery or another tariff would change. It needs a day of half hours from your meter, which Octopus has a "
    "day late; they come by themselves.",
    "insight",
)


def import_meter(state: AppState) -> str | None:
    """The number of the electricity meter point that buys: the one in use, else the account's first; None without."""
    account, chosen = state.account.value, state.selection.import_number
    if account is None or (chosen is not None and account.meter_point(chosen) is not None):
        return chosen if account is not None else None
    return next(
        (
            point.number
            for point in account.meter_points
            if point.fuel is Fuel.ELECTRICITY and point.direction is Direction.IMPORT
        ),
        None,
    )
