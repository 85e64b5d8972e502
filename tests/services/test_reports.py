from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from kraken_desktop.domain.moments import today_span
from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.services.reports import prices_report, problems_of
from kraken_desktop.services.state import AppState, Phase, Selection, Tariff
from tests.services.homes import AGILE, account, agreement, home, point, rates

NOW = datetime(2026, 10, 5, 17, 30, tzinfo=UTC)


def kinds(state: AppState) -> list[ProblemKind]:
    return [problem.kind for problem in problems_of(state)]


def test_being_signed_out_is_told() -> None:
    assert kinds(AppState(NOW, Phase.SIGNED_OUT)) == [ProblemKind.SIGNED_OUT]


def test_behind_a_shut_keyring_it_is_the_keyring_that_is_told() -> None:
    shut = Problem(ProblemKind.KEYRING_LOCKED, NOW)
    assert kinds(AppState(NOW, Phase.SIGNED_OUT, secrets_problem=shut)) == [ProblemKind.KEYRING_LOCKED]


TOMORROW = date(2026, 10, 6)


def today_only(*, ends_at: datetime | None = None) -> AppState:
    """An Agile home that knows today's prices."""
    ours = account(home("p1", point("1200099999990", agreements=[agreement(AGILE, end=ends_at)])))
    tariff = Tariff("Agile Octopus", AGILE, rates(today_span(NOW).start, ["20"] * 48), has_changing_list=True)
    selection = Selection(ours.number, "p1", "1200099999990")
    return AppState(
        NOW, Phase.SIGNED_IN, account=Snapshot(ours, NOW), selection=selection, import_tariff=Snapshot(tariff, NOW)
    )


def reason(state: AppState, day: date = TOMORROW) -> str:
    return str(prices_report(state, day).content["reason"])


def test_prices_that_will_be_published_say_when() -> None:
    assert reason(today_only()) == (
        "No prices are known for Tuesday 6 October yet. Tomorrow's prices are published about 16:00."
    )


def test_a_look_that_failed_says_what_happened() -> None:
    look: Snapshot[date] = Snapshot()
    look = look.failed(Problem(ProblemKind.UNREACHABLE, NOW), NOW + timedelta(minutes=2))
    assert reason(replace(today_only(), look=look)).endswith("could not be looked for: No connection to Octopus.")


def test_an_agreement_that_ends_is_why_no_price_is_known_after_it() -> None:
    state = today_only(ends_at=today_span(NOW).end)
    told = "The agreement ends tomorrow 00:00. Octopus names no tariff after it yet."
    assert reason(state).endswith(told)
    assert reason(state, TOMORROW + timedelta(days=1)).endswith(told)


def test_the_day_after_tomorrow_claims_no_publication() -> None:
    assert reason(today_only(), TOMORROW + timedelta(days=1)) == "No prices are known for Wednesday 7 October yet."
