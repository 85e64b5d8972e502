"""What Octopus sells to anybody: products, and a region's tariffs side by side (docs/domain.md, Other tariffs)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from decimal import Decimal

from kraken_desktop.domain.moments import DailyWindow, Span, at_london, london_date, today_span, tomorrow_span
from kraken_desktop.domain.rates import Rate, RateSchedule
from kraken_desktop.domain.tariffs import (
    Family,
    Register,
    changes_daily,
    family_of,
    parse_tariff_code,
    textbook_windows,
)

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
    (Family.FIXED, False),
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
_REGISTERS = {1: "", 2: ", Economy 7", 3: ", three rates"}
PUBLISHED_FROM = time(16)
LOOK_AGAIN = timedelta(minutes=10)


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
class Hours:
    """When prices without times hold: the night's, and a third register's. () where there is none, or nobody knows."""

    night: tuple[DailyWindow, ...] = ()
    third: tuple[DailyWindow, ...] = ()


@dataclass(frozen=True, slots=True)
class Metering:
    """How the home's import meter counts: in one register, or in several at their hours."""

    registers: int = 1
    hours: Hours = Hours()


ONE_REGISTER = Metering()


@dataclass(frozen=True, slots=True)
class Offer:
    """A product in my region with its prices from ``read_at``'s day on, p/kWh including VAT.

    ``hours`` are those by which prices without times were laid over the day.
    """

    product: Product
    tariff: ProductTariff
    rates: tuple[Rate, ...] = ()
    read_at: datetime | None = None
    hours: Hours = Hours()

    @property
    def family(self) -> Family:
        return family_of(self.product.code)

    @property
    def name(self) -> str:
        return told_name(self.product.name, self.tariff.code)

    @property
    def schedule(self) -> RateSchedule:
        return RateSchedule(self.rates)

    def hours_for(self, metering: Metering) -> Hours:
        """The meter's own hours where it counts as the tariff does, else the tariff's usual ones."""
        code = parse_tariff_code(self.tariff.code)
        if code is not None and code.register_count == metering.registers > 1 and metering.hours.night:
            return metering.hours
        return Hours(textbook_windows(self.product.code, code.registers if code is not None else ""))

    def suits(self, metering: Metering) -> bool:
        """Whether a home so metered compares it: what one register serves, what its own do, and always Economy 7."""
        code = parse_tariff_code(self.tariff.code)
        count = code.register_count if code is not None else 1
        is_economy_7 = count == 2 and self.family is Family.FLEXIBLE
        return count in (1, metering.registers) or is_economy_7

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
    """The offers of a region in the order of ``SHELF``. ``listed_at`` is when Octopus's list was read, ``unread`` are
    those products of it whose tariffs here were not.
    """

    region: str
    listed_at: datetime
    offers: tuple[Offer, ...] = ()
    unread: tuple[Product, ...] = ()

    def is_listed(self, now: datetime) -> bool:
        """Products and standing charges were read today: prices change at midnight."""
        return self.listed_at <= now and london_date(self.listed_at) == london_date(now)

    def suiting(self, metering: Metering) -> tuple[Offer, ...]:
        """What a home so metered compares."""
        return tuple(offer for offer in self.offers if offer.suits(metering))

    def waiting(self, metering: Metering, now: datetime) -> tuple[Offer, ...]:
        """Those of them whose prices may be others by now, or stand by other hours than the meter's."""
        return tuple(
            offer
            for offer in self.suiting(metering)
            if not offer.is_fresh(now) or offer.hours != offer.hours_for(metering)
        )

    def is_fresh(self, metering: Metering, now: datetime) -> bool:
        return self.is_listed(now) and not self.unread and not self.waiting(metering, now)

    def listing(self, products: tuple[Product, ...], at: datetime) -> Shelf:
        """The same region as Octopus lists it now. What is known of a product stays until it is read anew."""
        codes = {product.code for product in products}
        kept = tuple(offer for offer in self.offers if offer.product.code in codes)
        return Shelf(self.region, at, kept, products)

    def with_tariffs(self, product: Product, tariffs: Iterable[ProductTariff]) -> Shelf:
        """A product's tariffs were read: prices that are known already are kept."""
        before = {offer.tariff.code: offer for offer in self.offers}
        read = [
            replace(before.get(tariff.code) or Offer(product, tariff), product=product, tariff=tariff)
            for tariff in tariffs
        ]
        others = [offer for offer in self.offers if offer.product.code != product.code]
        offers = sorted((*others, *read), key=lambda offer: SHELF.index((offer.family, offer.product.is_export)))
        return replace(self, offers=tuple(offers), unread=tuple(one for one in self.unread if one != product))

    def with_offer(self, newer: Offer) -> Shelf:
        offers = (newer if offer.tariff.code == newer.tariff.code else offer for offer in self.offers)
        return replace(self, offers=tuple(offers))

    @property
    def missing(self) -> tuple[tuple[Family, bool], ...]:
        """What Octopus does not list just now."""
        products = (*(offer.product for offer in self.offers), *self.unread)
        found = {(family_of(product.code), product.is_export) for product in products}
        return tuple(place for place in SHELF if place not in found)


def horizon_of_offers(now: datetime) -> Span:
    """Today, tomorrow and the day after."""
    return Span(today_span(now).start, tomorrow_span(now).end + timedelta(days=1))


def shelved(products: Iterable[Product]) -> tuple[Product, ...]:
    """The newest product of each place on the shelf; those made for a former brand's customers are left out, and what
    is of no known family unless its code calls it fixed.
    """
    places: dict[tuple[Family, bool], Product] = {}
    for product in sorted(products, key=_age):
        family, is_for_few = family_of(product.code), "-BB-" in product.code or "-SEG-" in product.code
        if not is_for_few and (family is not Family.FIXED or "-FIX-" in product.code):
            places[family, product.is_export] = product
    return tuple(places[place] for place in SHELF if place in places)


def told_name(name: str, tariff_code: str) -> str:
    """A product of several registers is called as that of one is: the registers tell them apart."""
    code = parse_tariff_code(tariff_code)
    return f"{name}{_REGISTERS[code.register_count]}" if code is not None else name


def _age(product: Product) -> tuple[float, str]:
    return product.available_from.timestamp() if product.available_from is not None else 0, product.code
