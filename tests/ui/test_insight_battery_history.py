"""The battery planner while history comes in: an answer stays, and what is compared is of the same half hours."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kraken_desktop.services.insights.battery import Strategy
from kraken_desktop.ui.view_models.battery import battery_view
from kraken_desktop.ui.windows.insight_page import InsightPage
from tests.ui.conftest import FakeCommands
from tests.ui.test_insight_battery import FEW, Planner, curve, planner
from tests.ui.test_insight_page import grow, page, press, texts

__all__ = ["page", "planner"]  # fixtures


def test_the_timer_beside_the_best_is_of_the_same_history(page: InsightPage, planner: Planner) -> None:
    planner.answer()
    timer = curve(replace(planner.wish, strategy=Strategy.TIMER, capacities=FEW), days=10)
    best = curve(replace(planner.wish, capacities=FEW), days=10)
    assert best.timer == timer
    planner.answer(days=10)
    assert battery_view(timer, best, -1).sentence in texts(page)


def test_nothing_has_grown_beside_what_was_never_reckoned(
    page: InsightPage, planner: Planner, commands: FakeCommands, publish: Any
) -> None:
    grow(commands, publish)
    assert "More of your history" not in texts(page)
    planner.answer()
    assert "More of your history" in texts(page)


@pytest.mark.parametrize("answers", [0, 1, 2])
def test_an_answer_stays_while_history_comes_in(
    page: InsightPage, planner: Planner, commands: FakeCommands, publish: Any, qtbot: Any, answers: int
) -> None:
    for _ in range(answers):
        planner.answer()
    before = len(planner.asked)
    grow(commands, publish)
    assert (len(planner.asked), planner.ended) == (before, [])
    while len(planner.asked) < 2 or "at best" not in texts(page):
        planner.answer()
    assert "More of your history is known by now" in texts(page)
    press(page, qtbot, "Reckon again")
    assert planner.wish.strategy is Strategy.TIMER
    assert "More of your history is known by now" not in texts(page)
    assert "at best" in texts(page), "until the new one is there"
