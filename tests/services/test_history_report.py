"""What the command line answers of history: days that are not over, homes that were left, sums that add up."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from kraken_desktop.services.history_report import OF_WHOLE_DAYS, history_report
from kraken_desktop.services.paper_report import Paper
from kraken_desktop.services.reports import Report
from kraken_desktop.storage.database import Database
from tests.services.given import Running, running
from tests.services.waiting import caught_up


@pytest.mark.parametrize("command", sorted(OF_WHOLE_DAYS))
async def test_a_span_that_is_not_over_has_nothing_to_count(command: str) -> None:
    database = Database.in_memory()
    async with running("flexible", "2026-10-14 12:00", database=database) as run:
        for asked in ({"from": "today"}, {"from": "2027-05-01"}, {"month": "2027-05"}):
            found = await history_report(run.services.holder, database, command, asked, run.services.public, Paper())
            assert found.content["meters"] == []
            (line,) = found.lines
            assert line.endswith("on is over yet: there is nothing to count.")


async def asked(run: Running, database: Database, command: str, **span: str) -> Report:
    return await history_report(run.services.holder, database, command, span, run.services.public, Paper())


def pounds(words: str) -> list[Decimal]:
    return [Decimal(found.replace(",", "")) for found in re.findall(r"£([\d,]+\.\d\d)", words)]


@pytest.mark.parametrize(
    ("fault", "word"), [("no-network", "No connection to Octopus"), ("wrong-account", "that account")]
)
async def test_without_an_answer_no_file_is_written_and_that_is_a_failure(
    fault: str, word: str, tmp_path: Path
) -> None:
    async with running("flexible", "2026-10-14 12:00", faults=(fault,), is_started=False) as run:
        await run.services.fetch_once()
        path = tmp_path / "half-hours.csv"
        found = await asked(run, Database.in_memory(), "export", file=str(path))
        assert found.lines[0] == "half-hours.csv is not written: your history could not be read."
        assert word in " ".join(found.lines)
        assert found.content["error"]
        assert not path.exists()
        costs = await asked(run, Database.in_memory(), "costs")
        assert costs.lines[0] == "Nothing is known: your history could not be read."
        assert not costs.content.get("error")


async def test_a_meter_that_is_read_by_eye_has_no_half_hours_and_nothing_is_promised() -> None:
    database = Database.in_memory()
    async with running("no-smart-meter", "2026-10-14 12:00", database=database) as run:
        await caught_up(run)
        why = "Octopus has no half-hourly readings of this meter. A smart meter that sends half hours would bring them."
        for command in ("usage", "costs"):
            found = await asked(run, database, command)
            assert f"Import: {why}" in found.lines
        bills = await run.services.past.bills()
        assert bills is not None
        assert bills.never_read == why
        assert {past.why for past in bills.past} == {"no half-hourly readings here"}
        assert len(bills.past) >= 12


async def test_nobody_signed_in_is_said_where_nobody_is() -> None:
    async with running(is_signed_in=False, is_started=False) as run:
        await run.services.fetch_once()
        found = await asked(run, Database.in_memory(), "report")
        assert found.lines[0] == "The report is not written: nobody has signed in yet."
        assert found.content["error"]


async def test_a_file_that_would_lack_what_could_not_be_read_is_not_written(tmp_path: Path) -> None:
    database, path = Database.in_memory(), tmp_path / "half-hours.csv"
    async with running("flexible", "2026-10-14 12:00", database=database, is_started=False) as run:
        await run.services.fetch_once()
        run.octopus.inject("no-network")
        assert run.services.line is not None
        await run.services.line.fetch_history()
        found = await asked(run, database, "export", file=str(path))
        assert found.content["error"]
        assert "No connection to Octopus" in " ".join(found.lines)
        assert not path.exists()


async def test_a_home_that_was_left_is_told_apart_and_asked_for_nothing_after_its_end() -> None:
    database = Database.in_memory()
    async with running("moved-house", "2026-10-14 12:00", database=database) as run:
        await caught_up(run)
        for command in ("usage", "costs"):
            both = await asked(run, database, command, **{"from": "2026-06-01", "to": "2026-06-30"})
            names = [line.split(":")[0].split(" cost ")[0] for line in both.lines if line.startswith("Import")]
            assert sorted(names) == ["Import", "Import until 14 Jun 2026"]
            assert all(meter["is_complete"] and meter["is_supplied"] for meter in both.content["meters"])
            assert "incomplete" not in " ".join(both.lines)
            after = await asked(run, database, command, **{"from": "2026-08-01", "to": "2026-08-31"})
            assert "Import until 14 Jun 2026: not supplied then" in after.lines
            (left,) = [meter for meter in after.content["meters"] if not meter["is_supplied"]]
            assert left["pence" if command == "costs" else "kwh"] is None
            future = await asked(run, database, command, **{"from": "2030-01-01"})
            assert future.lines == ("1 Jan 2030 has not begun: there is nothing to count.",)


async def test_what_a_meter_cost_is_the_sum_of_the_parts_that_stand_beside_it() -> None:
    database = Database.in_memory()
    async with running("agile", "2026-10-14 12:00", database=database) as run:
        await caught_up(run)
        found = await asked(run, database, "costs", **{"from": "2026-09-01", "to": "2026-09-30"})
        (cost,) = [line for line in found.lines if line.startswith("Import cost")]
        whole, energy, standing = pounds(cost)
        assert whole == energy + standing
        kwh, rate = re.findall(r"([\d,.]+) kWh at ([\d.]+)p per kWh", cost)[0]
        assert abs(Decimal(kwh) * Decimal(rate) / 100 - energy) < Decimal("0.5")
        (earned,) = [line for line in found.lines if line.startswith("Export earned")]
        (together,) = [line for line in found.lines if line.startswith("Together")]
        assert abs(pounds(together)[0] - (whole - pounds(earned)[0])) <= Decimal("0.01")
        assert "incomplete" not in together
