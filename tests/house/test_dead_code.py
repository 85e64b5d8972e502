"""No code that nothing uses: vulture at its keenest, where its guesses are good."""

import subprocess
import sys

from tests.house.source import ROOT

# Resolvers are called by the names of their fields; fixtures and stand-ins by pytest and by what they stand in for.
GUESSES_BADLY = ("kraken_desktop/simulator/answers/", "tests/")


def test_everything_is_used() -> None:
    found = subprocess.run([sys.executable, "-m", "vulture"], cwd=ROOT, capture_output=True, text=True)
    assert found.returncode in (0, 3), found.stderr
    assert not [line for line in found.stdout.splitlines() if not line.startswith(GUESSES_BADLY)]
