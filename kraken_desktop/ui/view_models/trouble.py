"""What is wrong, worded for the bar on top of a page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.services import text
from kraken_desktop.services.state import AppState, Phase
from kraken_desktop.ui.view_models.parts import Trouble, Weight

_SIGN_IN = frozenset({ProblemKind.KEY_REFUSED, ProblemKind.ACCOUNT_REFUSED, ProblemKind.SIGNED_OUT})
_DANGER = _SIGN_IN | {ProblemKind.STORE_CORRUPT, ProblemKind.STORE_FULL, ProblemKind.STORE_TOO_NEW}
_NOTE = frozenset({ProblemKind.NO_MINI, ProblemKind.BUDGET_SPENT, ProblemKind.LIMITED})
_WAITS = frozenset({ProblemKind.BUDGET_SPENT, ProblemKind.LIMITED, ProblemKind.BLOCKED})
"""Trying before the time that is told would be refused, so it is not offered."""


def trouble_of(
    problem: Problem | None,
    now: datetime,
    next_try: datetime | None = None,
    *,
    is_brief: bool = False,
    is_known: bool = True,
) -> Trouble | None:
    """A problem as a bar: what, since when, the next try, and what helps; brief without meaning and remedy.

    ``is_known`` false: there is no older value to be seen.
    """
    if problem is None:
        return None
    words = text.problem_text(problem, is_known=is_known)
    parts = [] if is_brief else [words.meaning]
    if now - problem.since >= timedelta(minutes=1):
        parts.append(f"Since {text.moment(problem.since, now)}.")
    is_coming = next_try is not None and next_try > now
    if next_try is not None and is_coming:
        parts.append(f"Next try at {text.clock_time(next_try)}.")
    is_sign_in = problem.kind in _SIGN_IN
    return Trouble(
        title=words.title,
        detail=" ".join(part for part in parts if part),
        action="Sign in" if is_sign_in else "" if is_coming and problem.kind in _WAITS else "Try now",
        does="sign-in" if is_sign_in else "refresh",
        weight=_weight(problem.kind),
        remedy="" if is_brief else words.action,
    )


def trouble_in(
    state: AppState, *snapshots: Snapshot[Any], is_brief: bool = False, is_known: bool | None = None
) -> Trouble | None:
    """The first trouble of those that a page depends on; a refused key comes before any of them.

    ``is_known``: the page shows what was read before, where the snapshots do not tell.
    """
    if state.phase is Phase.KEY_REFUSED:
        problem = state.account.problem or Problem(ProblemKind.KEY_REFUSED, state.now)
        return trouble_of(problem, state.now, is_brief=is_brief)
    troubled = next((snapshot for snapshot in snapshots if _is_trouble(snapshot.problem)), None)
    if troubled is not None:
        is_known = troubled.value is not None if is_known is None else is_known
        return trouble_of(troubled.problem, state.now, troubled.next_try, is_brief=is_brief, is_known=is_known)
    return trouble_of(state.clock_problem or state.store_problem, state.now, is_brief=is_brief)


def _is_trouble(problem: Problem | None) -> bool:
    """A home without a Mini is not in trouble; the places where live power would stand say so."""
    return problem is not None and problem.kind is not ProblemKind.NO_MINI


def _weight(kind: ProblemKind) -> Weight:
    if kind in _DANGER:
        return Weight.DANGER
    return Weight.NOTE if kind in _NOTE else Weight.WARNING
