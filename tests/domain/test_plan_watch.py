"""Plans that move all the time: what is told of them, and how seldom."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.account import DeviceKind, ReadyBy, SmartDevice
from kraken_desktop.domain.allowance import AllowanceNow
from kraken_desktop.domain.bands import BandScheme
from kraken_desktop.domain.charge_target import TargetMissed
from kraken_desktop.domain.charge_watch import DispatchChange
from kraken_desktop.domain.charging import WEEKDAYS
from kraken_desktop.domain.dispatch import DevicePlan, DeviceStatus, DispatchBook, DispatchKind, PlannedDispatch
from kraken_desktop.domain.moments import Span, joined
from kraken_desktop.domain.notices import Facts, Notice, followed, notices_due
from kraken_desktop.domain.plan_watch import (
    CHANGE_STANDS,
    NEW_PLAN_STANDS,
    PLAN_NOTICE_EVERY,
    PlanChange,
    PlanChanged,
    is_other_plan,
)
from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.domain.rates import RateSchedule
from tests.domain.moments_given import at, span

MINUTE = timedelta(minutes=1)
CAR = SmartDevice("car", DeviceKind.VEHICLE, "Family car", battery_kwh=Decimal(70), charger_kw=Decimal(7))
EVENING = at("2026-11-25 18:00")
NIGHT = span("2026-11-25 23:30", "2026-11-26 02:30")
LATER = span("2026-11-26 00:30", "2026-11-26 03:30")
OPEN, CLOSED = "SMART_CONTROL_CAPABLE", "SMART_CONTROL_NOT_AVAILABLE"


def dispatches(listed: Iterable[Span]) -> tuple[PlannedDispatch, ...]:
    """At 7 kW."""
    return tuple(
        PlannedDispatch("car", each, DispatchKind.SMART, Decimal(7) * Decimal(each.duration / timedelta(hours=1)))
        for each in listed
    )


def book(now: datetime, *listed: Span, state: str = OPEN, status: DeviceStatus | None = None) -> DispatchBook:
    seen = status if status is not None else DeviceStatus(CAR, state, now)
    return DispatchBook((seen,), (DevicePlan("car", now, dispatches(listed), was_gate_open=state == OPEN),))


def facts(book: DispatchBook, now: datetime, allowance: AllowanceNow | None = None) -> Facts:
    return Facts(now, RateSchedule(), BandScheme(), book, allowance=allowance)


def told(minutes: int, listed: Callable[[int], DispatchBook], *, start: datetime = EVENING) -> list[tuple[int, Notice]]:
    """What is told at which minute, when each minute brings such a book."""
    before, found = None, []
    for minute in range(minutes):
        now = start + MINUTE * minute
        after = followed(before, facts(listed(minute), now))
        found += [(minute, notice) for notice in notices_due(before, after)]
        before = after
    return found


def plans(
    minutes: int, plan: Callable[[int], tuple[Span, ...]], gate: Callable[[int], str] = lambda _: OPEN
) -> list[tuple[int, PlanChange]]:
    found = told(minutes, lambda minute: book(EVENING + MINUTE * minute, *plan(minute), state=gate(minute)))
    return [(minute, notice.change) for minute, notice in found if isinstance(notice, PlanChanged)]


def test_a_new_plan_is_told_once_it_has_stood_for_five_minutes() -> None:
    assert plans(60, lambda minute: (NIGHT,) if minute >= 3 else ()) == [(8, PlanChange.PLANNED)]
    assert plans(60, lambda minute: (NIGHT,) if 3 <= minute < 8 else ()) == []


def test_what_stands_at_the_start_is_no_news() -> None:
    assert plans(60, lambda _: (NIGHT,)) == []


def test_a_plan_moved_by_half_an_hour_is_told_once_it_has_stood_for_ten() -> None:
    assert plans(60, lambda minute: (LATER,) if minute >= 3 else (NIGHT,)) == [(13, PlanChange.MOVED)]
    assert plans(60, lambda minute: (LATER,) if 3 <= minute < 13 else (NIGHT,)) == []


@pytest.mark.parametrize("every", [3, 4, 7])
def test_a_plan_moved_every_few_minutes_all_night_is_never_told(every: int) -> None:
    """By an hour and back: it never stands, so there is nothing to tell."""
    assert plans(300, lambda minute: (LATER,) if minute // every % 2 else (NIGHT,)) == []


@pytest.mark.parametrize("every", [11, 13, 25])
def test_a_plan_that_stands_only_just_all_night_is_told_once_an_hour_at_most(every: int) -> None:
    found = plans(300, lambda minute: (LATER,) if minute // every % 2 else (NIGHT,))
    assert {change for _, change in found} == {PlanChange.MOVED}
    assert all(later - earlier >= 60 for (earlier, _), (later, _) in pairwise(found))


def test_a_plan_that_is_gone_is_told_after_five_minutes() -> None:
    assert plans(60, lambda minute: () if minute >= 3 else (NIGHT,)) == [(8, PlanChange.WITHDRAWN)]
    assert plans(60, lambda minute: () if 3 <= minute < 8 else (NIGHT,)) == []


def test_the_next_plan_notice_waits_for_the_hour_and_comes_if_it_is_still_true() -> None:
    stays = plans(120, lambda minute: () if minute >= 30 else (NIGHT,) if minute >= 1 else ())
    assert stays == [(6, PlanChange.PLANNED), (66, PlanChange.WITHDRAWN)]
    comes_back = plans(120, lambda minute: () if 30 <= minute < 60 or minute == 0 else (NIGHT,))
    assert comes_back == [(6, PlanChange.PLANNED)]


def test_a_car_unplugged_with_a_plan_left_is_told_even_within_the_hour() -> None:
    found = plans(60, lambda minute: (NIGHT,) if minute else (), lambda minute: CLOSED if minute >= 20 else OPEN)
    assert found == [(6, PlanChange.PLANNED), (25, PlanChange.UNPLUGGED)]
    assert plans(60, lambda _: (NIGHT,), lambda minute: CLOSED if 20 <= minute < 25 else OPEN) == []


def test_the_phantom_plan_of_a_car_that_was_never_plugged_in_is_not_told() -> None:
    assert plans(90, lambda minute: (NIGHT,) if minute >= 3 else (), lambda _: CLOSED) == []


def test_a_plan_that_nobody_can_read_is_neither_gone_nor_new() -> None:
    def listed(minute: int) -> DispatchBook:
        fresh = book(EVENING + MINUTE * min(minute, 2), NIGHT)
        refused = Problem(ProblemKind.LIMITED, EVENING)
        return replace(fresh, plans=tuple(replace(plan, problem=refused) for plan in fresh.plans))

    assert told(120, listed) == []


def test_a_charge_told_by_its_start_is_not_told_again_as_a_plan() -> None:
    charge = span("2026-11-25 18:10", "2026-11-25 20:30")
    found = told(150, lambda minute: book(EVENING + MINUTE * minute, *((charge,) if minute >= 9 else ())))
    assert [(minute, getattr(notice, "change", None)) for minute, notice in found] == [(10, DispatchChange.STARTED)]
    gone = told(150, lambda minute: book(EVENING + MINUTE * minute, *((charge,) if 9 <= minute < 40 else ())))
    assert [(minute, getattr(notice, "change", None)) for minute, notice in gone] == [
        (10, DispatchChange.STARTED),
        (45, DispatchChange.WITHDRAWN),
    ]


def test_two_cars_have_an_hour_each() -> None:
    other = replace(CAR, id="van", name="Van")

    def listed(minute: int) -> DispatchBook:
        now = EVENING + MINUTE * minute
        ours = dispatches((NIGHT,)) if minute else ()
        return DispatchBook(
            (DeviceStatus(CAR, OPEN, now), DeviceStatus(other, OPEN, now)),
            (
                DevicePlan("car", now, ours),
                DevicePlan("van", now, tuple(replace(each, device_id="van") for each in ours)),
            ),
        )

    found = [(minute, notice) for minute, notice in told(60, listed) if isinstance(notice, PlanChanged)]
    assert [(minute, notice.device) for minute, notice in found] == [(6, "Family car"), (6, "Van")]


@pytest.mark.parametrize(
    ("seen", "is_other"),
    [
        ((NIGHT,), False),
        ((span("2026-11-25 23:59", "2026-11-26 02:59"),), False),
        ((span("2026-11-26 00:00", "2026-11-26 03:00"),), True),
        ((span("2026-11-25 23:30", "2026-11-26 03:00"),), True),
        ((span("2026-11-25 23:30", "2026-11-26 00:30"), span("2026-11-26 01:00", "2026-11-26 02:30")), False),
        ((span("2026-11-25 23:30", "2026-11-26 00:00"), span("2026-11-26 01:00", "2026-11-26 02:30")), True),
        ((), True),
    ],
)
def test_material_is_half_an_hour_or_a_third_of_the_energy(seen: tuple[Span, ...], is_other: bool) -> None:
    assert is_other_plan(dispatches((NIGHT,)), dispatches(seen), EVENING) is is_other
    bare = tuple(replace(each, energy_kwh=None) for each in dispatches(seen))
    assert is_other_plan(dispatches((NIGHT,)), bare, EVENING) is is_other, "hours weigh as energy does"


starts = st.integers(0, 14 * 12).map(lambda fives: EVENING + MINUTE * 5 * fives)
charges = st.builds(lambda start, fives: Span(start, start + MINUTE * 5 * fives), starts, st.integers(1, 60))
evenings = st.lists(
    st.tuples(st.integers(1, 25), st.lists(charges, max_size=3), st.sampled_from((OPEN, OPEN, OPEN, CLOSED))),
    min_size=1,
    max_size=25,
)


@given(evenings)
def test_replanning_however_often_never_spams(evening: list[tuple[int, list[Span], str]]) -> None:
    minutes = [(tuple(plan), gate) for length, plan, gate in evening for _ in range(length)]
    minutes += minutes[-1:] * 75

    def listed(minute: int) -> DispatchBook:
        plan, gate = minutes[minute]
        return book(EVENING + MINUTE * minute, *plan, state=gate)

    found = [(minute, one) for minute, one in told(len(minutes), listed) if isinstance(one, PlanChanged)]
    for kind in {notice.kind for _, notice in found}:
        at_minutes = [minute for minute, notice in found if notice.kind is kind]
        assert all(MINUTE * (later - earlier) >= PLAN_NOTICE_EVERY for earlier, later in pairwise(at_minutes))

    def counted(minute: int) -> tuple[PlannedDispatch, ...]:
        plan, gate = minutes[minute]
        return dispatches(each for each in (plan if gate == OPEN else ()) if each.end > EVENING + MINUTE * minute)

    for minute, notice in found:
        stands = CHANGE_STANDS if notice.change is PlanChange.MOVED else NEW_PLAN_STANDS
        first = minute - stands // MINUTE
        for each in range(first, minute + 1):
            assert not is_other_plan(counted(first), counted(each), EVENING + MINUTE * each), "it stood"
        assert notice.after == joined(each.span for each in counted(minute)), "what is told is what is listed"


@given(evenings)
def test_asking_twice_a_minute_tells_the_same(evening: list[tuple[int, list[Span], str]]) -> None:
    minutes = [(tuple(plan), gate) for length, plan, gate in evening for _ in range(length)]

    def run(times: int) -> list[Notice]:
        before, found = None, []
        for minute, (plan, gate) in enumerate(minutes):
            now = EVENING + MINUTE * minute
            for _ in range(times):
                after = followed(before, facts(book(now, *plan, state=gate), now))
                found += notices_due(before, after)
                before = after
        return found

    assert run(1) == run(2)


def ready(now: datetime, charge: int | None, *listed: Span, **more: object) -> DispatchBook:
    week = tuple(ReadyBy(day, time(7), Decimal(80)) for day in WEEKDAYS)
    percent = None if charge is None else Decimal(charge)
    status = DeviceStatus(CAR, OPEN, now, charge_percent=percent, charge_seen_at=EVENING, schedule=week)
    return book(now, *listed, status=replace(status, **more))  # type: ignore[arg-type]


def missed(charge: int | None, *listed: Span, **more: object) -> list[tuple[int, str]]:
    """70 kWh at 7 kW, a tenth lost: an hour is nine points."""
    found = told(90, lambda minute: ready(EVENING + MINUTE * minute, charge, *listed, **more))
    return [(minute, f"{one.reached_percent:.0f}") for minute, one in found if isinstance(one, TargetMissed)]


def test_a_target_that_the_plan_misses_is_told_once() -> None:
    assert missed(20, NIGHT) == [(10, "47")]
    assert missed(20) == [(10, "20")]


@pytest.mark.parametrize(
    ("charge", "more"),
    [
        (50, {}),
        (48, {}),
        (None, {}),
        (20, {"device": replace(CAR, battery_kwh=None)}),
        (20, {"device": replace(CAR, charger_kw=None)}),
        (20, {"schedule": ()}),
        (20, {"goal_kind": "RELATIVE_STATE_OF_CHARGE"}),
        (20, {"charge_limit_percent": 50}),
        (20, {"state": CLOSED}),
        (20, {"is_suspended": True}),
    ],
)
def test_a_target_is_no_news_where_the_plan_will_do_or_nobody_can_tell(
    charge: int | None, more: dict[str, object]
) -> None:
    assert missed(charge, NIGHT, **more) == []
