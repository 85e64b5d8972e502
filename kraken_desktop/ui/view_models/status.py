"""The status line: how old each feed is, what is left of the shared hour, when the next poll comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.services import derive, text
from kraken_desktop.services.state import AppState, Phase


@dataclass(frozen=True, slots=True)
class FeedAge:
    name: str
    age: str
    is_troubled: bool


@dataclass(frozen=True, slots=True)
class StatusView:
    """``is_paused`` offers to resume."""

    feeds: tuple[FeedAge, ...]
    requests: str
    next_poll: str
    is_paused: bool = False
    home: str = ""
    """Says in a demo that this is not the person's own home."""


def status_view(state: AppState) -> StatusView:
    if state.phase in (Phase.SIGNED_OUT, Phase.KEY_REFUSED):
        return StatusView((), "", "Not signed in")
    return StatusView(
        feeds=_feeds(state),
        requests=_requests(state),
        next_poll=_next_poll(state),
        is_paused=state.polling.paused_until is not None,
        home="" if state.home is None else f"Sample home {state.home}",
    )


def _feeds(state: AppState) -> tuple[FeedAge, ...]:
    """Live is as old as its newest sample, as everywhere else; the others change seldom, so the last look counts."""
    prices = _either_tariff(state)
    feeds: list[tuple[str, Snapshot[Any], datetime | None]] = [("Prices", prices, prices.fetched_at)]
    if state.has_mini:
        feeds.append(("Live", state.live, derive.power_now(state).read_at))
    if state.dispatches.value is not None and state.dispatches.value.statuses:
        feeds.append(("Dispatches", state.dispatches, state.dispatches.fetched_at))
    return tuple(FeedAge(name, _age(since, state), feed.problem is not None) for name, feed, since in feeds)


def _either_tariff(state: AppState) -> Snapshot[Any]:
    return state.import_tariff if state.import_tariff.value is not None else state.export_tariff


def _age(since: datetime | None, state: AppState) -> str:
    return "waiting" if since is None else text.age(since, state.now)


def _requests(state: AppState) -> str:
    left = max(0, state.budget.limit - state.budget.used)
    words = f"{left} of {state.budget.limit} requests left this hour"
    by_service = state.budget.remaining_by_service
    return words if by_service is None or by_service >= left else f"{by_service} requests left by Octopus this hour"


def _next_poll(state: AppState) -> str:
    polling = state.polling
    if polling.paused_until is not None:
        return f"paused until {text.clock_time(polling.paused_until)}"
    if polling.is_refreshing:
        return "refreshing"
    tries = (state.live.next_try, state.dispatches.next_try, state.import_tariff.next_try)
    coming = [at for at in tries if at is not None and at > state.now]
    words = [text.slowed_words(polling.slowed_by)] if polling.slowed_by is not None else []
    if polling.has_turns and polling.plans_every is not None:
        words.append(f"each device's plan every {text.duration(polling.plans_every)}")
    words += [f"next poll {text.clock_time(min(coming))}"] if coming else []
    return " · ".join(words)
