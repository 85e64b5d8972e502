"""Notices of charging beside a car that is planned anew every few minutes: few, true, and in plain words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from kraken_desktop.domain.allowance import noon_span
from kraken_desktop.domain.charge_target import TargetMissed
from kraken_desktop.domain.dispatch_notices import AllowanceNearlyUsed
from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.plan_watch import PLAN_NOTICE_EVERY, PlanChange, PlanChanged
from kraken_desktop.domain.sent_notice import NoticeKind
from kraken_desktop.services import text
from kraken_desktop.storage.settings import Settings, with_value
from tests.services.given import Running, running, utc

CAR = "00000000-0000-4000-8000-0000000000e1"
NIGHT = Span(utc("2026-10-14 22:30"), utc("2026-10-15 01:00"))
PLANNED = PlanChanged(PlanChange.PLANNED, "e1", "Zappy", utc("2026-10-14 18:00"), (), (NIGHT,))


def sent(run: Running, *kinds: NoticeKind) -> list[str]:
    """Titles, oldest first."""
    return [notice.title for notice in reversed(run.state.notices) if notice.kind in kinds]


async def test_an_evening_of_replanning_brings_few_notices() -> None:
    plans = set()
    async with running("intelligent", "2026-10-14 12:00") as run:
        for _ in range(18 * 60):
            await run.advance(minutes=1)
            book = run.state.dispatches.value
            plan = book.plan(CAR) if book is not None else None
            plans.add(tuple(each.span for each in plan.dispatches) if plan is not None else ())
        told = [notice.sent_at for notice in reversed(run.state.notices) if notice.kind is NoticeKind.PLAN]
    assert len(plans) > 20, "Octopus changes its mind all evening"
    assert 1 <= len(told) <= 4
    assert all(later - earlier >= PLAN_NOTICE_EVERY for earlier, later in pairwise(told))


async def test_a_running_charge_replanned_every_three_minutes_never_spams() -> None:
    async with running("intelligent", "2026-10-14 12:00") as run:
        await run.car("plug")
        await run.advance(minutes=2)
        for _ in range(10):
            start = run.state.now + timedelta(seconds=10)
            await run.car("plan", start=start.isoformat(), end="2026-10-14T14:30:00+00:00")
            await run.advance(minutes=3)
            await run.car("withdraw")
            await run.advance(minutes=3)
        assert sent(run, NoticeKind.DISPATCH) == ["Family car is charging"]
        await run.advance(minutes=5)
        assert sent(run, NoticeKind.DISPATCH)[1:] == ["Family car: a charge was withdrawn"]


async def test_a_scripted_evening_is_told_in_order() -> None:
    """Planned, moved an hour later, unplugged, and plugged in again."""
    async with running("intelligent", "2026-10-14 14:00") as run:
        await run.car("plug")
        await run.car("withdraw")
        await run.advance(minutes=20)
        await run.car("plan", start="2026-10-14T22:30:00Z", end="2026-10-15T01:00:00Z")
        await run.advance(minutes=7)
        assert sent(run, NoticeKind.PLAN) == ["Family car: a charge is planned"]
        await run.car("withdraw")
        await run.car("plan", start="2026-10-14T23:30:00Z", end="2026-10-15T02:00:00Z")
        await run.advance(minutes=30)
        assert len(sent(run, NoticeKind.PLAN)) == 1, "at most one an hour"
        await run.advance(minutes=40)
        assert sent(run, NoticeKind.PLAN)[1:] == ["Family car: the plan has changed"]
        assert run.state.notices[0].body == "Octopus now charges it 00:30–03:00, before 23:30–02:00."
        await run.car("unplug")
        await run.advance(minutes=7)
        assert sent(run, NoticeKind.UNPLUGGED) == ["Family car will not charge as planned"]


async def test_each_kind_has_its_switch() -> None:
    settings = with_value(Settings(), "notice_plan", False)
    async with running("intelligent", "2026-10-14 14:00", settings=settings) as run:
        await run.car("plug")
        await run.car("withdraw")
        await run.advance(minutes=20)
        await run.car("plan", start="2026-10-14T22:30:00Z", end="2026-10-15T01:00:00Z")
        await run.advance(minutes=10)
        assert sent(run, NoticeKind.PLAN) == []
        await run.car("unplug")
        await run.advance(minutes=10)
        assert len(sent(run, NoticeKind.UNPLUGGED)) == 1


@pytest.mark.parametrize(
    ("change", "title", "body"),
    [
        (PlanChange.PLANNED, "Zappy: a charge is planned", "Octopus plans to charge it 23:30–02:00."),
        (
            PlanChange.WITHDRAWN,
            "Zappy: the plan was withdrawn",
            "Octopus took back 23:30–02:00. Nothing is planned now.",
        ),
        (
            PlanChange.UNPLUGGED,
            "Zappy will not charge as planned",
            "Unplugged or away from home, so 23:30–02:00 does not count.",
        ),
    ],
)
def test_plans_are_worded(change: PlanChange, title: str, body: str) -> None:
    notice = replace(PLANNED, change=change)
    if change is not PlanChange.PLANNED:
        notice = replace(notice, before=(NIGHT,), after=(), closed_by="SMART_CONTROL_NOT_AVAILABLE")
    words = text.notice_text(notice)
    assert (words.title, words.body, words.page) == (title, body, "dispatches")
    assert "minutes" in text.notice_reason(notice)


def test_many_charges_are_counted() -> None:
    parts = tuple(
        Span(NIGHT.start + timedelta(hours=hour), NIGHT.start + timedelta(hours=hour + 0.5)) for hour in range(5)
    )
    body = text.notice_text(replace(PLANNED, after=parts)).body
    assert body == "Octopus plans to charge it 23:30–00:00, 00:30–01:00, 01:30–02:00 and 2 more."


def test_target_and_allowance_are_our_estimates() -> None:
    target = TargetMissed("e1", None, utc("2026-10-15 06:00"), Decimal(80), Decimal("61.8"))
    words = text.notice_text(target)
    assert words.title == "Car may not be ready by 07:00"
    assert words.body == ("The present plan brings it to about 62% by 07:00, and you asked for 80%. Our estimate.")
    now = utc("2026-10-14 22:00")
    nearly = AllowanceNearlyUsed(noon_span(now), utc("2026-10-14 22:50"), timedelta(minutes=40))
    assert text.notice_text(nearly).body == (
        "40 min left, used up at 23:50. After that your car pays its peak price. Our estimate."
    )
    used_up = text.notice_text(replace(nearly, left=timedelta()))
    assert used_up.title == "The smart charging allowance is used up"
