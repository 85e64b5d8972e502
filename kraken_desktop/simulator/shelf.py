"""The shelf: every product the simulator sells or once sold (docs/api.md, 5.3 and 5.9)."""

from __future__ import annotations

from datetime import UTC, date, time
from functools import partial

from kraken_desktop.simulator import price_lists as prices
from kraken_desktop.simulator.products import Product
from kraken_desktop.simulator.stockroom import further
from kraken_desktop.simulator.timetable import Timetable

INTELLIGENT_NIGHT = Timetable(((time(5, 30), "day"), (time(23, 30), "night")))
GO_NIGHT = Timetable(((time(0, 30), "night"), (time(5, 30), "day")))
COSY_HOURS = Timetable(
    (
        (time(0), "day"), (time(4), "off-peak"), (time(7), "day"), (time(13), "off-peak"), (time(16), "peak"),
        (time(19), "day"), (time(22), "off-peak"),
    )
)  # fmt: skip
FLUX_HOURS = Timetable(((time(2), "off-peak"), (time(5), "day"), (time(16), "peak"), (time(19), "day")))
INTELLIGENT_FLUX_HOURS = Timetable(((time(16), "peak"), (time(19), "day")))
ECONOMY_7 = Timetable(((time(0, 30), "night"), (time(7, 30), "day")), UTC)
THREE_RATES = Timetable(
    (
        (time(0), "night"), (time(5), "day"), (time(13), "off-peak"), (time(16), "day"), (time(20), "off-peak"),
        (time(22), "day"),
    ),
    UTC,
)  # fmt: skip
FOUR_RATES_OPEN = date(2025, 12, 12)
_COSY = (
    ("off-peak", "2022-12-08 15.60, 2024-04-01 12.10, 2025-04-01 13.10, 2026-04-01 13.381, 2027-04-01 13.20"),
    ("day", "2022-12-08 31.80, 2024-04-01 24.70, 2025-04-01 26.70, 2026-04-01 27.2857, 2027-04-01 26.90"),
    ("peak", "2022-12-08 47.70, 2024-04-01 37.00, 2025-04-01 40.10, 2026-04-01 40.9238, 2027-04-01 40.30"),
)
_FLUX = (
    ("off-peak", "2023-02-14 19.40, 2024-04-01 14.60, 2025-04-01 15.30, 2026-04-01 15.10, 2027-04-01 14.90"),
    ("day", "2023-02-14 32.30, 2024-04-01 24.30, 2025-04-01 25.50, 2026-04-01 25.20, 2027-04-01 24.80"),
    ("peak", "2023-02-14 45.20, 2024-04-01 34.00, 2025-04-01 35.70, 2026-04-01 35.30, 2027-04-01 34.70"),
)
_FLUX_EXPORT = (
    ("off-peak", "2023-02-14 9.40, 2024-04-01 5.10, 2026-04-01 4.70"),
    ("day", "2023-02-14 21.60, 2024-04-01 14.80, 2026-04-01 10.60"),
    ("peak", "2023-02-14 34.80, 2024-04-01 24.50, 2026-04-01 27.40"),
)
_INTELLIGENT_FLUX = (
    ("day", "2023-07-14 25.10, 2025-04-01 23.90, 2026-04-01 23.60"),
    ("peak", "2023-07-14 33.40, 2025-04-01 31.90, 2026-04-01 31.50"),
)
_TRACKER_TEXT = "A new price every day."
_AGILE_TEXT = "Half-hourly prices that follow the wholesale market."
_INTELLIGENT_TEXT = "Cheap electricity overnight and smart car charging."

