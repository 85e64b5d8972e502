"""Every sample home agrees with itself, as anybody can find out over HTTP."""

from __future__ import annotations

import pytest

from kraken_desktop.simulator import FURTHER_HOMES, HOMES
from tests.consistency.caller import Caller, Report, instant
from tests.consistency.walk import walk
from tests.simulated import Simulated

# An ordinary evening, and a morning soon after the clocks went forward.
MOMENTS = ("2026-10-05T17:40:00Z", "2026-04-02T09:20:00Z")
ALWAYS = {
    "both doors know the meter point",
    "both doors tell the same agreements",
    "a day is the sum of its half hours",
    "the agreement's price is on the public list",
    "the balance is what the ledgers hold",
}
WITH_A_MINI = {
    "a delta is what the register moved by",
    "a reading is what the register moved by",
    "live cost is energy times a price of its time",
    "power adds up to energy",
}
BILLED = {
    "a bill opens where the last one closed",
    "a bill adds up its charges",
    "a bill closes where its entries lead",
    "a charge is energy times prices and a standing charge a day",
    "a charge is what its days were measured to cost",
}
GAS_BILLED = {"a charge's gas is that of its half hours"}
WITH_GAS = {"tracker", "flexible-dual-fuel", "gas-smets1"}
WITH_A_PUMP = {
    "a pump's hour is a part of the house's",
    "a pump's hours add up to its day",
    "a pump's power is a part of the house's",
}
WITH_MINIS = {"agile", "intelligent", "intelligent-four-rate", "go", "cosy", "tracker", "flux", "economy7", "flexible"}
UNREAD = {
    "a day is the sum of its half hours",
    "a charge is energy times prices and a standing charge a day",
    "a charge is what its days were measured to cost",
}
"""What needs half hours."""
RARE = {
    "three-rate": ALWAYS | BILLED | WITH_A_MINI,
    "no-smart-meter": (ALWAYS | BILLED) - UNREAD,
    "solar-and-gas": ALWAYS | BILLED | GAS_BILLED,
    "prepay": ALWAYS | BILLED | WITH_A_MINI,
}


@pytest.mark.parametrize("home", FURTHER_HOMES)
def test_a_home_of_a_rare_kind_agrees_with_itself(home: str) -> None:
    report = _report(home, MOMENTS[0])
    assert report.wrong == []
    assert set(report.compared) >= RARE[home]


@pytest.mark.parametrize("home", HOMES)
@pytest.mark.parametrize("start", MOMENTS)
def test_home_agrees_with_itself(home: str, start: str) -> None:
    report = _report(home, start)
    assert report.wrong == []
    assert set(report.compared) >= ALWAYS | BILLED
    if home in WITH_GAS:
        assert set(report.compared) >= GAS_BILLED
    if home in WITH_MINIS:
        assert set(report.compared) >= WITH_A_MINI
    if home == "cosy":
        assert set(report.compared) >= WITH_A_PUMP


def _report(home: str, start: str) -> Report:
    """Of every account of the home."""
    report = Report()
    with Simulated(home, start=start, speed=0) as octopus:
        caller = Caller(octopus.base_url, octopus.api_key, octopus.account)
        try:
            for account in caller.accounts():
                caller.account = account
                walk(caller, instant(start), report)
        finally:
            caller.close()
    return report
