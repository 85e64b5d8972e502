"""A comparison from end to end: the home's half hours, the region's tariffs, their past prices, the reckoning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kraken_desktop.domain.account import Direction, MeterPoint
from kraken_desktop.domain.costs import DayTotal
from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.offers import Offer, Shelf
from kraken_desktop.domain.problem import Problem
from kraken_desktop.domain.settled import estimated_days
from kraken_desktop.domain.tariffs import Family, family_of
from kraken_desktop.kraken.errors import KrakenError, problem_of
from kraken_desktop.services.costing import smart_spans
from kraken_desktop.services.insights.arithmetic import Progress, reckoned
from kraken_desktop.services.insights.comparison import (
    Candidate,
    ComparisonQuestion,
    TariffComparison,
    go_together,
    order,
    rows_of,
    unknowns,
)
from kraken_desktop.services.insights.house import EPOCH_ORDINAL, House, house_of
from kraken_desktop.services.insights.past_prices import (
    PastTariff,
    SmartCharging,
    held,
    on_sale,
    past_columns,
    read_past_prices,
    smart_charging,
)
from kraken_desktop.services.other_tariffs import OtherTariffs, PublicClient, metering_of
from kraken_desktop.services.state import AppState, StateHolder, Tariff
from kraken_desktop.storage.database import Database

READING_SHARE = 0.8
"""Of the whole work, where price lists are read for the first time."""


@dataclass(frozen=True, slots=True)
class Public:
    """What anybody may ask: the region's tariffs and their price lists."""

    tariffs: OtherTariffs
    client: Callable[[], PublicClient]
    region: str | None


