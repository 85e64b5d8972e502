"""What Octopus sells to anybody: products, and a region's tariffs side by side (docs/domain.md, Other tariffs)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal

from kraken_desktop.domain.moments import Span, at_london, london_date, today_span, tomorrow_span
from kraken_desktop.domain.rates import Rate, RateSchedule
from kraken_desktop.domain.tariffs import Family, Register, changes_daily, family_of, parse_tariff_code

REGIONS = {
    "A": "East England",
    "B": "East Midlands",
    "C": "London",
    "D": "Merseyside and North Wales",
    "E": "West Midlands",
    "F": "North East England",
    "G": "North West England",
    "H": "Southern England",
    "J": "South East England",
    "K": "South Wales",
    "L": "South West England",
    "M": "Yorkshire",
    "N": "South Scotland",
    "P": "North Scotland",
}
"""The letter of each grid supply point and its name."""

SHELF = (
    (Family.FLEXIBLE, False),
    (Family.AGILE, False),
    (Family.TRACKER, False),
    (Family.GO, False),
    (Family.INTELLIGENT_GO, False),
    (Family.COSY, False),
    (Family.FLUX, False),
    (Family.INTELLIGENT_FLUX, False),
    (Family.OUTGOING, True),
    (Family.AGILE_OUTGOING, True),
    (Family.FLUX, True),
    (Family.INTELLIGENT_FLUX, True),
)
"""What is compared, in this order: the family, and whether it is for export."""
PUBLISHED_FROM = time(16)
LOOK_AGAIN = timedelta(minutes=10)
LISTED_FOR = timedelta(days=7)
"""How long a product, its codes and its standing charge are not asked for again."""


@dataclass(frozen=True, slots=True)
class Product:
    """A product on public sale. ``available_from`` None: it does not say."""

    code: str
    name: str
    is_export: bool
    available_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class ProductTariff:
    """A product in one region: its code, which price lists it has, and its standing charge in pence a day."""

    code: str
    registers: tuple[Register, ...]
    standing_pence: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A product in my region with its prices from ``read_at``'s day on, p/kWh including VAT."""

    product: Product
    tariff: ProductTariff
    rates: tuple[Rate, ...] = ()
    read_at: datetime | None = None

    @property
    def family(self) -> Family:
        return family_of(self.product.code)

    @property
    def name(self) -> str:
        return told_name(self.product.name, self.tariff.code)

    @property
    def schedule(self) -> RateSchedule:
        return RateSchedule(self.rates)

    def is_fresh(self, now: datetime) -> bool:
        """Nothing new can be there: read today, and where tomorrow is published daily, with tomorrow or just now."""
        if self.read_at is None or london_date(self.read_at) != london_date(now) or self.read_at > now:
            return False
        if not changes_daily(self.family) or now < at_london(london_date(now), PUBLISHED_FROM):
            return True
        tomorrow = tomorrow_span(now)
        last = at_london(london_date(tomorrow.start), time(23))
        return self.schedule.covers(Span(tomorrow.start, last)) or now - self.read_at < LOOK_AGAIN


@dataclass(frozen=True, slots=True)
class Shelf:
    """The offers of a region in the order of ``SHELF``. ``listed_at`` is when Octopus's list was read."""

    region: str
    listed_at: datetime
    offers: tuple[Offer, ...] = ()

    def is_listed(self, now: datetime) -> bool:
        return timedelta() <= now - self.listed_at < LISTED_FOR

    def is_fresh(self, now: datetime) -> bool:
        return self.is_listed(now) and all(offer.is_fresh(now) for offer in self.offers)

    @property
    def missing(self) -> tuple[tuple[Family, bool], ...]:
        """What Octopus does not list just now."""
        found = {(offer.family, offer.product.is_export) for offer in self.offers}
        return tuple(place for place in SHELF if place not in found)


def horizon_of_offers(now: datetime) -> Span:
    """Today, tomorrow and the day after."""
    return Span(today_span(now).start, tomorrow_span(now).end + timedelta(days=1))


def shelved(products: Iterable[Product]) -> tuple[Product, ...]:
    """The newest product of each place on the shelf; those made for a former brand's customers are left out."""
    places: dict[tuple[Family, bool], Product] = {}
    for product in sorted(products, key=_age):
        if "-BB-" not in product.code and "-SEG-" not in product.code:
            places[family_of(product.code), product.is_export] = product
    return tuple(places[place] for place in SHELF if place in places)


def told_name(name: str, tariff_code: str) -> str:
    """A product of two registers is called as that of one is: its old name tells them apart."""
    code = parse_tariff_code(tariff_code)
    return f"{name}, Economy 7" if code is not None and code.is_day_and_night else name


def has_two_registers(product: Product) -> bool:
    """Economy 7 is compared as the flexible tariff has it."""
    return family_of(product.code) is Family.FLEXIBLE and not product.is_export


def _age(product: Product) -> tuple[float, str]:
    return product.available_from.timestamp() if product.available_from is not None else 0, product.code
