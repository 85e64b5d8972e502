"""Every error code of main and every kind of status on every feed: the old value, the problem, the next try.

Then it is over, and nothing of it is left. Which fault of which name: test_fault_matrix.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.services.feeds import FIELDS, FeedName
from kraken_desktop.services.state import AppState, HistoryProgress, Phase
from kraken_desktop.simulator.errors import CODES
from kraken_desktop.storage.database import Database
from kraken_desktop.storage.settings import Settings, with_value
from tests.services.given import Running, running
from tests.services.waiting import caught_up

BEFORE = "2026-10-14 09:25"
SELDOM = with_value(Settings(), "polling_minutes", 5)
ASKED_BY = {
    FeedName.HEAVY: "AccountDiscovery",
    FeedName.LIGHT: "Light",
    FeedName.TODAY: "HalfHours",
    FeedName.HISTORY: "consumption",
}
"""What each feed asks first: an operation's name, or a subject of REST."""

STALE = frozenset({"KT-CT-1112", "KT-CT-1124", "KT-CT-1143"})
WRONG_KEY = frozenset({"KT-CT-1134", "KT-CT-1135", "KT-CT-1138", "KT-CT-1139"})
WRONG_ACCOUNT = frozenset({"KT-CT-4123", "KT-CT-4177"})
UNAVAILABLE = frozenset({"KT-GB-4039", "KT-CT-4340", "KT-CT-4341", "KT-CT-7899"})
SIGNED_OUT = STALE | WRONG_KEY | WRONG_ACCOUNT
OF_MAIN = sorted(code for code in CODES if code.startswith("KT-"))

STATUSES = {
    401: ProblemKind.CAPTIVE_PORTAL,  # of a network in between: the service itself says it in JSON
    **dict.fromkeys((400, 404, 418, 451), ProblemKind.ODD_ANSWER),  # a page where JSON is spoken
    403: ProblemKind.BLOCKED,
    429: ProblemKind.LIMITED,
    **dict.fromkeys((500, 502, 503, 504, 599), ProblemKind.UNAVAILABLE),
    511: ProblemKind.CAPTIVE_PORTAL,
}
WAYS = {
    "no-network": ProblemKind.UNREACHABLE,
    "captive-portal": ProblemKind.CAPTIVE_PORTAL,
    "blocked": ProblemKind.BLOCKED,
    "bad-gateway": ProblemKind.UNAVAILABLE,
    "half-json": ProblemKind.ODD_ANSWER,
}
TROUBLES: dict[str, ProblemKind] = {
    **WAYS,
    **{f"http-{status}": kind for status, kind in STATUSES.items()},
    **{code: ProblemKind.REFUSED for code in OF_MAIN if code not in SIGNED_OUT},
    **dict.fromkeys(UNAVAILABLE, ProblemKind.UNAVAILABLE),
    "KT-CT-1199": ProblemKind.LIMITED,
}
AT_ONCE = 8
LONGEST_BACK_OFF = 16


def _cases() -> Iterator[Any]:
    """A few troubles one after another in each run."""
    for feed in ASKED_BY:
        hits = [trouble for trouble in TROUBLES if feed is not FeedName.HISTORY or trouble not in CODES]
        if feed is FeedName.HEAVY:
            hits.remove("KT-CT-1111")  # says whose account it is
        for first in range(0, len(hits), AT_ONCE):
            yield pytest.param(feed, hits[first : first + AT_ONCE], id=f"{feed.name.lower()}-{hits[first]}")


def _fed(state: AppState) -> dict[str, Snapshot[Any]]:
    names = [name for several in FIELDS.values() for name in several]
    return {name: getattr(state, name) for name in names if getattr(state, name).value is not None}


def _known(value: Any) -> Any:
    """Of history how far it reaches: a step that asks nothing goes on."""
    return (value.share, value.reached) if isinstance(value, HistoryProgress) else value


def _in_trouble(run: Running) -> dict[str, Any]:
    return {name: snapshot.problem for name, snapshot in _fed(run.state).items() if snapshot.problem}


@pytest.mark.parametrize(("feed", "troubles"), [*_cases()])
async def test_the_feed_keeps_its_value_and_says_what_is_wrong_and_when_it_tries_again(
    feed: FeedName, troubles: list[str]
) -> None:
    has_history = feed is FeedName.HISTORY
    database = Database.in_memory() if has_history else None  # what nobody asks for need not be read
    home = "flexible" if has_history else "intelligent"
    async with running(home, BEFORE, settings=SELDOM, database=database) as run:
        if has_history:
            await caught_up(run)
        await run.advance(minutes=10)
        for trouble in troubles:
            assert _in_trouble(run) == {}, f"before {trouble}"
            before = _fed(run.state)
            run.octopus.inject(trouble, operation=ASKED_BY[feed])
            await run.advance(minutes=7 if feed is FeedName.LIGHT else 31)
            now, after = run.clock.now(), _fed(run.state)
            assert after.keys() == before.keys()
            for name, snapshot in after.items():
                if name not in FIELDS[feed]:
                    assert snapshot.problem is None, (trouble, name)
                    continue
                assert snapshot.problem is not None, (trouble, name)
                assert snapshot.problem.kind is TROUBLES[trouble], (trouble, name)
                assert snapshot.problem.since < now
                assert snapshot.next_try is not None
                assert snapshot.next_try > now
                assert _known(snapshot.value) == _known(before[name].value), (trouble, name)
            assert run.state.phase is Phase.SIGNED_IN
            run.octopus.clear_faults()
            await run.advance(minutes=LONGEST_BACK_OFF)


@pytest.mark.parametrize("feed", [FeedName.HEAVY, FeedName.LIGHT, FeedName.TODAY])
@pytest.mark.parametrize("code", sorted(SIGNED_OUT))
async def test_who_is_not_let_in_is_asked_once_and_keeps_everything(code: str, feed: FeedName) -> None:
    async with running("intelligent", BEFORE) as run:
        before = _fed(run.state)
        run.octopus.inject(code, operation=ASKED_BY[feed])
        await run.advance(minutes=7)
        assert run.state.phase is Phase.KEY_REFUSED
        after = _fed(run.state)
        assert after.keys() == before.keys()
        assert all(type(after[name].value) is type(before[name].value) for name in before)
        run.forget_calls()
        await run.advance(minutes=40)
        assert run.calls() == []


async def test_an_account_that_may_not_be_seen_is_asked_for() -> None:
    async with running("intelligent", BEFORE) as run:
        before = _fed(run.state)
        run.octopus.inject("KT-CT-1111", operation="account")
        await run.advance(minutes=6)
        assert run.state.phase is Phase.KEY_REFUSED
        assert run.state.account.value == before["account"].value
        run.forget_calls()
        await run.advance(minutes=40)
        assert run.calls() == []
