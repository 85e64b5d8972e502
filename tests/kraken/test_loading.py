"""What the icon does not need is not loaded until it is asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

CHECK = """
import sys
import kraken_desktop.kraken.client
from kraken_desktop.domain import account, dispatch
subjects = {subjects}
sys.exit(', '.join(name for name in subjects if 'kraken_desktop.kraken.' + name in sys.modules) or 0)
"""
SUBJECTS = [
    "charging",
    "greenness",
    "heat_pumps",
    "limits",
    "market",
    "measurements",
    "money",
    "octoplus",
    "saving_sessions",
]


def test_subjects_are_loaded_when_they_are_asked_for() -> None:
    command = [sys.executable, "-c", CHECK.format(subjects=SUBJECTS)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (found.returncode, found.stderr) == (0, "")


@pytest.mark.parametrize("name", SUBJECTS)
def test_the_check_names_modules_that_exist(name: str) -> None:
    assert __import__(f"kraken_desktop.kraken.{name}")
