"""The energy wave: sources equal sinks, and what did not come from the grid."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.energy_wave import SINKS, SOURCES, TOLD, Part, wave_slot, wave_sums

START = datetime(2026, 6, 1, tzinfo=UTC)
KWH = st.floats(0, 10)


@given(KWH, KWH, st.dictionaries(st.sampled_from(TOLD), KWH))
def test_sources_equal_sinks_but_for_what_the_meters_disagree_in(
    imported: float, exported: float, told: dict[Part, float]
) -> None:
    slot = wave_slot(START, imported, exported, told)
    sources, sinks = sum(slot.kwh(part) for part in SOURCES), sum(slot.kwh(part) for part in SINKS)
    assert sources + slot.excess == pytest.approx(sinks)
    assert slot.kwh(Part.HOUSE) >= 0
    assert not (slot.excess and slot.kwh(Part.HOUSE))


@given(st.lists(st.tuples(KWH, KWH, st.dictionaries(st.sampled_from(TOLD), KWH)), min_size=1, max_size=20))
def test_self_sufficiency_is_a_share(slots: list[tuple[float, float, dict[Part, float]]]) -> None:
    sums = wave_sums(wave_slot(START + n * timedelta(minutes=30), *told) for n, told in enumerate(slots))
    assert sums.slots == len(slots)
    for share in (sums.self_sufficiency, sums.solar_kept):
        assert share is None or 0 <= share <= 1


def test_a_day_with_sun_and_battery_by_hand() -> None:
    """At noon 3 kWh of sun: 1 used, 1.5 stored, 0.5 exported. In the evening 2 kWh used: 1.2 stored, 0.8 bought."""
    noon = wave_slot(START, 0.0, 0.5, {Part.SOLAR: 3.0, Part.CHARGE: 1.5})
    evening = wave_slot(START, 0.8, 0.0, {Part.DISCHARGE: 1.2, Part.HEAT_PUMP: 0.5})
    assert (noon.kwh(Part.HOUSE), evening.kwh(Part.HOUSE)) == pytest.approx((1.0, 1.5))
    sums = wave_sums((noon, evening))
    assert sums.used_kwh == pytest.approx(3.0)
    assert sums.self_sufficiency == pytest.approx(1 - 0.8 / 3)
    assert sums.solar_kept == pytest.approx(1 - 0.5 / 3)


def test_without_anything_told_the_grid_is_the_house() -> None:
    sums = wave_sums([wave_slot(START, 1.2, 0.0, {})])
    assert (sums.kwh(Part.HOUSE), sums.self_sufficiency, sums.solar_kept) == (1.2, 0.0, None)
    assert wave_sums([]).self_sufficiency is None


def test_shares_are_of_the_half_hours_that_the_file_tells() -> None:
    told = wave_slot(START, 1.0, 1.0, {Part.SOLAR: 4.0})
    untold = wave_slot(START + timedelta(minutes=30), 2.0, 3.0, None)
    sums = wave_sums((told, untold))
    assert (sums.slots, sums.told, sums.kwh(Part.GRID)) == (2, 1, 3.0)
    assert (sums.self_sufficiency, sums.solar_kept) == (0.75, 0.75)
    assert (sums.used_kwh, sums.bought_kwh) == (4.0, 1.0)
    assert (untold.kwh(Part.HOUSE), untold.excess, sums.odd) == (0.0, 0.0, 0), "of it only the grid is known"
    assert wave_sums([untold]).self_sufficiency is None
    assert wave_sums([untold]).solar_kept is None


def test_meters_that_disagree_are_counted() -> None:
    sums = wave_sums([wave_slot(START, 0.0, 1.0, {Part.SOLAR: 0.5}), wave_slot(START, 0.0, 0.51, {Part.SOLAR: 0.5})])
    assert sums.odd == 1
