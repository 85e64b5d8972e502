"""Copy, print and save what a page shows as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize, QTextDocument
from PySide6.QtWidgets import QDialog, QFileDialog, QMenu, QToolButton, QWidget

from kraken_desktop.ui.paper import chart_on_paper
from kraken_desktop.ui.theme import BODY

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap
    from PySide6.QtPrintSupport import QPrinter

    from kraken_desktop.ui.theme import Theme
    from kraken_desktop.ui.view_models.table import Column, Row

_PICTURE = "chart.png"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What goes out: the same facts as text with commas, text with tabs, and a table under its picture."""

    name: str
    title: str
    with_commas: str
    with_tabs: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    picture: QPixmap


def sheet_of(
    name: str, title: str, columns: Sequence[Column], rows: Sequence[Row], chart: QWidget, theme: Theme
) -> Sheet:
    """A table as it stands on the page; a heading row has its one cell."""
    lines = [tuple(column.title for column in columns), *(row.cells for row in rows)]
    commas, tabs = (_separated(lines, separator) for separator in (",", "\t"))
    return Sheet(name, title, commas, tabs, tuple(columns), tuple(rows), chart_on_paper(chart, theme))


def _separated(lines: Sequence[Sequence[str]], separator: str) -> str:
    sheet = io.StringIO()
    csv.writer(sheet, delimiter=separator, lineterminator="\n").writerows(lines)
    return sheet.getvalue()


class SheetOutputs(QToolButton):
    """``of`` names what goes out. ``sheet`` is asked when something is chosen; ``tell`` hears what came of it."""

    def __init__(
        self,
        theme: Theme,
        sheet: Callable[[], Sheet],
        tell: Callable[[str], None],
        of: str = "the prices",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._sheet = sheet
        self._tell = tell
        self._of = of
        self.setText("Copy")
        self.setFont(theme.font(BODY))
        self.setProperty("role", "action")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.setToolTip(f"Copy {of} as a table; the arrow saves and prints it")
        self.setAccessibleName(f"Copy {of} as a table, or save or print it")
        self.clicked.connect(self._copy)
        menu = QMenu(self)
        for label, keys, pressed in (
            ("Copy as a table", "Ctrl+Shift+C", self._copy),
            ("Save as CSV…", "Ctrl+S", self._save),
            ("Print…", "Ctrl+P", self._print),
        ):
            action = menu.addAction(label, pressed)
            action.setShortcut(keys)
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            self.addAction(action)
        self.setMenu(menu)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._sheet().with_tabs)
        self._tell("Copied")

    def _save(self) -> None:
        sheet = self._sheet()
        dialog = QFileDialog(self, f"Save {self._of}", f"{sheet.name}.csv", "Comma-separated values (*.csv)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(lambda path: self.write(Path(path), sheet))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write(self, path: Path, sheet: Sheet) -> None:
        try:
            path.write_text(sheet.with_commas, encoding="utf-8")
        except OSError as error:
            self._tell(f"Not saved: {error.strerror}")
        else:
            self._tell(f"Saved as {path.name}")

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # 8 MB that few need

        sheet, printer = self._sheet(), QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(sheet.title)
        printer.setPageLayout(
            QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(15, 15, 15, 15))
        )
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle(f"Print {self._of}")
        dialog.accepted.connect(lambda: print_sheet(sheet, printer))
        dialog.finished.connect(dialog.deleteLater)
        QDialog.open(dialog)  # its own wants a receiver


def print_sheet(sheet: Sheet, printer: QPrinter) -> None:
    """Title, chart and table, in black on white whatever the theme."""
    document = QTextDocument()
    document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(_PICTURE), sheet.picture.toImage())
    document.setHtml(sheet_html(sheet))
    document.print_(printer)


def sheet_html(sheet: Sheet) -> str:
    heads = "".join(f"<th align='{_side(column)}'>{escape(column.title)}</th>" for column in sheet.columns)
    lines = []
    for row in sheet.rows:
        if row.is_heading:
            lines.append(f"<tr><td colspan='{len(sheet.columns)}'><b>{escape(row.cells[0])}</b></td></tr>")
            continue
        cells = zip(sheet.columns, row.cells, strict=False)
        cells_html = "".join(f"<td align='{_side(column)}'>{escape(cell)}</td>" for column, cell in cells)
        lines.append(f"<tr>{cells_html}</tr>")
    return (
        f"<h2>{escape(sheet.title)}</h2><p><img src='{_PICTURE}' width='640'></p>"
        f"<table cellpadding='3' width='100%'><tr>{heads}</tr>{''.join(lines)}</table>"
    )


def _side(column: Column) -> str:
    return "right" if column.is_number else "left"
