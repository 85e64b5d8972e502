from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.account import Agreement, Direction, Fuel, Meter, MeterPoint
from kraken_desktop.domain.moments import Span
from tests.domain.moments_given import at, span, spans


def agreement(valid: Span, is_open: bool = False) -> Agreement:
    return Agreement("E-1R-AGILE-24-10-01-C", "AGILE-24-10-01", valid.start, None if is_open else valid.end)


@given(spans(), spans(), st.booleans())
def test_an_agreement_overlaps_a_span_that_shares_an_instant_with_it(valid: Span, asked: Span, is_open: bool) -> None:
    held = agreement(valid, is_open)
    shared = max(valid.start, asked.start)
    assert held.overlaps(asked) is (held.covers(shared) and asked.contains(shared))


def test_a_zero_length_agreement_is_never_active() -> None:
    noon = at("2026-10-05 12:00")
    empty = agreement(Span(noon, noon))
    assert not empty.covers(noon)
    assert not empty.overlaps(span("2026-10-05 00:00", "2026-10-06 00:00"))


def test_a_tariff_switched_in_use_changes_at_its_instant() -> None:
    old, new = span("2026-01-01 00:00", "2026-10-05 23:00"), span("2026-10-05 23:00", "2027-01-01 00:00")
    agreements = (agreement(new, is_open=True), agreement(Span(new.start, new.start)), agreement(old))
    point = MeterPoint(
        "1200099999990", Fuel.ELECTRICITY, Direction.IMPORT, "C", (Meter("s", "d"), Meter("t")), agreements
    )
    assert point.agreement_at(at("2026-10-05 22:59")) == agreements[2]
    assert point.agreement_at(at("2026-10-05 23:00")) == agreements[0]
    assert point.agreement_at(at("2025-12-31 23:59")) is None
    assert point.device_ids == ("d",)
