"""Insight > Report: a month on one page, to look at, keep or print."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from kraken_desktop.services.date_span import DateSpan, SpanKind, span_beside
from kraken_desktop.services.insights.month_report import MonthReport, last_whole_month
from kraken_desktop.ui.dialogs.export_dialog import PAPERS, ask_where_to_export
from kraken_desktop.ui.dialogs.parts import words
from kraken_desktop.ui.theme import LARGE, SPACE
from kraken_desktop.ui.view_models.parts import Emptiness
from kraken_desktop.ui.widgets.check_switch import CheckSwitch
from kraken_desktop.ui.widgets.flow_row import FlowRow
from kraken_desktop.ui.widgets.step_arrows import StepArrows
from kraken_desktop.ui.windows.insight_panel import InsightPanel

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme

_MONTHLY = "notice_month"
_WIDE = 760
_SIDES = 2**0.5
"""Of a sheet of A4."""
_NOTHING = Emptiness(
    "Nothing is stored of this month", "Go to a later one, or wait until history is fetched.", "insight"
)


class ReportPanel(InsightPanel):
    """Drawn as it is printed, in ink's colours whatever the theme."""

    def __init__(self, commands: Commands, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(commands, theme, parent)
        self._newest: DateSpan | None = None
        self._month: DateSpan | None = None
        self._report: MonthReport | None = None
        self._arrows = StepArrows()
        self._arrows.stepped.connect(self._step)
        self._title = QLabel()
        self._title.setFont(theme.font(LARGE, bold=True))
        self._save, self._print = QPushButton("Save…"), QPushButton("Print…")
        self._save.setToolTip("As a page for a browser (HTML) or as PDF")
        self._save.clicked.connect(self._ask_where)
        self._print.clicked.connect(self._ask_printer)
        self._monthly = CheckSwitch("Tell me on the first of each month, and keep it", theme)
        self._kept = QPushButton("Open where it is kept")
        self._kept.clicked.connect(lambda: commands.insight.open_reports())
        self._kept.hide()
        self._monthly.toggled.connect(self._choose_monthly)
        self._told = words(theme)
        self._told.hide()
        self._paper = QLabel()
        self._paper.setAccessibleName("The report")
        sheet = QFrame()
        sheet.setProperty("role", "card")
        around = QVBoxLayout(sheet)
        around.setContentsMargins(0, 4 * SPACE, 0, 4 * SPACE)
        around.addWidget(self._paper, 0, Qt.AlignmentFlag.AlignHCenter)
        self.stages.set_content(sheet)
        head = FlowRow()
        head.add(self._arrows, self._title)
        head.add_end(self._monthly, self._kept, self._save, self._print)
        self.column.addLayout(head)
        self.column.addWidget(self._told)
        self.column.addWidget(self.stages, 1)

    def ask(self) -> None:
        assert self.subject is not None
        newest = last_whole_month(self.subject.today)
        if self._month is None or newest != self._newest:
            self._newest = self._month = newest  # also where the window stood open as the month ended
        known, month = self.subject.known, self._month
        self._title.setText(f"{month.first:%B %Y}")
        self._arrows.offer(earlier=month.first > known.first, later=month.last < known.last)
        self._monthly.setChecked(self.commands.settings.notice_month)
        self.commands.insight.load_report(month, partial(self._loaded, month))

    def _loaded(self, month: DateSpan, report: MonthReport | None) -> None:
        if month != self._month:
            return
        self._report = report
        for button in (self._save, self._print):
            button.setEnabled(report is not None)
        if report is None:
            self.stages.show_empty(_NOTHING)
            return
        self._draw(report)
        self._show_kept(month)
        self.stages.show_full()

    def _show_kept(self, month: DateSpan) -> None:
        path = self.commands.insight.kept_report(month)
        self._kept.setVisible(path is not None)
        self._kept.setToolTip(str(path) if path is not None else "")

    def _draw(self, report: MonthReport) -> None:
        from kraken_desktop.ui.report_pdf import paint_page

        wide, ratio = self.theme.scaled(_WIDE), self.devicePixelRatio()
        sheet = QPixmap(round(wide * ratio), round(wide * _SIDES * ratio))
        sheet.fill(Qt.GlobalColor.white)
        paint_page(report.page, sheet)
        sheet.setDevicePixelRatio(ratio)
        self._paper.setPixmap(sheet)
        self._paper.setAccessibleDescription(f"{report.page.title}. {report.page.subtitle}.")

    def _step(self, step: int) -> None:
        if self._month is not None and self.subject is not None:
            self._month = span_beside(self._month, SpanKind.MONTH, step)
            self._told.hide()
            self.stages.show_loading()
            self.ask()

    def _choose_monthly(self, on: bool) -> None:
        if on != self.commands.settings.notice_month:
            self.commands.change_setting(_MONTHLY, on)

    # taking it along

    def _ask_where(self) -> None:
        assert self._report is not None
        name = f"energy-{self._report.month.first:%Y-%m}"
        ask_where_to_export(self, "Save the report", name, self.save, PAPERS)

    def save(self, to: Path) -> None:
        """HTML where the name ends so, else PDF."""
        from kraken_desktop.services.insights.report_html import as_html
        from kraken_desktop.ui.report_pdf import write_pdf

        assert self._report is not None
        page = self._report.page
        try:
            if to.suffix.casefold() == ".html":
                to.write_text(as_html(page), encoding="utf-8")
            else:
                write_pdf(page, to)
        except OSError as error:
            self._tell(f"Not saved: {error.strerror}")
        else:
            self._tell(f"Saved as {to.name}")

    def _tell(self, said: str) -> None:
        self._told.setText(said)
        self._told.show()

    def _ask_printer(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # 8 MB that few need

        assert self._report is not None
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._report.page.title)
        dialog = QPrintDialog(printer, self)
        dialog.accepted.connect(partial(self._print_on, printer))
        dialog.finished.connect(dialog.deleteLater)
        QDialog.open(dialog)  # its own wants a receiver

    def _print_on(self, printer: QPrinter) -> None:
        from kraken_desktop.ui.report_pdf import paint_page

        if self._report is not None:
            paint_page(self._report.page, printer)