_OWN: tuple[Product, ...] = (
    Product(
        "AGILE-FLEX-22-11-25", "Agile Octopus November 2022 v1", "Agile Octopus", _AGILE_TEXT, "HalfHourlyTariff",
        date(2022, 11, 25), partial(prices.agile, date(2022, 10, 1), date(2024, 10, 2)), prices.standing,
        available_to=date(2023, 12, 11), term=12,
    ),
    Product(
        "AGILE-24-10-01", "Agile Octopus October 2024 v1", "Agile Octopus", _AGILE_TEXT, "HalfHourlyTariff",
        date(2024, 10, 1), partial(prices.agile, date(2024, 10, 1), None), prices.standing, term=12,
    ),
    Product(
        "AGILE-OUTGOING-19-05-13", "Agile Outgoing Octopus May 2019", "Agile Outgoing Octopus",
        "Half-hourly prices for what you export.", "HalfHourlyTariff", date(2018, 1, 1), prices.agile_outgoing,
        prices.nothing_a_day, direction="EXPORT", term=12,
    ),
    Product(
        "INTELLI-VAR-22-10-14", "Intelligent Octopus Go October 2022 v1", "Intelligent Octopus Go", _INTELLIGENT_TEXT,
        "HalfHourlyTariff", date(2022, 10, 14),
        partial(prices.night_tariff, INTELLIGENT_NIGHT, prices.NIGHT_INTELLIGENT, date(2022, 10, 14)), prices.standing,
        available_to=date(2024, 10, 29), is_restricted=True, has_page=False, timetable=INTELLIGENT_NIGHT, is_smart=True,
    ),
    Product(
        "INTELLI-VAR-24-10-29", "Intelligent Octopus Go October 2024 v1", "Intelligent Octopus Go", _INTELLIGENT_TEXT,
        "HalfHourlyTariff", date(2024, 10, 29),
        partial(prices.night_tariff, INTELLIGENT_NIGHT, prices.NIGHT_INTELLIGENT, date(2024, 10, 29)), prices.standing,
        timetable=INTELLIGENT_NIGHT, is_smart=True,
    ),
    Product(
        "GO-VAR-22-10-14", "Octopus Go October 2022 v1", "Octopus Go", "Cheap electricity for five hours a night.",
        "HalfHourlyTariff", date(2022, 10, 14),
        partial(prices.night_tariff, GO_NIGHT, prices.NIGHT_GO, date(2022, 10, 14)), prices.standing,
        timetable=GO_NIGHT,
    ),
    Product(
        "VAR-22-11-01", "Flexible Octopus November 2022 v1", "Flexible Octopus", "Our standard variable tariff.",
        "StandardTariff", date(2022, 11, 1), prices.flexible, partial(prices.standing, by_payment_method=True),
        payment_key="varying",
    ),
    Product(
        "IOG-SMB-TOU-25-12-12", "Intelligent Octopus Go", "Intelligent Octopus Go", _INTELLIGENT_TEXT,
        "FourRateEvTariff", FOUR_RATES_OPEN, partial(prices.four_rates, FOUR_RATES_OPEN), prices.standing,
        is_restricted=True, timetable=INTELLIGENT_NIGHT, is_smart=True,
    ),
    Product(
        "COSY-22-12-08", "Cosy Octopus December 2022 v1", "Cosy Octopus", "Three cheap stretches a day for heat pumps.",
        "HalfHourlyTariff", date(2022, 12, 8), partial(prices.banded, COSY_HOURS, _COSY, date(2022, 12, 8), True),
        prices.standing, timetable=COSY_HOURS,
    ),
    Product(
        "FLUX-IMPORT-23-02-14", "Octopus Flux Import", "Octopus Flux Import", "For homes with solar and a battery.",
        "HalfHourlyTariff", date(2023, 2, 14), partial(prices.banded, FLUX_HOURS, _FLUX, date(2023, 2, 14), True),
        prices.standing, timetable=FLUX_HOURS,
    ),
    Product(
        "FLUX-EXPORT-23-02-14", "Octopus Flux Export", "Octopus Flux Export", "What a battery earns at the peak.",
        "HalfHourlyTariff", date(2023, 2, 14),
        partial(prices.banded, FLUX_HOURS, _FLUX_EXPORT, date(2023, 2, 14), False), prices.nothing_a_day,
        direction="EXPORT", timetable=FLUX_HOURS,
    ),
    Product(
        "INTELLI-FLUX-IMPORT-23-07-14", "Intelligent Octopus Flux Import", "Intelligent Octopus Flux Import",
        "Your battery in our hands.", "HalfHourlyTariff", date(2023, 7, 14),
        partial(prices.banded, INTELLIGENT_FLUX_HOURS, _INTELLIGENT_FLUX, date(2023, 7, 14), True), prices.standing,
        is_restricted=True, has_page=False, timetable=INTELLIGENT_FLUX_HOURS,
    ),
    Product(
        "INTELLI-FLUX-EXPORT-23-07-14", "Intelligent Octopus Flux Export", "Intelligent Octopus Flux Export",
        "Your battery in our hands.", "HalfHourlyTariff", date(2023, 7, 14),
        partial(prices.banded, INTELLIGENT_FLUX_HOURS, _INTELLIGENT_FLUX, date(2023, 7, 14), False),
        prices.nothing_a_day, direction="EXPORT", is_restricted=True, has_page=False, timetable=INTELLIGENT_FLUX_HOURS,
    ),
    Product(
        "SILVER-23-12-06", "Octopus Tracker December 2023 v1", "Octopus Tracker", _TRACKER_TEXT, "StandardTariff",
        date(2023, 12, 6), partial(prices.tracker, date(2022, 12, 1), date(2025, 4, 3)), prices.standing,
        available_to=date(2025, 4, 2), term=12, is_tracker=True,
    ),
    Product(
        "SILVER-25-04-02", "Octopus Tracker April 2025 v1", "Octopus Tracker", _TRACKER_TEXT, "StandardTariff",
        date(2025, 4, 2), partial(prices.tracker, date(2025, 4, 2), None), prices.standing, term=12, is_tracker=True,
    ),
    Product(
        "SILVER-25-04-02", "Octopus Tracker April 2025 v1", "Octopus Tracker", _TRACKER_TEXT, "DayNightTariff",
        date(2025, 4, 2), partial(prices.tracker_two_registers, date(2025, 4, 2), None), prices.standing, term=12,
        is_tracker=True, registers="FLAT2R", timetable=ECONOMY_7,
    ),
    Product(
        "SILVER-25-04-02", "Octopus Tracker April 2025 v1", "Octopus Tracker", _TRACKER_TEXT, "GasTariffType",
        date(2025, 4, 2), partial(prices.tracker_gas, date(2025, 4, 2), None), prices.standing_gas, term=12,
        is_tracker=True, fuel="G",
    ),
    Product(
        "VAR-22-11-01", "Flexible Octopus November 2022 v1", "Flexible Octopus", "Our standard variable tariff.",
        "DayNightTariff", date(2022, 11, 1), prices.day_and_night, partial(prices.standing, by_payment_method=True),
        payment_key="varying", registers="2R", timetable=ECONOMY_7,
    ),
    Product(
        "VAR-22-11-01", "Flexible Octopus November 2022 v1", "Flexible Octopus", "Our standard variable tariff.",
        "ThreeRateTariff", date(2022, 11, 1), prices.three_rates, partial(prices.standing, by_payment_method=True),
        payment_key="varying", registers="3R", timetable=THREE_RATES,
    ),
    Product(
        "VAR-22-11-01", "Flexible Octopus November 2022 v1", "Flexible Octopus", "Our standard variable tariff.",
        "GasTariffType", date(2022, 11, 1), prices.flexible_gas, prices.standing_gas, payment_key="varying", fuel="G",
    ),
    Product(
        "OE-FIX-12M-26-03-02", "Octopus 12M Fixed March 2026 v1", "Octopus 12M Fixed", "One price for a year.",
        "StandardTariff", date(2026, 3, 2), partial(prices.fixed, "24.35", date(2026, 3, 2)), prices.standing, term=12,
        is_variable=False,
    ),
    Product(
        "OE-FIX-12M-26-03-02", "Octopus 12M Fixed March 2026 v1", "Octopus 12M Fixed", "One price for a year.",
        "DayNightTariff", date(2026, 3, 2), partial(prices.fixed_two_registers, "29.10", "13.95", date(2026, 3, 2)),
        prices.standing, term=12, is_variable=False, registers="2R", timetable=ECONOMY_7,
    ),
    Product(
        "PREPAY-VAR-18-09-21", "Octopus Pay As You Go", "Octopus Key and Card", "Top up as you go.", "PrepayTariff",
        date(2018, 9, 21), prices.prepaid, prices.standing, payment_key="prepayment", is_prepay=True,
    ),
    Product(
        "OUTGOING-VAR-24-10-26", "Outgoing Octopus", "Outgoing Octopus", "A flat price for what you export.",
        "StandardTariff", date(2024, 10, 26), prices.outgoing, prices.nothing_a_day, direction="EXPORT",
    ),
)  # fmt: skip


def _first(code: str) -> Product:
    return next(product for product in _OWN if product.code == code)


PRODUCTS = (
    *_OWN,
    *further(
        _first("AGILE-24-10-01"), _first("GO-VAR-22-10-14"), _first("COSY-22-12-08"), _first("PREPAY-VAR-18-09-21"),
        GO_NIGHT,
    ),
)  # fmt: skip
