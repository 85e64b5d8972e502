"""The shelf: every product the simulator sells or once sold, and the tariff of a region made from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial

from kraken_desktop.simulator import market
from kraken_desktop.simulator.tariffs import Bands, HalfHours, PriceList, Steps, Timetable

REGIONS = "ABCDEFGHJKLMNP"
_CODE = re.compile(r"^(?P<fuel>[EG])-(?P<registers>[0-9A-Z]+R)-(?P<product>.+)-(?P<region>[A-P])$")


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
        return self.lists["standard-unit-rates"]

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
    has_page: bool = True
    is_smart: bool = False

    def tariff(self, seed: int, region: str) -> Tariff:
        dearness = 1 + 0.2 * abs(REGIONS.index(region) - REGIONS.index("C")) / len(REGIONS)
        code = f"{self.fuel}-{self.registers}-{self.code}-{region}"
        lists = self.lists(seed, dearness)
        return Tariff(code, self, self.shape, lists, self.standing(dearness), self.timetable)


class Catalogue:
    """Products and tariffs by code, as one seed's market prices them."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._tariffs: dict[str, Tariff | None] = {}

    def product(self, code: str) -> Product | None:
        return _BY_CODE.get(code)

    def products(self) -> list[Product]:
        """Those on public sale or once on it: restricted ones are missing from the list."""
        return [product for product in PRODUCTS if not product.is_restricted]

    def tariff(self, code: str) -> Tariff | None:
        if code not in self._tariffs:
            self._tariffs[code] = self._make(code)
        return self._tariffs[code]

    def _make(self, code: str) -> Tariff | None:
        parts = _CODE.match(code)
        product = _BY_CODE.get(parts["product"]) if parts else None
        if parts is None or product is None or parts["region"] not in REGIONS or parts["fuel"] != "E":
            return None
        made = product.tariff(self._seed, parts["region"])
        return made if made.code == code else None


def _steps(table: str, dearness: float = 1, *, taxed: bool = True, by_payment_method: bool = False) -> Steps:
    """'2026-04-01 24.9, …' as dated prices without VAT."""
    pairs = (entry.split() for entry in table.split(","))
    steps = tuple((date.fromisoformat(day), _scaled(price, dearness)) for day, price in pairs)
    return Steps(steps, taxed, by_payment_method)


def _scaled(price: str, dearness: float) -> Decimal:
    return (Decimal(price) * Decimal(str(dearness))).quantize(Decimal("0.0001")).normalize()


_CAP = (
    "2022-10-01 32.38, 2023-04-01 31.61, 2023-07-01 28.52, 2023-10-01 25.94, 2024-01-01 27.18, 2024-04-01 23.09,"
    "2024-07-01 21.02, 2024-10-01 23.03, 2025-01-01 23.37, 2025-04-01 25.41, 2025-07-01 24.20, 2025-10-01 24.75,"
    "2026-01-01 26.12, 2026-04-01 24.90, 2026-07-01 23.90, 2026-10-01 25.10, 2027-01-01 25.80, 2027-04-01 24.60,"
    "2027-07-01 24.05, 2027-10-01 24.95"
)
_DAY = (
    "2022-10-01 30.00, 2023-07-01 27.50, 2024-04-01 24.60, 2025-04-01 27.10, 2026-04-01 28.00, 2026-10-01 28.40,"
    "2027-04-01 27.60"
)
_NIGHT_INTELLIGENT = (
    "2022-10-01 7.142, 2024-04-01 6.666, 2025-04-01 6.666, 2026-04-01 6.666, 2026-10-01 6.80, 2027-04-01 6.95"
)
_NIGHT_GO = "2022-10-01 8.5714, 2024-04-01 8.095, 2026-04-01 8.095, 2027-04-01 8.30"
_STANDING = (
    "2022-10-01 43.10, 2023-04-01 44.70, 2024-04-01 46.20, 2025-04-01 46.90, 2026-04-01 47.00, 2026-10-01 47.60,"
    "2027-04-01 48.20"
)


def _standing(dearness: float, by_payment_method: bool = False) -> Steps:
    return _steps(_STANDING, dearness, by_payment_method=by_payment_method)


def _nothing_a_day(_: float) -> Steps:
    return Steps(((date(2019, 1, 1), Decimal(0)),), taxed=False)


def _agile(opens: date, closes: date | None, seed: int, dearness: float) -> dict[str, PriceList]:
    price = partial(market.agile_import, seed, factor=2.0 * dearness)
    return {"standard-unit-rates": HalfHours(price, opens, closes=closes)}


