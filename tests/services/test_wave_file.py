"""A person's own CSV: any table with a time, however it is written."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kraken_desktop.domain.energy_wave import Part
from kraken_desktop.domain.moments import london
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.insights.energy_wave import GridColumns, WaveQuestion, wave_of
from kraken_desktop.services.wave_file import ColumnMap, ColumnUse, FileError, Unit, file_head, file_slots, told_head

SUN = {"Solar": (ColumnUse(Part.SOLAR, Unit.KWH),)}
JUNE = datetime(2026, 6, 1, 10, tzinfo=UTC)


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = path / "mine.csv"
    path.write_bytes(text.encode(encoding))
    return path


def kwh(path: Path, columns: ColumnMap, part: Part = Part.SOLAR) -> list[tuple[str, float]]:
    found = file_slots(path, columns).slots
    """Of the half hours with any."""
    return [(f"{start:%d %H:%M}", round(parts[part], 6)) for start, parts in sorted(found.items()) if parts.get(part)]


@pytest.mark.parametrize(
    "line",
    [
        *(
            "2026-06-01T11:00:00+01:00,1.5",
            "2026-06-01T10:00:00Z,1.5",
            "2026-06-01 11:00,1.5",
            "01/06/2026 11:00:00,1.5",
        ),
        *("01/06/2026 11:00;1,5", "01.06.2026 11:00;1,5", "2026/06/01 11:00\t1.5", '2026-06-01 11:00,"1,5"'),
    ],
)
def test_times_and_figures_as_they_are_written_here_and_elsewhere(tmp_path: Path, line: str) -> None:
    separator = next(sign for sign in ";\t," if sign in line)
    path = written(tmp_path, f"\ufeffTime{separator}Solar\n{line}\n")
    assert kwh(path, ColumnMap("Time", SUN)) == [("01 10:00", 1.5)]


def test_gmt_is_not_the_clock_on_the_wall(tmp_path: Path) -> None:
    path = written(tmp_path, "Time,Solar\n2026-06-01 11:00,1.5\n")
    assert kwh(path, ColumnMap("Time", SUN, is_utc=True)) == [("01 11:00", 1.5)]


def test_five_minutes_are_summed_and_hours_are_spread(tmp_path: Path) -> None:
    minutes = "".join(f"2026-06-01T10:{5 * n:02}:00Z,0.1\n" for n in range(12))
    assert kwh(written(tmp_path, "Time,Solar\n" + minutes), ColumnMap("Time", SUN)) == [
        ("01 10:00", 0.6),
        ("01 10:30", 0.6),
    ]
    hours = "Time,Solar\n2026-06-01T10:00:00Z,1\n2026-06-01T11:00:00Z,3\n"
    assert kwh(written(tmp_path, hours), ColumnMap("Time", SUN)) == [
        *(("01 10:00", 0.5), ("01 10:30", 0.5), ("01 11:00", 1.5), ("01 11:30", 1.5)),
    ]


def test_power_lasts_until_the_next_row_and_a_gap_is_no_long_row(tmp_path: Path) -> None:
    rows = "Time,Battery\n2026-06-01T10:00:00Z,2000\n2026-06-01T10:15:00Z,-4000\n2026-06-01T10:30:00Z,0\n"
    path = written(tmp_path, rows + "2026-06-01T10:45:00Z,1000\n2026-06-02T10:00:00Z,0\n")
    uses = {"Battery": (ColumnUse(Part.DISCHARGE, Unit.W), ColumnUse(Part.CHARGE, Unit.W, is_negated=True))}
    columns = ColumnMap("Time", uses)
    # 2 kW for 15 minutes; then 1 kW until the row that should have come, at most twice as long
    assert kwh(path, columns, Part.DISCHARGE) == [("01 10:00", 0.5), ("01 10:30", 0.25), ("01 11:00", 0.25)]
    assert kwh(path, columns, Part.CHARGE) == [("01 10:00", 1.0)]


def test_the_hour_that_autumn_repeats_is_two_where_the_file_tells_offsets(tmp_path: Path) -> None:
    text = "Time,Solar\n2026-10-25T01:00:00+01:00,1\n2026-10-25T01:30:00+01:00,2\n2026-10-25T01:00:00+00:00,3\n"
    assert kwh(written(tmp_path, text), ColumnMap("Time", SUN)) == [
        ("25 00:00", 1.0),
        ("25 00:30", 2.0),
        ("25 01:00", 3.0),
    ]


@pytest.mark.parametrize("is_newest_first", [False, True])
@pytest.mark.parametrize("minutes", [30, 5])
def test_the_hour_that_autumn_repeats_is_told_by_the_order_of_rows(
    tmp_path: Path, minutes: int, is_newest_first: bool
) -> None:
    count = 25 * 60 // minutes
    begins = datetime(2026, 10, 24, 23, tzinfo=UTC)
    times = [london(begins + timedelta(minutes=minutes * n)) for n in range(count)]
    rows = [f"{at:%d/%m/%Y %H:%M},1" for at in times]
    text = "\n".join(["Time,Solar", *(reversed(rows) if is_newest_first else rows)])
    found = kwh(written(tmp_path, text), ColumnMap("Time", SUN))
    assert len(found) == 50
    assert {energy for _, energy in found} == {30 / minutes}


@pytest.mark.parametrize(
    ("separator", "figures", "sums"),
    [
        (",", ('"1,234"', "987"), (1234.0, 987.0)),
        (",", ('"1,234,567"', '"12,345.5"'), (1234567.0, 12345.5)),
        (",", ('"0,5"', '"1,234"'), (0.5, 1.234)),
        (";", ("1,234", "12"), (1.234, 12.0)),
        (";", ("1.234,5", "2"), (1234.5, 2.0)),
        (";", ("1,234.5", "2,000"), (1234.5, 2000.0)),
    ],
)
def test_a_comma_is_of_thousands_or_of_decimals_as_the_file_has_it(
    tmp_path: Path, separator: str, figures: tuple[str, str], sums: tuple[float, float]
) -> None:
    rows = [f"2026-06-01T1{n}:00:00Z{separator}{figure}" for n, figure in enumerate(figures)]
    path = written(tmp_path, "\n".join([f"Time{separator}Solar", *rows]))
    slots = file_slots(path, ColumnMap("Time", SUN)).slots
    hours = [sum(parts[Part.SOLAR] for start, parts in slots.items() if start.hour == 10 + n) for n in range(2)]
    assert hours == pytest.approx(sums)


def test_a_counter_tells_by_what_it_rose(tmp_path: Path) -> None:
    rows = ("10:00:00Z,5000", "10:30:00Z,5400", "11:30:00Z,6400", "12:00:00Z,10", "12:30:00Z,260")
    path = written(tmp_path, "\n".join(["Time,PV total Wh", *(f"2026-06-01T{row}" for row in rows)]))
    columns = ColumnMap("Time", {"PV total Wh": (ColumnUse(Part.SOLAR, Unit.WH_COUNTER),)})
    # at 12:00 it had been replaced: what it counted since 11:30 is not known
    assert kwh(path, columns) == [("01 10:00", 0.4), ("01 10:30", 0.5), ("01 11:00", 0.5), ("01 12:00", 0.25)]


@pytest.mark.parametrize(
    ("unit", "figures"),
    [
        (Unit.KWH, ("0", "0.0", "0,000")),
        (Unit.W, ("0", "-4", "0")),
        (Unit.KWH_COUNTER, ("71.5", "71.5", "71.5")),
    ],
)
def test_a_night_of_nothing_is_told_too(tmp_path: Path, unit: Unit, figures: tuple[str, ...]) -> None:
    rows = [f"2026-06-01T0{n // 2}:{n % 2 * 30:02}:00Z;{figure}" for n, figure in enumerate(figures)]
    path = written(tmp_path, "\n".join(["Time;Solar", *rows]))
    found = file_slots(path, ColumnMap("Time", {"Solar": (ColumnUse(Part.SOLAR, unit),)}))
    told = {f"{start:%H:%M}": parts[Part.SOLAR] for start, parts in found.slots.items()}
    last = {} if unit.is_counter else {"01:00": 0.0}  # what it rises by later is not told yet
    assert told == {"00:00": 0.0, "00:30": 0.0, **last}
    assert found.span == DateSpan(date(2026, 6, 1), date(2026, 6, 1))


def test_odd_lines_are_skipped_and_counted(tmp_path: Path) -> None:
    path = written(tmp_path, "Time,Solar\nnever,1\n2026-06-01T10:00:00Z,much\n2026-06-01T10:30:00Z,1\n\nTotal\n")
    found = file_slots(path, ColumnMap("Time", SUN))
    assert (found.rows, found.skipped) == (1, 3)


def test_far_days_do_not_fill_the_years_between_and_slips_of_years_are_skipped(tmp_path: Path) -> None:
    times = ("0001-01-01 00:00", "2002-01-01 00:00", "2026-10-24 00:00", "9999-12-31 23:30")
    path = written(tmp_path, "Time,Solar\n" + "".join(f"{time},1\n" for time in times))
    found = file_slots(path, ColumnMap("Time", SUN))
    assert (found.rows, found.skipped, len(found.slots)) == (2, 2, 2 * 48)
    assert sum(parts[Part.SOLAR] for parts in found.slots.values()) == pytest.approx(2)


@pytest.mark.parametrize("text", ["", "just words\n", "Time,Solar\n", "\x00\x01\x02"])
def test_what_is_no_table_says_so(tmp_path: Path, text: str) -> None:
    told = told_head(written(tmp_path, text))
    assert isinstance(told, str)
    assert told


def test_no_file_and_no_such_column_and_no_readable_row_say_so(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"mine\.csv could not be read"):
        file_head(tmp_path / "mine.csv")
    path = written(tmp_path, "Time,Solar\nnever,1\n")
    with pytest.raises(FileError, match="'Start' is not in this file"):
        file_slots(path, ColumnMap("Start", SUN))
    with pytest.raises(FileError, match="No row"):
        file_slots(path, ColumnMap("Time", SUN))


def test_a_file_in_another_encoding_is_read_all_the_same(tmp_path: Path) -> None:
    head = file_head(written(tmp_path, "Time,Température\n2026-06-01 10:00,1\n", "latin-1"))
    assert head.columns[0] == "Time"


def grid(days: int, kwh_a_slot: float) -> GridColumns:
    found = wave_grid()
    begins = int(datetime(2026, 6, 1, tzinfo=UTC).timestamp()) - 3600  # London's midnight
    for slot in range(48 * days):
        found.start.append(begins + slot * 1800)
        found.kwh.append(kwh_a_slot)
    return found


def wave_grid() -> GridColumns:
    from array import array

    return GridColumns(array("q"), array("d"))


@pytest.mark.parametrize(("days", "bars"), [(1, 48), (30, 30), (91, 3)])
def test_bars_are_half_hours_days_or_months(tmp_path: Path, days: int, bars: int) -> None:
    path = written(tmp_path, "Time,Solar\n2026-06-01T10:00:00Z,1\n")
    first = date(2026, 6, 1)
    question = WaveQuestion(path, ColumnMap("Time", SUN), DateSpan(first, first + timedelta(days=days - 1)))
    found = wave_of(grid(days, 0.25), grid(days, 0.1), question, lambda _share: None)
    assert found.total is not None
    assert found.total.told == 1
    assert found.file_span == DateSpan(first, first)
    assert found.total.kwh(Part.GRID) == pytest.approx(12 * days)
    assert sum(bar.sums.kwh(Part.SOLAR) for bar in found.bars) == pytest.approx(1)
    assert len(found.bars) == bars


def test_a_file_that_went_away_is_told_in_the_answer(tmp_path: Path) -> None:
    question = WaveQuestion(tmp_path / "gone.csv", ColumnMap("Time", SUN), DateSpan(date(2026, 6, 1), date(2026, 6, 1)))
    assert "gone.csv could not be read" in wave_of(grid(1, 1.0), None, question, lambda _share: None).trouble
