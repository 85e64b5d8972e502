"""Smart charging through the services: gates, phantoms, withdrawn plans, and what the house pays."""

from datetime import timedelta
from decimal import Decimal

import pytest

from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.domain.rates import RateSource
from kraken_desktop.domain.sent_notice import NoticeKind
from kraken_desktop.services import derive, text
from kraken_desktop.services.derive import Activity, PriceReason
from kraken_desktop.simulator import create_app
from tests.fake_clock import FakeClock
from tests.services.given import Running, running, script_car, utc

START = "2026-10-14 12:00"
DAY_PRICE, NIGHT_PRICE = Decimal("28.4"), Decimal("6.8")


async def plan(run: Running, start: str, end: str) -> None:
    await run.car("plan", start=f"2026-10-14T{start}:00Z", end=f"2026-10-14T{end}:00Z")


async def test_price_falls_for_the_whole_slots_that_a_charge_touches() -> None:
    async with running("intelligent", START) as run:
        await run.car("plug")
        await plan(run, "12:45", "13:25")
        await run.advance(minutes=2)
        price = derive.price_now(run.state)
        assert (price.pence, price.until, price.next_pence) == (DAY_PRICE, utc("2026-10-14 12:30"), NIGHT_PRICE)
        await run.advance(minutes=28)
        assert run.state.now == utc("2026-10-14 12:30")
        price = derive.price_now(run.state)
        assert (price.pence, price.until, price.next_pence) == (NIGHT_PRICE, utc("2026-10-14 13:30"), DAY_PRICE)
        assert price.reason is PriceReason.SMART_CHARGE
        assert price.source is RateSource.DISPATCH
        (line,) = derive.device_lines(run.state)
        assert text.device_line(line, run.state.now) == "Family car charges 13:45–14:25"
        await run.advance(minutes=30)
        (line,) = derive.device_lines(run.state)
        assert line.activity is Activity.CHARGING
        assert text.device_line(line, run.state.now) == "Family car charging until 14:25"
        await run.advance(minutes=30)
        assert derive.price_now(run.state).pence == DAY_PRICE


async def test_phantom_plan_is_shown_with_its_reason_and_never_priced_nor_noticed() -> None:
    async with running("intelligent", START) as run:
        await run.car("unplug")
        await plan(run, "13:00", "14:00")
        await run.advance(minutes=3)
        (line,) = derive.device_lines(run.state)
        assert line.has_phantom
        assert line.activity is Activity.NOT_READY
        book = run.state.dispatches.value
        assert book is not None
        status = book.status(line.device_id)
        assert text.phantom_reason(status) == "Octopus lists a charge, but your car is unplugged, so we ignore it"
        for _ in range(24):
            await run.advance(minutes=5)
            assert derive.price_now(run.state).pence == DAY_PRICE
        assert not any(slot.is_dispatch for slot in derive.day_prices(run.state, utc(START).date())[26:])
        assert run.board.shown == []


async def test_withdrawn_plan_gives_its_slots_back_but_a_started_slot_stays_cheap() -> None:
    async with running("intelligent", START) as run:
        await run.car("plug")
        await plan(run, "13:00", "15:00")
        await run.advance(minutes=65)
        assert derive.price_now(run.state).pence == NIGHT_PRICE
        await run.car("withdraw")
        await run.advance(minutes=2)
        price = derive.price_now(run.state)
        assert (price.pence, price.until) == (NIGHT_PRICE, utc("2026-10-14 13:30"))
        await run.advance(minutes=25)
        assert derive.price_now(run.state).pence == DAY_PRICE


async def test_boost_makes_nothing_cheap() -> None:
    async with running("intelligent", START) as run:
        await run.car("plug")
        await run.car("boost")
        await run.advance(minutes=5)
        (line,) = derive.device_lines(run.state)
        assert line.activity is Activity.BOOSTING
        assert derive.price_now(run.state).pence == DAY_PRICE
        assert not any(notice.group.startswith("dispatch") for notice in run.board.shown)


