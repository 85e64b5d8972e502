"""Usage, costs and exports on the command line: from nothing, and from what the app has stored."""

from __future__ import annotations

import asyncio
import csv
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kraken_desktop.option_values import UsageError
from kraken_desktop.options import read_options
from kraken_desktop.storage.database import Database
from tests.cli.command_line import CommandLine
from tests.services.given import running
from tests.services.waiting import caught_up
from tests.simulated import Simulated

CLOCK = "2026-10-14T17:20:00Z"
SPAN = ("--from", "2026-08-22", "--to", "2026-09-21")


Run = Callable[..., subprocess.CompletedProcess[str]]
Told = Callable[..., dict[str, Any]]


@pytest.fixture
def run(command_line: CommandLine) -> Run:
    def answered(*arguments: str, home: str = "flexible") -> subprocess.CompletedProcess[str]:
        return command_line(*arguments, f"--demo={home}", "--clock", CLOCK)

    return answered


@pytest.fixture
def told(run: Run) -> Told:
    def answered(*arguments: str, home: str = "flexible") -> dict[str, Any]:
        done = run(*arguments, "--json", home=home)
        assert (done.returncode, done.stderr) == (0, "")
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    return answered


@pytest.fixture(autouse=True)
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


def test_usage_and_costs_tell_the_same_month_and_the_file_adds_up(told: Told, tmp_path: Path) -> None:
    used, cost = told("usage", *SPAN), told("costs", *SPAN)
    assert used["schema"] == "kraken-desktop/usage/1"
    (energy, *_), (money, *_) = used["meters"], cost["meters"]
    assert energy["is_complete"]
    assert energy["half_hours_read"] == 31 * 48
    assert len(energy["rows"]) == len(money["rows"]) == 31
    assert sum(row["kwh"] for row in energy["rows"]) == pytest.approx(energy["kwh"])
    assert sum(row["pence"] for row in money["rows"]) == pytest.approx(money["pence"])
    assert abs(money["billed_pence"] - money["pence"]) < 60
    path = tmp_path / "half-hours.csv"
    assert told("export", *SPAN, "--file", str(path))["rows"] >= 31 * 48
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["meter_point"] == energy["meter_point"]]
    assert sum(float(row["kwh"]) for row in rows) == pytest.approx(energy["kwh"])
    standing = money["standing_pence"]
    assert sum(float(row["cost_pence"]) for row in rows) + standing == pytest.approx(money["pence"])


def test_efficiency_of_a_month_by_week_and_day_adds_up_to_what_was_used(told: Told) -> None:
    used = told("usage", "--from", "2026-09-01", "--to", "2026-09-30", home="flux")["meters"][0]
    found = told("efficiency", "--month", "2026-09", home="flux")["meters"][0]
    assert (found["days"], found["days_left_out"], found["undefined"]) == (30, 0, {})
    assert found["kwh"] == pytest.approx(used["kwh"])
    weeks = [row for row in found["rows"] if row["span"] == "week"]
    days = [row for row in found["rows"] if row["span"] == "day"]
    assert [row["from"] for row in weeks] == ["2026-09-01", "2026-09-07", "2026-09-14", "2026-09-21", "2026-09-28"]
    assert len(days) == 30
    for parts in (weeks, days, found["bands"], found["quadrants"]):
        assert sum(part["kwh"] for part in parts) == pytest.approx(found["kwh"])
        assert sum(part["pence"] for part in parts) == pytest.approx(found["pence"])
    assert -1 <= found["quadrant_score"] <= 1


def test_a_flat_tariff_says_why_it_has_no_efficiency(run: Run) -> None:
    assert "the price never changed within a day" in run("efficiency", "--month", "2026-09").stdout


def test_a_battery_saves_more_the_larger_it_is_and_pays_back(told: Told) -> None:
    (meter,) = told("battery", "--price", "400", home="go")["meters"]
    sizes = meter["capacities"]
    saved = [size["saved_pence_a_year"] for size in sizes]
    assert [size["capacity_kwh"] for size in sizes] == list(range(31))
    assert saved[0] == 0 < saved[10]
    assert saved[:11] == sorted(saved[:11])
    # the tariff's prices change in the year, and a battery that is too large holds what was bought before
    assert min(saved[11:]) > saved[10]
    assert sizes[0]["payback_years"] is None
    assert sizes[10]["payback_years"] == pytest.approx(10 * 40_000 / saved[10])
    assert sizes[30]["dear_kwh"] < sizes[5]["dear_kwh"] < sizes[0]["dear_kwh"]


