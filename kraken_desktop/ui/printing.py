"""A page on paper: what the window shows, in ink's colours, as large as the sheet allows."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPageLayout, QPainter, QPixmap
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

_DOTS = 3
"""Pixels for one of the screen's: paper is finer."""


def print_widget(widget: QWidget, title: str) -> None:
    """Ask for a printer (or a file) without holding up the app, then print the widget as it is then."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    dialog = QPrintDialog(printer, widget)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(lambda: draw_on(printer, widget))
    QDialog.open(dialog)  # its own wants a slot by name


def draw_on(printer: QPrinter, widget: QWidget) -> None:
    """The widget on one sheet, its proportions kept."""
    picture = QPixmap(widget.size() * _DOTS)
    picture.setDevicePixelRatio(_DOTS)
    picture.fill(Qt.GlobalColor.white)
    widget.render(picture)
    painter = QPainter(printer)
    sheet = QRectF(printer.pageLayout().paintRectPixels(printer.resolution()))
    scale = min(sheet.width() / picture.width(), sheet.height() / picture.height())
    painter.drawPixmap(QRectF(0, 0, picture.width() * scale, picture.height() * scale), picture, QRectF(picture.rect()))
    painter.end()
