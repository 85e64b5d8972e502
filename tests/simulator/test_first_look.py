"""docs/simulator.md, A first look: what stands there works as it stands, for somebody who has nothing else."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from kraken_desktop.simulator.server import prepare
from tests.simulated import Simulated

PAGE = Path("docs/simulator.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"```(?:python)?\n(.*?)```", re.DOTALL)
SHELL, PYTHON, APP = BLOCK.findall(PAGE.partition("## A first look")[2])[:3]


def test_what_is_told_of_curl_and_python_works() -> None:
    with Simulated("intelligent", start="2026-10-14T17:20:00Z", speed=0) as octopus:
        known = octopus.credentials

        def here(text: str) -> str:
            text = re.sub(r"(?:http://)?(?:localhost|127\.0\.0\.1):8088", octopus.base_url, text)
            return text.replace("sk_live_…", known["api_key"]).replace("A-…", known["account"])

        lines = [here(line) for line in SHELL.splitlines() if line.startswith("$ curl")]
        replies = [_as_curl(line) for line in lines]
        assert [reply.status_code for reply in replies] == [200] * len(lines) == [200] * 4
        octopus.clear()
        told = subprocess.run([sys.executable, "-c", here(PYTHON)], capture_output=True, text=True, check=True).stdout
        assert "Family car" in told


SENSELESS: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("prices", {}, "'tariff' is missing"),
    ("prices", {"tariff": "E-1R-AGILE-24-10-01-C", "exc_vat": "dear"}, "not a number"),
    ("prices", {"tariff": "E-1R-NONE-C", "exc_vat": 3}, "no list of rows"),
    ("clock", {"now": "rain"}, "rain"),
    ("clock", {"advance": 1e300}, "too large"),
    ("allowance", {"spend": 1, "of": "sleep"}, "'sleep' is missing, or not known"),
    ("devices", {"action": "plan"}, "'start' is missing"),
    ("devices", {"action": "dance"}, "No car does 'dance'"),
    ("faults", {"name": "rain"}, "no fault is called 'rain'"),
    ("faults", {"name": "slow", "count": "often"}, "count is a whole number, not 'often'"),
    ("faults", {"name": "slow", "seconds": -1}, "seconds are above zero"),
)


def test_a_steering_request_that_makes_no_sense_is_refused_in_words() -> None:
    with Simulated("intelligent", speed=0) as octopus:
        for path, asked, words in SENSELESS:
            reply = httpx.post(f"{octopus.base_url}/simulator/{path}", json=asked)
            assert reply.status_code == 400, asked
            assert words in reply.json()["detail"]
            assert "Error" not in reply.json()["detail"]


@pytest.mark.parametrize(
    ("option", "text", "words"),
    [
        ("--start", "tomorrow", "2026-10-05T17:30:00Z, not 'tomorrow'"),
        ("--start", "2023-12-31T12:00:00Z", "2024 to 2027"),
        ("--speed", "nan", "a number from 0 on"),
        ("--speed", "-1", "a number from 0 on"),
        ("--port", "99999", "invalid choice: 99999"),
        ("--fault", "rain", "no fault is called 'rain'"),
    ],
)
def test_what_is_no_option_is_refused_in_words(
    option: str, text: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        prepare([f"{option}={text}"])
    assert words in capsys.readouterr().err


def _as_curl(line: str) -> httpx.Response:
    """The request that curl would make of it."""
    body, user = (re.search(rf"{option} ('[^']*'|\S+)", line) for option in ("-d", "-u"))
    address = line.split()[-1].strip('"')
    auth = (user[1].rstrip(":"), "") if user else None
    if body is None:
        return httpx.get(address, auth=auth)
    return httpx.post(address, content=body[1].strip("'"), auth=auth)


def test_the_app_is_pointed_at_it_by_names_that_the_readme_knows() -> None:
    readme = Path("README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"KRAKEN_DESKTOP_\w+", APP)) <= set(re.findall(r"KRAKEN_DESKTOP_\w+", readme))
