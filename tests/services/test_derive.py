"""What the state means, by hand-made states; the tooltip as docs/design.md draws it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from kraken_desktop.domain.account import DeviceKind, SmartDevice
from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.dispatch import (
    CompletedDispatch,
    DevicePlan,
    DeviceStatus,
    DispatchBook,
    DispatchKind,
    PlannedDispatch,
)
from kraken_desktop.domain.effective_price import SmartTerms
from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.power import HalfHour, Sample, Trace
from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.domain.rates import Rate, RateSchedule
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.domain.tariffs import NIGHT_INTELLIGENT_GO
from kraken_desktop.domain.usage import Basis
from kraken_desktop.services import derive, text
from kraken_desktop.services.derive import Activity, PriceReason, Publication
from kraken_desktop.services.state import AppState, Phase, Tariff
from tests.services.given import utc
from tests.services.homes import NOW, rates, state

MIDNIGHT = utc("2026-10-04 23:00")  # of London's 5 October


def live(*samples: Sample) -> Snapshot[Trace]:
    return Snapshot(Trace(samples), samples[-1].read_at)


def test_price_holds_until_the_first_different_one() -> None:
    prices = rates(utc("2026-10-05 14:00"), ["24.3", "24.3", "38.1", "10"])
    price = derive.price_now(state(prices))
    assert (price.pence, price.until, price.next_pence) == (Decimal("24.3"), utc("2026-10-05 15:00"), Decimal("38.1"))
    assert price.reason is PriceReason.TARIFF


def test_outside_every_rate_the_price_is_unknown() -> None:
    price = derive.price_now(state(rates(utc("2026-10-05 10:00"), [10, 20])))
    assert (price.pence, price.band, price.reason) == (None, Band.UNKNOWN, PriceReason.NO_RATE)
    assert derive.price_now(AppState(NOW)).reason is PriceReason.NOT_YET


def test_export_reverses_the_bands() -> None:
    both = rates(utc("2026-10-05 14:00"), [10, 20, 30, 40])
    found = state(both, export=both)
    assert derive.price_now(found).band is Band.QUADRANT_0
    assert derive.price_now(found, export=True).band is Band.QUADRANT_3


@pytest.mark.parametrize(("day", "slots"), [("2026-03-29", 46), ("2026-10-05", 48), ("2026-10-25", 50)])
def test_a_days_prices_are_its_slots(day: str, slots: int) -> None:
    open_ended = RateSchedule((Rate(utc("2026-01-01 00:00"), None, Decimal(20)),))
    found = derive.day_prices(state(open_ended), date.fromisoformat(day))
    assert len(found) == slots
    assert all(before.span.end == after.span.start for before, after in pairwise(found))


def test_slots_without_a_price_are_there_and_unknown() -> None:
    found = derive.day_prices(state(rates(MIDNIGHT, [10] * 46)), date(2026, 10, 5))
    assert len(found) == 48
    assert [slot.pence for slot in found[46:]] == [None, None]
    assert {slot.band for slot in found[46:]} == {Band.UNKNOWN}


def test_a_slot_in_which_the_price_changes_is_split() -> None:
    schedule = RateSchedule.of(
        [
            Rate(MIDNIGHT, MIDNIGHT + timedelta(minutes=10), Decimal(10)),
            Rate(MIDNIGHT + timedelta(minutes=10), None, Decimal(20)),
        ]
    )
    found = derive.day_prices(state(schedule), date(2026, 10, 5))
    assert [slot.pence for slot in found[:3]] == [10, 20, 20]
    assert len(found) == 49


def test_power_costs_its_price_and_export_earns_its_own() -> None:
    prices, outgoing = rates(utc("2026-10-05 14:00"), [24]), rates(utc("2026-10-05 14:00"), [15])
    using = replace(state(prices, export=outgoing), live=live(Sample(NOW, Decimal(1250))))
    selling = replace(using, live=live(Sample(NOW, Decimal(-800))))
    assert derive.power_now(using).pence_an_hour == 30
    assert derive.power_now(selling).pence_an_hour == -12
    assert derive.power_now(selling).is_export


def test_power_grows_stale_by_age_and_by_trouble() -> None:
    sample = Sample(NOW - timedelta(minutes=5), Decimal(500))
    fresh = replace(state(), live=live(sample))
    assert not derive.power_now(fresh).is_stale
    assert derive.power_now(replace(fresh, now=NOW + timedelta(seconds=1))).is_stale
    slow = replace(fresh.polling, current=timedelta(minutes=5))
    assert not derive.power_now(replace(fresh, now=NOW + timedelta(minutes=4), polling=slow)).is_stale
    failed = replace(fresh, live=fresh.live.failed(Problem(ProblemKind.TIMED_OUT, NOW)))
    assert derive.power_now(failed).is_stale
    assert derive.power_now(failed).watts == 500


def test_today_counts_half_hours_and_what_is_live_since() -> None:
    rows = tuple(HalfHour(MIDNIGHT + timedelta(minutes=30 * n), Decimal(1000 + 100 * n)) for n in range(31))
    now = rows[-1].start + timedelta(minutes=7)
    trace = Trace((Sample(now, Decimal(600), rows[-1].import_wh + 70 if rows[-1].import_wh else None),))
    schedule = RateSchedule((Rate(MIDNIGHT, None, Decimal(20)),))
    found = derive.today(
        replace(state(schedule, now), half_hours=Snapshot(rows, now), live=Snapshot(trace, now), has_mini=True)
    )
    assert found is not None
    assert found.imported.kwh == Decimal("3.07")
    assert found.imported.pence == Decimal("61.4")
    assert found.until == now
    assert found.basis is Basis.ESTIMATED


def test_today_without_a_mini_is_metered() -> None:
    rows = (HalfHour(MIDNIGHT, Decimal(0)), HalfHour(MIDNIGHT + timedelta(minutes=30), Decimal(250)))
    found = derive.today(replace(state(rates(MIDNIGHT, [20] * 48)), half_hours=Snapshot(rows, NOW), has_mini=False))
    assert found is not None
    assert found.basis is Basis.METERED


def test_today_is_not_known_rather_than_short() -> None:
    assert derive.today(state(rates(MIDNIGHT, [20] * 48))) is None


@pytest.mark.parametrize(
    ("slots", "publication"),
    [(48, Publication.WAITING), (48 + 45, Publication.WAITING), (48 + 46, Publication.PUBLISHED)],
)
def test_tomorrow_is_published_when_known_to_23_00(slots: int, publication: Publication) -> None:
    assert derive.tomorrow(state(rates(MIDNIGHT, range(slots)))).publication is publication


def test_tomorrow_has_its_range_and_cheapest_three_hours() -> None:
    prices = [20] * 48 + [30] * 10 + [5] * 6 + [40] * 32
    found = derive.tomorrow(state(rates(MIDNIGHT, prices)))
    assert found.day == date(2026, 10, 6)
    assert (found.lowest, found.highest) == (5, 40)
    assert found.mean == (Decimal(300) + 30 + 1280) / 48
    assert found.cheapest is not None
    assert found.cheapest.mean_pence == 5
    assert found.cheapest.span.start == utc("2026-10-06 04:00")


def test_tomorrow_of_a_tariff_without_a_changing_list() -> None:
    assert derive.tomorrow(state(rates(MIDNIGHT, [20] * 200), agile=False)).publication is Publication.NOT_APPLICABLE
    assert derive.tomorrow(AppState(NOW)).publication is Publication.UNKNOWN


def car(dispatches: tuple[PlannedDispatch, ...], gate: str = "SMART_CONTROL_IN_PROGRESS") -> DispatchBook:
    device = SmartDevice("e1", DeviceKind.VEHICLE)
    return DispatchBook((DeviceStatus(device, gate, NOW),), (DevicePlan("e1", NOW, dispatches),))


def planned(start: str, end: str, kind: DispatchKind = DispatchKind.SMART) -> PlannedDispatch:
    return PlannedDispatch("e1", Span(utc(f"2026-10-05 {start}"), utc(f"2026-10-05 {end}")), kind)


def intelligent(book: DispatchBook) -> AppState:
    night = [Decimal("8.5")] * 11 + [Decimal("28.4")] * 36 + [Decimal("8.5")] * 49
    tariff = Tariff("Intelligent Octopus Go", "E-1R-INTELLI-VAR-24-10-29-C", rates(MIDNIGHT, night))
    terms = SmartTerms((NIGHT_INTELLIGENT_GO,))
    return replace(state(), import_tariff=Snapshot(replace(tariff, terms=terms), NOW), dispatches=Snapshot(book, NOW))


def test_dispatch_price_and_its_slots() -> None:
    found = intelligent(car((planned("14:05", "14:40"),)))
    price = derive.price_now(found)
    assert (price.pence, price.until) == (Decimal("8.5"), utc("2026-10-05 15:00"))
    assert price.reason is PriceReason.SMART_CHARGE
    marked = [slot.span.start for slot in derive.day_prices(found, date(2026, 10, 5)) if slot.is_dispatch]
    assert marked == [utc("2026-10-05 14:00"), utc("2026-10-05 14:30")]


def test_away_charging_changes_nothing_at_home() -> None:
    book = replace(car(()), completed=(CompletedDispatch(planned("14:00", "14:30").span, location="AWAY"),))
    assert derive.price_now(intelligent(book)).pence == Decimal("28.4")


def test_device_line_joins_adjacent_charges_and_not_a_boost() -> None:
    book = car((planned("15:00", "15:30"), planned("15:30", "16:00"), planned("16:00", "17:00", DispatchKind.BOOST)))
    (line,) = derive.device_lines(intelligent(book))
    assert line.span == Span(utc("2026-10-05 15:00"), utc("2026-10-05 16:00"))
    assert line.activity is Activity.PLANNED


def test_meters_and_retired_devices_have_no_line() -> None:
    other = DeviceStatus(SmartDevice("m1", DeviceKind.OTHER), "SMART_CONTROL_CAPABLE", NOW)
    retired = DeviceStatus(SmartDevice("e2", DeviceKind.VEHICLE, life="RETIRED"), "RETIRED", NOW)
    assert derive.device_lines(replace(state(), dispatches=Snapshot(DispatchBook((other, retired)), NOW))) == ()


# the tooltip


def test_tooltip_says_price_power_charging_and_when() -> None:
    shown = replace(
        intelligent(car((planned("22:30", "23:59"),))),
        live=live(Sample(utc("2026-10-05 14:06"), Decimal(1240))),
        has_mini=True,
    )
    assert text.tooltip_lines(shown) == (
        "28.4p until 23:30, then 8.5p",
        "Using 1.24 kW, 35p an hour",
        "Car charges 23:30–00:59",
        "at 15:06, Home Mini",
    )


def test_tooltip_stays_the_same_within_a_minute() -> None:
    shown = replace(state(rates(utc("2026-10-05 14:00"), [24, 38])), live=live(Sample(NOW, Decimal(1240))))
    assert text.tooltip_lines(shown) == text.tooltip_lines(replace(shown, now=NOW + timedelta(seconds=59)))


def test_tooltip_never_has_more_than_four_lines() -> None:
    devices = tuple(
        DeviceStatus(SmartDevice(f"e{n}", DeviceKind.VEHICLE, f"Car {n}"), "SMART_CONTROL_CAPABLE", NOW)
        for n in range(5)
    )
    shown = replace(
        state(rates(NOW, [20])),
        live=live(Sample(NOW, Decimal(1240))),
        dispatches=Snapshot(DispatchBook(devices), NOW),
    )
    assert len(text.tooltip_lines(shown)) == 4


def test_tooltip_of_an_account_that_only_exports() -> None:
    shown = state(export=rates(utc("2026-10-05 14:00"), [15, 12]))
    assert text.tooltip_lines(shown)[0] == "Export 15.0p until 15:30, then 12.0p"


def test_tooltip_while_exporting() -> None:
    prices = rates(utc("2026-10-05 14:00"), [15])
    shown = replace(state(prices, export=prices), live=live(Sample(NOW, Decimal(-800))))
    assert text.tooltip_lines(shown)[1] == "Exporting 0.80 kW, earning 12p an hour"


def test_tooltip_in_trouble_says_what_and_since_when() -> None:
    prices = rates(utc("2026-10-05 14:00"), [24, 38])
    broken = live(Sample(NOW, Decimal(500))).failed(Problem(ProblemKind.UNREACHABLE, utc("2026-10-05 13:50")))
    assert text.tooltip_lines(replace(state(prices), live=broken))[-1] == "No connection to Octopus, since 14:50"


def test_tooltip_says_that_the_clock_is_wrong() -> None:
    """Before any other trouble: with it even the price above may be that of another hour."""
    broken = live(Sample(NOW, Decimal(500))).failed(Problem(ProblemKind.UNREACHABLE, NOW))
    wrong = replace(state(rates(NOW, [24])), live=broken, clock_problem=Problem(ProblemKind.CLOCK_WRONG, NOW))
    assert text.tooltip_lines(wrong)[-1] == "This computer's clock is wrong"


def test_tooltip_with_a_keyring_that_stays_shut_says_that_nothing_comes() -> None:
    shut = Problem(ProblemKind.KEYRING_DISMISSED, NOW)
    waiting = AppState(NOW, Phase.SIGNED_OUT, secrets_problem=shut)
    assert text.tooltip_lines(waiting)[-1] == "The keyring was not opened: nothing is fetched"


@pytest.mark.parametrize(
    ("phase", "line"),
    [(Phase.KEY_REFUSED, "Sign in again: the API key is not accepted"), (Phase.STARTING, "Waiting for Octopus")],
)
def test_tooltip_of_other_phases(phase: Phase, line: str) -> None:
    assert text.tooltip_lines(AppState(NOW, phase))[-1] == line


def test_price_far_ahead_has_its_day() -> None:
    schedule = RateSchedule((Rate(NOW, utc("2026-10-08 23:00"), Decimal(25)),))
    assert text.price_line(derive.price_now(state(schedule)), NOW) == "25.0p until Friday 00:00"