async def test_last_plan_counts_for_a_quarter_of_an_hour_without_an_answer() -> None:
    async with running("intelligent", START) as run:
        await run.car("plug")
        await plan(run, "12:30", "14:30")
        await run.advance(minutes=2)
        run.octopus.inject("plan-null")
        await run.advance(minutes=10)
        assert derive.price_now(run.state).next_pence == NIGHT_PRICE
        await run.advance(minutes=8)
        assert derive.price_now(run.state).until != utc("2026-10-14 12:30")
        assert derive.device_lines(run.state)[0].has_phantom
        run.octopus.clear_faults()
        await run.advance(minutes=2)
        assert derive.price_now(run.state).next_pence == NIGHT_PRICE


@pytest.mark.parametrize("fault", ["devices-silent", "devices-empty"])
async def test_an_answer_without_devices_changes_nothing_until_it_is_said_again(fault: str) -> None:
    async with running("intelligent", START) as run:
        await run.car("plug")
        await plan(run, "12:30", "14:25")
        await run.advance(minutes=70)
        before = derive.price_now(run.state)
        assert before.pence == NIGHT_PRICE
        told = len(run.board.shown)
        run.octopus.inject(fault, seconds=90)
        await run.advance(minutes=1)
        assert run.state.dispatches.problem is not None
        assert derive.price_now(run.state) == before
        await run.advance(minutes=1)
        assert run.state.dispatches.problem is None
        assert derive.price_now(run.state) == before
        (line,) = derive.device_lines(run.state)
        assert line.activity is Activity.CHARGING
        assert len(run.board.shown) == told


async def test_no_word_of_devices_at_the_first_poll_is_no_home_without_any_where_charges_completed() -> None:
    async with running("intelligent", START, faults=("devices-silent",)) as run:
        problem = run.state.dispatches.problem
        assert problem is not None
        assert problem.kind is ProblemKind.ODD_ANSWER
        run.octopus.clear_faults()
        await run.advance(minutes=2)
        assert run.state.dispatches.problem is None
        assert derive.device_lines(run.state)


@pytest.mark.parametrize("fault", ["devices-empty", "RETIRED"])
async def test_what_a_removed_device_had_started_stays_cheap(fault: str) -> None:
    async with running("intelligent", START) as run:
        await run.car("plug")
        await plan(run, "13:00", "14:25")
        await run.advance(minutes=65)
        run.octopus.inject(fault)
        await run.advance(minutes=3)
        assert not derive.device_lines(run.state), "it is gone"
        price = derive.price_now(run.state)
        assert (price.pence, price.until) == (NIGHT_PRICE, utc("2026-10-14 13:30"))
        await run.advance(minutes=25)
        assert derive.price_now(run.state).pence == DAY_PRICE
        run.octopus.clear_faults()
        await run.advance(minutes=32)
        assert derive.device_lines(run.state), "met again by the next heavy poll"


@pytest.mark.parametrize(
    ("fault", "kind"), [("completed-error", ProblemKind.UNAVAILABLE), ("telemetry-unavailable", None)]
)
async def test_one_part_in_trouble_leaves_the_others_whole(fault: str, kind: ProblemKind | None) -> None:
    async with running("intelligent", START) as run:
        run.octopus.inject(fault)
        await run.car("plug")
        await plan(run, "13:00", "14:00")
        await run.advance(minutes=2)
        problem = run.state.dispatches.problem
        assert (problem.kind if problem is not None else None) is kind
        (line,) = derive.device_lines(run.state)
        assert line.activity is Activity.PLANNED


async def test_words_nobody_has_heard_of_do_no_harm() -> None:
    async with running("intelligent", START, faults=("unknown-enum",)) as run:
        await run.car("plug")
        await plan(run, "12:30", "14:00")
        await run.advance(minutes=40)
        assert derive.price_now(run.state).pence == DAY_PRICE, "an unknown state opens no gate"
        assert run.state.live.problem is None


