"""Why a price is what it is: the effective price's own account of itself (docs/domain.md, Dispatches)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from kraken_desktop.domain.dispatch import (
    CompletedDispatch,
    DispatchBook,
    DispatchKind,
    PlannedDispatch,
    extended,
    phantoms,
)
from kraken_desktop.domain.dispatch_record import PastListing
from kraken_desktop.domain.effective_price import (
    SmartCharge,
    SmartTerms,
    boost_spans,
    car_schedule,
    effective_schedule,
    night_window,
    paid_charges,
    smart_charges,
    smart_spans,
)
from kraken_desktop.domain.moments import Span, apart, slot_of
from kraken_desktop.domain.rates import RateSchedule, RateSource


class Why(StrEnum):
    NO_RATE = "no-rate"
    NIGHT = "night"
    """Inside the guaranteed window the night price holds whatever runs."""
    SMART_CHARGE = "smart-charge"
    ALLOWANCE_USED = "allowance-used"
    """A smart charge touches the slot, but the allowance is used up: our estimate."""
    BOOST = "boost"
    IGNORED = "ignored"
    """Octopus lists a charge here that does not count, or did."""
    WITHDRAWN = "withdrawn"
    """Octopus listed a charge here, and took it back."""
    AWAY = "away"
    TARIFF = "tariff"


@dataclass(frozen=True, slots=True)
class Explanation:
    """The price of an instant in p/kWh and all that bears on it; ``tariff_pence`` is the agreement's own, dispatches
    aside, ``car_pence`` is set where the car pays by rates of its own, ``car_then`` where that changes within the slot.

    ``cheap`` is the whole stretch that smart charging makes cheap and ``charges`` what makes it so; where nothing is
    cheap, what of smart charges touches the slot and is beyond the allowance. ``night`` is the guaranteed window, and
    ``past`` what was listed for the slot before and counts no more.
    """

    at: datetime
    pence: Decimal | None
    source: RateSource | None = None
    until: datetime | None = None
    then_pence: Decimal | None = None
    tariff_pence: Decimal | None = None
    car_pence: Decimal | None = None
    car_then: tuple[datetime, Decimal] | None = None
    cheap: Span | None = None
    night: Span | None = None
    charges: tuple[SmartCharge, ...] = ()
    boosts: tuple[Span, ...] = ()
    ignored: tuple[PlannedDispatch, ...] = ()
    away: tuple[CompletedDispatch, ...] = ()
    past: tuple[PastListing, ...] = ()

    @property
    def why(self) -> Why:
        """The first reason that applies."""
        if self.pence is None:
            return Why.NO_RATE
        reasons = (
            (Why.SMART_CHARGE, self.source is RateSource.DISPATCH),
            (Why.NIGHT, self.night is not None),
            (Why.ALLOWANCE_USED, bool(self.charges) and self.cheap is None),
            (Why.BOOST, bool(self.boosts)),
            (Why.IGNORED, bool(self.ignored)),
            (Why.AWAY, bool(self.away)),
            (Why.IGNORED, any(listing.withdrawn_at is None for listing in self.past)),
            (Why.WITHDRAWN, bool(self.past)),
        )
        return next((reason for reason, applies in reasons if applies), Why.TARIFF)


def explained(
    schedule: RateSchedule, book: DispatchBook, terms: SmartTerms | None, at: datetime, now: datetime
) -> Explanation:
    """The effective price at ``at``, as known at ``now``, with every reason that bears on its slot."""
    effective = effective_schedule(schedule, book, terms, now)
    rate, plain, until = effective.at(at), schedule.at(at), effective.until_change(at)
    following = effective.at(until) if until is not None else None
    found = Explanation(
        at=at,
        pence=None if rate is None else rate.pence_inc_vat,
        source=None if rate is None else rate.source,
        until=until,
        then_pence=None if following is None else following.pence_inc_vat,
        tariff_pence=None if plain is None else plain.pence_inc_vat,
    )
    is_held = terms is not None and terms.held.contains(at)
    return _with_charging(found, effective, book, terms, now) if terms is not None and is_held else found


def _with_charging(
    found: Explanation, effective: RateSchedule, book: DispatchBook, terms: SmartTerms, now: datetime
) -> Explanation:
    at = found.at
    cheap = next((span for span in smart_spans(book, terms, now) if span.contains(at)), None)
    charges = smart_charges(book, now)
    paid = paid_charges(charges, terms)
    wanted = paid if cheap is not None else apart((charge.span for charge in charges), paid)
    rest = Span(at, slot_of(at).end)
    cars = car_schedule(effective, book, terms, rest, now) if terms.has_allowance else RateSchedule()
    car, changes = cars.at(at), cars.until_change(at)
    then = cars.at(changes) if changes is not None and rest.contains(changes) else None
    return replace(
        found,
        car_pence=None if car is None else car.pence_inc_vat,
        car_then=None if then is None else (then.start, then.pence_inc_vat),
        cheap=cheap,
        night=night_window(terms, at),
        charges=tuple(
            replace(charge, span=part)
            for charge in charges
            for span in wanted
            if (part := charge.span.clipped(span)) is not None and extended(part).overlaps(cheap or slot_of(at))
        ),
        boosts=tuple(span for span in boost_spans(book, now) if extended(span).contains(at)),
        ignored=tuple(
            listed
            for listed in phantoms(book, now)
            if listed.kind is DispatchKind.SMART and extended(listed.span).contains(at)
        ),
        away=tuple(row for row in book.completed if not row.is_at_home and extended(row.span).contains(at)),
    )
