from __future__ import annotations

from datetime import UTC, datetime

from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.services.reports import problems_of
from kraken_desktop.services.state import AppState, Phase

NOW = datetime(2026, 10, 5, 17, 30, tzinfo=UTC)


def kinds(state: AppState) -> list[ProblemKind]:
    return [problem.kind for problem in problems_of(state)]


def test_being_signed_out_is_told() -> None:
    assert kinds(AppState(NOW, Phase.SIGNED_OUT)) == [ProblemKind.SIGNED_OUT]


def test_behind_a_shut_keyring_it_is_the_keyring_that_is_told() -> None:
    shut = Problem(ProblemKind.KEYRING_LOCKED, NOW)
    assert kinds(AppState(NOW, Phase.SIGNED_OUT, secrets_problem=shut)) == [ProblemKind.KEYRING_LOCKED]