def _agile_outgoing(seed: int, dearness: float) -> dict[str, PriceList]:
    price = partial(market.agile_export, seed, factor=2.0 * dearness)
    return {"standard-unit-rates": HalfHours(price, date(2019, 5, 13), taxed=False)}


def _night_tariff(timetable: Timetable, night: str, opens: date, _: int, dearness: float) -> dict[str, PriceList]:
    prices = {"day": _steps(_DAY, dearness), "night": _steps(night, dearness)}
    return {"standard-unit-rates": Bands(timetable, prices, opens)}


def _flexible(_: int, dearness: float) -> dict[str, PriceList]:
    return {"standard-unit-rates": _steps(_CAP, dearness, by_payment_method=True)}


def _outgoing(_: int, dearness: float) -> dict[str, PriceList]:
    return {"standard-unit-rates": _steps("2024-10-26 15, 2026-03-01 12", dearness, taxed=False)}


INTELLIGENT_NIGHT = Timetable(((time(5, 30), "day"), (time(23, 30), "night")))
GO_NIGHT = Timetable(((time(0, 30), "night"), (time(5, 30), "day")))
_AGILE_TEXT = "Half-hourly prices that follow the wholesale market."
_INTELLIGENT_TEXT = "Cheap electricity overnight and smart car charging."

PRODUCTS: tuple[Product, ...] = (
    Product(
        "AGILE-FLEX-22-11-25", "Agile Octopus November 2022 v1", "Agile Octopus", _AGILE_TEXT, "HalfHourlyTariff",
        date(2022, 11, 25), partial(_agile, date(2022, 10, 1), date(2024, 10, 2)), _standing,
        available_to=date(2023, 12, 11), term=12,
    ),
    Product(
        "AGILE-24-10-01", "Agile Octopus October 2024 v1", "Agile Octopus", _AGILE_TEXT, "HalfHourlyTariff",
        date(2024, 10, 1), partial(_agile, date(2024, 10, 1), None), _standing, term=12,
    ),
    Product(
        "AGILE-OUTGOING-19-05-13", "Agile Outgoing Octopus May 2019", "Agile Outgoing Octopus",
        "Half-hourly prices for what you export.", "HalfHourlyTariff", date(2018, 1, 1), _agile_outgoing,
        _nothing_a_day, direction="EXPORT", term=12,
    ),
    Product(
        "INTELLI-VAR-22-10-14", "Intelligent Octopus Go October 2022 v1", "Intelligent Octopus Go", _INTELLIGENT_TEXT,
        "HalfHourlyTariff", date(2022, 10, 14),
        partial(_night_tariff, INTELLIGENT_NIGHT, _NIGHT_INTELLIGENT, date(2022, 10, 14)), _standing,
        available_to=date(2024, 10, 29), is_restricted=True, has_page=False, timetable=INTELLIGENT_NIGHT, is_smart=True,
    ),
    Product(
        "INTELLI-VAR-24-10-29", "Intelligent Octopus Go October 2024 v1", "Intelligent Octopus Go", _INTELLIGENT_TEXT,
        "HalfHourlyTariff", date(2024, 10, 29),
        partial(_night_tariff, INTELLIGENT_NIGHT, _NIGHT_INTELLIGENT, date(2024, 10, 29)), _standing,
        timetable=INTELLIGENT_NIGHT, is_smart=True,
    ),
    Product(
        "GO-VAR-22-10-14", "Octopus Go October 2022 v1", "Octopus Go", "Cheap electricity for five hours a night.",
        "HalfHourlyTariff", date(2022, 10, 14),
        partial(_night_tariff, GO_NIGHT, _NIGHT_GO, date(2022, 10, 14)), _standing,
        timetable=GO_NIGHT,
    ),
    Product(
        "VAR-22-11-01", "Flexible Octopus November 2022 v1", "Flexible Octopus", "Our standard variable tariff.",
        "StandardTariff", date(2022, 11, 1), _flexible, partial(_standing, by_payment_method=True),
        payment_key="varying",
    ),
    Product(
        "OUTGOING-VAR-24-10-26", "Outgoing Octopus", "Outgoing Octopus", "A flat price for what you export.",
        "StandardTariff", date(2024, 10, 26), _outgoing, _nothing_a_day, direction="EXPORT",
    ),
)  # fmt: skip
_BY_CODE = {product.code: product for product in PRODUCTS}
