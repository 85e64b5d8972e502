"""Price lists of a region's other tariffs over the past: read a stretch at a time, kept, and never asked twice."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from kraken_desktop.domain.account import Agreement
from kraken_desktop.domain.dispatch import DispatchBook
from kraken_desktop.domain.effective_price import CarRates, SmartTerms, effective_schedule, smart_charges
from kraken_desktop.domain.moments import DailyWindow, Span
from kraken_desktop.domain.offers import Hours, Metering, Offer, Product, ProductTariff
from kraken_desktop.domain.rates import FOREVER, PaymentMethod, RateSchedule
from kraken_desktop.domain.settled import SettledSlot
from kraken_desktop.domain.settled_prices import settled_prices
from kraken_desktop.domain.tariffs import Family, Register, public_schedule
from kraken_desktop.domain.units import ZERO
from kraken_desktop.kraken.client import KrakenClient
from kraken_desktop.kraken.errors import KrakenError
from kraken_desktop.services.costing import A_DAY, groups_needed
from kraken_desktop.services.heavy_feed import GIVE_UP
from kraken_desktop.services.insights.arithmetic import Progress
from kraken_desktop.services.insights.comparison import PastColumns, PriceColumns, columns_of
from kraken_desktop.services.list_stretches import keep_stretch, missing_stretches
from kraken_desktop.services.pricing import night_hours
from kraken_desktop.storage.columns import seconds
from kraken_desktop.storage.database import Database
from kraken_desktop.storage.rates_table import columns, schedules

_log = logging.getLogger(__name__)


async def read_past_prices(
    client: KrakenClient, database: Database, offers: Sequence[Offer], span: Span, now: datetime, progress: Progress
) -> frozenset[str]:
    """Every list of the offers as far as the span needs it; the codes of which some could not be read now.

    Raises what ends every request: no network, a limit, a refused key.
    """
    troubled = set[str]()
    for index, offer in enumerate(offers):
        try:
            for register in registers_of_offer(offer):
                code = offer.tariff.code
                while missing := await missing_stretches(database, code, register, span):
                    rows = await client.rates(code, register, missing[0])
                    await keep_stretch(database, code, register, rows, missing[0], now)
        except GIVE_UP:
            raise
        except KrakenError as error:
            _log.info("a price list of the past cannot be read: %s", error)
            troubled.add(offer.tariff.code)
        progress((index + 1) / len(offers))
    return frozenset(troubled)


def registers_of_offer(offer: Offer) -> tuple[Register, ...]:
    """The price lists of a tariff; its standing charges where it imports."""
    standing = () if offer.product.is_export else (Register.STANDING,)
    return (*(register for register in offer.tariff.registers if register is not Register.STANDING), *standing)


@dataclass(frozen=True, slots=True)
class PastTariff:
    """A tariff to be priced over the past, with the hours of its prices without times."""

    offer: Offer
    hours: Hours
    is_mine: bool = False


def on_sale(offer: Offer, metering: Metering) -> PastTariff:
    """As it would serve a home so metered."""
    return PastTariff(offer, offer.hours_for(metering))


def held(agreement: Agreement, name: str, is_export: bool, own_hours: tuple[DailyWindow, ...]) -> PastTariff | None:
    """A tariff that the home has, on sale or not; None where its code is of no known form."""
    groups = groups_needed(agreement)
    if not groups:
        return None
    product = Product(agreement.product_code, name, is_export)
    tariff = ProductTariff(agreement.tariff_code, groups[0])
    hours = Hours() if is_export else Hours(night_hours(agreement, own_hours)[0], agreement.off_peak_scheme)
    return PastTariff(Offer(product, tariff), hours, is_mine=True)


@dataclass(frozen=True, slots=True)
class SmartCharging:
    """A home's smart charging as far as it is known. What Octopus settled outranks what was seen and listed."""

    book: DispatchBook
    settled: Mapping[datetime, SettledSlot]

    @property
    def is_known(self) -> bool:
        return bool(self.settled or smart_charges(self.book, FOREVER))


async def smart_charging(database: Database, account_number: str | None, number: str, span: Span) -> SmartCharging:
    """Of an account's import meter over a span. Raises StorageError."""
    charges = await database.charges(account_number, span)
    return SmartCharging(charges, await database.history.settled_slots(number, span))


async def past_columns(
    database: Database, tariff: PastTariff, method: PaymentMethod | None, span: Span, smart: SmartCharging | None
) -> PastColumns:
    """The prices as they are stored. With ``smart`` its charges count, where the tariff is a dispatching one. Reckoned
    on the store's thread.
    """
    offer = tariff.offer
    is_smart = smart is not None and offer.family is Family.INTELLIGENT_GO
    if not is_smart and (plain := await _plain_columns(database, offer, method, span)) is not None:
        return plain
    around = Span(span.start - A_DAY, span.end + A_DAY)  # a charge has the price of a night beside it
    ask = partial(schedules, tariff_code=offer.tariff.code, method=method, span=around)

    def built(lists: dict[Register, RateSchedule]) -> PastColumns:
        agreed = public_schedule(lists, tariff.hours.night, around, tariff.hours.third)
        paid, car = _with_smart(tariff, lists, agreed, smart) if smart is not None and is_smart else (agreed, {})
        standing = lists.get(Register.STANDING, RateSchedule())
        units, charges = (columns_of(RateSchedule(found.between(span))) for found in (paid, standing))
        return PastColumns(units, charges, car)

    return await database.history.consume(ask, built)


async def _plain_columns(
    database: Database, offer: Offer, method: PaymentMethod | None, span: Span
) -> PastColumns | None:
    """As the lists stand, where the standard one has all prices and nothing has to be merged."""
    found = []
    for register in (Register.STANDARD, Register.STANDING):
        ask = partial(columns, tariff_code=offer.tariff.code, register=register, method=method, span=span)
        told = await database.history.consume(ask, lambda told: told)
        if told is None or (register is Register.STANDARD and not told[0]):
            return None
        found.append(PriceColumns(*told))
    return PastColumns(found[0], found[1], {})


def _with_smart(
    tariff: PastTariff, lists: dict[Register, RateSchedule], agreed: RateSchedule, smart: SmartCharging
) -> tuple[RateSchedule, dict[int, float]]:
    """What the house pays, and by half hour what a car's part costs beyond the house's price: as days are costed."""
    peak, off_peak = (lists.get(register) for register in (Register.EV_PEAK, Register.EV_OFF_PEAK))
    own = CarRates(peak, off_peak) if peak is not None and off_peak is not None else None
    terms = SmartTerms(tariff.hours.night, own)
    settled = settled_prices(smart.settled.values(), agreed, terms)
    paid = effective_schedule(agreed, smart.book, terms, FOREVER).merged_with(RateSchedule.of(settled.house.values()))
    beyond = {}
    for start, parts in settled.cars.items():
        house = paid.at(start)
        if house is not None:
            more = sum((kwh * (rate.pence_inc_vat - house.pence_inc_vat) for kwh, rate in parts), ZERO)
            beyond[seconds(start)] = float(more)
    return paid, beyond
