"""What a page tells, for paper: words, figures, a chart and whole tables, in black on white whatever the theme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPicture, QRegion
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from kraken_desktop.ui.theme import Theme
    from kraken_desktop.ui.view_models.table import Column, Row

CHART = "chart"
"""Where the chart stands in the HTML."""
_RULE = "border-bottom: 1px solid #868e96;"


@dataclass(frozen=True, slots=True)
class PaperTable:
    """``notes`` stand below the rows, a line each."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """``lines`` say whose it is and what is to be known of it; ``figures`` are what each is called (or ""), how much it
    is and what it rests on. Empty lines and tables without rows are left out.
    """

    title: str
    tables: tuple[PaperTable, ...]
    lines: tuple[str, ...] = ()
    figures: tuple[tuple[str, str, str], ...] = ()
    chart: QPicture | None = None
    legend_html: str = ""
    """What the chart's colours are."""


def chart_on_paper(chart: QWidget, theme: Theme) -> QPicture:
    """A chart that paints itself in its theme's colours, as lines and letters, without the page that it stands on.

    One that is not shown may have no room yet, and is drawn at least as large as it would like to be.
    """
    if not chart.isVisible():
        chart.resize(chart.size().expandedTo(chart.sizeHint()))
    picture = QPicture()
    with theme.on_paper():
        chart.render(picture, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
    picture.setBoundingRect(chart.rect())
    return picture


def paper_html(paper: Paper) -> str:
    """As a QTextDocument reads it; each table's heading is repeated on every sheet."""
    parts = [f"<h2 style='margin: 0'>{escape(paper.title)}</h2>"]
    parts += [f"<p style='margin: 2px 0'>{escape(line)}</p>" for line in paper.lines if line]
    if paper.figures:
        parts.append(_figures_html(paper.figures))
    if paper.chart is not None:
        parts.append(f"<p style='margin: 8px 0'><img src='{CHART}'></p>")
    if paper.legend_html:
        parts.append(f"<p style='margin: 2px 0 8px 0'>{paper.legend_html}</p>")
    parts += [_table_html(table) for table in paper.tables if table.rows]
    return "".join(parts)


def _figures_html(figures: Sequence[tuple[str, str, str]]) -> str:
    width = f"{100 // len(figures)}%"
    cells = "".join(
        f"<td width='{width}'>{escape(name)}{'<br>' if name else ''}"
        f"<span style='font-size: x-large; font-weight: 600'>{escape(figure)}</span><br>{escape(note)}</td>"
        for name, figure, note in figures
    )
    return f"<table width='100%' cellpadding='4' style='margin-top: 8px'><tr>{cells}</tr></table>"


def _table_html(table: PaperTable) -> str:
    title = f"<h3 style='margin: 14px 0 2px 0'>{escape(table.title)}</h3>" if table.title else ""
    heads = "".join(
        f"<th align='{_side(column)}' style='{_RULE} {room}'>{escape(column.title)}</th>"
        for column, room in zip(table.columns, _rooms(table.columns), strict=True)
    )
    rows = "".join(_row_html(row, table.columns) for row in table.rows)
    notes = "".join(f"<p style='margin: 2px 0'>{escape(note)}</p>" for note in table.notes)
    return (
        f"{title}<table width='100%' cellspacing='0' cellpadding='2' style='border-collapse: collapse'>"
        f"<thead><tr>{heads}</tr></thead>{rows}</table>{notes}"
    )


def _row_html(row: Row, columns: Sequence[Column]) -> str:
    if row.is_heading:
        return f"<tr><td colspan='{len(columns)}'><b>{escape(row.cells[0])}</b></td></tr>"
    weight = "font-weight: 600; " if row.is_current else ""
    cells = "".join(
        f"<td align='{_side(column)}' style='{weight}{room}'>{escape(cell)}</td>"
        for column, room, cell in zip(columns, _rooms(columns), row.cells, strict=False)
    )
    return f"<tr>{cells}</tr>"


def _side(column: Column) -> str:
    return "right" if column.is_number else "left"


def _rooms(columns: Sequence[Column]) -> Iterator[str]:
    """Words keep off the figures before them."""
    yield ""
    for before, column in pairwise(columns):
        yield "padding-left: 10px" if before.is_number and not column.is_number else ""
