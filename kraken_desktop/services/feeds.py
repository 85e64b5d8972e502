"""What is fetched, and the folds that make a new state of an answer or a failure. Pure.

A fold never loses a value: a failure goes beside it, into the snapshot's ``problem`` and ``next_try``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from kraken_desktop.domain.account import Account, MeterPoint
from kraken_desktop.domain.dispatch import DispatchBook
from kraken_desktop.domain.dispatch_poll import after_poll
from kraken_desktop.domain.moments import london_date, today_span, tomorrow_span
from kraken_desktop.domain.own_terms import OwnTerms
from kraken_desktop.domain.power import HalfHour, Trace, stale_limit
from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.kraken.errors import problem_of
from kraken_desktop.services.pricing import PriceLists, tariff_of
from kraken_desktop.services.state import AppState, HistoryProgress, Selection, Tariff
from kraken_desktop.services.text.charging import told_apart

if TYPE_CHECKING:  # the first state folds prices only
    from kraken_desktop.domain.money import Standing
    from kraken_desktop.domain.usage import Reading
    from kraken_desktop.kraken.light import LightAnswer

Fold = Callable[[AppState], AppState]


class FeedName(StrEnum):
    """Each fetched on its own cadence; the value is its plain name."""

    HEAVY = "account and prices"
    LIGHT = "live power and charging"
    TODAY = "today's half hours"
    TOMORROW = "tomorrow's prices"
    HISTORY = "history"
    ACCOUNTS = "other accounts"


FIELDS: dict[FeedName, tuple[str, ...]] = {
    FeedName.HEAVY: ("account", "import_tariff", "export_tariff", "gas_tariff"),
    FeedName.LIGHT: ("live", "dispatches"),
    FeedName.TODAY: ("half_hours",),
    FeedName.TOMORROW: ("look",),
    FeedName.HISTORY: ("history",),
    FeedName.ACCOUNTS: ("other_accounts",),
}
"""The snapshots that a feed fills. Tomorrow's prices themselves add to a list that the heavy feed answers for."""


@dataclass(frozen=True, slots=True)
class HomeFound:
    """What the heavy feed read. ``price_problem`` is why a price list could not be read, if one could not."""

    account: Account
    selection: Selection
    has_mini: bool | None
    lists: PriceLists
    price_problem: Problem | None = None


def with_home(state: AppState, found: HomeFound, now: datetime) -> AppState:
    """Account, meters and prices after a heavy poll. Another home's live facts are let go."""
    if found.selection.device_id != state.selection.device_id:
        state = replace(state, live=Snapshot(), half_hours=Snapshot())
    state = replace(
        state,
        account=state.account.succeeded(found.account, now),
        selection=found.selection,
        has_mini=found.has_mini,
    )
    state = with_prices(state, found.lists, now, found.price_problem)
    if found.has_mini is False:
        return replace(state, live=replace(state.live, fetched_at=None).failed(Problem(ProblemKind.NO_MINI, now)))
    is_new = state.live.problem is not None and state.live.problem.kind is ProblemKind.NO_MINI
    return replace(state, live=replace(state.live, problem=None)) if is_new else state


def with_prices(state: AppState, lists: PriceLists, now: datetime, problem: Problem | None = None) -> AppState:
    """Every tariff, built anew from the account's agreements and the price lists."""
    account = state.account.value
    if account is None:
        return state
    imports = account.meter_point(state.selection.import_number)
    exports = account.meter_point(state.selection.export_number)
    import_tariff = _tariff_snapshot(state.import_tariff, imports, lists, now, problem, state.own)
    if imports is None and exports is None:
        import_tariff = import_tariff.failed(Problem(ProblemKind.NO_METER, now))
    export_tariff = _tariff_snapshot(state.export_tariff, exports, lists, now, problem, state.own)
    gas = account.meter_point(state.selection.gas_number)
    gas_tariff = _tariff_snapshot(state.gas_tariff, gas, lists, now, problem, state.own)
    return replace(state, import_tariff=import_tariff, export_tariff=export_tariff, gas_tariff=gas_tariff)


def _tariff_snapshot(
    before: Snapshot[Tariff],
    point: MeterPoint | None,
    lists: PriceLists,
    now: datetime,
    problem: Problem | None,
    own: OwnTerms,
) -> Snapshot[Tariff]:
    """A price list that could not be read is a trouble only where a price of today is missing for it."""
    if point is None:
        return Snapshot()
    tariff = tariff_of(point, lists, now, own)
    if tariff is None:
        return Snapshot(None, now).failed(Problem(ProblemKind.NO_RATE, now))
    if tariff == before.value:
        tariff = before.value
    if tariff.schedule.covers(today_span(now)):
        return before.succeeded(tariff, now)
    if problem is None and tariff.schedule.at(now) is None:
        problem = Problem(tariff.gap or ProblemKind.NO_RATE, now)
    if problem is None:
        return before.succeeded(tariff, now)
    return replace(before, value=tariff, fetched_at=now).failed(problem)


def with_look(state: AppState, now: datetime) -> AppState:
    """Tomorrow's prices were looked for, whether found or not."""
    return replace(state, look=state.look.succeeded(london_date(tomorrow_span(now).start), now))


def with_light(state: AppState, answer: LightAnswer, asked_power: bool, asked_devices: bool, now: datetime) -> AppState:
    """Live power, devices and dispatches after a light poll; each part by itself."""
    if asked_power:
        state = _with_power(state, answer, now)
    if asked_devices:
        state = _with_dispatches(state, answer, now)
    return state


