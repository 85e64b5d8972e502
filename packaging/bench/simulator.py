"""What the simulator costs. The first word says which figure is printed last.

`seconds` and `megabytes`: of processor time for a year of half hours, and what that leaves behind in a process of its
own, the most of all homes. `slowest`: milliseconds of processor time for the sample operation of the contract or the
page that costs most, asked the first time or again, over TCP and of a process of its own. Linux only.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import httpx

from kraken_desktop.simulator import FURTHER_HOMES, HOMES
from kraken_desktop.simulator.homes import home_named
from kraken_desktop.simulator.household import Household
from kraken_desktop.simulator.london import slot_of
from tests.simulated import Simulated
from tests.simulator import test_contract as contract
from tests.simulator.customer import Customer

YEAR = range(slot_of(datetime(2025, 10, 5, tzinfo=UTC)), slot_of(datetime(2026, 10, 5, tzinfo=UTC)))
EVENING = "2026-10-05T18:30:00Z"
RUNS = 6
ELECTRICITY = "electricity-meter-points/{mpan}/meters/{serial}/consumption/"
WHOLE = f"{ELECTRICITY}?page_size=25000"
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
    "products/GO-VAR-22-10-14/electricity-tariffs/E-1R-GO-VAR-22-10-14-C/standard-unit-rates/?page_size=1500",
    "products/SILVER-25-04-02/electricity-tariffs/E-1R-SILVER-25-04-02-C/standard-unit-rates/?page_size=1500",
    ELECTRICITY,
    f"{ELECTRICITY}?page_size=1500",
    WHOLE,
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


def slowest() -> float:
    """Milliseconds of the slowest operation or page, the first time or again; of thousands of rows aside."""
    costs = []
    for name in contract.OPERATIONS:
        home = contract.ANSWERED.get(name, "rewards")
        costs += _told(name, _costs(home, partial(_asking, name)))
    for path in PAGES:
        told = _told(path, _costs("solar-and-gas", partial(_getting, path)))
        costs += told if path != WHOLE else []
    return max(costs)


def _told(what: str, took: list[float]) -> list[float]:
    """The first, and the median of the others."""
    first, again = took[0], sorted(took[1:])[len(took) // 2 - 1]
    print(f"{what:110} {first:7.1f} ms first {again:7.1f} ms")
    return [first, again]


def _costs(home: str, prepare: Callable[[Customer], Callable[[], httpx.Response]]) -> list[float]:
    """Milliseconds of the simulator's processor for each asking of a home that nobody has asked before."""
    took = []
    with Simulated(home, start=EVENING, speed=0, own_process=True) as octopus:
        customer = Customer(octopus)
        ask = prepare(customer)
        for _ in range(RUNS):
            begin = _spent(octopus.process_id)
            assert ask().status_code == 200
            took.append((_spent(octopus.process_id) - begin) / 1e6)
            octopus.advance(PAUSE)
            customer.token = customer.login({"APIKey": octopus.api_key})["token"]
    return took


def _spent(process_id: int) -> int:
    """Nanoseconds: what else runs on the machine plays no part."""
    return int(Path(f"/proc/{process_id}/schedstat").read_text(encoding="ascii").split()[0])


def _asking(name: str, customer: Customer) -> Callable[[], httpx.Response]:
    host, query, variables, _ = contract.contract(name)
    asked = contract.of_this_home(customer, name, variables)
    return lambda: customer.post(query, asked, host=host)


def _getting(path: str, customer: Customer) -> Callable[[], httpx.Response]:
    home = home_named("solar-and-gas")
    point, gas = home.meter_points[0], home.properties[0].gas_points[0]
    meters = {"serial": point.meters[-1].serial, "gas_serial": gas.meters[-1].serial}
    address = path.format(account=home.account, mpan=point.mpan, mprn=gas.mprn, **meters)
    return lambda: customer.client.get(f"/v1/{address}", auth=(customer.octopus.api_key, ""))


if __name__ == "__main__":
    match sys.argv[1]:
        case "one":
            one(sys.argv[2])
        case "seconds":
            print(years()[0])
        case "megabytes":
            print(years()[1])
        case "slowest":
            print(slowest())
