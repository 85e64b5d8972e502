"""What each kind of tariff charges over the years, in pence without VAT, and the public lists made from it.

The figures are invented but follow the market of their time. A maker takes the seed and the region's dearness (London
1) and answers the lists by name (docs/api.md, 5.5).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial

from kraken_desktop.simulator import market
from kraken_desktop.simulator.bands import Bands
from kraken_desktop.simulator.tariffs import Days, HalfHours, NoRows, PriceList, Steps
from kraken_desktop.simulator.timetable import Timetable

Lists = dict[str, PriceList]


def steps(table: str, dearness: float = 1, *, taxed: bool = True, by_payment_method: bool = False) -> Steps:
    """'2026-04-01 24.9, …' as dated prices without VAT."""
    pairs = (entry.split() for entry in table.split(","))
    steps = tuple((date.fromisoformat(day), _scaled(price, dearness)) for day, price in pairs)
    return Steps(steps, taxed, by_payment_method)


def _scaled(price: str, dearness: float) -> Decimal:
    return (Decimal(price) * Decimal(str(dearness))).quantize(Decimal("0.0001")).normalize()


_CAP = (
    "2022-10-01 32.38, 2023-04-01 31.61, 2023-07-01 28.52, 2023-10-01 25.94, 2024-01-01 27.18, 2024-04-01 23.09,"
    "2024-07-01 21.02, 2024-10-01 23.03, 2025-01-01 23.37, 2025-04-01 25.41, 2025-07-01 24.20, 2025-10-01 24.75,"
    "2026-01-01 26.12, 2026-04-01 24.90, 2026-07-01 23.90, 2026-10-01 25.10, 2027-01-01 25.80, 2027-04-01 24.60,"
    "2027-07-01 24.05, 2027-10-01 24.95"
)
_DAY = (
    "2022-10-01 30.00, 2023-07-01 27.50, 2024-04-01 24.60, 2025-04-01 27.10, 2026-04-01 28.00, 2026-10-01 28.40,"
    "2027-04-01 27.60"
)
NIGHT_INTELLIGENT = (
    "2022-10-01 7.142, 2024-04-01 6.666, 2025-04-01 6.666, 2026-04-01 6.666, 2026-10-01 6.80, 2027-04-01 6.95"
)
NIGHT_GO = "2022-10-01 8.5714, 2024-04-01 8.095, 2026-04-01 8.095, 2027-04-01 8.30"
_STANDING = (
    "2022-10-01 43.10, 2023-04-01 44.70, 2024-04-01 46.20, 2025-04-01 46.90, 2026-04-01 47.00, 2026-10-01 47.60,"
    "2027-04-01 48.20"
)
_STANDING_GAS = (
    "2022-10-01 27.10, 2023-04-01 27.70, 2024-04-01 29.90, 2025-04-01 31.20, 2026-04-01 30.00, 2026-10-01 30.40,"
    "2027-04-01 30.90"
)
_GAS = (
    "2022-10-01 9.85, 2023-04-01 9.83, 2023-07-01 7.16, 2023-10-01 6.55, 2024-01-01 7.02, 2024-04-01 5.72,"
    "2024-07-01 5.22, 2024-10-01 5.94, 2025-01-01 6.02, 2025-04-01 6.66, 2025-07-01 6.03, 2025-10-01 5.99,"
    "2026-01-01 5.63, 2026-04-01 5.51, 2026-07-01 5.44, 2026-10-01 5.73, 2027-01-01 5.90, 2027-04-01 5.61"
)
_ECONOMY_DAY = (
    "2022-10-01 38.90, 2023-07-01 33.10, 2024-04-01 28.70, 2025-04-01 30.20, 2026-04-01 29.80, 2026-10-01 30.10,"
    "2027-04-01 29.40"
)
_ECONOMY_NIGHT = (
    "2022-10-01 18.20, 2023-07-01 16.40, 2024-04-01 13.10, 2025-04-01 14.30, 2026-04-01 14.10, 2026-10-01 14.40,"
    "2027-04-01 14.20"
)
_ECONOMY_OFF_PEAK = (
    "2022-10-01 24.10, 2023-07-01 21.30, 2024-04-01 17.20, 2025-04-01 18.40, 2026-04-01 18.20, 2026-10-01 18.50,"
    "2027-04-01 18.10"
)


def standing(dearness: float, by_payment_method: bool = False) -> Steps:
    return steps(_STANDING, dearness, by_payment_method=by_payment_method)


def nothing_a_day(_: float) -> Steps:
    return Steps(((date(2019, 1, 1), Decimal(0)),), taxed=False)


def agile(opens: date, closes: date | None, seed: int, dearness: float) -> dict[str, PriceList]:
    price = partial(market.agile_import, seed, factor=2.0 * dearness)
    return {"standard-unit-rates": HalfHours(price, opens, closes=closes)}


def agile_outgoing(seed: int, dearness: float) -> dict[str, PriceList]:
    price = partial(market.agile_export, seed, factor=2.0 * dearness)
    return {"standard-unit-rates": HalfHours(price, date(2019, 5, 13), taxed=False)}


def night_tariff(timetable: Timetable, night: str, opens: date, _: int, dearness: float) -> dict[str, PriceList]:
    prices = {"day": steps(_DAY, dearness), "night": steps(night, dearness)}
    return {"standard-unit-rates": Bands(timetable, prices, opens)}


def flexible(_: int, dearness: float) -> dict[str, PriceList]:
    return {"standard-unit-rates": steps(_CAP, dearness, by_payment_method=True)}


def outgoing(_: int, dearness: float) -> dict[str, PriceList]:
    return {"standard-unit-rates": steps("2024-10-26 15, 2026-03-01 12", dearness, taxed=False)}


def tracker(opens: date, closes: date | None, seed: int, dearness: float) -> Lists:
    price = partial(market.tracker_electricity, seed, factor=dearness)
    return {"standard-unit-rates": Days(price, opens, closes)}


def tracker_two_registers(opens: date, closes: date | None, seed: int, dearness: float) -> Lists:
    """The price of the day in either register."""
    (price,) = tracker(opens, closes, seed, dearness).values()
    return {"day-unit-rates": price, "night-unit-rates": price}


def tracker_gas(opens: date, closes: date | None, seed: int, dearness: float) -> Lists:
    return {"standard-unit-rates": Days(partial(market.tracker_gas, seed, factor=dearness), opens, closes)}


def flexible_gas(_: int, dearness: float) -> Lists:
    return {"standard-unit-rates": steps(_GAS, dearness, by_payment_method=True)}


def day_and_night(_: int, dearness: float) -> Lists:
    """Two registers, each with a list of its own and no times of day."""
    return {
        "day-unit-rates": steps(_ECONOMY_DAY, dearness, by_payment_method=True),
        "night-unit-rates": steps(_ECONOMY_NIGHT, dearness, by_payment_method=True),
    }


def three_rates(_: int, dearness: float) -> Lists:
    """Three registers, each with a list of its own."""
    return day_and_night(_, dearness) | {
        "off-peak-unit-rates": steps(_ECONOMY_OFF_PEAK, dearness, by_payment_method=True)
    }


def four_rates(opens: date, _: int, dearness: float) -> Lists:
    """The house by day and by night, the car within its six hours and beyond: no times of day, no standard rates."""
    tables = {
        "day": "2025-12-12 28.00, 2027-04-01 27.60",
        "night": "2025-12-12 6.666, 2027-04-01 6.95",
        "ev-device-peak": "2025-12-12 28.00, 2027-04-01 27.60",
        "ev-device-off-peak": "2025-12-12 5.714, 2027-04-01 5.95",
    }
    named: Lists = {
        f"{name}-unit-rates": replace(steps(table, dearness), opens=opens) for name, table in tables.items()
    }
    return named | {"standard-unit-rates": NoRows()}


def banded(
    timetable: Timetable, tables: tuple[tuple[str, str], ...], opens: date, taxed: bool, _: int, dearness: float
) -> Lists:
    prices = {name: steps(table, dearness, taxed=taxed) for name, table in tables}
    return {"standard-unit-rates": Bands(timetable, prices, opens, taxed)}


def fixed(price: str, opens: date, _: int, dearness: float) -> Lists:
    return {"standard-unit-rates": replace(steps(f"{opens} {price}", dearness), opens=opens)}


def fixed_export(price: str, opens: date, _: int, dearness: float) -> Lists:
    return {"standard-unit-rates": replace(steps(f"{opens} {price}", dearness, taxed=False), opens=opens)}


def fixed_two_registers(day: str, night: str, opens: date, _: int, dearness: float) -> Lists:
    prices = {"day": day, "night": night}
    return {
        f"{name}-unit-rates": replace(steps(f"{opens} {price}", dearness), opens=opens)
        for name, price in prices.items()
    }


def prepaid(_: int, dearness: float) -> Lists:
    return {"standard-unit-rates": steps(_CAP, dearness * 0.97)}


def standing_gas(dearness: float) -> Steps:
    return steps(_STANDING_GAS, dearness, by_payment_method=True)
