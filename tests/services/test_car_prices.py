"""On the four-rate tariff a car has prices of its own, told wherever the tariff's prices are."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal

from kraken_desktop.domain.moments import day_span
from kraken_desktop.services.car_prices import car_prices
from kraken_desktop.services.findings import found_parts
from kraken_desktop.services.price_sheet import price_sheet
from kraken_desktop.services.reports import prices_report
from kraken_desktop.services.state import AppState
from kraken_desktop.ui.view_models.prices import prices_view
from tests.services.given import running, utc

DAY = date(2026, 11, 25)
MORNING, NIGHT = utc("2026-11-25 10:00"), utc("2026-11-25 02:00")


def prices_of(state: AppState) -> tuple[Decimal, Decimal]:
    schedule = car_prices(state, day_span(DAY))
    assert schedule is not None
    peak, night = schedule.at(MORNING), schedule.at(NIGHT)
    assert peak is not None
    assert night is not None
    return peak.pence_inc_vat, night.pence_inc_vat


async def test_they_stand_beside_the_houses_prices_everywhere() -> None:
    async with running("intelligent-four-rate", "2026-11-25 17:20") as run:
        state, (peak, night) = run.state, prices_of(run.state)
        assert peak > night
        told = prices_report(state, DAY)
        by_start = {slot["start"]: slot for slot in told.content["slots"]}
        assert by_start["2026-11-25T10:00:00Z"]["car_pence"] == float(peak)
        assert by_start["2026-11-25T02:00:00Z"]["car_pence"] == float(night)
        assert told.lines[2].split() == ["import", "car"]
        rows = list(csv.DictReader(price_sheet(state, [DAY], is_export=False).splitlines()))
        assert Decimal(rows[20]["car_pence_per_kwh_inc_vat"]) == peak
        view = prices_view(state)
        assert f"Your car pays {peak:.1f}p, at night and in smart charges {night:.1f}p" in view.notes
        assert {row.cells[-1].removeprefix("smart · ") for row in view.rows if not row.is_heading} == {
            f"car {peak:.1f}p",
            f"car {night:.1f}p",
        }
        found = {one.name: one.detail for part in found_parts(state) for one in part.findings}
        assert found["Car's own price"] == f"{peak:.1f}p, at night and in smart charges {night:.1f}p"


async def test_where_a_car_pays_what_the_house_pays_nothing_is_told_of_it() -> None:
    async with running("intelligent", "2026-11-25 17:20") as run:
        state = run.state
        assert car_prices(state, day_span(DAY)) is None
        told = prices_report(state, DAY)
        assert {slot["car_pence"] for slot in told.content["slots"]} == {None}
        assert "car" not in told.lines[2]
        assert "car_pence_per_kwh_inc_vat,\n" not in price_sheet(state, [DAY], is_export=False)
        view = prices_view(state)
        assert "car" not in " ".join((*view.notes, *(cell for row in view.rows for cell in row.cells)))
        assert "Car's own price" not in {one.name for part in found_parts(state) for one in part.findings}
