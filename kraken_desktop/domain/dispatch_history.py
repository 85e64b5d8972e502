"""What was planned against what was charged, and what it saved, by London day (docs/domain.md, Dispatches)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import accumulate, compress

from kraken_desktop.domain.dispatch import CompletedDispatch, DispatchBook, DispatchKind
from kraken_desktop.domain.dispatch_record import PlanView
from kraken_desktop.domain.listed import listed_when_due, share_of
from kraken_desktop.domain.moments import SLOT, Span, day_slots, day_span, joined, london_date
from kraken_desktop.domain.rates import RateSchedule

TOLD_AFTER, TOLD_BEFORE = timedelta(minutes=30), timedelta(hours=20)
"""Octopus keeps completed charges for about a day: nobody who did not look in between knows what came of a plan."""
_ZERO, _NONE, _A_DAY = Decimal(0), timedelta(), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ChargeSum:
    """Of a day or of many. Times count once however many devices charge; energy is all devices' together, in kWh.

    ``planned`` = ``charged`` + ``missed`` + ``untold``, by what the last plan read before each instant listed with its
    gate open; ``untold`` is what nobody looked at in time to learn what came of it. ``ignored`` was listed with the
    gate shut. ``completed`` and ``boosted`` are at home. ``won_slots`` are half hours that smart charging alone made
    cheap; they saved ``saved_pence``, ``unknown_slots`` of them aside. Energy is None where a part of it is unknown.
    """

    planned: timedelta = _NONE
    charged: timedelta = _NONE
    missed: timedelta = _NONE
    untold: timedelta = _NONE
    ignored: timedelta = _NONE
    planned_kwh: Decimal | None = _ZERO
    completed: timedelta = _NONE
    completed_kwh: Decimal | None = _ZERO
    boosted: timedelta = _NONE
    boosted_kwh: Decimal | None = _ZERO
    won_slots: int = 0
    unknown_slots: int = 0
    saved_pence: Decimal = _ZERO

    @property
    def missed_share(self) -> Decimal | None:
        """Planned but not charged, 0–1 of what is known to have come of plans; None where that is nothing."""
        told = self.charged + self.missed
        return Decimal(self.missed // timedelta(seconds=1)) / (told // timedelta(seconds=1)) if told else None

    def __add__(self, other: ChargeSum) -> ChargeSum:
        def both(name: str) -> object:
            one, two = getattr(self, name), getattr(other, name)
            return None if one is None or two is None else one + two

        return ChargeSum(**{field.name: both(field.name) for field in fields(self)})  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class HousePrices:
    """What the agreement asks, what was paid with charging, and the meter's kWh by the start of each slot."""

    agreed: RateSchedule
    paid: RateSchedule
    energy: Mapping[datetime, Decimal]


def charge_days(
    days: Sequence[date], views: Sequence[PlanView], book: DispatchBook, house: HousePrices, now: datetime
) -> tuple[ChargeSum, ...]:
    """A sum for each London day. ``views`` in order of time, from before the first day to after the last."""
    listed = listed_when_due(views, now)
    smart = [part for part in listed if part.kind is DispatchKind.SMART]
    planned = joined(part.span for part in smart if part.is_counted)
    ignored = without(joined(part.span for part in smart if not part.is_counted), planned)
    done = [row for row in book.completed if row.is_at_home]
    completed = joined(row.span for row in done if row.kind is DispatchKind.SMART)
    boosted = joined(row.span for row in done if row.kind is DispatchKind.BOOST)
    uncharged = without(planned, completed)
    looks = _Looks(views)
    energies = _by_day((part.span, part.energy_kwh) for part in smart if part.is_counted)
    told = [looks.tell_of(span) for span in uncharged]
    missed = tuple(compress(uncharged, told))
    untold = tuple(span for span, is_told in zip(uncharged, told, strict=True) if not is_told)
    found = []
    for day in days:
        within = day_span(day)
        length = _length(planned, within)
        lost, unclear = _length(missed, within), _length(untold, within)
        won, unknown, saved = _won(day, book, house)
        found.append(
            ChargeSum(
                planned=length,
                charged=length - lost - unclear,
                missed=lost,
                untold=unclear,
                ignored=_length(ignored, within),
                planned_kwh=_energy(energies.get(day, ()), within),
                completed=_length(completed, within),
                completed_kwh=_energy(_rows(done, DispatchKind.SMART), within),
                boosted=_length(boosted, within),
                boosted_kwh=_energy(_rows(done, DispatchKind.BOOST), within),
                won_slots=won,
                unknown_slots=unknown,
                saved_pence=saved,
            )
        )
    return tuple(found)


