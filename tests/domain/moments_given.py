"""Moments, spans and rates for hypothesis, around everything that the clocks do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.rates import Rate

START = datetime(2024, 1, 1, tzinfo=UTC)
MINUTES = 5 * 366 * 24 * 60

instants = st.integers(0, MINUTES).map(lambda minutes: START + timedelta(minutes=minutes))
days = st.integers(0, 5 * 365).map(lambda number: (START + timedelta(days=number)).date())
pence = st.integers(-2000, 10000).map(lambda hundredths: Decimal(hundredths) / 100)


def at(text: str) -> datetime:
    """``2026-10-05 16:45`` in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def span(start: str, end: str) -> Span:
    return Span(at(start), at(end))


@st.composite
def spans(draw: st.DrawFn, longest_minutes: int = 600) -> Span:
    start = draw(instants)
    return Span(start, start + timedelta(minutes=draw(st.integers(1, longest_minutes))))


@st.composite
def near_rates(draw: st.DrawFn) -> Rate:
    """Rates of whole half hours within two days, so that they meet and overlap often; some without an end."""
    start = draw(st.integers(0, 96))
    length = draw(st.one_of(st.none(), st.integers(1, 30)))
    begins = START + timedelta(minutes=30 * start)
    ends = None if length is None else begins + timedelta(minutes=30 * length)
    return Rate(begins, ends, draw(pence))


near_instants = st.integers(-60, 130 * 30).map(lambda minutes: START + timedelta(minutes=minutes))
