"""A page on paper: what the window shows, in ink's colours, as large as the sheet allows."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPageLayout, QPainter, QPixmap
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from kraken_desktop.ui.paper import page_on_paper
from kraken_desktop.ui.theme import Theme


def print_widget(widget: QWidget, title: str, theme: Theme) -> None:
    """Ask for a printer (or a file) without holding up the app, then print the widget as it is then."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    dialog = QPrintDialog(printer, widget)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(lambda: draw_on(printer, page_on_paper(widget, theme)))
    QDialog.open(dialog)  # its own wants a slot by name


def draw_on(printer: QPrinter, picture: QPixmap) -> None:
    """The picture on one sheet, its proportions kept."""
    painter = QPainter(printer)
    sheet = QRectF(printer.pageLayout().paintRectPixels(printer.resolution()))
    scale = min(sheet.width() / picture.width(), sheet.height() / picture.height())
    painter.drawPixmap(QRectF(0, 0, picture.width() * scale, picture.height() * scale), picture, QRectF(picture.rect()))
    painter.end()