def without(spans: Iterable[Span], others: Iterable[Span]) -> tuple[Span, ...]:
    """What of the spans lies in none of the others."""
    left = list(joined(spans))
    for other in joined(others):
        left = [
            part
            for span in left
            for part in (Span(span.start, min(span.end, other.start)), Span(max(span.start, other.end), span.end))
            if part.start < part.end
        ]
    return tuple(left)


class _Looks:
    """When somebody looked, whatever the device: a year has a hundred thousand views and hundreds of spans."""

    def __init__(self, views: Sequence[PlanView]) -> None:
        """``views`` in order of time."""
        self._firsts = [view.first_seen for view in views]
        self._lasts = list(accumulate((view.last_seen for view in views), max))

    def tell_of(self, span: Span) -> bool:
        """Somebody looked in time to learn what came of the span."""
        before = bisect_left(self._firsts, span.end + TOLD_BEFORE)
        return before > 0 and self._lasts[before - 1] >= span.end + TOLD_AFTER


def _length(spans: Sequence[Span], within: Span) -> timedelta:
    """Of what the spans, apart and in order of time, have inside."""
    total, place = _NONE, bisect_right(spans, within.start, key=lambda span: span.end)
    while place < len(spans) and (part := spans[place].clipped(within)) is not None:
        total, place = total + part.duration, place + 1
    return total


def _by_day(charges: Iterable[tuple[Span, Decimal | None]]) -> dict[date, list[tuple[Span, Decimal | None]]]:
    """Under every London day that they touch: a month has tens of thousands where the plan never rests."""
    found: dict[date, list[tuple[Span, Decimal | None]]] = {}
    day, within = date.min, None
    for charge in charges:
        span, _ = charge
        if within is None or not within.contains(span.start):
            day = london_date(span.start)
            within = day_span(day)
        touched, end = day, within.end
        found.setdefault(touched, []).append(charge)
        while end < span.end:
            touched += _A_DAY
            end = day_span(touched).end
            found.setdefault(touched, []).append(charge)
    return found


def _rows(done: Iterable[CompletedDispatch], kind: DispatchKind) -> Iterable[tuple[Span, Decimal | None]]:
    return ((row.span, row.energy_kwh) for row in done if row.kind is kind)


def _energy(charges: Iterable[tuple[Span, Decimal | None]], within: Span) -> Decimal | None:
    """By the share of each charge's time; None where one that takes part has no figure."""
    total = _ZERO
    for span, kwh in charges:
        part = span.clipped(within)
        if part is None:
            continue
        if kwh is None:
            return None
        total += kwh * share_of(part, span)
    return total


def _won(day: date, book: DispatchBook, house: HousePrices) -> tuple[int, int, Decimal]:
    """Slots won, those of them whose saving is unknown, and the others' saving in pence: without the cars' energy,
    for a car would have charged in the night all the same, and by the difference of the two prices alone.
    """
    won = unknown = 0
    saved = _ZERO
    for slot in day_slots(day):
        asked, paid = house.agreed.at(slot.start), house.paid.at(slot.start)
        if asked is None or paid is None or paid.pence_inc_vat >= asked.pence_inc_vat:
            continue
        won += 1
        metered, cars = house.energy.get(slot.start), _cars(slot, book)
        if metered is None or cars is None:
            unknown += 1
        else:
            saved += max(_ZERO, metered - cars) * (asked.pence_inc_vat - paid.pence_inc_vat)
    return won, unknown, saved


def _cars(slot: Span, book: DispatchBook) -> Decimal | None:
    """What the cars took at home; unknown where a charge was seen to run and no completed one tells of it."""
    rows = [row for row in book.completed if row.is_at_home and row.span.overlaps(slot)]
    if not rows and any(row.span.overlaps(slot) for row in book.started):
        return None
    return _energy(((row.span, row.energy_kwh) for row in rows), Span(slot.start, slot.start + SLOT))
