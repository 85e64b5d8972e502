"""Planned against charged, and what cheap slots saved."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.dispatch import CompletedDispatch, DispatchBook, PlannedDispatch, StartedDispatch
from kraken_desktop.domain.dispatch_history import ChargeSum, HousePrices, charge_days, without
from kraken_desktop.domain.dispatch_record import PlanView
from kraken_desktop.domain.moments import Span, joined
from kraken_desktop.domain.rates import FOREVER, Rate, RateSchedule
from tests.domain.moments_given import at, span, spans

DAY = date(2026, 12, 9)
LATER = at("2026-12-12 00:00")
NOWHERE = HousePrices(RateSchedule(), RateSchedule(), {})


def clock(start: str, end: str) -> Span:
    return span(f"2026-12-09 {start}", f"2026-12-09 {end}")


def watched(*planned: Span, until: str = "2026-12-10 12:00", state: str = "SMART_CONTROL_CAPABLE") -> list[PlanView]:
    listed = tuple(PlannedDispatch("car", found, energy_kwh=Decimal(7)) for found in planned)
    return [PlanView("car", at("2026-12-09 00:00"), at(until), state, listed)]


def done(found: Span, kwh: str | None = "7", source: str = "SMART", location: str = "AT_HOME") -> CompletedDispatch:
    return CompletedDispatch(found, None if kwh is None else Decimal(kwh), source, location)


def of_day(views: list[PlanView], *completed: CompletedDispatch, house: HousePrices = NOWHERE) -> ChargeSum:
    (found,) = charge_days([DAY], views, DispatchBook(completed=completed), house, LATER)
    return found


def test_a_plan_charged_in_part() -> None:
    found = of_day(watched(clock("12:00", "14:00")), done(clock("12:00", "13:30")))
    assert (found.planned, found.charged, found.missed) == tuple(timedelta(minutes=m) for m in (120, 90, 30))
    assert found.missed_share == Decimal("0.25")


def test_the_phantom_plan_of_an_unplugged_car_is_ignored_and_in_no_share() -> None:
    found = of_day(watched(clock("12:00", "14:00"), state="SMART_CONTROL_NOT_AVAILABLE"))
    assert (found.ignored, found.planned, found.missed_share) == (timedelta(hours=2), timedelta(), None)


def test_what_nobody_looked_at_in_time_is_not_called_missed() -> None:
    found = of_day(watched(clock("12:00", "14:00"), until="2026-12-09 11:00"))
    assert (found.untold, found.missed, found.missed_share) == (timedelta(hours=2), timedelta(), None)


def test_a_boost_and_a_charge_away_are_not_what_was_planned() -> None:
    whole = clock("12:00", "13:00")
    boosted = of_day(watched(whole), done(whole, source="BOOST"))
    assert (boosted.missed, boosted.boosted, boosted.boosted_kwh) == (whole.duration, whole.duration, Decimal(7))
    away = of_day(watched(whole), done(whole, location="AWAY"))
    assert (away.missed, away.completed, away.completed_kwh) == (whole.duration, timedelta(), Decimal(0))


def test_energy_across_midnight_goes_to_both_days_and_unknown_energy_stays_unknown() -> None:
    night = span("2026-12-09 23:00", "2026-12-10 02:00")
    book = DispatchBook(completed=(done(night, "6"),))
    days = charge_days([DAY, DAY + timedelta(days=1)], [], book, NOWHERE, LATER)
    assert [day.completed_kwh for day in days] == [Decimal(2), Decimal(4)]
    assert of_day([], done(night, None)).completed_kwh is None


def house(kwh: str | None, at_slot: datetime) -> HousePrices:
    """30p, and 7p in the hour from 12:00."""
    agreed = Rate(at("2026-12-01 00:00"), FOREVER, Decimal(30))
    paid = Rate(at("2026-12-09 12:00"), at("2026-12-09 12:30"), Decimal(7))
    schedule = RateSchedule.of([agreed])
    energy = {} if kwh is None else {at_slot: Decimal(kwh)}
    return HousePrices(schedule, schedule.merged_with(RateSchedule.of([paid])), energy)


def test_a_won_slot_saves_the_difference_on_the_house_without_its_car() -> None:
    slot = clock("12:00", "12:30")
    found = of_day([], done(slot, "3.5"), house=house("4.1", slot.start))
    assert (found.won_slots, found.unknown_slots, found.saved_pence) == (1, 0, Decimal("0.6") * 23)


def test_what_is_not_known_of_a_won_slot_saves_nothing_and_says_so() -> None:
    slot = clock("12:00", "12:30")
    unread = of_day([], done(slot), house=house(None, slot.start))
    assert (unread.won_slots, unread.unknown_slots, unread.saved_pence) == (1, 1, 0)
    book = DispatchBook(started=(StartedDispatch("car", slot),))
    (seen,) = charge_days([DAY], [], book, house("4.1", slot.start), LATER)
    assert (seen.unknown_slots, seen.saved_pence) == (1, 0)


minutes = st.integers(0, 24 * 60 - 1)
of_the_day = st.tuples(minutes, st.integers(1, 600)).map(
    lambda pair: Span(at("2026-12-09 00:00") + timedelta(minutes=pair[0]),
                      at("2026-12-09 00:00") + timedelta(minutes=sum(pair)))
)  # fmt: skip


@given(st.lists(of_the_day, max_size=4), st.lists(of_the_day, max_size=4), st.booleans())
def test_what_was_planned_was_charged_missed_or_untold(planned: list[Span], charged: list[Span], late: bool) -> None:
    views = watched(*planned, until="2026-12-11 00:00" if late else "2026-12-09 13:00")
    days = charge_days(
        [DAY, DAY + timedelta(days=1)], views, DispatchBook(completed=tuple(map(done, charged))), NOWHERE, LATER
    )
    for day in days:
        assert day.planned == day.charged + day.missed + day.untold
        assert day.charged <= day.completed
        assert day.missed_share is None or 0 <= day.missed_share <= 1
    total = sum(days, ChargeSum())
    assert total.planned == sum((part.duration for part in joined(planned)), timedelta())
    assert total.planned_kwh is not None


@given(st.lists(spans(), max_size=4), st.lists(spans(), max_size=4))
def test_what_is_left_meets_nothing_taken_and_makes_the_whole_again(some: list[Span], others: list[Span]) -> None:
    left = without(some, others)
    assert not any(part.overlaps(other) for part in left for other in others)
    taken = [clipped for one in some for other in others if (clipped := one.clipped(other)) is not None]
    assert joined([*left, *taken]) == joined(some)
