"""What the simulator costs. The first word says which figure is printed last.

`seconds` and `megabytes`: of processor time for a year of half hours, and what that leaves behind in a process of its
own, the most of all homes. `slowest`: milliseconds over TCP of the sample operation of the contract that takes longest,
asked of a home that was asked before; the first asking stands beside each.
"""

import resource
import subprocess
import sys
import time
from datetime import UTC, datetime
from typing import Any

from kraken_desktop.simulator import FURTHER_HOMES, HOMES
from kraken_desktop.simulator.homes import home_named
from kraken_desktop.simulator.household import Household
from kraken_desktop.simulator.london import slot_of
from tests.simulated import Simulated
from tests.simulator import test_contract as contract
from tests.simulator.customer import Customer

YEAR = range(slot_of(datetime(2025, 10, 5, tzinfo=UTC)), slot_of(datetime(2026, 10, 5, tzinfo=UTC)))
EVENING = "2026-10-05T18:30:00Z"
RUNS = 9
ELECTRICITY = "electricity-meter-points/{mpan}/meters/{serial}/consumption/"
AGILE = "products/AGILE-24-10-01/electricity-tariffs/E-1R-AGILE-24-10-01-C"
PAGES = (
    "accounts/{account}/",
    "electricity-meter-points/{mpan}/",
    "industry/grid-supply-points/?postcode=ZZ11ZZ",
    "products/",
    "products/AGILE-24-10-01/",
    f"{AGILE}/standing-charges/",
    f"{AGILE}/standard-unit-rates/",
    f"{AGILE}/standard-unit-rates/?page_size=1500",
    ELECTRICITY,
    f"{ELECTRICITY}?page_size=1500",
    f"{ELECTRICITY}?page_size=25000",
    *(f"{ELECTRICITY}?group_by={unit}" for unit in ("hour", "day", "week", "month", "quarter")),
    "gas-meter-points/{mprn}/meters/{gas_serial}/consumption/?page_size=1500",
    "gas-meter-points/{mprn}/meters/{gas_serial}/consumption/?group_by=day&page_size=500",
)
PAUSE = 61
"""Seconds of the simulator's clock between two askings: longer than any limit of a minute."""


def years() -> tuple[float, float]:
    """The most seconds and the most megabytes of all homes."""
    costs = []
    for home in (*HOMES, *FURTHER_HOMES):
        told = subprocess.run(
            [sys.executable, __file__, "one", home], capture_output=True, check=True, text=True
        ).stdout
        seconds, megabytes = (float(figure) for figure in told.split())
        print(f"{home:24} {seconds:5.2f} s {megabytes:5.1f} MB")
        costs.append((seconds, megabytes))
    return max(seconds for seconds, _ in costs), max(megabytes for _, megabytes in costs)


def one(name: str) -> None:
    """A year of every supply of one home, and what it adds to the memory."""
    household = Household(home_named(name), 1)
    household.thousandths(household.home.supplies[0], YEAR.stop)
    before, begin = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    for supply in household.home.supplies:
        for slot in YEAR:
            household.thousandths(supply, slot)
    print(time.process_time() - begin, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)


def slowest() -> tuple[float, float]:
    """Milliseconds of the slowest operation or page, asked the first time and again."""
    firsts: list[float] = []
    medians: list[float] = []
    _answers_of(
        contract.contract("Viewer"), "Viewer", "rewards"
    )  # imports and the schema are the program's, not a home's
    for name in contract.OPERATIONS:
        took = _answers_of(contract.contract(name), name, contract.ANSWERED.get(name, "rewards"))
        firsts, medians = [*firsts, took[0]], [*medians, _told(name, took)]
    for path in PAGES:
        took = _pages_of(path)
        firsts, medians = [*firsts, took[0]], [*medians, _told(path, took)]
    return max(firsts), max(medians)


def _told(what: str, took: list[float]) -> float:
    median = sorted(took[1:])[len(took) // 2 - 1]
    print(f"{what:110} {took[0]:7.1f} ms first {median:7.1f} ms")
    return median


def _answers_of(sample: tuple[str, str, dict[str, Any], Any], name: str, home: str) -> list[float]:
    """Milliseconds of each asking of one home that nobody has asked before."""
    host, query, variables, _ = sample
    took = []
    with Simulated(home, start=EVENING, speed=0, own_process=True) as octopus:
        customer = Customer(octopus)
        asked = contract.of_this_home(customer, name, variables)
        for _ in range(RUNS):
            begin = time.perf_counter()
            customer.post(query, asked, host=host)
            took.append((time.perf_counter() - begin) * 1000)
            octopus.advance(PAUSE)
            customer.token = customer.login({"APIKey": octopus.api_key})["token"]
    return took


def _pages_of(path: str) -> list[float]:
    took = []
    with Simulated("solar-and-gas", start=EVENING, speed=0, own_process=True) as octopus:
        home = home_named("solar-and-gas")
        point, gas = home.meter_points[0], home.properties[0].gas_points[0]
        address = path.format(
            account=home.account,
            mpan=point.mpan,
            serial=point.meters[-1].serial,
            mprn=gas.mprn,
            gas_serial=gas.meters[-1].serial,
        )
        customer = Customer(octopus)
        for _ in range(RUNS):
            begin = time.perf_counter()
            assert customer.rest(address, signed=True).status_code == 200
            took.append((time.perf_counter() - begin) * 1000)
    return took


if __name__ == "__main__":
    match sys.argv[1]:
        case "one":
            one(sys.argv[2])
        case "seconds":
            print(years()[0])
        case "megabytes":
            print(years()[1])
        case "slowest":
            print(*slowest())
