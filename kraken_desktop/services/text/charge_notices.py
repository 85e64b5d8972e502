"""Notices of charging, worded: title and body, and why each was sent."""

from __future__ import annotations

from collections.abc import Sequence

from kraken_desktop.domain.charge_target import TargetMissed
from kraken_desktop.domain.charge_watch import DispatchChange, DispatchChanged
from kraken_desktop.domain.dispatch_notices import AllowanceNearlyUsed
from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.plan_watch import PlanChange, PlanChanged
from kraken_desktop.services.text.charging import charge_state_text, device_name
from kraken_desktop.services.text.numbers import percent, price
from kraken_desktop.services.text.times import clock_time, duration, span

ChargeNotice = DispatchChanged | PlanChanged | TargetMissed | AllowanceNearlyUsed

_CHARGE_REASONS = {
    DispatchChange.STARTED: (
        "A planned charge began while your car was ready for it; at most one such notice an hour for each car"
    ),
    DispatchChange.ENDED: "A charge that had begun came to its end",
    DispatchChange.WITHDRAWN: "Octopus took a charge back that had begun, and 5 minutes later it was still gone",
}
_PLAN_REASONS = {
    PlanChange.PLANNED: "A new plan has stood for 5 minutes; at most one such notice an hour for each car",
    PlanChange.MOVED: (
        "The plan moved by half an hour or more, or by a third of its energy, and has stood so for 10 minutes; at most "
        "one such notice an hour for each car"
    ),
    PlanChange.WITHDRAWN: "The plan has been gone for 5 minutes; at most one such notice an hour for each car",
    PlanChange.UNPLUGGED: "A charge was planned, and for 5 minutes your car has not been ready for it",
}
_SHOWN = 3
"""More charges than that are counted, not listed."""


def charge_notice_words(notice: ChargeNotice) -> tuple[str, str]:
    """Title and body."""
    if isinstance(notice, DispatchChanged):
        return _charge_changed(notice)
    if isinstance(notice, PlanChanged):
        return _plan_changed(notice)
    if isinstance(notice, TargetMissed):
        return _target_missed(notice)
    return _allowance(notice)


def charge_notice_reason(notice: ChargeNotice) -> str:
    if isinstance(notice, TargetMissed):
        return "For 10 minutes the plan has not been enough; our estimate, once for each time it should be ready"
    if isinstance(notice, AllowanceNearlyUsed):
        when = "comes to its end within an hour" if notice.left else "has come to its end"
        return f"Our estimate of the allowance {when}; once from noon to noon"
    if isinstance(notice, PlanChanged):
        return _PLAN_REASONS[notice.change]
    if notice.closed_by is not None:
        return "A charge fell away because your car is not ready for it, and 5 minutes later it was still so"
    return _CHARGE_REASONS[notice.change]


def _charge_changed(notice: DispatchChanged) -> tuple[str, str]:
    name = device_name(notice.device)
    if notice.change is DispatchChange.STARTED:
        return f"{name} is charging", f"Octopus charges it {span(notice.span)}."
    if notice.change is DispatchChange.ENDED:
        return f"{name} has stopped charging", f"The charge {span(notice.span)} is over."
    price_words = _price_after(notice)
    if notice.closed_by is None:
        return f"{name}: a charge was withdrawn", f"Octopus took back {span(notice.span)}. {price_words}"
    why = _sentence(charge_state_text(notice.closed_by))
    return f"{name}: a charge is called off", f"{why}, so {span(notice.span)} no longer counts. {price_words}"


def _plan_changed(notice: PlanChanged) -> tuple[str, str]:
    name, before, after = device_name(notice.device), _spans(notice.before), _spans(notice.after)
    if notice.change is PlanChange.PLANNED:
        return f"{name}: a charge is planned", f"Octopus plans to charge it {after}."
    if notice.change is PlanChange.MOVED:
        return f"{name}: the plan has changed", f"Octopus now charges it {after}, before {before}."
    if notice.change is PlanChange.WITHDRAWN:
        return f"{name}: the plan was withdrawn", f"Octopus took back {before}. Nothing is planned now."
    why = _sentence(charge_state_text(notice.closed_by))
    return f"{name} will not charge as planned", f"{why}, so {before} does not count."


def _target_missed(notice: TargetMissed) -> tuple[str, str]:
    at = clock_time(notice.ready_at)
    return (
        f"{device_name(notice.device)} may not be ready by {at}",
        f"The present plan brings it to about {percent(notice.reached_percent)} by {at}, and you asked for "
        f"{percent(notice.target_percent)}. Our estimate.",
    )


def _allowance(notice: AllowanceNearlyUsed) -> tuple[str, str]:
    after = "After that your car pays its peak price. Our estimate."
    if not notice.left:
        used_up = f"It was used up at {clock_time(notice.runs_out_at)}."
        return "The smart charging allowance is used up", f"{used_up} {after}"
    at = clock_time(notice.runs_out_at)
    return "The smart charging allowance is nearly used up", f"{duration(notice.left)} left, used up at {at}. {after}"


def _price_after(notice: DispatchChanged) -> str:
    if notice.cheap_until is None:
        return "The tariff's own price holds then."
    after = "" if notice.then_pence is None else f", after that {price(notice.then_pence)}"
    return f"The cheap price stays until {clock_time(notice.cheap_until)}{after}."


def _spans(spans: Sequence[Span]) -> str:
    """``23:30–02:00 and 03:00–05:30``."""
    words = [span(each) for each in spans[:_SHOWN]]
    if len(spans) > _SHOWN:
        words.append(f"{len(spans) - _SHOWN} more")
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
