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
    """The median of the slowest operation, in milliseconds."""
    medians = []
    customers: dict[str, Customer] = {}
    for name in contract.OPERATIONS:
        home = contract.ANSWERED.get(name, "rewards")
        if home not in customers:
            octopus = Simulated(home, start=EVENING, speed=0)
            octopus.start()
            customers[home] = Customer(octopus)
        customer = customers[home]
        host, query, variables, _ = contract.contract(name)
        asked, took = contract.of_this_home(customer, name, variables), []
        for _ in range(RUNS):
            customer.octopus.advance(PAUSE)
            customer.token = customer.login({"APIKey": customer.octopus.api_key})["token"]
            begin = time.perf_counter()
            customer.post(query, asked, host=host)
            took.append((time.perf_counter() - begin) * 1000)
        medians.append(sorted(took[1:])[RUNS // 2 - 1])
        print(f"{name:24} {home:20} {medians[-1]:6.1f} ms, first {took[0]:7.1f} ms")
    for customer in customers.values():
        customer.octopus.stop()
    return max(medians)


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
