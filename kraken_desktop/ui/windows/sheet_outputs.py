"""Copy, print and save what a page shows as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton, QWidget

from kraken_desktop.ui.paper import Paper, PaperTable, chart_on_paper
from kraken_desktop.ui.theme import BODY
from kraken_desktop.ui.widgets.band_legend import legend_html

if TYPE_CHECKING:
    from kraken_desktop.ui.theme import Theme
    from kraken_desktop.ui.view_models.table import Column, Row
    from kraken_desktop.ui.view_models.usage import LegendEntry


@dataclass(frozen=True, slots=True)
class Sheet:
    """What goes out: the same facts as text with commas, text with tabs, and a paper."""

    name: str
    with_commas: str
    with_tabs: str
    paper: Paper


def sheet_of(
    name: str,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    chart: QWidget,
    theme: Theme,
    lines: Sequence[str] = (),
    legend: Sequence[LegendEntry] = (),
) -> Sheet:
    """A table as it stands on the page; a heading row has its one cell. On paper ``lines`` stand above the chart, and
    ``legend`` below it.
    """
    cells = [tuple(column.title for column in columns), *(row.cells for row in rows)]
    commas, tabs = (_separated(cells, separator) for separator in (",", "\t"))
    tables = (PaperTable(tuple(columns), tuple(rows)),)
    with theme.on_paper():
        swatches = legend_html(legend, theme)
    paper = Paper(title, tables, tuple(lines), chart=chart_on_paper(chart, theme), legend_html=swatches)
    return Sheet(name, commas, tabs, paper)


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
        self.sheet = sheet
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
        QGuiApplication.clipboard().setText(self.sheet().with_tabs)
        self._tell("Copied")

    def _save(self) -> None:
        sheet = self.sheet()
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
        from kraken_desktop.ui.printing import ask_to_print

        ask_to_print(self.sheet().paper, f"Print {self._of}", self)
