"""A report's page as a PDF of one sheet of A4, its charts as lines and not as pictures."""

from __future__ import annotations

from math import ceil
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPageLayout, QPageSize, QPaintDevice, QPainter, QPdfWriter, QPen
from PySide6.QtSvg import QSvgRenderer

from kraken_desktop.services.insights.report_page import Block, Chart, Page, Paragraph, Table, Tiles
from kraken_desktop.services.insights.report_svg import INK, LINE, MUTED, WIDTH

DOTS_PER_INCH = 300
MARGIN_MM = 12.0
GAP = 8.0
TILE_HEIGHT, TILES_A_ROW = 56.0, 3
_WRAP = Qt.TextFlag.TextWordWrap


def write_pdf(page: Page, path: Path) -> None:
    """Needs a QGuiApplication. Raises OSError where the file cannot be written."""
    with path.open("wb"):
        pass  # Qt tells no reason
    writer = QPdfWriter(str(path))
    writer.setResolution(DOTS_PER_INCH)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    writer.setTitle(page.title)
    writer.setCreator("Kraken Desktop")
    paint_page(page, writer)


def paint_page(page: Page, device: QPaintDevice) -> None:
    """On a sheet, a printer's or a picture, as large as it allows."""
    painter = QPainter(device)
    sheet = _Sheet(painter)
    size = QRectF(0, 0, device.width(), device.height())
    # everything is laid out as wide as the charts are, and made smaller where one sheet would not do
    height = sheet.measured(page)
    scale = min(size.width() / WIDTH, size.height() / height)
    painter.translate((size.width() - WIDTH * scale) / 2, 0)
    painter.scale(scale, scale)
    sheet.draw(page)
    painter.end()


class _Sheet:
    """Blocks from the top down, in the charts' own units."""

    def __init__(self, painter: QPainter) -> None:
        self._painter = painter
        self._y = 0.0
        self._draws = True

    def measured(self, page: Page) -> float:
        self._draws = False
        self.draw(page)
        self._draws = True
        return self._y

    def draw(self, page: Page) -> None:
        self._y = 0.0
        self._words(page.title, 24, is_bold=True)
        self._words(page.subtitle, 12, MUTED)
        self._y += GAP
        for block in page.blocks:
            self._block(block)
            self._y += GAP
        self._words(page.footer, 11, MUTED)

    def _block(self, block: Block) -> None:
        if isinstance(block, Paragraph):
            self._words(block.text, 12 if block.is_small else 14, MUTED if block.is_small else INK)
        elif isinstance(block, Tiles):
            self._tiles(block)
        elif isinstance(block, Chart):
            self._words(block.title, 14, is_bold=True)
            if self._draws:
                QSvgRenderer(block.svg.encode()).render(self._painter, QRectF(0, self._y, WIDTH, block.height))
            self._y += block.height
        else:
            self._table(block)

    def _tiles(self, block: Tiles) -> None:
        count = len(block.tiles)
        each = ceil(count / ceil(count / TILES_A_ROW)) if count else 1
        rows = [block.tiles[at : at + each] for at in range(0, count, each)]
        for row in rows:
            wide = (WIDTH - GAP * (len(row) - 1)) / len(row)
            for number, tile in enumerate(row):
                place = QRectF(number * (wide + GAP), self._y, wide, TILE_HEIGHT)
                if self._draws:
                    self._painter.setPen(QPen(QColor(LINE), 1))
                    self._painter.drawRoundedRect(place, 8, 8)
                inner = place.adjusted(10, 5, -10, -4)
                self._put(inner, tile.label, 11, MUTED, Qt.AlignmentFlag.AlignTop)
                self._put(inner, tile.value, 18, INK, Qt.AlignmentFlag.AlignVCenter, is_bold=True)
                self._put(inner, tile.note, 10, MUTED, Qt.AlignmentFlag.AlignBottom)
            self._y += TILE_HEIGHT + GAP
        self._y -= GAP

    def _table(self, table: Table) -> None:
        self._words(table.title, 14, is_bold=True)
        wide = WIDTH / max(1, len(table.headings))
        for number, row in enumerate((table.headings, *table.rows)):
            for column, cell in enumerate(row):
                side = Qt.AlignmentFlag.AlignLeft if not column else Qt.AlignmentFlag.AlignRight
                place = QRectF(column * wide, self._y, wide - 4, 18)
                self._put(place, cell, 12, MUTED if not number else INK, side | Qt.AlignmentFlag.AlignVCenter)
            self._y += 18

    def _words(self, words: str, pixels: int, colour: str = INK, *, is_bold: bool = False) -> None:
        font = _font(pixels, is_bold)
        height = QFontMetricsF(font).boundingRect(QRectF(0, 0, WIDTH, 10_000), _WRAP, words).height() + 2
        if self._draws:
            self._painter.setFont(font)
            self._painter.setPen(QColor(colour))
            self._painter.drawText(QRectF(0, self._y, WIDTH, height), _WRAP, words)
        self._y += height

    def _put(
        self, place: QRectF, words: str, pixels: int, colour: str, side: Qt.AlignmentFlag, *, is_bold: bool = False
    ) -> None:
        if self._draws:
            self._painter.setFont(_font(pixels, is_bold))
            self._painter.setPen(QColor(colour))
            self._painter.drawText(place, side, words)


def _font(pixels: int, is_bold: bool) -> QFont:
    font = QFont()
    font.setPixelSize(pixels)
    font.setBold(is_bold)
    return font
