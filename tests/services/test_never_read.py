"""What a command says of a service that it never heard from."""

from __future__ import annotations

import pytest

from kraken_desktop.services.answers import answer_of
from kraken_desktop.services.state import Phase
from kraken_desktop.services.text import problem_text
from kraken_desktop.ui.view_models.trouble import trouble_in
from tests.services.given import running

NEVER, EARLIER = "Nothing has been read yet.", "What you see was read earlier."


async def test_a_command_waits_once_for_a_service_that_does_not_answer() -> None:
    async with running("intelligent", faults=("timeout",), is_started=False) as run:
        await run.services.fetch_once()

        assert len(run.calls()) == 1
        told = "\n".join((await answer_of(run.services, "status", {})).lines)
        assert "Octopus takes too long to answer" in told
        assert NEVER in told
        assert EARLIER not in told


@pytest.mark.parametrize("fault", ["no-network", "half-json", "bad-gateway", "http-404"])
async def test_nothing_is_said_to_be_read_that_never_was(fault: str) -> None:
    async with running("intelligent", faults=(fault,)) as run:
        assert EARLIER not in "\n".join((await answer_of(run.services, "status", {})).lines)
        bar = trouble_in(run.state, run.state.account)
        assert bar is not None
        assert EARLIER not in bar.detail


async def test_what_was_read_before_is_said_to_be_older() -> None:
    async with running("intelligent") as run:
        run.octopus.inject("no-network")
        await run.advance(minutes=31)

        assert run.state.phase is Phase.SIGNED_IN
        problem = run.state.account.problem
        assert problem is not None
        assert EARLIER in problem_text(problem).meaning
        assert EARLIER in "\n".join((await answer_of(run.services, "status", {})).lines)