class Comparer:
    """Compares for one import meter and, where there is one, its export meter."""

    def __init__(self, database: Database, holder: StateHolder, public: Public) -> None:
        self._database, self._holder, self._public = database, holder, public

    async def compared(
        self, point: MeterPoint, export: MeterPoint | None, question: ComparisonQuestion, progress: Progress
    ) -> TariffComparison:
        """Raises StorageError. What Octopus refuses is told as the comparison's problem, and the rest is compared."""
        store, span = self._database.history, question.span.instants
        house = await house_of(store, point.number, export.number if export is not None else None, question.span)
        totals = await store.totals(point.number, question.span.first, question.span.last)
        house, unsettled, estimated = await self._settled(point, house, totals)
        standing = {
            day.day.toordinal() - EPOCH_ORDINAL: float(day.standing_pence)
            for day in totals
            if day.standing_pence is not None
        }
        shelf, problem = await self._shelf(point)
        tariffs = self._tariffs(shelf, point, export)
        offers = tuple(tariff.offer for tariff in tariffs)
        troubled, trouble = await self._read(offers, span, lambda share: progress(share * READING_SHARE))
        account_number = self._holder.state.selection.account_number
        smart = await smart_charging(self._database, account_number, point.number, span)
        candidates = await self._candidates(tariffs, span, smart if question.with_smart else None, troubled)
        rows = await reckoned(
            rows_of,
            *(house, standing, candidates, question),
            progress=lambda share: progress(READING_SHARE + share * (1 - READING_SHARE)),
        )
        is_dispatching = any(offer.family is Family.INTELLIGENT_GO for offer in offers)
        # of days that are not settled nobody knows what smart charging made cheap: their own words say so
        told = unknowns(question, smart.is_known, is_dispatching and not estimated)
        rows, trouble = order(rows, estimated), problem or trouble
        return TariffComparison(question, house.days, house.left_out, rows, told, trouble, unsettled, estimated)

    async def _settled(
        self, point: MeterPoint, house: House, totals: Sequence[DayTotal]
    ) -> tuple[House, int, tuple[date, ...]]:
        """Without the days whose smart charges Octopus has not settled, and how many; where all are such, with them,
        and which they are.
        """
        smart = smart_spans(point)
        if not smart or not totals:
            return house, 0, ()
        settled = await self._database.history.settled(point.number, totals[0].day, totals[-1].day)
        inside = set(house.day)
        waiting = {day.toordinal() - EPOCH_ORDINAL for day in estimated_days(totals, settled, smart)} & inside
        if waiting == inside:
            return house, 0, tuple(date.fromordinal(day + EPOCH_ORDINAL) for day in sorted(waiting))
        return (house.without(waiting) if waiting else house), len(waiting), ()

    async def _shelf(self, point: MeterPoint) -> tuple[Shelf | None, Problem | None]:
        region = self._public.region or point.region
        if region is None:
            return None, None
        await self._public.tariffs.read(region)
        shown = self._holder.state.other_tariffs
        return (shown.value if shown.value is not None and shown.value.region == region else None), shown.problem

    async def _read(
        self, offers: tuple[Offer, ...], span: Span, progress: Progress
    ) -> tuple[frozenset[str], Problem | None]:
        now = self._holder.state.now
        try:
            async with self._public.client() as client:
                return await read_past_prices(client, self._database, offers, span, now, progress), None
        except KrakenError as error:
            return frozenset(), problem_of(error, now)

    def _tariffs(self, shelf: Shelf | None, point: MeterPoint, export: MeterPoint | None) -> tuple[PastTariff, ...]:
        """The home's own tariffs first, then what is on sale beside them; export tariffs where there is export."""
        state = self._holder.state
        own = [_held(point, state.import_tariff.value, state)]
        if export is not None:
            own.append(_held(export, state.export_tariff.value, state))
        mine = tuple(tariff for tariff in own if tariff is not None)
        codes = {tariff.offer.tariff.code for tariff in mine}
        metering = metering_of(state)
        offers = shelf.suiting(metering) if shelf is not None else ()
        others = (on_sale(offer, metering) for offer in offers if offer.tariff.code not in codes)
        return (*mine, *(other for other in others if export is not None or not other.offer.product.is_export))

    async def _candidates(
        self, tariffs: Sequence[PastTariff], span: Span, smart: SmartCharging | None, troubled: frozenset[str]
    ) -> list[Candidate]:
        method = self._holder.state.selection.payment_method
        columns = {
            tariff.offer.tariff.code: await past_columns(self._database, tariff, method, span, smart)
            for tariff in tariffs
        }
        found = []
        for one, other in _paired(tariffs):
            code = one.offer.tariff.code
            past = columns[code]
            notes = ["You have this import tariff now; here it is at its public prices."] if one.is_mine else []
            if {code, other.offer.tariff.code if other is not None else ""} & troubled:
                notes.append("Some of its prices could not be read now.")
            candidate = Candidate(
                one.offer.name, code, None, past.units, past.standing, car=past.car, notes=tuple(notes)
            )
            candidate.is_held = one.is_mine and (other is None or other.is_mine)
            if other is not None:
                candidate = replace(
                    candidate,
                    name=f"{one.offer.name} with {other.offer.product.name}",
                    export_code=other.offer.tariff.code,
                    exports=columns[other.offer.tariff.code].units,
                )
            found.append(candidate)
        names = Counter(candidate.name for candidate in found)
        return [replace(one, name=f"{one.name} ({one.import_code})") if names[one.name] > 1 else one for one in found]


def _held(point: MeterPoint, tariff: Tariff | None, state: AppState) -> PastTariff | None:
    agreement = point.agreement_at(state.now)
    if agreement is None:
        return None
    name = tariff.name if tariff is not None and tariff.code == agreement.tariff_code else None
    is_export = point.direction is Direction.EXPORT
    return held(agreement, name or family_of(agreement.product_code).value, is_export, state.own.windows)


def _paired(tariffs: Sequence[PastTariff]) -> Iterator[tuple[PastTariff, PastTariff | None]]:
    """Each import with each export that it is sold with; alone where there is no export to be paid."""
    exports = [tariff for tariff in tariffs if tariff.offer.product.is_export]
    for one in (tariff for tariff in tariffs if not tariff.offer.product.is_export):
        if not exports:
            yield one, None
        for other in exports:
            if go_together(one.offer.family, other.offer.family) or (one.is_mine and other.is_mine):
                yield one, other
