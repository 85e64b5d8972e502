"""The status line, worded: why polling is slower than chosen."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.services.state import Polling
from kraken_desktop.ui.view_models.status import status_view
from tests.ui.states import NOW, agile_home


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (ProblemKind.BLOCKED, "Octopus asks us to"),
        (ProblemKind.LIMITED, "the hourly allowance is used up"),
        (ProblemKind.BUDGET_SPENT, "the allowance is shared"),
    ],
)
def test_why_polling_slowed_down_is_said(kind: ProblemKind, reason: str) -> None:
    polling = Polling(current=timedelta(minutes=2), slowed_by=Problem(kind, NOW))
    words = status_view(replace(agile_home(), polling=polling)).next_poll
    assert words == f"slowed down, {reason} · next poll 15:10"


def test_the_reason_is_said_also_where_no_poll_is_due() -> None:
    home = agile_home()
    polling = Polling(slowed_by=Problem(ProblemKind.BLOCKED, NOW))
    idle = {name: replace(getattr(home, name), next_try=None) for name in ("live", "dispatches", "import_tariff")}
    assert status_view(replace(home, polling=polling, **idle)).next_poll == "slowed down, Octopus asks us to"


def test_at_full_pace_there_is_nothing_to_explain() -> None:
    assert status_view(agile_home()).next_poll == "next poll 15:10"
