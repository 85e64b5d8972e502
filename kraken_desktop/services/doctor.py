"""What works and what does not, for a person who looks for the reason, in words that can be shown to others."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kraken_desktop import __version__
from kraken_desktop.domain.problem import Problem
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.services import derive, text
from kraken_desktop.services.findings import FoundPart, found_parts
from kraken_desktop.services.reports import Report, report
from kraken_desktop.services.state import AppState, Phase


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    is_good: bool
    detail: str


def doctor_report(state: AppState) -> Report:
    """No account number, no meter, no address: it is made for being pasted somewhere."""
    checks, parts = _checks(state), found_parts(state)
    versions = f"Kraken Desktop {__version__}, Python {platform.python_version()}, {sys.platform}"
    body = {
        "version": __version__,
        "platform": sys.platform,
        "home": state.home,
        "checks": [{"name": check.name, "is_good": check.is_good, "detail": check.detail} for check in checks],
    }
    rows = [f"{'ok' if check.is_good else '!!'}  {check.name:<16}{check.detail}" for check in checks]
    return report(state, "doctor", {**body, "found": _found(parts)}, [versions, "", *rows, *_found_lines(parts)])


def _found(parts: Sequence[FoundPart]) -> list[dict[str, Any]]:
    return [
        {
            "part": part.title,
            "findings": [
                {"name": one.name, "detail": one.detail, "is_good": one.is_good, "remedy": one.remedy or None}
                for one in part.findings
            ],
        }
        for part in parts
    ]


def _found_lines(parts: Sequence[FoundPart]) -> Iterator[str]:
    for part in parts:
        yield ""
        yield part.title
        for one in part.findings:
            remedy = f" → {one.remedy}" if one.remedy else ""
            yield f"{'  ' if one.is_good else '!!'}  {one.name:<20}{one.detail}{remedy}"


def _checks(state: AppState) -> list[Check]:
    return [
        Check("Signed in", state.phase is Phase.SIGNED_IN, state.phase.value.replace("-", " ")),
        _fetched("Account", state, state.account),
        _tariff(state),
        _live(state),
        _dispatches(state),
        _local("Keyring", state.secrets_problem, "no trouble"),
        _local("Store", state.store_problem, "no trouble"),
        _local("Clock", state.clock_problem, "agrees with Octopus"),
        Check(
            "Allowance",
            state.polling.slowed_by is None,
            f"{state.budget.used} of {state.budget.limit} live readings used this hour, "
            f"polling every {text.duration(state.polling.current)}",
        ),
    ]


def _fetched(name: str, state: AppState, snapshot: Snapshot[Any]) -> Check:
    if snapshot.problem is not None:
        return Check(name, False, _words(snapshot.problem, state))
    if snapshot.fetched_at is None:
        return Check(name, False, "not read yet")
    return Check(name, True, f"read at {text.moment(snapshot.fetched_at, state.now)}")


def _tariff(state: AppState) -> Check:
    known = [snapshot.value for snapshot in (state.import_tariff, state.export_tariff) if snapshot.value is not None]
    if not known:
        return Check("Prices", False, "no tariff is known")
    price = derive.price_now(state, export=state.import_tariff.value is None)
    names = ", ".join(tariff.name for tariff in known)
    return Check("Prices", price.pence is not None, f"{names}; {text.price_line(price, state.now)}")


def _live(state: AppState) -> Check:
    if state.has_mini is False:
        return Check("Live power", True, "there is no Home Mini on this home's network")
    power = derive.power_now(state)
    if power.problem is not None:
        return Check("Live power", False, _words(power.problem, state))
    if power.read_at is None:
        return Check("Live power", False, "not read yet")
    return Check("Live power", not power.is_stale, f"Home Mini, {text.moment(power.read_at, state.now)}")


def _dispatches(state: AppState) -> Check:
    if state.dispatches.problem is not None:
        return Check("Smart charging", False, _words(state.dispatches.problem, state))
    lines = derive.device_lines(state)
    return Check("Smart charging", True, "; ".join(text.device_line(line, state.now) for line in lines) or "no device")


def _local(name: str, problem: Problem | None, good: str) -> Check:
    return Check(name, problem is None, good if problem is None else text.problem_text(problem).title)


def _words(problem: Problem, state: AppState) -> str:
    code = f" ({problem.code})" if problem.code else ""
    return f"{text.problem_text(problem).title}{code}, since {text.moment(problem.since, state.now)}"
