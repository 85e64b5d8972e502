"""The households, each a declaration in a file of its own."""

from kraken_desktop.simulator.homes.agile import AGILE
from kraken_desktop.simulator.homes.cosy import COSY
from kraken_desktop.simulator.homes.declaration import Home
from kraken_desktop.simulator.homes.economy_seven import ECONOMY_SEVEN
from kraken_desktop.simulator.homes.export_only import EXPORT_ONLY
from kraken_desktop.simulator.homes.flexible import FLEXIBLE
from kraken_desktop.simulator.homes.flexible_dual_fuel import FLEXIBLE_DUAL_FUEL
from kraken_desktop.simulator.homes.flux import FLUX
from kraken_desktop.simulator.homes.gas_smets_one import GAS_SMETS_ONE
from kraken_desktop.simulator.homes.go import GO
from kraken_desktop.simulator.homes.intelligent import INTELLIGENT
from kraken_desktop.simulator.homes.intelligent_four_rate import INTELLIGENT_FOUR_RATE
from kraken_desktop.simulator.homes.mini_not_live import MINI_NOT_LIVE
from kraken_desktop.simulator.homes.moved_house import MOVED_HOUSE
from kraken_desktop.simulator.homes.no_mini import NO_MINI
from kraken_desktop.simulator.homes.no_smart_meter import NO_SMART_METER
from kraken_desktop.simulator.homes.prepay import PREPAY
from kraken_desktop.simulator.homes.rewards import REWARDS
from kraken_desktop.simulator.homes.solar_and_gas import SOLAR_AND_GAS
from kraken_desktop.simulator.homes.tariff_switch import TARIFF_SWITCH
from kraken_desktop.simulator.homes.three_rate import THREE_RATE
from kraken_desktop.simulator.homes.tracker import TRACKER
from kraken_desktop.simulator.homes.two_accounts import TWO_ACCOUNTS

_DECLARED = (
    AGILE,
    INTELLIGENT,
    INTELLIGENT_FOUR_RATE,
    GO,
    COSY,
    TRACKER,
    FLUX,
    ECONOMY_SEVEN,
    FLEXIBLE,
    FLEXIBLE_DUAL_FUEL,
    GAS_SMETS_ONE,
    NO_MINI,
    MINI_NOT_LIVE,
    MOVED_HOUSE,
    TWO_ACCOUNTS,
    EXPORT_ONLY,
    TARIFF_SWITCH,
    REWARDS,
)
_FURTHER = (THREE_RATE, NO_SMART_METER, SOLAR_AND_GAS, PREPAY)
_HOMES = {home.name: home for home in (*_DECLARED, *_FURTHER)}


def home_named(name: str) -> Home:
    """Raises ValueError and names the homes there are."""
    if name not in _HOMES:
        raise ValueError(f"no home is called {name!r}; there are: {', '.join(_HOMES)}")
    return _HOMES[name]
