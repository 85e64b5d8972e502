"""The benchmark's table: on the screen, and kept in docs/performance.md."""

import platform
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

_DOCUMENT = Path(__file__).parents[2] / "docs/performance.md"
_MARKS = re.compile(r"(?<=<!-- table -->\n).*?(?=<!-- /table -->)", re.S)


@dataclass(frozen=True, slots=True)
class Row:
    """One measure; `value` and `limit` in the same unit."""

    what: str
    unit: str
    value: float
    limit: float
    floor: float | None = None

    @property
    def is_kept(self) -> bool:
        return self.value <= self.limit

    @property
    def ratio(self) -> str:
        return "" if not self.floor else f"{self.value / self.floor:.2f}"


def as_markdown(rows: Sequence[Row]) -> str:
    """The table; limits that are not kept stand out."""
    lines = ["| what | app | floor | ratio | limit | kept |", "|---|---:|---:|---:|---:|---|"]
    for row in rows:
        floor = "" if row.floor is None else f"{row.floor:.2f} {row.unit}"
        kept = "yes" if row.is_kept else "**no**"
        lines.append(
            f"| {row.what} | {row.value:.2f} {row.unit} | {floor} | {row.ratio} | {row.limit:.2f} {row.unit} | {kept} |"
        )
    return "\n".join(lines) + "\n"


def keep(rows: Sequence[Row]) -> None:
    """Write the table into docs/performance.md, with what it was measured on."""
    from PySide6 import __version__ as qt

    machine = f"{platform.machine()}, CPython {platform.python_version()}, PySide6 {qt}"
    if sys.platform == "linux":
        machine = f"{platform.freedesktop_os_release()['PRETTY_NAME']}, {machine}"
    measured = f"{datetime.now().astimezone():%d %B %Y}, {machine}.\n\n{as_markdown(rows)}"
    text = _DOCUMENT.read_text(encoding="utf-8")
    _DOCUMENT.write_text(_MARKS.sub(lambda _: measured, text), encoding="utf-8")
