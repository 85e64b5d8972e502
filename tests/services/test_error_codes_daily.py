"""Every trouble on what is asked a few times a day: tomorrow's prices, balance, other accounts, settled costs."""

from __future__ import annotations

from datetime import date
from itertools import cycle
from typing import Any

from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.services.feeds import FeedName
from kraken_desktop.services.state import HistoryProgress, Phase
from kraken_desktop.simulator.errors import CODES
from kraken_desktop.storage.database import Database
from tests.services.given import Running, running
from tests.services.test_error_codes import (
    BEFORE,
    SELDOM,
    SIGNED_OUT,
    STATUSES,
    TROUBLES,
    WAYS,
    WRONG_ACCOUNT,
)
from tests.services.waiting import caught_up

ON_REST = {**WAYS, **{f"http-{status}": kind for status, kind in STATUSES.items()}, "product-404": ProblemKind.REFUSED}
ENDING = {kind for trouble, kind in TROUBLES.items() if trouble not in CODES or kind is ProblemKind.LIMITED} - {
    ProblemKind.UNAVAILABLE,
    ProblemKind.ODD_ANSWER,
}
"""After these no other question of the same step makes sense."""
REFUSED = {
    code: ProblemKind.ACCOUNT_REFUSED if code in WRONG_ACCOUNT else ProblemKind.KEY_REFUSED
    for code in sorted(SIGNED_OUT)
}


async def test_tomorrows_prices_are_looked_for_again_whatever_stood_in_the_way() -> None:
    async with running("agile", "2026-10-14 15:05", faults=("tomorrow-late",), settings=SELDOM) as run:
        before = run.state.import_tariff
        assert before.value is not None
        for trouble, kind in ON_REST.items():
            run.octopus.inject(trouble, operation="rates")
            await _look(run)
            look = run.state.look
            assert look.value == date(2026, 10, 15), trouble
            assert look.problem is not None, trouble
            assert look.problem.kind is kind, trouble
            assert look.problem.since <= run.clock.now()
            assert look.next_try is not None
            assert look.next_try > run.clock.now()
            assert run.state.import_tariff.value == before.value, trouble
            assert run.state.import_tariff.problem is None, trouble
            run.octopus.clear_faults(trouble)
            await _look(run)
            assert run.state.look.problem is None, trouble


async def _look(run: Running) -> None:
    assert run.services.line is not None
    run.services.line.poller.due_now(FeedName.TOMORROW)
    await run.advance(seconds=1)


def _known(run: Running) -> dict[str, Snapshot[Any]]:
    return {name: getattr(run.state, name) for name in ("standing", "other_accounts", "history")}


def _same(before: Snapshot[Any], after: Snapshot[Any]) -> bool:
    if isinstance(before.value, HistoryProgress):
        return bool(before.value.reached == after.value.reached)
    return bool(before.value == after.value)


async def test_a_daily_question_that_is_refused_costs_itself_alone() -> None:
    async with running("flexible", BEFORE, settings=SELDOM, database=Database.in_memory()) as run:
        await caught_up(run)
        first = _known(run)
        assert {name: one.problem for name, one in first.items() if one.problem} == {}
        of_backend = cycle(sorted(code for code in CODES if code.startswith("OE-")))
        for trouble in [trouble for trouble in TROUBLES if TROUBLES[trouble] not in ENDING]:
            for operation in ("Standing", "Viewer", "Measurements", "Carbon"):
                run.octopus.inject(trouble, operation=operation)
            run.octopus.inject(next(of_backend), operation="GreenerNights")
            await run.suspend(hours=24)
            await run.advance(minutes=1)
            for name, after in _known(run).items():
                assert _same(first[name], after), (trouble, name)
                if name == "history":
                    assert after.problem is None, trouble
                    continue
                assert after.problem is not None, (trouble, name)
                assert after.problem.kind is TROUBLES[trouble], (trouble, name)
                assert trouble not in CODES or after.problem.code == trouble, name
                assert after.next_try is not None
                assert after.next_try > run.clock.now()
            assert run.state.account.problem is None
            assert run.state.phase is Phase.SIGNED_IN
            run.octopus.clear_faults()
        await run.suspend(hours=24)
        await run.advance(minutes=1)
        assert {name: one.problem for name, one in _known(run).items() if one.problem} == {}


async def test_whatever_stands_before_the_other_accounts_is_told_of_them_alone() -> None:
    async with running("flexible", BEFORE, settings=SELDOM) as run:
        before = run.state.other_accounts
        assert before.value is not None
        for trouble, kind in TROUBLES.items():
            if kind not in ENDING:
                continue
            run.octopus.inject(trouble, operation="Viewer")
            await run.suspend(hours=24)
            await run.advance(minutes=1)
            after = run.state.other_accounts
            assert after.value == before.value, trouble
            assert after.problem is not None, trouble
            assert after.problem.kind is kind, trouble
            assert after.next_try is not None
            assert after.next_try > run.clock.now()
            assert run.state.account.problem is None, trouble
            run.octopus.clear_faults()
        await run.suspend(hours=24)
        await run.advance(minutes=1)
        assert run.state.other_accounts.problem is None


async def test_what_ends_a_step_of_history_is_told_there_and_loses_nothing() -> None:
    """And a key that is refused in earnest ends history too."""
    ending = REFUSED | {trouble: kind for trouble, kind in TROUBLES.items() if kind in ENDING}
    async with running("flexible", BEFORE, settings=SELDOM, database=Database.in_memory()) as run:
        await caught_up(run)
        one_a_kind = {kind: trouble for trouble, kind in ending.items()}
        by_both = [(trouble, "Standing") for trouble in ending] + [(one, "Measurements") for one in one_a_kind.values()]
        for trouble, operation in by_both:
            before = _known(run)
            run.octopus.inject(trouble, operation=operation)
            await run.suspend(hours=24)
            await run.advance(minutes=1)
            after = _known(run)
            problem, next_try = after["history"].problem, after["history"].next_try
            assert problem is not None, (trouble, operation)
            assert problem.kind is ending[trouble], (trouble, operation)
            assert next_try is not None
            assert next_try > run.clock.now()
            assert run.state.phase is Phase.SIGNED_IN, "whether the key still holds, the account's own feed tells"
            kept = ("history", "standing") if operation == "Standing" else ("history",)
            assert all(_same(before[name], after[name]) for name in kept), (trouble, operation)
            run.octopus.clear_faults()
        await run.suspend(hours=24)
        await run.advance(minutes=1)
        assert {name: one.problem for name, one in _known(run).items() if one.problem} == {}
        run.octopus.inject("wrong-key")
        await run.advance(minutes=31)
        assert run.state.phase is Phase.KEY_REFUSED
        run.forget_calls()
        await run.suspend(hours=24)
        await run.advance(minutes=31)
        assert run.calls() == []
