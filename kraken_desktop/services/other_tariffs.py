"""Other tariffs of a region, today and tomorrow: read when somebody looks, once a publication, kept in the store."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from kraken_desktop.domain.offers import (
    ONE_REGISTER,
    Hours,
    Metering,
    Offer,
    Product,
    ProductTariff,
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
from kraken_desktop.services.heavy_feed import GIVE_UP
from kraken_desktop.services.ports import Clock
from kraken_desktop.services.pricing import night_hours
from kraken_desktop.services.state import AppState, StateHolder

_log = logging.getLogger(__name__)
_PRICES = frozenset(Register) - {Register.STANDING, Register.EV_PEAK, Register.EV_OFF_PEAK}
"""What the house pays; the car's own rates are no tariff to compare."""
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
AT_ONCE, BURST = 16, timedelta(seconds=10)
"""So many questions go out at once, and no more within so long."""


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
        self._asked: list[datetime] = []
        self._wanted: str | None = None
        self._turns = asyncio.Lock()

    async def regions_of(self, postcode: str) -> tuple[str, ...] | Problem:
        """The letters of a postcode's regions, or why they cannot be told."""
        async with self._client() as client:
            try:
                return await client.regions_of(postcode)
            except KrakenError as error:
                return problem_of(error, self._clock.now())

    async def recall(self, region: str) -> None:
        """Show what the store keeps of the region; nothing is asked for."""
        await self._known(region)

    async def read(self, region: str) -> None:
        """Show at once what the store keeps of the region, then ask for what is out of date, and for nothing else.

        Each answer is shown as it comes; what is read is kept, also where the rest cannot be. Of several at once each
        waits for the one before it, which ends early where another region is wanted now.
        """
        self._wanted = region
        async with self._turns:
            await self._read(region)

    async def _read(self, region: str) -> None:
        known = await self._known(region)
        now, metering = self._clock.now(), metering_of(self._holder.state)
        if known is not None and known.is_fresh(metering, now):
            return
        before, trouble = known or Shelf(region, NEVER), list[KrakenError]()
        shelf = before
        try:
            async with self._client() as client:
                async for shelf in self._renewed(client, before, metering, trouble):
                    self._show(shelf)
                    if self._wanted != region:
                        break
        except KrakenError as error:
            trouble.append(error)
        if shelf != known and shelf.listed_at != NEVER:
            await self._archive.keep(lambda store: store.save_shelf(shelf, now))
        if not trouble:
            self._holder.fold(lambda state: replace(state, other_tariffs=Snapshot(shelf, now)))
            return
        problem = problem_of(trouble[-1], now)
        _log.info("other tariffs cannot be read: %s", problem.kind)
        self._holder.fold(lambda state: replace(state, other_tariffs=state.other_tariffs.failed(problem)))

    def _show(self, shelf: Shelf) -> None:
        self._holder.fold(lambda state: replace(state, other_tariffs=replace(state.other_tariffs, value=shelf)))

    async def _renewed(
        self, client: KrakenClient, shelf: Shelf, metering: Metering, trouble: list[KrakenError]
    ) -> AsyncIterator[Shelf]:
        """After each answer. What a single question meets goes to ``trouble``; where no other makes sense it raises."""
        if not shelf.is_listed(self._clock.now()):
            await self._turn()
            shelf = shelf.listing(shelved(await client.products()), self._clock.now())
            yield shelf
        for product in shelf.unread:
            await self._turn()
            with _counting(trouble):
                shelf = shelf.with_tariffs(product, await self._tariffs(client, product, shelf.region))
            yield shelf
        for offer in shelf.waiting(metering, self._clock.now()):
            with _counting(trouble):
                shelf = shelf.with_offer(await self._priced(client, offer, offer.hours_for(metering)))
            yield shelf

    async def _turn(self) -> None:
        """Bursts end in refusals, which shut the door for live power too: after the first few, one after the other."""
        now = self._clock.now()
        self._asked = [at for at in self._asked if timedelta() <= now - at < BURST][-AT_ONCE:]
        if len(self._asked) == AT_ONCE:
            await self._clock.sleep_until(self._asked[0] + BURST)
        self._asked.append(self._clock.now())

    async def _known(self, region: str) -> Shelf | None:
        held = self._holder.state.other_tariffs.value
        if held is not None and held.region == region:
            return held
        kept = await self._archive.look(lambda store: store.shelf(region))
        shown: Snapshot[Shelf] = Snapshot() if kept is None else Snapshot(kept[0], kept[1])
        self._holder.update(other_tariffs=shown)
        return shown.value

    async def _tariffs(self, client: KrakenClient, product: Product, region: str) -> tuple[ProductTariff, ...]:
        try:
            return await client.product_tariffs(product.code, region)
        except (Refused, OddAnswer) as error:
            _log.info("%s cannot be compared: %s", product.code, error)
            return ()  # listed, but nobody may see it, or it makes no sense

    async def _priced(self, client: KrakenClient, offer: Offer, hours: Hours) -> Offer:
        now, code = self._clock.now(), offer.tariff.code
        lists: dict[Register, RateSchedule] = {}
        for register in offer.tariff.registers:
            if register in _PRICES:
                await self._turn()
                try:
                    rows = await client.rates(code, register, horizon_of_offers(now))
                except (Refused, OddAnswer):
                    continue  # a list that this tariff does not have
                lists[register] = RateSchedule.of(for_payment(rows, PaymentMethod.DIRECT_DEBIT))
        schedule = public_schedule(lists, hours.night, horizon_of_offers(now), hours.third)
        return replace(offer, rates=schedule.rates, read_at=now, hours=hours)


@contextmanager
def _counting(trouble: list[KrakenError]) -> Iterator[None]:
    """One question's error does not sink the others."""
    try:
        yield
    except GIVE_UP:
        raise
    except KrakenError as error:
        trouble.append(error)
