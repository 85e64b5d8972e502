"""What was listed when its time came."""

from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.dispatch import DispatchKind, PlannedDispatch
from kraken_desktop.domain.dispatch_record import PlanView
from kraken_desktop.domain.listed import listed_when_due
from kraken_desktop.domain.moments import Span
from tests.domain.moments_given import at, span

DAY = at("2026-10-14 00:00")
OPEN, SHUT = "SMART_CONTROL_CAPABLE", "SMART_CONTROL_NOT_AVAILABLE"


def view(seen: str, *spans: Span, state: str = OPEN, kwh: str | None = "4") -> PlanView:
    energy = None if kwh is None else Decimal(kwh)
    moment = at(f"2026-10-14 {seen}")
    return PlanView("car", moment, moment, state, tuple(PlannedDispatch("car", s, energy_kwh=energy) for s in spans))


def clock(start: str, end: str) -> Span:
    return span(f"2026-10-14 {start}", f"2026-10-14 {end}")


def test_a_plan_called_off_before_its_time_was_not_listed() -> None:
    assert listed_when_due([view("10:00", clock("12:00", "13:00")), view("11:59")], at("2026-10-14 20:00")) == ()


def test_a_plan_called_off_half_way_counts_to_there() -> None:
    (found,) = listed_when_due([view("10:00", clock("12:00", "13:00")), view("12:15")], at("2026-10-14 20:00"))
    assert (found.span, found.energy_kwh) == (clock("12:00", "12:15"), Decimal(1))


def test_the_car_unplugged_half_way_leaves_a_phantom() -> None:
    whole = clock("12:00", "13:00")
    one, two = listed_when_due([view("10:00", whole), view("12:30", whole, state=SHUT)], at("2026-10-14 20:00"))
    assert (one.span, one.is_counted) == (clock("12:00", "12:30"), True)
    assert (two.span, two.is_counted) == (clock("12:30", "13:00"), False)


def test_an_answer_that_could_not_be_read_changes_nothing() -> None:
    failed = PlanView("car", at("2026-10-14 12:30"), at("2026-10-14 12:30"), OPEN, None)
    (found,) = listed_when_due([view("10:00", clock("12:00", "13:00")), failed], at("2026-10-14 20:00"))
    assert found.span == clock("12:00", "13:00")


def test_energy_without_a_figure_is_unknown() -> None:
    (found,) = listed_when_due([view("10:00", clock("12:00", "13:00"), kwh=None)], at("2026-10-14 20:00"))
    assert found.energy_kwh is None


@st.composite
def stories(draw: st.DrawFn) -> list[PlanView]:
    found = []
    for minute in sorted(draw(st.sets(st.integers(0, 600), max_size=6))):
        seen, state = DAY + timedelta(minutes=minute), draw(st.sampled_from([OPEN, SHUT]))
        begins = draw(st.integers(0, 600))
        length = draw(st.integers(1, 200))
        planned = Span(DAY + timedelta(minutes=begins), DAY + timedelta(minutes=begins + length))
        found.append(PlanView("car", seen, seen, state, (PlannedDispatch("car", planned, DispatchKind.SMART),)))
    return found


@given(stories(), st.integers(0, 900))
def test_every_minute_is_as_the_last_view_before_it_had_it(views: list[PlanView], until: int) -> None:
    found = listed_when_due(views, DAY + timedelta(minutes=until))
    for minute in range(0, 900, 7):
        moment = DAY + timedelta(minutes=minute)
        last = next((known for known in reversed(views) if known.first_seen <= moment), None)
        is_listed = (
            minute < until
            and last is not None
            and any(dispatch.span.contains(moment) for dispatch in last.dispatches or ())
        )
        said = [part for part in found if part.span.contains(moment)]
        assert len(said) == is_listed
        assert not said or (last is not None and said[0].is_counted == last.is_gate_open)