async def test_intelligent_terms_need_a_car_on_the_account() -> None:
    async with running("intelligent", START) as run:
        tariff = run.state.import_tariff.value
        assert tariff is not None
        assert tariff.terms is not None
    async with running("intelligent", START, faults=("unknown-enum",)) as run:
        assert derive.price_now(run.state).pence == DAY_PRICE


async def test_notices_follow_the_charge() -> None:
    async with running("intelligent", START) as run:
        await run.car("plug")
        await plan(run, "13:00", "13:40")
        await run.advance(hours=2)
        told = [notice for notice in run.board.shown if notice.kind is NoticeKind.DISPATCH]
        assert [notice.title for notice in told] == ["Family car is charging", "Family car has stopped charging"]
        assert len({notice.group for notice in told}) == 1, "the second replaces the first"


async def test_withdrawn_plan_is_told() -> None:
    async with running("intelligent", START) as run:
        await run.car("plug")
        await plan(run, "15:00", "16:00")
        await run.advance(minutes=7)
        await run.car("withdraw")
        await run.advance(minutes=70)
        told = [notice for notice in run.board.shown if notice.kind is NoticeKind.PLAN]
        assert [notice.title for notice in told] == [
            "Family car: a charge is planned",
            "Family car: the plan was withdrawn",
        ]
        assert all("16:00–17:00" in notice.body for notice in told)


async def test_device_that_appears_brings_its_plan_and_a_heavy_poll() -> None:
    async with running("intelligent", START) as run:
        (car,) = run.world.household.cars
        run.world.household.cars = []
        await run.advance(minutes=31)
        assert derive.device_lines(run.state) == ()
        assert derive.price_now(run.state).pence == DAY_PRICE
        run.world.household.cars = [car]
        await run.car("plug")
        await run.advance(minutes=31)
        (line,) = derive.device_lines(run.state)
        assert line.seen_at > run.state.now - timedelta(minutes=2)
        tariff = run.state.import_tariff.value
        assert tariff is not None
        assert tariff.terms is not None


async def test_the_price_explains_itself_in_a_sentence() -> None:
    async with running("intelligent", START) as run:
        await run.car("plug")
        await plan(run, "12:45", "13:25")
        await run.advance(minutes=32)
        assert text.price_explanation(run.state) == (
            "6.8p until 14:30: smart charge of Family car 13:45–14:25 makes the half hours 13:30–14:30 cheap for the "
            "whole house"
        )
        assert text.price_explanation(run.state, utc("2026-10-14 23:00")).startswith(
            "6.8p until 05:30: the night window"
        )


async def test_an_app_that_starts_in_the_middle_of_a_charge_prices_it_as_it_is_billed() -> None:
    """Six hours are paid for from 12:10 London on; the second charge is beyond them."""
    clock = FakeClock(utc("2026-10-14 11:00"))
    octopus = create_app("intelligent-four-rate", clock=clock.now)
    first, second = (life.car.device_id for life in octopus.world.household.cars)
    await script_car(octopus, "unplug", device=second)
    await script_car(octopus, "plug", device=first)
    for start, end in (("11:10", "17:30"), ("18:10", "18:50")):
        await script_car(octopus, "plan", device=first, start=f"2026-10-14T{start}Z", end=f"2026-10-14T{end}Z")
    clock.set(utc("2026-10-14 17:21"))
    async with running(clock=clock, octopus=octopus) as run:
        left = derive.allowance_left(run.state)
        assert left is not None
        assert left.runs_out_at == utc("2026-10-14 17:10")
        house = derive.effective_import(run.state)
        (place,) = octopus.world.home.properties
        for at in ("11:20", "13:00", "17:05", "17:35", "18:20", "18:40"):
            moment = utc(f"2026-10-14 {at}")
            rate = house.at(moment)
            owed = octopus.world.ledger.slot(place.supplies[0], int(moment.timestamp()) // 1800)
            (paid,) = {part.exc_vat * (1 + owed.vat) for part in owed.parts if part.who == "home"}
            assert rate is not None
            assert abs(rate.pence_inc_vat - paid) < Decimal("0.01"), at
