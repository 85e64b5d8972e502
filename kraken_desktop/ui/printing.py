"""Papers on sheets of A4, or of whatever the printer holds: as many as they need, numbered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QObject, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPicture,
    QPyTextObject,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QDialog, QWidget

from kraken_desktop.ui.paper import Paper, paper_html
from kraken_desktop.ui.theme import tabular

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_POINTS, _SMALL_POINTS = 9, 7.5
_MARGIN_MM = 15.0
_MOST_OF_A_SHEET = 0.4
"""How high a chart may be."""


def ask_to_print(paper: Paper, title: str, parent: QWidget) -> None:
    """Ask for a printer (or a file) without holding up the app, then print."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # 8 MB that few need

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(paper.title)
    printer.setPageLayout(a4())
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(title)
    dialog.accepted.connect(lambda: print_paper(paper, printer))
    dialog.finished.connect(dialog.deleteLater)
    QDialog.open(dialog)  # its own wants a slot by name


def a4() -> QPageLayout:
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    return QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter
    )


def print_paper(paper: Paper, device: QPagedPaintDevice | QPrinter) -> None:
    """Every sheet that the paper needs, with its title and number at the foot."""
    painter = QPainter(device)
    small = _font(_SMALL_POINTS)
    metrics = QFontMetricsF(small, device)
    foot = 2 * metrics.height()
    sheet = QRectF(0, 0, device.width(), device.height() - foot)
    document = paper_document(paper, device, sheet.size())
    for page in range(document.pageCount()):
        if page:
            device.newPage()
        _paint_sheet(painter, document, QRectF(0, page * sheet.height(), sheet.width(), sheet.height()))
        painter.setFont(small)
        painter.setPen(Qt.GlobalColor.black)
        place, below = QRectF(0, sheet.height(), sheet.width(), foot), Qt.AlignmentFlag.AlignBottom
        title = metrics.elidedText(f"{paper.title} · Kraken Desktop", Qt.TextElideMode.ElideRight, 0.8 * sheet.width())
        painter.drawText(place, below | Qt.AlignmentFlag.AlignLeft, title)
        painter.drawText(place, below | Qt.AlignmentFlag.AlignRight, f"{page + 1} of {document.pageCount()}")
    painter.end()


def _paint_sheet(painter: QPainter, document: QTextDocument, part: QRectF) -> None:
    context = QAbstractTextDocumentLayout.PaintContext()
    context.palette.setColor(QPalette.ColorRole.Text, Qt.GlobalColor.black)
    context.clip = part
    painter.save()
    painter.translate(0, -part.top())
    painter.setClipRect(part)
    document.documentLayout().draw(painter, context)
    painter.restore()


def paper_document(paper: Paper, device: QPagedPaintDevice | QPrinter, sheet: QSizeF) -> QTextDocument:
    """Laid out for the device, in sheets of that size in its dots."""
    document = QTextDocument()
    document.setDefaultFont(_font(_POINTS))
    document.setDocumentMargin(0)
    layout = document.documentLayout()
    layout.setPaintDevice(device)
    chart = _Chart(paper.chart, sheet, document)
    layout.registerHandler(QTextFormat.ObjectTypes.ImageObject.value, chart)
    document.setHtml(paper_html(paper))
    document.setPageSize(sheet)
    return document


def _font(points: float) -> QFont:
    font = QFont(QGuiApplication.font())
    font.setPointSizeF(points)
    return tabular(font)


class _Chart(QPyTextObject):
    """The paper's one picture, as wide as the sheet."""

    def __init__(self, picture: QPicture | None, sheet: QSizeF, parent: QObject) -> None:
        super().__init__(parent)
        self._picture = picture
        self._scale = 1.0
        if picture is not None and not picture.boundingRect().isEmpty():
            room = picture.boundingRect()
            self._scale = min(sheet.width() / room.width(), _MOST_OF_A_SHEET * sheet.height() / room.height())

    def intrinsicSize(self, _document: QTextDocument, _position: int, _format: QTextFormat) -> QSizeF:
        return QSizeF(self._picture.boundingRect().size()) * self._scale if self._picture is not None else QSizeF()

    def drawObject(
        self, painter: QPainter, rect: QRectF | QRect, _document: QTextDocument, _position: int, _format: QTextFormat
    ) -> None:
        if self._picture is not None:
            painter.save()
            painter.translate(rect.topLeft())
            # a picture grows with the device's dots by itself
            scale = self._scale * self._picture.logicalDpiX() / painter.device().logicalDpiX()
            painter.scale(scale, scale)
            painter.drawPicture(0, 0, self._picture)
            painter.restore()