@pytest.mark.parametrize(("flag", "kind"), [("--gas", "gas"), ("--export", "export")])
def test_one_kind_alone_can_be_asked_for(told: Told, flag: str, kind: str) -> None:
    home = "flexible-dual-fuel" if kind == "gas" else "flux"
    for command in ("usage", "costs"):
        meters = told(command, *SPAN, flag, home=home)["meters"]
        assert [meter["kind"] for meter in meters] == [kind]
        assert meters[0]["is_complete"]


def test_words_say_what_is_missing(run: Run) -> None:
    done = run("costs", "--from", "2026-10-01", "--to", "2026-10-14")
    assert done.returncode == 0
    assert "Import cost £" in done.stdout
    assert "incomplete" in done.stdout


def test_a_file_that_cannot_be_written_is_an_answer_and_a_failure(run: Run, tmp_path: Path) -> None:
    done = run("export", *SPAN, "--file", str(tmp_path / "no" / "folder.csv"), "--json")
    answer = json.loads(done.stdout)
    assert done.returncode == 1
    assert (answer["rows"], answer["error"]) == (0, "No such file or directory")


async def _left_behind(folder: Path, start: str) -> None:
    """What a run of the app leaves that ended then."""
    async with running("flexible", start, database=Database.open(folder / "kraken.db")) as run:
        await caught_up(run)


def test_a_store_that_ends_early_is_filled_before_a_file_is_written_or_what_lacks_is_said(
    command_line: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asyncio.run(_left_behind(tmp_path, "2026-10-10 12:00"))
    path = tmp_path / "half-hours.csv"
    asked = ("--data-dir", str(tmp_path), "--clock", "2026-10-14T17:20:00Z", "--json")
    to_file = ("export", "--from", "2026-10-01", "--file", str(path), *asked)
    with Simulated("flexible", start="2026-10-14T17:20:00Z", speed=0) as octopus:
        monkeypatch.setenv("KRAKEN_DESKTOP_API_KEY", octopus.api_key)
        monkeypatch.setenv("KRAKEN_DESKTOP_ACCOUNT", octopus.account)
        monkeypatch.setenv("KRAKEN_DESKTOP_API", "http://127.0.0.1:9")  # nobody listens
        for command in (to_file, ("report", "--month", "2026-10", "--file", str(tmp_path / "report.html"), *asked)):
            short = command_line(*command)
            answer = json.loads(short.stdout)
            assert (short.returncode, Path(answer["file"]).exists()) == (1, True)
            (missing,) = answer["missing"]
            assert missing["kind"] == "import"
            assert missing["days_not_known"] * 48 + missing["half_hours_not_read"] >= 4 * 48
            assert answer["problems"]
        short_rows = len(path.read_text().splitlines())
        words = command_line(*to_file[:-1]).stdout
        assert f"Import is incomplete: {missing['words']}." in words
        monkeypatch.setenv("KRAKEN_DESKTOP_API", octopus.base_url)
        whole = command_line(*to_file)
        answer = json.loads(whole.stdout)
        assert (whole.returncode, answer["missing"], answer["problems"]) == (0, [], [])
        assert len(path.read_text().splitlines()) >= short_rows + 4 * 48


@pytest.mark.parametrize(
    "line",
    [
        ["export"],
        ["efficiency", "--month", "October"],
        ["usage", "--month", "2026-10"],
        ["battery", "--efficiency", "101"],
        ["export", "--file", "notes.txt"],
        ["export", "--file", "a.csv", "--what", "secrets"],
        ["usage", "--from", "soon"],
        ["usage", "--from", "2026-10-31", "--to", "2026-10-01"],
        ["status", "--from", "today"],
    ],
)
def test_what_makes_no_sense_is_refused_with_a_word(line: list[str]) -> None:
    with pytest.raises(UsageError):
        read_options(line)


@pytest.mark.parametrize("word", ["abc", "nan", "sNaN", "inf", "-1", "1e999", "", "--", "1,5"])
@pytest.mark.parametrize(
    "line",
    [
        *(["battery", option] for option in ("--price", "--reserve", "--kw", "--efficiency", "--up-to")),
        *(["compare", option] for option in ("--battery", "--reserve")),
        ["cheapest", "--hours"],
    ],
    ids=" ".join,
)
def test_a_number_is_a_number(line: list[str], word: str) -> None:
    with pytest.raises(UsageError):
        read_options([*line, word])
