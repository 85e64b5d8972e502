"""The command line's answers about smart charging: ``dispatches`` and ``why``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kraken_desktop.domain.allowance import ALLOWANCE, AllowanceNow
from kraken_desktop.domain.dispatch import (
    CompletedDispatch,
    DeviceStatus,
    DispatchBook,
    DispatchKind,
    PlannedDispatch,
    StartedDispatch,
    counted,
    phantoms,
)
from kraken_desktop.domain.dispatch_record import Knowledge
from kraken_desktop.domain.effective_price import smart_spans
from kraken_desktop.services import derive, text
from kraken_desktop.services.plain import instant, number, span_of
from kraken_desktop.services.reports import Content, Report, report
from kraken_desktop.services.state import AppState, Phase
from kraken_desktop.services.why import WhyAnswer


def dispatches_report(state: AppState) -> Report:
    """Planned, running, started, completed and ignored charges; ``reason`` says why where there can be none."""
    book, now, terms = state.dispatches.value or DispatchBook(), state.now, derive.smart_terms(state)
    reason = None if book.statuses or book.completed else _why_none(state)
    ahead = [dispatch for dispatch in counted(book, now) if dispatch.span.end > now]
    ignored, names = phantoms(book, now), text.device_names(book)
    reasons, left = text.ignored_reasons(book), derive.allowance_left(state)
    cheap = [span for span in smart_spans(book, terms, now) if span.end > now] if terms is not None else []
    as_of = {line.device_id: line.plan_as_of for line in derive.device_lines(state)}
    body = {
        "reason": reason,
        "explanation": text.price_explanation(state),
        "devices": [_device(status, names, as_of.get(status.device.id)) for status in book.statuses],
        "planned": [_dispatch(dispatch, names) for dispatch in ahead],
        "running": [_dispatch(dispatch, names) for dispatch in ahead if dispatch.span.contains(now)],
        "started": [span_of(row.span, device=names.get(row.device_id)) for row in book.started],
        "ignored": [_dispatch(found, names) | {"reason": reasons.get(found.device_id)} for found in ignored],
        "completed": [
            span_of(row.span, kind=row.kind.value, kwh=number(row.energy_kwh), is_at_home=row.is_at_home)
            for row in book.completed
        ],
        "house_cheap": [span_of(span) for span in cheap],
        "allowance": _allowance(left),
    }
    if reason is not None:
        return report(state, "dispatches", body, [reason])
    lines = [text.device_line(line, now) for line in derive.device_lines(state)]
    lines.append(text.price_explanation(state))
    if left is not None:
        lines.append(text.allowance_line(left, now))
    lines += _section("Planned", [_dispatch_line(dispatch, names, now) for dispatch in ahead])
    lines += _section("Whole house cheap", [text.span_with_day(span, now) for span in cheap])
    lines += _section("Ignored", [_ignored_line(found, names, reasons, now) for found in ignored])
    lines += _section("Seen started", [_started_line(row, names, now) for row in book.started])
    completed = [_completed_line(row, now) for row in book.completed]
    return report(state, "dispatches", body, lines + _section("Completed", completed))


def why_report(state: AppState, found: WhyAnswer) -> Report:
    """Why a half hour is (not) cheap, and what was known of it when."""
    reasons, then = found.explanation, found.explanation.car_then
    names = text.device_names(state.dispatches.value or DispatchBook())
    body = {
        **span_of(found.slot),
        "pence": number(reasons.pence),
        "until": instant(reasons.until),
        "tariff_pence": number(reasons.tariff_pence),
        "car_pence": number(reasons.car_pence),
        "car_then": None if then is None else {"from": instant(then[0]), "pence": number(then[1])},
        "why": reasons.why.value,
        "explanation": found.sentence,
        "house_cheap": span_of(reasons.cheap) if reasons.cheap is not None else None,
        "night": span_of(reasons.night) if reasons.night is not None else None,
        "charges": [
            span_of(charge.span, trust=charge.trust.value, device=names.get(charge.device_id or ""))
            for charge in reasons.charges
        ],
        "known": [_knowledge(known, names) for known in found.knowledge],
    }
    lines = [f"{text.span_with_day(found.slot, state.now)}", found.sentence]
    return report(state, "why", body, lines + _section("What we knew, and when", found.known))


def _why_none(state: AppState) -> str:
    if state.phase is Phase.SIGNED_OUT:
        return "No dispatches: not signed in."
    tariff = state.import_tariff.value
    if tariff is not None and tariff.terms is None:
        return f"No dispatches: {tariff.name} does not steer charging."
    return "No dispatches are known yet."


def _device(status: DeviceStatus, names: dict[str, str], plan_as_of: datetime | None) -> Content:
    return {
        "id": status.device.id,
        "name": names.get(status.device.id),
        "state": status.state,
        "state_text": text.device_state_text(status),
        "charge_percent": number(status.charge_percent),
        "plan_as_of": instant(plan_as_of),
    }


def _allowance(left: AllowanceNow | None) -> Content | None:
    if left is None:
        return None
    return span_of(
        left.window,
        is_estimate=True,
        minutes=int(ALLOWANCE.total_seconds() // 60),
        used_minutes=int(left.used.total_seconds() // 60),
        runs_out_at=instant(left.runs_out_at),
    )


def _knowledge(known: Knowledge, names: dict[str, str]) -> Content:
    listed = None if known.listed is None else [_dispatch(found, names) for found in known.listed]
    return {
        "device": names.get(known.device_id),
        "since": instant(known.since),
        "until": instant(known.until),
        "state": known.state,
        "counted": known.is_gate_open,
        "listed": listed,
    }


def _dispatch(dispatch: PlannedDispatch, names: dict[str, str]) -> Content:
    return span_of(
        dispatch.span,
        device=names.get(dispatch.device_id),
        kind=dispatch.kind.value,
        kwh=number(dispatch.energy_kwh),
    )


def _dispatch_line(dispatch: PlannedDispatch, names: dict[str, str], now: datetime) -> str:
    energy = "" if dispatch.energy_kwh is None else f", {text.kwh(dispatch.energy_kwh)}"
    state = " running" if dispatch.span.contains(now) else ""
    name = names.get(dispatch.device_id, "Car")
    return f"{text.span_with_day(dispatch.span, now)}  {name}: {dispatch.kind.value}{state}{energy}"


def _ignored_line(dispatch: PlannedDispatch, names: dict[str, str], reasons: dict[str, str], now: datetime) -> str:
    name = names.get(dispatch.device_id, "Car")
    return f"{text.span_with_day(dispatch.span, now)}  {name}: {reasons.get(dispatch.device_id)}"


def _completed_line(row: CompletedDispatch, now: datetime) -> str:
    """A boost, and what was charged elsewhere, made nothing cheap here, and is called so."""
    kind = "boost" if row.kind is DispatchKind.BOOST else "smart"
    away = "" if row.is_at_home else ", away from home: no change here"
    return f"{text.span_with_day(row.span, now)}  {kind}, {text.kwh(row.energy_kwh)}{away}"


def _started_line(row: StartedDispatch, names: dict[str, str], now: datetime) -> str:
    return f"{text.span_with_day(row.span, now)}  {names.get(row.device_id, 'Car')}"


def _section(title: str, rows: Sequence[str]) -> list[str]:
    return ["", title, *(f"  {row}" for row in rows)] if rows else []
