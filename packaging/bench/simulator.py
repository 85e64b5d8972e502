"""What the simulator costs. The first word says what is measured.

`year`: seconds of processor time for a year of half hours of each home, and the megabytes that it leaves behind in a
process of its own. `answers`: milliseconds over TCP for each sample operation of the contract, asked of a home that was
asked before; the first asking stands beside it.
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


def year() -> None:
    for home in (*HOMES, *FURTHER_HOMES):
        told = subprocess.run(
            [sys.executable, __file__, "one", home], capture_output=True, check=True, text=True
        ).stdout
        seconds, megabytes = told.split()
        print(f"{home:24} {float(seconds):5.2f} s {float(megabytes):5.1f} MB")


def one(name: str) -> None:
    """A year of every supply of one home, and what it adds to the memory."""
    household = Household(home_named(name), 1)
    household.thousandths(household.home.supplies[0], YEAR.stop)
    before, begin = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    for supply in household.home.supplies:
        for slot in YEAR:
            household.thousandths(supply, slot)
    print(time.process_time() - begin, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)


def answers() -> None:
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
        print(f"{name:24} {home:20} {sorted(took[1:])[RUNS // 2 - 1]:6.1f} ms, first {took[0]:7.1f} ms")


if __name__ == "__main__":
    if sys.argv[1] == "one":
        one(sys.argv[2])
    else:
        {"year": year, "answers": answers}[sys.argv[1]]()
