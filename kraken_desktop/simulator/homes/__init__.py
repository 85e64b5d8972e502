"""The households, each a declaration in a file of its own."""

from kraken_desktop.simulator.homes.agile import AGILE
from kraken_desktop.simulator.homes.declaration import Home
from kraken_desktop.simulator.homes.economy_seven import ECONOMY_SEVEN
from kraken_desktop.simulator.homes.flexible import FLEXIBLE
from kraken_desktop.simulator.homes.flexible_dual_fuel import FLEXIBLE_DUAL_FUEL
from kraken_desktop.simulator.homes.intelligent import INTELLIGENT
from kraken_desktop.simulator.homes.intelligent_four_rate import INTELLIGENT_FOUR_RATE
from kraken_desktop.simulator.homes.no_mini import NO_MINI
from kraken_desktop.simulator.homes.rewards import REWARDS

_HOMES = {
    home.name: home
    for home in (
        AGILE,
        INTELLIGENT,
        INTELLIGENT_FOUR_RATE,
        FLEXIBLE,
        FLEXIBLE_DUAL_FUEL,
        ECONOMY_SEVEN,
        NO_MINI,
        REWARDS,
    )
}


def home_named(name: str) -> Home:
    """Raises ValueError and names the homes there are."""
    if name not in _HOMES:
        raise ValueError(f"no home is called {name!r}; there are: {', '.join(_HOMES)}")
    return _HOMES[name]
