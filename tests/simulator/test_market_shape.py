"""Agile beside what was really published: a year of the simulator's prices has the shape of the real ones.

The facts are those of thirteen and a half months of one region's published Agile prices, from November 2022 to December
2023, with VAT: mean 25.4 p; from 16:00 to 19:00 half as dear again as the mean, from midnight to five about a quarter
cheaper; the dearest month of 2023 near 31 p and the cheapest near 18 p; weekends a tenth cheaper; in the middle a day
spans 25 p, one in twenty 46 p; 0.85 % of the half hours below zero, on one day in eleven, most of them by night or
about noon; from -20 p to 82 p; from one half hour to the next 1.4 p in the middle. The wholesale market has come down
since, which lowers the mean and, as the charge from 16:00 to 19:00 stayed, lifts the peak beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from statistics import mean, median
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.simulated import Simulated
from tests.simulator.conftest import Living
from tests.simulator.customer import Customer

LONDON = ZoneInfo("Europe/London")
AGILE = "products/AGILE-24-10-01/electricity-tariffs/E-1R-AGILE-24-10-01-C/standard-unit-rates/"
OUTGOING = "products/AGILE-OUTGOING-19-05-13/electricity-tariffs/E-1R-AGILE-OUTGOING-19-05-13-C/standard-unit-rates/"
NIGHT, PEAK, NOON = range(5), range(16, 19), range(10, 16)
CAP = 99.75
Prices = list[tuple[datetime, float]]


@cache
def year(path: str = AGILE, number: int = 2025) -> Prices:
    """(London time, pence with VAT), as anybody can read it."""
    with Simulated("agile", start=f"{number + 1}-02-01T12:00:00Z", speed=0) as octopus:
        customer = Customer(octopus)
        span: dict[str, Any] = {
            "period_from": f"{number}-01-01T00:00:00Z",
            "period_to": f"{number + 1}-01-01T00:00:00Z",
        }
        rows = customer.rows(path, page_size=1500, **span)
        customer.client.close()
    instants = sorted((datetime.fromisoformat(row["valid_from"]), row["value_inc_vat"]) for row in rows)
    return [(at.astimezone(LONDON), price) for at, price in instants]


def by(key: Callable[[datetime], object], prices: Prices) -> dict[object, list[float]]:
    groups: dict[object, list[float]] = defaultdict(list)
    for at, price in prices:
        groups[key(at)].append(price)
    return groups


def share(hours: range) -> float:
    prices = year()
    return mean(price for at, price in prices if at.hour in hours) / mean(price for _, price in prices)


def test_a_year_has_every_half_hour_once() -> None:
    instants = [at.astimezone(UTC) for at, _ in year()]

    assert len(instants) == 365 * 48
    assert {later - earlier for earlier, later in pairwise(instants)} == {timedelta(minutes=30)}


def test_the_hours_of_a_day() -> None:
    assert 15 < mean(price for _, price in year()) < 26
    assert 1.4 < share(PEAK) < 2.1
    assert 0.65 < share(NIGHT) < 0.85
    assert 0.9 < share(range(6, 10)) < 1.15


def test_the_season_and_the_week() -> None:
    months = {month: mean(prices) for month, prices in by(lambda at: at.month, year()).items()}
    winter, summer = mean(months[each] for each in (12, 1, 2)), mean(months[each] for each in (6, 7, 8))
    weekend = by(lambda at: at.weekday() >= 5, year())

    assert 1.2 < winter / summer < 2
    assert 1.4 < max(months.values()) / min(months.values()) < 2.4
    assert 0.85 < mean(weekend[True]) / mean(weekend[False]) < 0.96


def test_days_spread_and_half_hours_step() -> None:
    spreads = sorted(max(prices) - min(prices) for prices in by(lambda at: at.date(), year()).values())
    steps = [abs(later - earlier) for (_, earlier), (_, later) in pairwise(year())]

    assert 18 < median(spreads) < 30
    assert 30 < spreads[len(spreads) * 19 // 20] < 50
    assert 0.8 < median(steps) < 1.8


def test_some_half_hours_cost_less_than_nothing_and_none_beyond_the_cap() -> None:
    below = [at for at, price in year() if price < 0]
    prices = sorted(price for _, price in year())

    assert 0.005 < len(below) / len(prices) < 0.02
    assert 1 / 25 < len({at.date() for at in below}) / 365 < 1 / 6
    assert sum(at.hour in NIGHT or at.hour in NOON for at in below) > 0.8 * len(below)
    assert {at.hour in NIGHT for at in below} == {True, False}
    assert -10 < prices[len(prices) // 1000] < -3
    assert 45 < prices[-1] <= CAP


def test_a_day_in_years_goes_far_below_nothing() -> None:
    years = [year(number=number) for number in (2025, 2026)]
    prices = [price for prices in years for _, price in prices]
    deep = {at.date() for prices in years for at, price in prices if price < -12}

    assert -30 < min(prices) < -14
    assert 1 <= len(deep) <= 6


def test_export_follows_and_is_never_below_zero() -> None:
    sold = dict(year(OUTGOING))

    assert min(sold.values()) >= 0
    assert all(sold[at] < bought for at, bought in year() if bought > 15)
    groups = by(lambda at: at.hour in PEAK, list(sold.items()))
    assert mean(groups[True]) > mean(groups[False]) + 3


@pytest.mark.parametrize("seed", [1, 2])
def test_tomorrow_is_published_at_four_and_now_and_then_hours_late(living: Living, seed: int) -> None:
    customer = living("agile", start="2026-01-10T12:00:00Z", seed=seed)
    at_four, late, days = 0, 0, 90
    for number in range(days):
        day = datetime(2026, 1, 10, tzinfo=LONDON) + timedelta(days=number)
        tomorrow = (day + timedelta(days=1)).replace(hour=23).astimezone(UTC)

        def is_there(hour: int, minute: int, day: datetime = day, end: datetime = tomorrow) -> bool:
            customer.octopus.set_clock(day.replace(hour=hour, minute=minute))
            newest = customer.rest(AGILE, page_size=1).json()["results"][0]["valid_to"]
            return datetime.fromisoformat(newest) >= end

        assert not is_there(15, 59)
        if is_there(16, 30):
            at_four += 1
        elif is_there(20, 30):
            late += 1
    assert at_four + late == days
    assert 0.85 * days < at_four < days


def test_the_shelf_is_as_full_as_in_truth(living: Living) -> None:
    customer = living(start="2026-10-05T18:30:00Z")

    def listed(**asked: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = customer.rest("products/", page_size="5", **asked).json()["results"]
        return rows

    everything = listed()
    assert 40 <= len(everything) <= 45
    codes = {row["code"] for row in everything}
    assert len(codes) == len(everything)
    for flag in ("is_variable", "is_green", "is_tracker", "is_prepay", "is_business"):
        yes, no = listed(**{flag: "true"}), listed(**{flag: "false"})
        assert yes, flag
        assert all(row[flag] for row in yes)
        assert {row["code"] for row in (*yes, *no)} == codes
    past = {row["code"] for row in listed(available_at="2022-01-01T00:00:00Z")}
    assert {"AGILE-18-02-21", "GO-21-05-13"} <= past
    assert not {"AGILE-18-02-21", "AGILE-23-12-06"} & codes
    for row in everything:
        assert customer.rest(f"products/{row['code']}/").status_code == 200
