"""What a product is, and the tariff of a region made from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from kraken_desktop.simulator.bands import Bands
from kraken_desktop.simulator.london import at_local
from kraken_desktop.simulator.tariffs import NoRows, PriceList, Steps
from kraken_desktop.simulator.timetable import Timetable

REGIONS = "ABCDEFGHJKLMNP"
_SECTIONS = {
    "DayNightTariff": "dual_register_electricity_tariffs",
    "ThreeRateTariff": "three_rate_electricity_tariffs",
    "FourRateEvTariff": "four_rate_ev_electricity_tariffs",
}


@dataclass(frozen=True, slots=True)
class Tariff:
    """A product in one region: what a customer has an agreement for.

    `lists` are the public ones by name. A tariff of named prices has a `timetable` that says when each holds, whether
    it is published or not.
    """

    code: str
    product: Product
    shape: str
    lists: dict[str, PriceList]
    standing: Steps
    timetable: Timetable | None

    @property
    def unit_rates(self) -> PriceList:
        """Raises KeyError for a tariff that has day and night rates."""
        return self.lists["standard-unit-rates"]

    @property
    def named_rates(self) -> dict[str, PriceList]:
        """Prices that go by names without times, in order of the register; empty where rows say it all."""
        if self.timetable is None or isinstance(self.lists.get("standard-unit-rates"), Bands):
            return {}
        return {
            name.removesuffix("-unit-rates"): prices
            for name, prices in self.lists.items()
            if not isinstance(prices, NoRows)
        }

    @property
    def is_taxed(self) -> bool:
        return self.product.direction == "IMPORT"

    @property
    def is_smart(self) -> bool:
        """Whether a smart dispatch makes the house cheap."""
        return self.product.is_smart

    @property
    def is_four_rate(self) -> bool:
        return self.shape == "FourRateEvTariff"

    def named(self, name: str) -> PriceList:
        """The prices that go by a name of the timetable; raises KeyError for any other."""
        rates = self.lists.get("standard-unit-rates")
        return rates.prices[name] if isinstance(rates, Bands) else self.lists[f"{name}-unit-rates"]

    def price_at(self, moment: datetime, timetable: Timetable | None = None) -> tuple[str, Decimal]:
        """What holds at an instant, dispatches left aside: its name and the direct debit price without VAT.

        `timetable` are a meter's own hours in place of the tariff's.
        """
        hours = timetable or self.timetable
        if hours is None:
            return "standard", self.unit_rates.exc_vat_at(moment)
        name = hours.name_at(moment)
        return name, self.named(name).exc_vat_at(moment)

    def prices_of_day(self, slots: range, timetable: Timetable | None = None) -> list[Decimal]:
        """The prices of `price_at` for each half hour of one London day."""
        hours = timetable or self.timetable
        if hours is None:
            return self.unit_rates.of_day(slots)
        names = hours.names(slots)
        named = {name: self.named(name).of_day(slots) for name in set(names)}
        return [named[name][place] for place, name in enumerate(names)]


@dataclass(frozen=True, slots=True)
class Product:
    """`lists` makes a region's price lists from the seed and the region's dearness (London 1)."""

    code: str
    full_name: str
    display_name: str
    description: str
    shape: str
    available_from: date
    lists: Callable[[int, float], dict[str, PriceList]]
    standing: Callable[[float], Steps]
    direction: str = "IMPORT"
    available_to: date | None = None
    is_restricted: bool = False
    term: int | None = None
    payment_key: str = "direct_debit_monthly"
    timetable: Timetable | None = None
    registers: str = "1R"
    fuel: str = "E"
    is_tracker: bool = False
    is_prepay: bool = False
    is_variable: bool = True
    is_green: bool = True
    is_business: bool = False
    has_page: bool = True
    is_smart: bool = False

    @property
    def section(self) -> str:
        """Where the product's own page lists it (docs/api.md, 5.4)."""
        if self.fuel == "G":
            return "single_register_gas_tariffs"
        return _SECTIONS.get(self.shape, "single_register_electricity_tariffs")

    @property
    def is_half_hourly(self) -> bool:
        """Whether what it costs depends on the half hour; a register for the night is no such thing."""
        has_registers = self.shape in ("DayNightTariff", "ThreeRateTariff")
        return self.shape == "HalfHourlyTariff" or (self.timetable is not None and not has_registers)

    def is_sold_at(self, moment: datetime) -> bool:
        ends = self.available_to
        return at_local(self.available_from) <= moment and (ends is None or moment < at_local(ends))

    def tariff_code(self, region: str) -> str:
        return f"{self.fuel}-{self.registers}-{self.code}-{region}"

    def tariff(self, seed: int, region: str) -> Tariff:
        dearness = 1 + 0.2 * abs(REGIONS.index(region) - REGIONS.index("C")) / len(REGIONS)
        lists = self.lists(seed, dearness)
        return Tariff(self.tariff_code(region), self, self.shape, lists, self.standing(dearness), self.timetable)
