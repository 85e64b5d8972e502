"""What the fault matrix asks of every snapshot: the old value, the problem and the next try."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kraken_desktop.domain.dispatch import DispatchBook
from kraken_desktop.domain.power import Trace
from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.services.feeds import FIELDS, FeedName
from kraken_desktop.services.state import AppState

# Before the heavy poll and the look at today's half hours, which come with the half hour.
BEFORE = "2026-10-14 17:25"
ASKED_BY = {FeedName.HEAVY: "AccountDiscovery", FeedName.LIGHT: "Light", FeedName.TODAY: "HalfHours"}

# What stands below every question: each hits whichever feed asks.
ANY: Mapping[str, ProblemKind] = {
    "no-network": ProblemKind.UNREACHABLE,
    "captive-portal": ProblemKind.CAPTIVE_PORTAL,
    "blocked": ProblemKind.BLOCKED,
    "bad-gateway": ProblemKind.UNAVAILABLE,
    "half-json": ProblemKind.ODD_ANSWER,
    "timeout": ProblemKind.TIMED_OUT,
}
LIMITS = frozenset({"blocked", "rate-limited"})
"""Our own feeds keep away together while one of them is limited: the others wait, they do not fail."""


def snapshots(state: AppState) -> dict[str, Snapshot[Any]]:
    names = [name for several in FIELDS.values() for name in several]
    return {name: getattr(state, name) for name in names if getattr(state, name).value is not None}


def is_kept(before: Any, after: Any) -> bool:
    """The same value; of live power, dispatches and half hours one that lost nothing, as a part may be good."""
    if type(after) is not type(before):
        return False
    if isinstance(before, Trace):
        return newest(after) >= newest(before)
    if isinstance(before, DispatchBook):
        known, now_known = ({each.device.id for each in book.statuses} for book in (before, after))
        return (
            known == now_known and set(before.completed) <= set(after.completed) and planned(before) <= planned(after)
        )
    if isinstance(before, tuple):
        return {row.start for row in before} <= {row.start for row in after}
    return bool(after == before)


def newest(trace: Trace) -> datetime:
    assert trace.newest is not None
    return trace.newest.read_at


def planned(book: DispatchBook) -> set[str]:
    return {plan.device_id for plan in book.plans}


def check_troubled(name: str, before: Snapshot[Any], after: Snapshot[Any], kind: ProblemKind, now: datetime) -> None:
    assert after.problem is not None, name
    assert after.problem.kind is kind, name
    assert after.problem.since <= now
    assert after.next_try is not None, name
    assert after.next_try > now, name
    assert is_kept(before.value, after.value), name
