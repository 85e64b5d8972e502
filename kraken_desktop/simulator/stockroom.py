"""Products that no home of ours is on: older versions, fixes, business and prepayment, so that the shelf is as full as
it is in truth (docs/api.md, 5.3).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

from kraken_desktop.simulator import price_lists as prices
from kraken_desktop.simulator.products import Product
from kraken_desktop.simulator.timetable import Timetable

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip


def further(agile: Product, go: Product, cosy: Product, prepaid: Product, night: Timetable) -> tuple[Product, ...]:
    """Made from the products that homes are on; `night` are the hours of Go."""
    return (
        *(_older(agile, code, since, until) for code, since, until in _AGILES),
        *(_older_go(go, night, code, since, until) for code, since, until in _GOES),
        *(_fix(*row) for row in _FIXES),
        *(_export(*row) for row in _EXPORTS),
        *(_business(*row) for row in _BUSINESS),
        replace(
            agile, code="BUS-AGILE-24-10-01", full_name="Business Agile October 2024 v1", display_name="Business Agile",
            is_business=True,
        ),
        replace(
            cosy, code="HEAT-PUMP-FIX-12M-25-11-20", full_name="Heat Pump 12M Fixed November 2025 v1",
            display_name="Heat Pump 12M Fixed", available_from=date(2025, 11, 20), term=12, is_variable=False,
        ),
        replace(
            prepaid, code="PREPAY-BB-VAR-22-11-24", full_name="Pay As You Go (former Bulb)",
            available_from=date(2022, 11, 24), is_green=False,
        ),
        replace(
            prepaid, code="PREPAY-SMART-VAR-24-03-05", full_name="Smart Pay As You Go March 2024 v1",
            display_name="Smart Pay As You Go", available_from=date(2024, 3, 5),
        ),
    )  # fmt: skip


_AGILES = (
    ("AGILE-18-02-21", date(2018, 2, 21), date(2022, 7, 22)),
    ("AGILE-22-08-31", date(2022, 8, 31), date(2022, 11, 25)),
    ("AGILE-23-12-06", date(2023, 12, 6), date(2024, 4, 3)),
    ("AGILE-24-04-03", date(2024, 4, 3), date(2024, 10, 1)),
)
_GOES = (
    ("GO-18-06-12", date(2018, 6, 12), date(2021, 5, 13)),
    ("GO-21-05-13", date(2021, 5, 13), date(2022, 10, 14)),
    ("GO-BB-VAR-23-02-09", date(2023, 2, 9), date(2024, 4, 1)),
)
# Code, name, from, until, pence without VAT by day, months.
_FIXES = (
    ("OE-FIX-12M-24-11-07", "Octopus 12M Fixed", date(2024, 11, 7), date(2025, 2, 11), "23.10", 12),
    ("OE-FIX-12M-25-06-05", "Octopus 12M Fixed", date(2025, 6, 5), date(2025, 9, 18), "23.40", 12),
    ("OE-FIX-14M-26-02-12", "Octopus 14M Fixed", date(2026, 2, 12), None, "24.05", 14),
    ("OE-FIX-15M-26-02-12", "Octopus 15M Fixed", date(2026, 2, 12), None, "24.10", 15),
    ("OE-FIX-16M-26-02-12", "Octopus 16M Fixed", date(2026, 2, 12), None, "24.20", 16),
    ("OE-FIX-18M-26-01-15", "Octopus 18M Fixed", date(2026, 1, 15), None, "24.30", 18),
    ("OE-FIX-20M-26-01-15", "Octopus 20M Fixed", date(2026, 1, 15), None, "24.55", 20),
    ("OE-FIX-24M-26-01-15", "Octopus 24M Fixed", date(2026, 1, 15), None, "24.90", 24),
    ("LOYAL-FIX-12M-26-02-12", "Loyal Octopus 12M Fixed", date(2026, 2, 12), None, "23.60", 12),
    ("LOYAL-FIX-16M-26-02-12", "Loyal Octopus 16M Fixed", date(2026, 2, 12), None, "23.95", 16),
    ("LOYAL-FIX-24M-26-01-15", "Loyal Octopus 24M Fixed", date(2026, 1, 15), None, "24.60", 24),
    ("FAMILY-FIX-24M-25-11-20", "Family Octopus 24M Fixed", date(2025, 11, 20), None, "24.80", 24),
    ("OE-FIX-36M-26-01-15", "Octopus 36M Fixed", date(2026, 1, 15), None, "25.60", 36),
    ("COOP-FIX-12M-25-12-04", "Community Power 12M Fixed", date(2025, 12, 4), None, "25.10", 12),
    ("COOP-FIX-18M-25-12-04", "Community Power 18M Fixed", date(2025, 12, 4), None, "25.40", 18),
    ("SUPER-GREEN-FIX-12M-25-11-20", "Super Green Octopus 12M Fixed", date(2025, 11, 20), None, "26.40", 12),
    ("FAMILY-FIX-12M-25-11-20", "Family Octopus 12M Fixed", date(2025, 11, 20), None, "24.00", 12),
    ("EXIT-FREE-FIX-12M-26-01-15", "Exit Free 12M Fixed", date(2026, 1, 15), None, "24.75", 12),
)
_EXPORTS = (
    ("OUTGOING-FIX-12M-19-05-13", "Outgoing Octopus 12M Fixed", date(2019, 5, 13), date(2024, 10, 26), "15.00"),
    ("OUTGOING-FIX-12M-24-05-02", "Outgoing Octopus 12M Fixed", date(2024, 5, 2), None, "12.00"),
    ("OUTGOING-LITE-FIX-12M-23-09-12", "Outgoing Octopus Lite", date(2023, 9, 12), None, "8.00"),
    ("OUTGOING-SEG-FIX-12M-20-07-07", "Smart Export Guarantee", date(2020, 7, 7), None, "4.10"),
    ("OUTGOING-SEG-EO-FIX-12M-24-04-05", "Smart Export Guarantee elsewhere", date(2024, 4, 5), None, "4.10"),
)
_BUSINESS = (
    ("BUS-VAR-22-10-01", "Business Flexible", date(2022, 10, 1), "28.90", None),
    ("BUS-FIX-12M-26-08-20", "Business 12M Fixed", date(2026, 8, 20), "26.10", 12),
    ("BUS-FIX-24M-26-08-20", "Business 24M Fixed", date(2026, 8, 20), "26.60", 24),
    ("BUS-FIX-36M-26-08-20", "Business 36M Fixed", date(2026, 8, 20), "27.20", 36),
    ("BUS-SHAPE-FIX-12M-26-05-07", "Business Shape Shifter 12M", date(2026, 5, 7), "25.40", 12),
)


def _dated(name: str, since: date) -> str:
    return f"{name} {_MONTHS[since.month - 1]} {since.year} v1"


def _older(newest: Product, code: str, since: date, until: date | None) -> Product:
    lists = partial(prices.agile, since, until)
    full = _dated(newest.display_name, since)
    return replace(newest, code=code, full_name=full, available_from=since, available_to=until, lists=lists)


def _older_go(newest: Product, night: Timetable, code: str, since: date, until: date | None) -> Product:
    lists = partial(prices.night_tariff, night, prices.NIGHT_GO, since)
    full = _dated(newest.display_name, since)
    return replace(newest, code=code, full_name=full, available_from=since, available_to=until, lists=lists)


def _fix(code: str, name: str, since: date, until: date | None, price: str, months: int) -> Product:
    return Product(
        code, _dated(name, since), name, f"One price for {months} months.", "StandardTariff", since,
        partial(prices.fixed, price, since), prices.standing, available_to=until, term=months, is_variable=False,
    )  # fmt: skip


def _export(code: str, name: str, since: date, until: date | None, price: str) -> Product:
    return Product(
        code, _dated(name, since), name, "A flat price for what you export.", "StandardTariff", since,
        partial(prices.fixed_export, price, since), prices.nothing_a_day, direction="EXPORT", available_to=until,
        term=12, is_variable=False,
    )  # fmt: skip


def _business(code: str, name: str, since: date, price: str, months: int | None) -> Product:
    return Product(
        code, _dated(name, since), name, "For business.", "StandardTariff", since, partial(prices.fixed, price, since),
        prices.standing, term=months, is_variable=months is None, is_business=True,
    )  # fmt: skip
