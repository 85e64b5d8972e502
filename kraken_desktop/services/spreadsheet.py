"""Tables into files that Excel and Sheets open as they are: CSV, and an Excel workbook.

A file is there when it is whole, and what stood in its place stays until then.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any, Protocol
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from kraken_desktop.domain.moments import london

SHEET_ROWS = 1_048_576
"""Excel's own limit, with the heading."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EXCEL_1970 = 25569
_DAY_SECONDS = 86400
_CHANGE_SECONDS = 3600


class Moment(int):
    """A cell of a workbook that is a date and a time."""

    __slots__ = ()


class London:
    """What London's clock shows, in seconds, quickly: clocks change at 01:00 UTC, so an offset serves a day from it."""

    def __init__(self) -> None:
        self._offsets: dict[int, int] = {}

    def shown(self, seconds: int) -> int:
        day = (seconds - _CHANGE_SECONDS) // _DAY_SECONDS
        offset = self._offsets.get(day)
        if offset is None:
            shift = london(datetime.fromtimestamp(seconds, UTC)).utcoffset()
            offset = self._offsets[day] = int(shift.total_seconds()) if shift is not None else 0
        return seconds + offset


class TableFile(Protocol):
    """A file being written: rows of numbers, texts, what ``moment`` and ``words`` make, and None (an empty cell)."""

    def moment(self, seconds: int) -> Any:
        """A cell that is a date and a time: seconds since 1970 as a clock shows them."""
        ...

    def words(self, text: str | None) -> Any:
        """A cell of somebody else's words."""
        ...

    def write(self, rows: Iterable[Sequence[Any]]) -> None: ...


@contextmanager
def table_file(path: Path, columns: Sequence[str]) -> Iterator[TableFile]:
    """By the file's ending: ``.xlsx``, else CSV. Raises OSError, and then leaves nothing behind."""
    part = path.with_name(f".{path.name}.part")
    kind = ExcelFile if path.suffix.lower() == ".xlsx" else CsvFile
    try:
        with closing(kind(part, columns)) as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


class CsvFile:
    """UTF-8 with a heading; times as ``2026-10-05 00:30:00``."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self._file = path.open("w", encoding="utf-8", newline="")
        self._rows = csv.writer(self._file)
        self._rows.writerow(columns)
        self._days: dict[int, str] = {}
        self._clocks: dict[int, str] = {}

    def close(self) -> None:
        self._file.close()

    def moment(self, seconds: int) -> str:
        day, second = divmod(seconds, _DAY_SECONDS)
        try:
            return self._days[day] + self._clocks[second]
        except KeyError:
            self._days[day] = f"{datetime.fromtimestamp(day * _DAY_SECONDS, UTC):%Y-%m-%d} "
            self._clocks[second] = f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"
            return self._days[day] + self._clocks[second]

    def words(self, text: str | None) -> str | None:
        """What a spreadsheet would take for a formula is quoted."""
        return f"'{text}" if text and text[0] in "=+-@\t\r" else text

    def write(self, rows: Iterable[Sequence[Any]]) -> None:
        self._rows.writerows(rows)


class ExcelFile:
    """A workbook, written row by row; a sheet that is full goes on in the next, which has the heading too."""

    def __init__(self, path: Path, columns: Sequence[str], most_rows: int = SHEET_ROWS) -> None:
        self._archive = ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1)
        self._archive.writestr("[Content_Types].xml", _KINDS)  # the first part, by which others know what the file is
        self._columns, self._most_rows = columns, most_rows
        self._sheets = 0
        self._begin_sheet()

    def close(self) -> None:
        self._end_sheet()
        for name, content in _parts(self._sheets).items():
            self._archive.writestr(name, content)
        self._archive.close()

    def _begin_sheet(self) -> None:
        self._sheets += 1
        self._room = self._most_rows
        self._sheet: IO[bytes] = self._archive.open(f"xl/worksheets/sheet{self._sheets}.xml", "w")
        self._sheet.write(_SHEET_HEAD)
        self._put([self._columns])

    def _end_sheet(self) -> None:
        self._sheet.write(b"</sheetData></worksheet>")
        self._sheet.close()

    def moment(self, seconds: int) -> Moment:
        return Moment(seconds)

    def words(self, text: str | None) -> str | None:
        return text

    def write(self, rows: Iterable[Sequence[Any]]) -> None:
        waiting = iter(rows)
        while chunk := list(islice(waiting, self._room or self._most_rows - 1)):
            if not self._room:
                self._end_sheet()
                self._begin_sheet()
            self._put(chunk)

    def _put(self, rows: Sequence[Sequence[Any]]) -> None:
        self._sheet.write("".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows).encode())
        self._room -= len(rows)


def _cell(value: Any) -> str:
    if value is None:
        return "<c/>"
    if type(value) is Moment:
        return f'<c s="1"><v>{value / _DAY_SECONDS + _EXCEL_1970:.8f}</v></c>'
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f"<c><v>{value}</v></c>"


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_SHEET_HEAD = (
    f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2"'
    ' activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    '<cols><col min="1" max="20" width="19" customWidth="1"/></cols><sheetData>'
).encode()
_KINDS = (
    f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Default Extension="xml" ContentType="{_KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>'
)
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><numFmts count="1">'
    '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>'
    '<fonts count="1"><font/></fonts><fills count="1"><fill><patternFill/></fill></fills>'
    '<borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/>'
    '<xf numFmtId="164" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def _parts(sheets: int) -> dict[str, str]:
    """What makes so many sheets a workbook."""
    numbers = range(1, sheets + 1)
    listed = "".join(
        f'<sheet name="Kraken Desktop{f" {number}" if number > 1 else ""}" sheetId="{number}" r:id="rId{number}"/>'
        for number in numbers
    )
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    return {
        "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{related}'
        f'<Relationship Id="rId{sheets + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _STYLES,
    }
