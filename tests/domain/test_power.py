from __future__ import annotations

from datetime import timedelta
from decimal import Decimal, InvalidOperation

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.power import TRACE_LENGTH, Energy, Sample, Trace, priced, register_kwh, stale_limit
from kraken_desktop.domain.rates import Rate, RateSchedule
from kraken_desktop.domain.units import exact, pence_an_hour
from tests.domain.moments_given import at, span, spans

START = at("2026-10-05 17:00")

samples = st.integers(0, 2000).map(lambda tens: Sample(START + timedelta(seconds=10 * tens), Decimal(tens)))


@given(st.lists(samples, max_size=60), st.lists(samples, max_size=60))
def test_a_trace_is_sorted_single_and_idempotent(first: list[Sample], second: list[Sample]) -> None:
    trace = Trace().with_samples(first).with_samples(second)
    times = [sample.read_at for sample in trace.samples]
    assert times == sorted({sample.read_at for sample in (*first, *second)})
    assert trace.with_samples(second) is trace


def test_a_trace_is_bounded_and_keeps_the_newest() -> None:
    rows = [Sample(START + timedelta(seconds=10 * index), Decimal(index)) for index in range(TRACE_LENGTH + 50)]
    trace = Trace().with_samples(rows)
    assert trace.samples == tuple(rows[50:])
    assert trace.newest == rows[-1]


def test_stale_is_five_minutes_or_two_intervals() -> None:
    assert stale_limit(timedelta(minutes=1)) == timedelta(minutes=5)
    assert stale_limit(timedelta(minutes=5)) == timedelta(minutes=10)


def test_a_register_that_goes_back_or_a_long_gap_adds_nothing() -> None:
    short = span("2026-10-05 17:00", "2026-10-05 17:30")
    assert register_kwh(Decimal(1000), Decimal(1500), short) == Decimal("0.5")
    assert register_kwh(Decimal(1500), Decimal(1000), short) is None
    assert register_kwh(None, Decimal(1000), short) is None
    assert register_kwh(Decimal(1), Decimal(2), Span(short.start, short.end + timedelta(seconds=1))) is None


def test_energy_across_a_slot_edge_is_priced_at_each_sides_rate() -> None:
    edge = at("2026-10-05 17:30")
    schedule = RateSchedule.of([Rate(START, edge, Decimal(10)), Rate(edge, None, Decimal(40))])
    around = Span(edge - timedelta(minutes=1), edge + timedelta(minutes=2))
    assert priced(Decimal("0.3"), around, schedule).pence == Decimal("0.1") * 10 + Decimal("0.2") * 40


@given(spans(), st.integers(1, 9000))
def test_a_flat_price_is_kwh_times_price(found: Span, watt_hours: int) -> None:
    kwh = Decimal(watt_hours) / 1000
    flat = RateSchedule.of([Rate(at("2020-01-01 00:00"), None, Decimal("24.5"))])
    pence = priced(kwh, found, flat).pence
    assert pence is not None
    assert abs(pence - kwh * Decimal("24.5")) < Decimal("1e-15")


def test_energy_without_a_price_has_no_cost_and_none_is_free() -> None:
    found = span("2026-10-05 17:00", "2026-10-05 17:10")
    assert priced(Decimal(1), found, RateSchedule()) == Energy(Decimal(1), None)
    assert priced(Decimal(0), found, RateSchedule()).pence == 0
    assert Energy(Decimal(1), Decimal(5)).plus(Energy(Decimal(1), None)).pence is None


def test_money_an_hour_and_minus_nought() -> None:
    assert pence_an_hour(Decimal(1240), Decimal("24.3")) == Decimal("30.132")
    assert str(exact("-0")) == "0"
    assert str(exact(-0.0)) == "0"
    assert exact("0E-20") == 0


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-inf", "", "12p", "0x10"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(InvalidOperation):
        exact(text)
