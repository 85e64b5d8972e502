"""What the store knows of the dispatches of a day or two, for the timeline."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kraken_desktop.domain.dispatch import DispatchBook
from kraken_desktop.domain.dispatch_record import PlanView
from kraken_desktop.domain.moments import Span, day_span
from kraken_desktop.services.state import AppState
from kraken_desktop.services.why import FURTHEST_PLAN
from kraken_desktop.storage.database import Database

DayState = Callable[[date], Awaitable[AppState]]
"""The state as it serves a day. Raises StorageError."""
_NOON = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class DispatchPast:
    """``states`` have the prices of each of the days, ``kept`` what was charged, ``views`` what was listed when."""

    since: date
    states: Mapping[date, AppState]
    kept: DispatchBook
    views: tuple[PlanView, ...]


async def dispatch_past(read: DayState, since: date, database: Database | None) -> DispatchPast:
    """Of the day and the one after it. Raises StorageError."""
    following = since + timedelta(days=1)
    states = {since: await read(since), following: await read(following)}
    if database is None:
        return DispatchPast(since, states, DispatchBook(), ())
    whole = Span(day_span(since).start, day_span(following).end)
    # The allowance runs from noon to noon, and a plan may have been read a day before its time.
    number = states[since].selection.account_number
    kept = await database.charges(number, Span(whole.start - _NOON, whole.end + _NOON))
    views = await database.plan_views(number, Span(whole.start - FURTHEST_PLAN, whole.end))
    return DispatchPast(since, states, kept, views)
