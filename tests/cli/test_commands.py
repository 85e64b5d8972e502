"""The command line as a person and a script meet it: in a process of its own, without Qt."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kraken_desktop.storage.database import Database
from tests.cli.command_line import CommandLine
from tests.services.given import running
from tests.simulated import Simulated

CLOCK = "2026-10-05T17:30:00Z"


Told = Callable[..., dict[str, Any]]


@pytest.fixture
def told(run: CommandLine) -> Told:
    def answered(*arguments: str) -> dict[str, Any]:
        done = run(*arguments, "--json")
        assert (done.returncode, done.stderr) == (0, "")
        answer: dict[str, Any] = json.loads(done.stdout)
        assert {"schema", "as_of", "home", "problems"} <= answer.keys()
        return answer

    return answered


@pytest.fixture(autouse=True)
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


@pytest.fixture
def octopus(monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulated]:
    with Simulated("agile", start=CLOCK, speed=0) as octopus:
        monkeypatch.setenv("KRAKEN_DESKTOP_API", octopus.base_url)
        monkeypatch.setenv("KRAKEN_DESKTOP_API_KEY", octopus.api_key)
        monkeypatch.setenv("KRAKEN_DESKTOP_ACCOUNT", octopus.account)
        yield octopus


@pytest.mark.parametrize("command", ["status", "prices", "cheapest", "dispatches", "other-tariffs", "doctor"])
@pytest.mark.parametrize("home", ["agile", "intelligent", "flexible", "no-mini"])
def test_every_command_of_every_sample_home(told: Told, command: str, home: str) -> None:
    needed = ["--hours", "2"] if command == "cheapest" else []
    found = told(command, *needed, f"--demo={home}", "--clock", CLOCK)
    assert found["schema"] == f"kraken-desktop/{command}/1"
    assert found["home"] == home
    assert found["as_of"].startswith("2026-10-05T17:3")


def test_status_has_price_and_power(told: Told) -> None:
    found = told("--demo", "status", "--clock", CLOCK)
    assert found["price"]["pence"] > 0
    assert found["price"]["until"] == "2026-10-05T18:00:00Z"
    assert found["power"]["watts"] is not None
    assert found["tomorrow"]["publication"] == "published"


@pytest.mark.parametrize(
    ("day", "slots"), [("2025-10-26", 50), ("2026-03-29", 46), ("2026-01-05", 48), ("tomorrow", 48)]
)
def test_prices_of_any_day_of_the_homes_history(told: Told, day: str, slots: int) -> None:
    found = told("prices", "--date", day, "--demo", "--clock", CLOCK)
    assert found["reason"] is None
    assert len(found["slots"]) == slots
    # Of the last day, an hour is published a day later.
    known = [slot["pence"] for slot in found["slots"] if slot["pence"] is not None]
    assert len(known) >= slots - 2
    assert found["lowest_pence"] == min(known)
    assert found["highest_pence"] == max(known)


def test_the_cheapest_three_hours_are_cheaper_than_now(told: Told) -> None:
    found = told("cheapest", "--hours", "3", "--kw", "2", "--demo", "--clock", CLOCK)
    assert found["reason"] is None
    (span,) = found["spans"]
    assert span["start"] >= found["within"]["start"]
    assert found["kwh"] == 6
    assert found["pence"] == pytest.approx(6 * found["mean_pence"])
    assert found["gain_pence"] == pytest.approx(found["now_pence"] - found["pence"])
    split = told("cheapest", "--hours", "3", "--kw", "2", "--split", "--demo", "--clock", CLOCK)
    assert split["pence"] <= found["pence"]


def test_a_night_is_between_two_clock_times(told: Told, run: CommandLine) -> None:
    night = ("--after", "22:00", "--before", "07:00")
    found = told("cheapest", "--hours=9", *night, "--demo=intelligent", "--clock", CLOCK)
    assert (found["start"], found["end"]) == ("2026-10-05T21:00:00Z", "2026-10-06T06:00:00Z")
    assert told("cheapest", "--hours=10", *night, "--demo", "--clock", CLOCK)["reason"] == "too-short"
    assert "does not fit" in run("cheapest", "--hours=10", *night, "--demo", "--clock", CLOCK).stdout


def test_export_is_sold_when_it_pays_most(told: Told, run: CommandLine) -> None:
    found = told("cheapest", "--hours", "1", "--export", "--demo", "--clock", CLOCK)
    assert found["pence"] >= found["now_pence"]
    nothing_sold = run("cheapest", "--hours", "1", "--export", "--demo=flexible", "--clock", CLOCK).stdout
    assert "No tariff for export is known." in nothing_sold


def test_other_tariffs_need_no_account(
    told: Told, run: CommandLine, octopus: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KRAKEN_DESKTOP_API_KEY")
    monkeypatch.delenv("KRAKEN_DESKTOP_ACCOUNT")
    found = told("other-tariffs", "--region", "p", "--clock", CLOCK)
    assert (found["region_name"], found["reason"], found["problems"]) == ("North Scotland", None, [])
    assert {True, False} == {tariff["is_export"] for tariff in found["tariffs"]}
    assert "Say which region" in run("other-tariffs", "--clock", CLOCK).stdout
    unknown = told("other-tariffs", "--postcode", "ZZ9 9ZZ", "--clock", CLOCK)
    assert "ZZ99ZZ" in unknown["reason"]


def test_other_tariffs_of_my_own_region_have_mine_beside_them(told: Told, octopus: Simulated) -> None:
    found = told("other-tariffs", "--clock", CLOCK)
    mine = [tariff for tariff in found["tariffs"] if tariff["is_mine"]]
    assert [tariff["is_export"] for tariff in mine] == [False, True]
    octopus.stop()
    offline = told("other-tariffs", "--region", "C", "--clock", CLOCK)
    assert offline["public_problem"]["kind"] == "unreachable"


def test_prices_of_export_and_of_gas(told: Told, run: CommandLine) -> None:
    paid = told("prices", "--demo", "--clock", CLOCK)
    earned = told("prices", "--export", "--demo", "--clock", CLOCK)
    assert (paid["of"], earned["of"]) == ("import", "export")
    assert [slot["pence"] for slot in earned["slots"][:44]] == [slot["pence"] for slot in paid["export_slots"][:44]]
    assert "Export prices today" in run("prices", "--export", "--demo", "--clock", CLOCK).stdout
    assert "no tariff for gas" in told("prices", "--gas", "--demo", "--clock", CLOCK)["reason"]


def test_a_day_without_prices_says_why(told: Told) -> None:
    found = told("prices", "--date", "2026-12-24", "--demo", "--clock", CLOCK)
    assert found["slots"] == []
    assert found["reason"] == "No prices are known for Thursday 24 December yet."


def test_where_nothing_applies_it_says_why(told: Told, run: CommandLine) -> None:
    found = told("dispatches", "--demo=flexible", "--clock", CLOCK)
    assert found["planned"] == []
    assert found["reason"]
    assert run("dispatches", "--demo=flexible", "--clock", CLOCK).stdout.strip().endswith(found["reason"])


def test_a_home_that_only_sells_is_told_where_its_prices_are(told: Told) -> None:
    assert told("prices", "--demo=export-only", "--clock", CLOCK)["reason"].endswith(
        "there is one for export: --export."
    )


def test_an_economy_7_customer_is_told_apart_from_the_flexible_ones(told: Told) -> None:
    rows = told("other-tariffs", "--demo=economy7", "--clock", CLOCK)["tariffs"]
    names = {row["tariff_code"]: row["name"] for row in rows}
    assert names["E-2R-VAR-22-11-01-A"] == "Flexible Octopus, Economy 7"
    assert names["E-1R-VAR-22-11-01-A"] == "Flexible Octopus"


def test_dispatches_of_a_car(told: Told) -> None:
    found = told("dispatches", "--demo=intelligent", "--clock", "2026-10-05T19:00:00Z")
    assert found["reason"] is None
    (device,) = found["devices"]
    assert device["state_text"]
    assert found["planned"] or found["ignored"] or found["completed"]


@pytest.mark.parametrize(
    ("at", "why"),
    [
        ("2026-10-05T01:00", "night"),
        ("2026-10-05T08:00Z", "tariff"),
        ("01:30", "night"),
    ],
)
def test_why_a_half_hour_is_cheap_or_not(told: Told, at: str, why: str) -> None:
    found = told("why", "--at", at, "--demo=intelligent", "--clock", "2026-10-05T19:00:00Z")
    assert found["why"] == why
    assert found["explanation"]
    assert found["pence"] > 0


def test_one_fetch_where_there_is_neither_app_nor_store(told: Told, octopus: Simulated, private_folders: Path) -> None:
    found = told("status", "--clock", CLOCK)
    assert found["home"] == octopus.account
    assert found["problems"] == []
    assert found["price"]["pence"] > 0
    assert not list(private_folders.rglob("*.db")), "a question creates no store"


async def _left_behind(folder: Path, start: str) -> None:
    """What a run of the app leaves that ended then."""
    async with running("agile", start, database=Database.open(folder / "kraken.db")):
        pass


def test_the_store_answers_as_long_as_nothing_newer_can_be_there(
    told: Told, octopus: Simulated, tmp_path: Path
) -> None:
    folder = tmp_path / "left"
    folder.mkdir()
    asyncio.run(_left_behind(folder, "2026-10-05 14:50"))
    place = ("--data-dir", str(folder))
    octopus.forget_calls()
    early = told("prices", "--date", "tomorrow", *place, "--clock", "2026-10-05T14:55:00Z")
    assert "are published about 16:00" in early["reason"]
    assert not octopus.calls(), "read minutes ago, and nothing is published before four"
    late = told("prices", "--date", "tomorrow", *place, "--clock", CLOCK)
    assert len([slot for slot in late["slots"] if slot["pence"] is not None]) == 46
    assert octopus.calls()
    octopus.inject("no-network")
    offline = told("status", *place, "--clock", "2026-10-05T20:30:00Z")
    assert offline["price"]["pence"] is not None
    assert "unreachable" in {problem["kind"] for problem in offline["problems"]}


def test_nobody_signed_in_is_an_answer(told: Told, run: CommandLine) -> None:
    found = told("status")
    assert [problem["kind"] for problem in found["problems"]] == ["signed-out"]
    assert "Not signed in" in run("status").stdout


def test_a_refused_key_is_an_answer(told: Told, octopus: Simulated, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRAKEN_DESKTOP_API_KEY", "sk_live_INVENTEDwrong")
    found = told("status", "--clock", CLOCK)
    assert "key-refused" in [problem["kind"] for problem in found["problems"]]
    assert "sk_live_" not in json.dumps(found)


def test_no_network_is_an_answer(told: Told, octopus: Simulated) -> None:
    octopus.stop()
    found = told("doctor", "--clock", CLOCK)
    assert "unreachable" in [problem["kind"] for problem in found["problems"]]


def test_doctor_can_be_shown_to_others(told: Told, run: CommandLine, octopus: Simulated) -> None:
    text = run("doctor", "--clock", CLOCK).stdout + json.dumps(told("doctor", "--clock", CLOCK))
    for secret in (octopus.account, octopus.api_key, "1200099999990", "INVENTED STREET", "99Z9999991"):
        assert secret not in text


@pytest.mark.parametrize(
    ("arguments", "word"), [(["weather"], "weather"), (["status", "--demo=castle"], "castle"), (["--demo="], "home")]
)
def test_wrong_usage(arguments: list[str], word: str) -> None:
    done = subprocess.run([sys.executable, "-m", "kraken_desktop", *arguments], capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stdout == ""
    assert word in done.stderr
    assert "Traceback" not in done.stderr


def test_version_and_help(run: CommandLine) -> None:
    assert run("--version").stdout.startswith("kraken-desktop 0.")
    told_help = run("--help").stdout
    assert "kraken-desktop prices" in told_help
    assert "open a page: glance, live, prices" in told_help


def test_a_reader_that_leaves_early_is_no_error() -> None:
    done = subprocess.run(
        f"{sys.executable} -m kraken_desktop prices --demo | head -1",
        shell=True,
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