def _with_power(state: AppState, answer: LightAnswer, now: datetime) -> AppState:
    """Rows prove a Mini, whatever else was said; their lack is a silence only where there is one."""
    part = answer.samples
    if part.error is not None and not part.value:
        return replace(state, live=state.live.failed(problem_of(part.error, now)))
    trace = (state.live.value or Trace()).with_samples(part.value or ())
    newest = trace.newest
    if not part.value and state.has_mini is False:
        return state
    if newest is None or now - newest.read_at > stale_limit(state.polling.current):
        since = newest.read_at if newest is not None else now
        silent = Problem(ProblemKind.MINI_SILENT, since)
        return replace(state, live=replace(state.live, value=trace, fetched_at=now).failed(silent))
    return replace(state, live=state.live.succeeded(trace, now), has_mini=True)


def _with_dispatches(state: AppState, answer: LightAnswer, now: datetime) -> AppState:
    """A home without devices has no dispatches to grow old: its snapshot carries no time."""
    before = state.dispatches
    if answer.statuses.error is not None and answer.statuses.value is None:
        return replace(state, dispatches=before.failed(problem_of(answer.statuses.error, now)))
    statuses = None if answer.statuses.value is None else told_apart(answer.statuses.value)
    book = after_poll(before.value or DispatchBook(), now, statuses, answer.plans, answer.completed.value)
    if not book.statuses:
        return replace(state, dispatches=Snapshot(book))
    if answer.completed.error is not None:
        partly = replace(before, value=book, fetched_at=now).failed(problem_of(answer.completed.error, now))
        return replace(state, dispatches=partly)
    return replace(state, dispatches=before.succeeded(book, now))


def with_half_hours(state: AppState, rows: tuple[HalfHour, ...], now: datetime) -> AppState:
    """Today's rows; those of yesterday are let go."""
    day = today_span(now)
    kept = {row.start: row for row in (*(state.half_hours.value or ()), *rows) if day.contains(row.start)}
    ordered = tuple(kept[start] for start in sorted(kept))
    return replace(state, half_hours=state.half_hours.succeeded(ordered, now))


def with_gas_today(state: AppState, readings: tuple[Reading, ...], now: datetime) -> AppState:
    return replace(state, gas_today=state.gas_today.succeeded(readings, now))


def with_account(state: AppState, account: Account) -> AppState:
    """The same account with more known of its past; what is shown of it stays."""
    return replace(state, account=replace(state.account, value=account))


def with_other_accounts(state: AppState, accounts: tuple[Account, ...], now: datetime) -> AppState:
    return replace(state, other_accounts=state.other_accounts.succeeded(accounts, now))


def with_standing(state: AppState, standing: Standing, now: datetime, next_try: datetime) -> AppState:
    return replace(state, standing=state.standing.succeeded(standing, now, next_try))


def with_standing_failed(state: AppState, problem: Problem, next_try: datetime | None) -> AppState:
    """``next_try`` None: with the feed's own."""
    return replace(state, standing=state.standing.failed(problem, next_try))


def with_history(state: AppState, progress: HistoryProgress, now: datetime) -> AppState:
    return replace(state, history=state.history.succeeded(progress, now))


def with_clock(state: AppState, offset: timedelta | None, now: datetime) -> AppState:
    """``offset`` is how far this computer's clock is from Octopus's, None where it is right."""
    if offset is None:
        return replace(state, clock_problem=None)
    return state if state.clock_problem else replace(state, clock_problem=Problem(ProblemKind.CLOCK_WRONG, now))


def with_budget(state: AppState, used: int, limit: int) -> AppState:
    return replace(state, budget=replace(state.budget, used=used, limit=limit))


def with_allowance(state: AppState, remaining_by_service: int | None) -> AppState:
    return replace(state, budget=replace(state.budget, remaining_by_service=remaining_by_service))


def with_interval(
    state: AppState, every: timedelta, current: timedelta, slowed_by: Problem | None, plans_every: timedelta
) -> AppState:
    """How often we poll; the reason for slowing down keeps the time at which it began."""
    before = state.polling.slowed_by
    if slowed_by is not None and before is not None and before.kind is slowed_by.kind:
        slowed_by = before
    polling = replace(state.polling, every=every, current=current, slowed_by=slowed_by, plans_every=plans_every)
    return replace(state, polling=polling)


def failed(feed: FeedName, problem: Problem) -> Fold:
    """The feed's snapshots in trouble, values kept. What the home does not have cannot fail."""

    def fold(state: AppState) -> AppState:
        changes = {name: getattr(state, name).failed(problem) for name in FIELDS[feed] if _is_fed(state, name)}
        return replace(state, **changes)

    return fold


def scheduled(feed: FeedName, next_try: datetime) -> Fold:
    """When the feed is tried next, beside each of its snapshots."""

    def fold(state: AppState) -> AppState:
        names = [name for name in FIELDS[feed] if _is_fed(state, name)]
        if feed is FeedName.HISTORY and state.standing.problem is not None and state.standing.next_try is None:
            names.append("standing")
        return replace(state, **{name: replace(getattr(state, name), next_try=next_try) for name in names})

    return fold


def _is_fed(state: AppState, name: str) -> bool:
    if name == "live":
        return state.has_mini is not False
    if name == "dispatches":
        return state.dispatches.value is None or bool(state.dispatches.value.statuses)
    if name.endswith("_tariff"):
        number = getattr(state.selection, name.replace("_tariff", "_number"))
        return number is not None or getattr(state, name).value is not None
    return True
