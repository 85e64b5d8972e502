"""Other tariffs of a region, today and tomorrow: read when somebody looks, once a publication, kept in the store."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from kraken_desktop.domain.offers import (
    ONE_REGISTER,
    Hours,
    Metering,
    Offer,
    Shelf,
    horizon_of_offers,
    shelved,
)
from kraken_desktop.domain.problem import Problem
from kraken_desktop.domain.rates import PaymentMethod, RateSchedule, for_payment
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.domain.tariffs import Register, parse_tariff_code, public_schedule
from kraken_desktop.kraken.client import KrakenClient
from kraken_desktop.kraken.errors import KrakenError, OddAnswer, Refused, problem_of
from kraken_desktop.services.connection import Archive
from kraken_desktop.services.ports import Clock
from kraken_desktop.services.pricing import night_hours
from kraken_desktop.services.state import AppState, StateHolder

_log = logging.getLogger(__name__)
_PRICES = frozenset(Register) - {Register.STANDING, Register.EV_PEAK, Register.EV_OFF_PEAK}
"""What the house pays; the car's own rates are no tariff to compare."""


def region_of(state: AppState, chosen: str | None) -> str | None:
    """The region that the person chose, else that of the home's own meter; None where neither is known."""
    if chosen is not None:
        return chosen
    account, selection = state.account.value, state.selection
    for number in (selection.import_number, selection.export_number):
        point = account.meter_point(number) if account is not None else None
        if point is not None and point.region is not None:
            return point.region
    return None


def metering_of(state: AppState) -> Metering:
    """Of the shown import meter, by its tariff's code; the hours are those that price it."""
    account, number = state.account.value, state.selection.import_number
    point = account.meter_point(number) if account is not None and number is not None else None
    held = point.agreement_at(state.now) if point is not None else None
    code = parse_tariff_code(held.tariff_code) if held is not None else None
    if held is None or code is None or code.register_count == 1:
        return ONE_REGISTER
    return Metering(code.register_count, Hours(night_hours(held, state.own.windows)[0], held.off_peak_scheme))


@dataclass(frozen=True, slots=True)
class PublicClient:
    """``async with`` gives the client; one that is its own is closed afterwards."""

    client: KrakenClient
    is_own: bool

    async def __aenter__(self) -> KrakenClient:
        return self.client

    async def __aexit__(self, *_raised: object) -> None:
        if self.is_own:
            await self.client.close()


class OtherTariffs:
    """Fills the state's ``other_tariffs``."""

    def __init__(self, holder: StateHolder, archive: Archive, clock: Clock, client: Callable[[], PublicClient]) -> None:
        self._holder = holder
        self._archive = archive
        self._clock = clock
        self._client = client

    async def regions_of(self, postcode: str) -> tuple[str, ...] | Problem:
        """The letters of a postcode's regions, or why they cannot be told."""
        async with self._client() as client:
            try:
                return await client.regions_of(postcode)
            except KrakenError as error:
                return problem_of(error, self._clock.now())

    async def read(self, region: str) -> None:
        """Show at once what the store keeps of the region, then ask for what is out of date, and for nothing else."""
        known = await self._known(region)
        now, metering = self._clock.now(), metering_of(self._holder.state)
        if known is not None and known.is_fresh(metering, now):
            return
        try:
            async with self._client() as client:
                shelf = await self._renewed(client, region, known, metering, now)
        except KrakenError as error:
            problem = problem_of(error, now)
            _log.info("other tariffs cannot be read: %s", problem.kind)
            self._holder.fold(lambda state: replace(state, other_tariffs=state.other_tariffs.failed(problem)))
            return
        self._holder.fold(lambda state: replace(state, other_tariffs=Snapshot(shelf, now)))
        await self._archive.keep(lambda store: store.save_shelf(shelf, now))

    async def _renewed(
        self, client: KrakenClient, region: str, known: Shelf | None, metering: Metering, now: datetime
    ) -> Shelf:
        shelf = known if known is not None and known.is_listed(now) else await self._listed(client, region, known)
        for offer in shelf.waiting(metering, now):
            shelf = _with_offer(shelf, await self._priced(client, offer, offer.hours_for(metering)))
        return shelf

    async def _known(self, region: str) -> Shelf | None:
        held = self._holder.state.other_tariffs.value
        if held is not None and held.region == region:
            return held
        kept = await self._archive.look(lambda store: store.shelf(region))
        shown: Snapshot[Shelf] = Snapshot() if kept is None else Snapshot(kept[0], kept[1])
        self._holder.update(other_tariffs=shown)
        return shown.value

    async def _listed(self, client: KrakenClient, region: str, known: Shelf | None) -> Shelf:
        """The shelf as Octopus lists it now; prices that are known already are kept."""
        before = {offer.tariff.code: offer for offer in known.offers} if known is not None else {}
        offers = []
        for product in shelved(await client.products()):
            try:
                tariffs = await client.product_tariffs(product.code, region)
            except (Refused, OddAnswer) as error:
                _log.info("%s cannot be compared: %s", product.code, error)
                continue  # listed, but nobody may see it, or it makes no sense
            for tariff in tariffs:
                held = before.get(tariff.code)
                offers.append(replace(held, product=product, tariff=tariff) if held else Offer(product, tariff))
        return Shelf(region, self._clock.now(), tuple(offers))

    async def _priced(self, client: KrakenClient, offer: Offer, hours: Hours) -> Offer:
        now, code = self._clock.now(), offer.tariff.code
        lists: dict[Register, RateSchedule] = {}
        for register in offer.tariff.registers:
            if register in _PRICES:
                try:
                    rows = await client.rates(code, register, horizon_of_offers(now))
                except (Refused, OddAnswer):
                    continue  # a list that this tariff does not have
                lists[register] = RateSchedule.of(for_payment(rows, PaymentMethod.DIRECT_DEBIT))
        schedule = public_schedule(lists, hours.night, horizon_of_offers(now), hours.third)
        return replace(offer, rates=schedule.rates, read_at=now, hours=hours)


def _with_offer(shelf: Shelf, newer: Offer) -> Shelf:
    offers = (newer if offer.tariff.code == newer.tariff.code else offer for offer in shelf.offers)
    return replace(shelf, offers=tuple(offers))
