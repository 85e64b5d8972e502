"""The effective price's account of itself, in a sentence (docs/domain.md, Dispatches)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from kraken_desktop.domain.allowance import ALLOWANCE, AllowanceNow
from kraken_desktop.domain.dispatch import GATE_OPEN, DispatchBook, DispatchKind
from kraken_desktop.domain.dispatch_record import Knowledge, PastListing
from kraken_desktop.domain.effective_price import SmartCharge
from kraken_desktop.domain.explanation import Explanation, Why
from kraken_desktop.domain.moments import Span, joined
from kraken_desktop.services import derive
from kraken_desktop.services.state import AppState
from kraken_desktop.services.text.charging import charge_state_text, device_name, phantom_reason
from kraken_desktop.services.text.numbers import price
from kraken_desktop.services.text.times import clock_time, duration, moment, span, span_with_day, until

Names = Mapping[str, str]
"""What the devices are called, by id."""
_MINUTE = timedelta(minutes=1)
OUR_ESTIMATE = "our estimate"
A_DEVICE_GONE = "A device that is gone"


def price_explanation(state: AppState, at: datetime | None = None) -> str:
    """Why the import price is what it is, now or at another instant, as far as the state knows."""
    book = state.dispatches.value or DispatchBook()
    return explanation_text(derive.explanation(state, at), device_names(book), ignored_reasons(book), state.now)


def device_names(book: DispatchBook) -> dict[str, str]:
    """What each device is called, or was while it was on the account, by id."""
    devices = (*book.gone, *(status.device for status in book.statuses))
    return {device.id: device_name(device.name, device.kind) for device in devices}


def ignored_reasons(book: DispatchBook) -> dict[str, str]:
    """Why what Octopus lists for a device would not count now, by id."""
    return {plan.device_id: phantom_reason(book.status(plan.device_id), plan) for plan in book.plans}


def explanation_text(found: Explanation, names: Names, reasons: Mapping[str, str], now: datetime) -> str:
    """``7.0p until 17:30: smart charge of Car 16:45–17:25 makes the half hours 16:30–17:30 cheap for the whole house``.

    ``reasons`` say by device why what Octopus lists for it does not count.
    """
    words = _reason(found, names, reasons, now)
    if found.pence is None:
        return words[:1].upper() + words[1:]
    return f"{price(found.pence)}{_until(found, now)}: {words}{_car(found)}"


def _until(found: Explanation, now: datetime) -> str:
    return "" if found.until is None else f" until {until(found.until, now)}"


def _reason(found: Explanation, names: Names, reasons: Mapping[str, str], now: datetime) -> str:
    why = found.why
    if why is Why.NO_RATE:
        return "no price is known for this time"
    if why is Why.SMART_CHARGE and found.cheap is not None:
        verb = "makes" if len(_runs(found.charges, names)) == 1 else "make"
        return (
            f"smart charge of {_charges(found.charges, names)} {verb} the half hours {span(found.cheap)} "
            "cheap for the whole house"
        )
    if why is Why.NIGHT and found.night is not None:
        return f"the night window {span(found.night)} is cheap for the house, whatever charges"
    if why is Why.ALLOWANCE_USED:
        return (
            f"{_charges(found.charges, names)} is beyond the six hours of smart charging from noon to noon "
            f"({OUR_ESTIMATE}), so it makes nothing cheap"
        )
    if why is Why.BOOST:
        return f"a boost charge {_spans(found.boosts)} makes nothing cheap"
    if why is Why.IGNORED and found.ignored:
        return "; ".join(
            dict.fromkeys(reasons.get(d.device_id, "a listed charge does not count") for d in found.ignored)
        )
    if why in (Why.IGNORED, Why.WITHDRAWN):
        return "; ".join(_past(listing, names, now) for listing in found.past)
    if why is Why.AWAY:
        return f"a charge {_spans(tuple(row.span for row in found.away))} away from home changes nothing here"
    return "the tariff's own price, and no smart charge touches this half hour"


def _past(listing: PastListing, names: Names, now: datetime) -> str:
    name = names.get(listing.device_id, A_DEVICE_GONE)
    if listing.withdrawn_at is None:
        state = charge_state_text(listing.state)
        return f"Octopus listed a charge of {name} {span(listing.span)}, which we ignored ({state})"
    at = moment(listing.withdrawn_at, now)
    if listing.state not in GATE_OPEN:
        state = charge_state_text(listing.state)
        return f"Octopus had planned a charge of {name} {span(listing.span)}, gone since {at} ({state})"
    return f"Octopus had planned a charge of {name} {span(listing.span)} and took it back ({at})"


def _runs(charges: tuple[SmartCharge, ...], names: Names) -> dict[str, tuple[Span, ...]]:
    """Charges by name, joined; a completed one, which has no name, takes that of the one whose time it fits best."""
    known: dict[str, list[Span]] = {}
    for charge in charges:
        if charge.device_id is not None:
            known.setdefault(charge.device_id, []).append(charge.span)
    seen = [(device_id, of) for device_id, spans in known.items() for of in joined(spans)]
    found: dict[str, list[Span]] = {}
    for charge in charges:
        fits = ((charge.span.likeness(of), device_id) for device_id, of in seen if of.overlaps(charge.span))
        device_id = charge.device_id or max(fits, default=(0.0, ""))[1]
        found.setdefault(names.get(device_id, "the car"), []).append(charge.span)
    return {name: joined(spans) for name, spans in found.items()}


def _charges(charges: tuple[SmartCharge, ...], names: Names) -> str:
    return " and ".join(f"{name} {_spans(found)}" for name, found in _runs(charges, names).items())


def _spans(spans: tuple[Span, ...]) -> str:
    return ", ".join(span(found) for found in spans)


def _car(found: Explanation) -> str:
    if found.car_pence is None or (found.car_pence == found.pence and found.car_then is None):
        return ""
    then = "" if found.car_then is None else f", {price(found.car_then[1])} from {clock_time(found.car_then[0])}"
    return f". The car pays {price(found.car_pence)}{then} ({OUR_ESTIMATE})"


def knowledge_line(known: Knowledge, slot: Span, names: Names, now: datetime) -> str:
    """``14:02–16:31  Car: a charge 16:45–17:25 was listed``: what polls said of a slot, and whether it counted."""
    name = names.get(known.device_id, A_DEVICE_GONE)
    when = span_with_day(Span(known.since, known.until), now)
    if known.listed is None:
        return f"{when}  {name}: Octopus did not answer what is planned"
    if not known.listed:
        return f"{when}  {name}: nothing listed for {span(slot)} any more"
    kinds = {listed.kind for listed in known.listed}
    what = "a boost" if kinds == {DispatchKind.BOOST} else "a charge"
    words = f"{when}  {name}: {what} {_spans(tuple(listed.span for listed in known.listed))} was listed"
    return words if known.is_gate_open else f"{words} and ignored ({charge_state_text(known.state)})"


def allowance_line(left: AllowanceNow, now: datetime) -> str:
    """``4 h 10 min of 6 h smart charging used since noon (our estimate), used up at 01:20 by the present plan``."""
    used = duration(left.used) if left.used >= _MINUTE else "0 min"
    words = f"{used} of {duration(ALLOWANCE)} smart charging used since noon ({OUR_ESTIMATE})"
    if left.runs_out_at is None:
        return words
    if left.runs_out_at <= now:
        return f"{words}, used up since {moment(left.runs_out_at, now)}"
    return f"{words}, used up at {until(left.runs_out_at, now)} by the present plan"
