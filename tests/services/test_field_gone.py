"""A field that Octopus took out of its schema costs the part that asks for it, and nothing beside."""

from __future__ import annotations

import pytest

from kraken_desktop.domain.problem import ProblemKind
from tests.services.given import Running, running

BEFORE = "2026-10-14 22:05"
TROUBLED = {
    "demand": {"live"},
    "smartMeterTelemetry": {"live", "half_hours"},
    "devices": {"dispatches"},
    "stateOfChargeLimit": {"dispatches"},
    "completedDispatches": {"dispatches"},
    "flexPlannedDispatches": set[str](),
    "energyAddedKwh": set[str](),
}
"""By the field that is gone. A plan that was not told goes on inside its book, with its own trouble."""
FED = ("account", "import_tariff", "live", "dispatches", "half_hours")


def _in_trouble(run: Running) -> set[str]:
    return {name for name in FED if getattr(run.state, name).problem is not None}


@pytest.mark.parametrize("field", TROUBLED)
async def test_its_part_keeps_the_old_value_and_the_rest_goes_on(field: str) -> None:
    async with running("intelligent", BEFORE) as run:
        assert _in_trouble(run) == set()
        before = run.state
        run.octopus.inject("field-gone", operation=field)
        await run.advance(minutes=27)  # past the half hour, when today's half hours are asked for
        assert _in_trouble(run) == TROUBLED[field]
        for name in TROUBLED[field]:
            old, new = getattr(before, name), getattr(run.state, name)
            assert new.problem.kind is ProblemKind.REFUSED, name
            assert new.problem.since < run.clock.now()
            assert new.next_try > run.clock.now(), name
            assert new.fetched_at == old.fetched_at or (name, field) == ("dispatches", "completedDispatches")
            assert new.value == old.value or name == "dispatches"
        for name in {"live", "dispatches"} - TROUBLED[field]:
            assert run.clock.now() - getattr(run.state, name).fetched_at < run.state.polling.current * 2, name
        run.octopus.clear_faults()
        await run.advance(minutes=31)
        assert _in_trouble(run) == set()


async def test_a_plan_that_cannot_be_asked_for_is_the_last_one_with_its_trouble() -> None:
    async with running("intelligent", BEFORE) as run:
        book = run.state.dispatches.value
        assert book is not None
        run.octopus.inject("field-gone", operation="flexPlannedDispatches")
        await run.advance(minutes=2)
        after = run.state.dispatches.value
        assert after is not None
        assert [plan.dispatches for plan in after.plans] == [plan.dispatches for plan in book.plans]
        assert [plan.problem.kind for plan in after.plans if plan.problem] == [ProblemKind.REFUSED] * len(book.plans)
