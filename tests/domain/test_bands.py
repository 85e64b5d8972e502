from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.bands import Band, BandScheme, SchemeKind, band_at, band_of, banded, quadrant
from kraken_desktop.domain.moments import day_slots
from kraken_desktop.domain.rates import Rate, RateSchedule
from tests.domain.moments_given import at, pence, span

ORDER = [Band.NEGATIVE, Band.QUADRANT_0, Band.QUADRANT_1, Band.QUADRANT_2, Band.QUADRANT_3]
START = at("2026-10-05 00:00")


def day(*prices: str) -> list[Rate]:
    return [Rate(START, None, Decimal(price)) for price in prices]


@given(pence, pence, pence)
def test_the_quadrant_is_the_quarter_of_the_range(a: Decimal, b: Decimal, c: Decimal) -> None:
    low, price, high = sorted((a, b, c))
    found = quadrant(price, low, high)
    step = (high - low) / 4
    if high == low:
        assert found == 0
    elif price == high:
        assert found == 3
    else:
        assert low + step * found <= price < low + step * (found + 1)


def test_cosys_middle_price_sits_near_an_edge() -> None:
    assert quadrant(Decimal("28.65"), Decimal("14.05"), Decimal("42.97")) == 2
    assert quadrant(Decimal("24"), Decimal("12"), Decimal("48")) == 1


@pytest.mark.parametrize(
    ("prices", "bands"),
    [
        (("7", "30"), (Band.QUADRANT_0, Band.QUADRANT_3)),
        (("12", "24", "40"), (Band.QUADRANT_0, Band.QUADRANT_2, Band.QUADRANT_3)),
        (("20",), (Band.QUADRANT_0,)),
        (("0", "10", "20", "40"), (Band.QUADRANT_0, Band.QUADRANT_1, Band.QUADRANT_2, Band.QUADRANT_3)),
    ],
)
def test_tariff_bands_serve_two_or_three_prices_and_the_quadrant_the_rest(
    prices: tuple[str, ...], bands: tuple[Band, ...]
) -> None:
    scheme = BandScheme(SchemeKind.TARIFF)
    assert tuple(band_of(Decimal(price), day(*prices), scheme) for price in prices) == bands


def test_below_zero_is_a_band_of_its_own_in_every_scheme() -> None:
    for kind in SchemeKind:
        scheme = BandScheme(kind, (Decimal(10),))
        assert band_of(Decimal("-0.01"), day("-0.01", "30"), scheme) is Band.NEGATIVE
        assert band_of(Decimal(0), day("0", "30"), scheme) is not Band.NEGATIVE


def test_a_price_above_a_limit_moves_up() -> None:
    scheme = BandScheme(SchemeKind.THRESHOLDS, (Decimal(10), Decimal(20), Decimal(30)))
    assert [band_of(Decimal(price), (), scheme) for price in ("10", "10.01", "20.5", "30.01")] == ORDER[1:]


@pytest.mark.parametrize(
    ("limits", "prices", "bands"),
    [
        ((20,), (0, 20, 60), "0 0 3"),
        ((10, 25), (5, 20, 60), "0 2 3"),
        ((10, 20, 30), (5, 15, 25, 35), "0 1 2 3"),
        ((10, 20, 30, 40), (5, 15, 25, 35, 45), "0 1 2 3 3"),
        ((10, 20, 30, 40, 50), (5, 15, 25, 35, 45, 55), "0 0 1 2 3 3"),
        ((0,), (-1, 0, 1), "-1 3 3"),
        ((-5, 10), (-6, -4, 0, 10, 11), "-1 -1 1 1 3"),
        ((-5, 0, 10, 20, 30), (-1, 5, 15, 25, 35), "-1 0 1 2 3"),
    ],
)
def test_own_limits_spread_from_the_best_colour_to_the_worst(
    limits: tuple[int, ...], prices: tuple[int, ...], bands: str
) -> None:
    scheme = BandScheme(SchemeKind.THRESHOLDS, tuple(map(Decimal, limits)))
    assert [band_of(Decimal(price), (), scheme).value for price in prices] == [int(band) for band in bands.split()]


@given(st.lists(pence, min_size=1, max_size=9, unique=True), st.booleans())
def test_the_ends_of_own_limits_are_the_best_and_the_worst_colour(limits: list[Decimal], is_export: bool) -> None:
    scheme = BandScheme(SchemeKind.THRESHOLDS, tuple(sorted(limits)), is_export)
    top = band_of(max(*limits, Decimal(0)) + 1, (), scheme)
    bottom = band_of(min(Decimal(-1), min(limits)), (), scheme)
    assert (bottom, top) == ((ORDER[4], ORDER[1]) if is_export else (ORDER[0], ORDER[4]))


@given(st.lists(pence, min_size=1, max_size=9, unique=True), pence, pence)
def test_dearer_is_never_a_better_band(limits: list[Decimal], one: Decimal, other: Decimal) -> None:
    scheme = BandScheme(SchemeKind.THRESHOLDS, tuple(sorted(limits)))
    low, high = sorted((one, other))
    assert ORDER.index(band_of(low, (), scheme)) <= ORDER.index(band_of(high, (), scheme))


def test_export_reverses_the_colours() -> None:
    scheme = BandScheme(is_export=True)
    assert band_of(Decimal(30), day("5", "30"), scheme) is Band.QUADRANT_0
    assert band_of(Decimal(5), day("5", "30"), scheme) is Band.QUADRANT_3


def test_a_flat_export_day_is_not_a_bad_one() -> None:
    assert band_of(Decimal(15), day("15"), BandScheme(is_export=True)) is Band.QUADRANT_0


def test_no_rate_is_unknown() -> None:
    assert band_at(START, RateSchedule(), BandScheme()) is Band.UNKNOWN


def test_a_band_is_told_by_its_own_london_day() -> None:
    """20p is dear on a cheap day and cheap on a dear one, and midnight is London's."""
    cheap, dear = date(2026, 7, 1), date(2026, 7, 2)
    rows = [
        Rate(slot.start, slot.end, Decimal(20 if index % 2 else other))
        for found, other in ((cheap, 4), (dear, 60))
        for index, slot in enumerate(day_slots(found))
    ]
    schedule = RateSchedule.of(rows)
    marked = banded(span("2026-07-01 22:00", "2026-07-01 23:59"), schedule, BandScheme())
    assert [(rate.pence_inc_vat, band) for rate, band in marked] == [
        (Decimal(4), Band.QUADRANT_0),
        (Decimal(20), Band.QUADRANT_3),
        (Decimal(60), Band.QUADRANT_3),
        (Decimal(20), Band.QUADRANT_0),
    ]
