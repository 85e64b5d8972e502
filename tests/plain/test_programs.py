"""Each program runs on each home and finds something to tell."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from kraken_desktop.simulator import HOMES
from tests.consistency.caller import Caller
from tests.plain import accounts, bills, cars, heat_pumps, power, prices, rewards, usage
from tests.simulated import Simulated

FOLDER = Path(__file__).parent
SUBJECTS: dict[str, Callable[[Caller], Iterable[str]]] = {
    "accounts": accounts.subject,
    "bills": bills.subject,
    "cars": cars.subject,
    "heat_pumps": heat_pumps.subject,
    "power": power.subject,
    "prices": prices.subject,
    "rewards": rewards.subject,
    "usage": usage.subject,
}


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


def test_a_program_runs_by_itself() -> None:
    with Simulated("flexible", start="2026-10-05T17:30:00Z", speed=0) as octopus:
        account = octopus.account
        command = [sys.executable, "-m", "tests.plain.accounts", octopus.base_url, octopus.api_key, account]
        found = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert account in found.stdout


def test_no_program_is_left_out_and_none_uses_the_application() -> None:
    programs = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py")}
    assert {name for name, text in programs.items() if "def subject" in text and name != "test_programs"} == set(
        SUBJECTS
    )
    assert not [name for name, text in programs.items() if "kraken_desktop" in text and name != "test_programs"]
