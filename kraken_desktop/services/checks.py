"""How each thing is read, and what is wrong with this computer's part of it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kraken_desktop.domain.moments import london_date
from kraken_desktop.domain.problem import Problem
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.services import derive, text
from kraken_desktop.services.finding import Finding
from kraken_desktop.services.other_tariffs import metering_of
from kraken_desktop.services.state import AppState, Phase


def checks(state: AppState) -> Iterator[Finding]:
    """In words that can be shown to others."""
    yield Finding("Signed in", state.phase.value.replace("-", " "), state.phase is Phase.SIGNED_IN, _sign_in(state))
    yield _fetched("Account", state, state.account)
    yield _tariff(state)
    yield _live(state)
    yield _dispatches(state)
    yield _history(state)
    yield _other_tariffs(state)
    yield _local("Keyring", state.secrets_problem, "no trouble")
    yield _local("Store", state.store_problem, "no trouble")
    yield _local("Clock", state.clock_problem, "agrees with Octopus")
    slowed = state.polling.slowed_by
    yield Finding(
        "Allowance",
        f"{state.budget.used} of {state.budget.limit} live readings used this hour, "
        f"polling every {text.duration(state.polling.current)}",
        slowed is None,
        _remedy(slowed),
    )


def _sign_in(state: AppState) -> str:
    return "" if state.phase in (Phase.SIGNED_IN, Phase.STARTING) else "Sign in with the key of your Octopus account"


def _fetched(name: str, state: AppState, snapshot: Snapshot[Any]) -> Finding:
    if snapshot.problem is not None:
        return _troubled(name, snapshot.problem, state)
    if snapshot.fetched_at is None:
        return Finding(name, "not read yet", False, "The first answer from Octopus")
    return Finding(name, f"read at {text.moment(snapshot.fetched_at, state.now)}")


def _tariff(state: AppState) -> Finding:
    snapshots = (state.import_tariff, state.export_tariff, state.gas_tariff)
    known = [snapshot.value for snapshot in snapshots if snapshot.value is not None]
    if not known:
        problem = next((snapshot.problem for snapshot in snapshots if snapshot.problem is not None), None)
        return Finding("Prices", "no tariff is known", False, _remedy(problem))
    price = derive.price_now(state, export=state.import_tariff.value is None)
    names = ", ".join(tariff.name for tariff in known)
    return Finding("Prices", f"{names}; {text.price_line(price, state.now)}", price.pence is not None)


def _live(state: AppState) -> Finding:
    if state.has_mini is False:
        return Finding("Live power", "there is no Home Mini on this home's network")
    power = derive.power_now(state)
    if power.problem is not None:
        return _troubled("Live power", power.problem, state)
    if power.read_at is None:
        return Finding("Live power", "not read yet", False, "The first answer from the Home Mini")
    return Finding("Live power", f"Home Mini, {text.moment(power.read_at, state.now)}", not power.is_stale)


def _dispatches(state: AppState) -> Finding:
    if state.dispatches.problem is not None:
        return _troubled("Smart charging", state.dispatches.problem, state)
    lines = derive.device_lines(state)
    return Finding("Smart charging", "; ".join(text.device_line(line, state.now) for line in lines) or "no device")


def _history(state: AppState) -> Finding:
    progress = state.history.value
    if state.history.problem is not None:
        return _troubled("History", state.history.problem, state)
    if progress is None:
        return Finding("History", "not begun", remedy="The app's window or tray, which fetches it by itself")
    fetching = f", now {progress.fetching.lower()}" if progress.fetching else ""
    day = text.day_word(london_date(progress.reached), state.now) if progress.reached is not None else ""
    reached = f"{'' if fetching else ','} back to {day}" if day else ""
    detail = f"{progress.share:.0%} of the time under supply{fetching}{reached}"
    return Finding("History", detail, remedy="" if progress.is_whole else "It goes on by itself")


def _other_tariffs(state: AppState) -> Finding:
    snapshot = state.other_tariffs
    if snapshot.problem is not None:
        return _troubled("Other tariffs", snapshot.problem, state)
    if snapshot.value is None or snapshot.fetched_at is None:
        return Finding("Other tariffs", "not asked for yet", remedy="Prices, Other tariffs")
    count = len(snapshot.value.suiting(metering_of(state)))
    return Finding("Other tariffs", f"{count} price lists, read at {text.moment(snapshot.fetched_at, state.now)}")


def _local(name: str, problem: Problem | None, good: str) -> Finding:
    detail = good if problem is None else text.problem_text(problem).title
    return Finding(name, detail, problem is None, _remedy(problem))


def _troubled(name: str, problem: Problem, state: AppState) -> Finding:
    code = f" ({problem.code})" if problem.code else ""
    detail = f"{text.problem_text(problem).title}{code}, since {text.moment(problem.since, state.now)}"
    return Finding(name, detail, False, _remedy(problem))


def _remedy(problem: Problem | None) -> str:
    return "" if problem is None else text.problem_text(problem).action.removesuffix(".")
