"""Each program runs on each home and finds something to tell."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from kraken_desktop.simulator import HOMES
from kraken_desktop.simulator.rest import ROUTES
from kraken_desktop.simulator.schema import BACKEND, MAIN, schema_of
from tests.consistency.caller import Caller
from tests.plain import (
    accounts,
    bills,
    cars,
    charging,
    heat_pumps,
    login,
    market,
    measurements,
    offers,
    power,
    prices,
    rewards,
    usage,
)
from tests.simulated import Simulated

FOLDER = Path(__file__).parent
SUBJECTS: dict[str, Callable[[Caller], Iterable[str]]] = {
    "accounts": accounts.subject,
    "bills": bills.subject,
    "cars": cars.subject,
    "charging": charging.subject,
    "heat_pumps": heat_pumps.subject,
    "login": login.subject,
    "market": market.subject,
    "measurements": measurements.subject,
    "offers": offers.subject,
    "power": power.subject,
    "prices": prices.subject,
    "rewards": rewards.subject,
    "usage": usage.subject,
}
SECURITY = {"regenerateSecretKey", "forceReauthentication"}


@pytest.mark.parametrize("home", HOMES)
def test_every_program_understands_every_home(home: str) -> None:
    with Simulated(home, start="2026-10-05T17:30:00Z", speed=0) as octopus:
        caller = Caller(octopus.base_url, octopus.api_key, octopus.account)
        try:
            told = {name: list(subject(caller)) for name, subject in SUBJECTS.items()}
        finally:
            caller.close()
    assert {name for name, lines in told.items() if not lines} <= {"cars"}
    if home.startswith("intelligent"):
        assert told["cars"]


def test_the_programs_together_ask_for_everything() -> None:
    """All but what locks other apps out."""
    asked: set[str] = set()
    for home in ("intelligent", "cosy", "flexible-dual-fuel", "rewards"):
        with Simulated(home, start="2026-10-05T17:30:00Z", speed=0) as octopus:
            caller = Caller(octopus.base_url, octopus.api_key, octopus.account)
            try:
                for subject in SUBJECTS.values():
                    list(subject(caller))
            finally:
                caller.close()
            for call in octopus.calls():
                asked |= set(call["fields"] or [_route(call["path"])])
    roots = [root for host in (MAIN, BACKEND) for root in (schema_of(host).query_type, schema_of(host).mutation_type)]
    everything = {name for root in roots if root is not None for name in root.fields} | {route.path for route in ROUTES}
    assert everything - asked == SECURITY


def _route(path: str) -> str:
    return next((route.path for route in ROUTES if route.path_regex.match(path)), path)


def test_a_program_runs_by_itself() -> None:
    with Simulated("flexible", start="2026-10-05T17:30:00Z", speed=0) as octopus:
        account = octopus.account
        command = [sys.executable, "-m", "tests.plain.accounts", octopus.base_url, octopus.api_key, account]
        found = subprocess.run(command, capture_output=True, text=True, check=True)
    assert account in found.stdout


def test_no_program_is_left_out_and_none_uses_the_application() -> None:
    programs = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py")}
    assert {name for name, text in programs.items() if "def subject" in text and name != "test_programs"} == set(
        SUBJECTS
    )
    assert not [name for name, text in programs.items() if "kraken_desktop" in text and name != "test_programs"]
