"""Files to take along: each half hour once, London and UTC side by side, as Excel and Sheets read them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from kraken_desktop.domain.moments import Span, london
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.exports import Exported, export_charges, export_half_hours, export_samples, write_bills
from kraken_desktop.services.past import Past
from kraken_desktop.services.spreadsheet import ExcelFile, London, table_file
from kraken_desktop.services.state import AppState, StateHolder
from kraken_desktop.storage.database import Database
from tests.storage.given import ACCOUNT, DEVICE, HOUR, NOW, POINT, account, book, samples
from tests.storage.test_history_store import SERIAL, costing, readings
from tests.ui.test_bills_page import bills

AUTUMN = date(2026, 10, 25)


async def filled() -> Database:
    database = Database.in_memory()
    page = readings(AUTUMN, 1)
    await database.history.add_page(POINT, SERIAL, page, Span(page[0].start, page[-1].start), is_done=True)
    await database.history.cost(POINT, [AUTUMN], costing)
    await database.add_readings(POINT, readings(AUTUMN + timedelta(days=1), 1)[:2])
    return database


async def test_a_day_of_fifty_half_hours_in_csv(tmp_path: Path) -> None:
    database, path = await filled(), tmp_path / "half-hours.csv"
    count = await export_half_hours(database, account(), DateSpan(AUTUMN, AUTUMN + timedelta(days=1)), path)
    rows = table_of(path)
    assert count == len(rows) == 52
    assert [row["start_london"] for row in rows[1:6]] == [
        "2026-10-25 00:30:00",
        *("2026-10-25 01:00:00", "2026-10-25 01:30:00") * 2,
    ]
    assert len({row["start_utc"] for row in rows}) == 52
    assert rows[0]["start_utc"] == "2026-10-24 23:00:00"
    for row in rows[:50]:
        cost = Decimal(row["kwh"]) * Decimal(row["price_pence_per_kwh"])
        assert abs(Decimal(row["cost_pence"]) - cost) < Decimal("0.00001")
        assert row["band"] in ("off-peak", "peak")
    assert [(row["metered"] != "", row["kwh"], row["cost_pence"]) for row in rows[50:]] == [(True, "", "")] * 2
    await database.close()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_bills_with_octopuss_and_ours_side_by_side(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"bills.{ending}"
    assert write_bills(bills(), path) == 1
    if ending == "csv":
        (row,) = table_of(path)
        assert (row["first_day"], row["octopus_pence"], row["difference_pence"]) == ("2025-12-22", "4100", "0")
        assert row["explanation"] == "the same to the penny"


async def test_the_same_as_a_workbook(tmp_path: Path) -> None:
    database, path = await filled(), tmp_path / "half-hours.xlsx"
    await export_half_hours(database, account(), DateSpan(AUTUMN, AUTUMN), path)
    await database.close()
    with ZipFile(path) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == "[Content_Types].xml", "by which others know what the file is"
        for part in archive.namelist():
            ElementTree.fromstring(archive.read(part))
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
        styles = ElementTree.fromstring(archive.read("xl/styles.xml"))
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    assert all(len(fill) for fill in styles.iter(f"{main}fill")), "strict readers refuse an empty one"
    rows = sheet.findall(f"{main}sheetData/{main}row")
    assert len(rows) == 51
    start = rows[1].findall(f"{main}c/{main}v")[0].text
    assert start is not None
    excel = datetime(1899, 12, 30, tzinfo=UTC) + timedelta(days=float(start))
    assert abs(excel - datetime(2026, 10, 24, 23, tzinfo=UTC)) < timedelta(seconds=1)


@pytest.mark.parametrize(("count", "sheets"), [(3, [4]), (4, [4, 2]), (9, [4, 4, 4]), (10, [4, 4, 4, 2])])
def test_a_sheet_that_is_full_goes_on_in_the_next(tmp_path: Path, count: int, sheets: list[int]) -> None:
    path = tmp_path / "long.xlsx"
    with closing(ExcelFile(path, ("number",), most_rows=4)) as file:
        for start in range(0, count, 7):
            file.write([(number,) for number in range(start, min(count, start + 7))])
    main, told, values = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}", [], list[str]()
    with ZipFile(path) as archive:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        assert len(book.findall(f"{main}sheets/{main}sheet")) == len(sheets)
        for number in range(1, len(sheets) + 1):
            sheet = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))
            told.append(len(sheet.findall(f"{main}sheetData/{main}row")))
            values += [found.text or "" for found in sheet.iter(f"{main}v")]
    assert told == sheets
    assert values == [str(number) for number in range(count)]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_file_that_fails_half_way_leaves_what_was_there(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"kept.{ending}"
    path.write_text("before")

    def rows() -> Iterator[tuple[int]]:
        yield (1,)
        raise OSError(28, "full")

    with pytest.raises(OSError, match="full"), table_file(path, ("a",)) as file:
        file.write(rows())
    assert [(found.name, found.read_text()) for found in tmp_path.iterdir()] == [(path.name, "before")]


async def test_samples_and_charges_have_files_of_their_own(tmp_path: Path) -> None:
    database = Database.in_memory()
    await database.add_samples(DEVICE, samples(20))
    await database.add_dispatch_view(ACCOUNT, book(NOW), NOW)
    day = DateSpan(NOW.date(), NOW.date())
    assert await export_samples(database, day, tmp_path / "samples.csv") == 20
    later = NOW + 48 * HOUR
    count = await export_charges(database, ACCOUNT, day, tmp_path / "charges.csv", later)
    await database.close()
    charges = table_of(tmp_path / "charges.csv")
    assert count == len(charges)
    assert [row["state"] for row in charges[-2:]] == ["started", "completed smart"]
    plans = [plan for plan in book(NOW).plans if plan.dispatches]
    assert {row["device"] for row in charges[:-2]} == {plan.device_id for plan in plans}
    assert {row["state"].split()[0] for row in charges[:-2]} <= {"planned", "ignored"}
    live = table_of(tmp_path / "samples.csv")
    assert (live[0]["time_utc"], live[0]["time_london"]) == ("2026-10-05 12:00:00", "2026-10-05 13:00:00")


async def test_the_window_tells_what_it_exported(tmp_path: Path) -> None:
    database, day = await filled(), DateSpan(AUTUMN, AUTUMN)
    state = AppState(now=NOW, account=Snapshot(account(), NOW))
    past = Past(database, StateHolder(state), None, None)
    said = [await past.export(what, day, tmp_path / f"{what}.csv") for what in Exported]
    assert said == [
        *("50 half hours are in half-hours.csv.", "0 samples of live power are in samples.csv."),
        "0 rows of smart charging are in dispatches.csv.",
    ]
    assert "could not be written" in await past.export(Exported.SAMPLES, day, tmp_path / "nowhere" / "x.csv")
    await database.close()


def table_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_text_is_never_taken_for_a_formula(tmp_path: Path) -> None:
    with table_file(tmp_path / "odd.csv", ("a",)) as file:
        file.write([(file.words("=1+1"),), (file.words("plain"),), (-4,), (file.moment(0),), (None,)])
    lines = (tmp_path / "odd.csv").read_text(encoding="utf-8").splitlines()
    assert lines == ["a", "'=1+1", "plain", "-4", "1970-01-01 00:00:00", '""']


def test_londons_clock_is_right_at_every_change() -> None:
    clock = London()
    for change in ("2026-03-29 01:00", "2026-10-25 01:00"):
        at = datetime.fromisoformat(change).replace(tzinfo=UTC)
        for offset in range(-4, 5):
            moment = at + offset * HOUR / 2
            shown = datetime.fromtimestamp(clock.shown(int(moment.timestamp())), UTC).replace(tzinfo=None)
            assert shown == london(moment).replace(tzinfo=None)
