"""Answers about an account, and what is read from them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from kraken_desktop.domain.account import Account
from kraken_desktop.kraken import accounts
from tests.kraken.odd import as_json

NOW = datetime(2026, 10, 5, 17, 30, tzinfo=UTC)
IMPORT, EXPORT = "1200099999990", "1200099999982"
GO = {
    "__typename": "HalfHourlyTariff",
    "displayName": "Intelligent Octopus Go",
    "productCode": "INTELLI-VAR-24-10-29",
    "tariffCode": "E-1R-INTELLI-VAR-24-10-29-C",
    "standingCharge": 49.35,
    "unitRates": [
        {"validFrom": "2026-10-04T22:30:00+00:00", "validTo": "2026-10-05T04:30:00+00:00", "value": 6.9993},
        {"validFrom": "2026-10-05T04:30:00+00:00", "validTo": "2026-10-05T22:30:00+00:00", "value": 29.4},
    ],
}
SCHEME = {
    "timezone": "Europe/London",
    "timeslots": [
        {"timeslot": "ECO7_DAY", "activeFrom": "05:30:00", "activeTo": "23:30:00"},
        {"timeslot": "ECO7_NIGHT", "activeFrom": "23:30:00", "activeTo": "05:30:00"},
    ],
}


def agreement(mpan: str = IMPORT, direction: str = "IMPORT", **more: Any) -> dict[str, Any]:
    point = {
        "mpan": mpan,
        "direction": direction,
        "gspGroupId": "_C",
        "meters": [
            {
                "serialNumber": "99Z9999991",
                "activeTo": None,
                "smartImportElectricityMeter": {"deviceId": "00-11-22-33-44-55-66-77"},
            }
        ],
        "agreements": [
            {
                "validFrom": "2023-04-01T00:00:00+01:00",
                "validTo": "2026-04-01T00:00:00+01:00",
                "tariff": {"productCode": "VAR-22-11-01", "tariffCode": "E-1R-VAR-22-11-01-C"},
            },
            {
                "validFrom": "2026-04-01T00:00:00+01:00",
                "validTo": None,
                "tariff": {"productCode": GO["productCode"], "tariffCode": GO["tariffCode"]},
            },
        ],
    }
    row = {"validFrom": "2026-04-01T00:00:00+01:00", "validTo": None, "meterPoint": point, "tariff": GO}
    return row | {"timeOfUseScheme": SCHEME} | more


def answered(*agreements: Any, **more: Any) -> dict[str, Any]:
    home = {
        "id": "1234567",
        "address": "1 INVENTED STREET",
        "postcode": "ZZ1 1ZZ",
        "occupancyPeriods": [{"effectiveFrom": "2021-05-01T00:00:00+01:00", "effectiveTo": None}],
        "electricityMeterPoints": [{"mpan": IMPORT}],
    }
    told = {"number": "A-1234ABCD", "status": "ACTIVE", "balance": 4215, "properties": [home]}
    return told | {"electricityAgreements": list(agreements)} | more


def read(answer: Any) -> Account:
    return accounts.account(as_json(answer), NOW)
