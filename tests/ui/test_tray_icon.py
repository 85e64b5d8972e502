"""The icon's picture: its colours, its legibility, its shapes."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations, product

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from kraken_desktop.domain.bands import Band
from kraken_desktop.services.band_colours import band_colours
from kraken_desktop.ui.theme import contrast
from kraken_desktop.ui.tray_figures import Cell, text_path
from kraken_desktop.ui.tray_icon import SIZES, icon_colours, tray_icon, tray_picture
from kraken_desktop.ui.view_models.icon import IconView, Overlay, whole_pence

DESIGNED = {
    "default": ("#0B7285", "#237A35", "#66A80F", "#F08C00", "#C92A2A", "#868E96"),
    "colour-blind": ("#004D73", "#0072B2", "#56B4E9", "#E69F00", "#A33B00", "#868E96"),
}
EVERY = list(product(DESIGNED, Band))
pytestmark = pytest.mark.usefixtures("qapp")


def image(view: IconView, size: int) -> QImage:
    return tray_picture(view, size).toImage()


def ground_of(picture: QImage) -> QColor:
    """The fill, at the middle of the left edge, where no figure reaches."""
    return picture.pixelColor(0, picture.height() // 2)


def inked(picture: QImage, ink: QColor) -> set[tuple[int, int]]:
    """The pixels that are nearer to the ink than to the fill."""
    size, fill = picture.width(), ground_of(picture)

    def away(colour: QColor, other: QColor) -> int:
        parts = ((colour.red(), other.red()), (colour.green(), other.green()), (colour.blue(), other.blue()))
        return sum(abs(one - two) for one, two in parts)

    places = [(x, y) for x, y in product(range(size), range(size)) if picture.pixelColor(x, y).alpha() == 255]
    colours = {place: picture.pixelColor(*place) for place in places}
    return {place for place, colour in colours.items() if away(colour, ink) < away(colour, fill)}


@pytest.mark.parametrize("palette", DESIGNED)
@pytest.mark.parametrize("size", SIZES)
def test_fill_is_the_colour_of_the_band(palette: str, size: int) -> None:
    for band, fill in zip(Band, DESIGNED[palette], strict=True):
        picture = image(IconView(band, "8", palette=palette), size)
        assert ground_of(picture) == QColor(fill)
        assert picture.pixelColor(0, 0).alpha() < 128, "the corners are round"


@pytest.mark.parametrize(("palette", "band"), EVERY)
@pytest.mark.parametrize("overlay", Overlay)
def test_ink_is_readable_on_the_fill(palette: str, band: Band, overlay: Overlay) -> None:
    fill, ink = icon_colours(IconView(band, "24", overlay, palette))
    assert contrast(fill, ink) >= 4.5


@pytest.mark.parametrize("size", SIZES)
def test_every_size_is_drawn_for_itself(size: int) -> None:
    """Figures stand on whole pixels: pure ink, not the blur of a picture made smaller."""
    view = IconView(Band.QUADRANT_3, "14")
    pixmap = tray_icon(view).pixmap(size, size)
    assert (pixmap.width(), pixmap.height()) == (size, size)
    ink = QColor(band_colours("default")[Band.QUADRANT_3].text)
    assert len(inked(pixmap.toImage(), ink)) > size * size / 12


@pytest.mark.parametrize("size", SIZES)
def test_every_figure_is_told_from_every_other(size: int) -> None:
    ink = QColor("#FFFFFF")
    figures = {digit: inked(image(IconView(Band.QUADRANT_3, digit), size), ink) for digit in "0123456789"}
    for one, other in combinations(figures, 2):
        assert len(figures[one] ^ figures[other]) >= size // 4, f"{one} and {other} look alike"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("text", ["–", "8", "24", "−4", "−12", "−99", "99+"])
def test_text_stays_inside(size: int, text: str) -> None:
    picture = image(IconView(Band.QUADRANT_3, text), size)
    fill, _ink = icon_colours(IconView(Band.QUADRANT_3, text))
    middle = size // 2
    # Three figures at 16 px begin at the edge, for there is one pixel to spare; they must not be cut at the other.
    columns = (size - 1,) if size == 16 and len(text) == 3 else (0, size - 1)
    edge = product(columns, range(middle - 2, middle + 2))
    assert {picture.pixelColor(x, y).name() for x, y in edge} == {fill.name()}


@pytest.mark.parametrize("size", SIZES)
def test_overlays_differ_in_shape(size: int) -> None:
    """In one ink on one fill, so that nothing but shape tells them apart."""
    badges = [Overlay.NONE, Overlay.BOOST, Overlay.DISPATCH, Overlay.SESSION]
    ink = QColor("#FFFFFF")
    shapes = {overlay: inked(image(IconView(Band.QUADRANT_3, "24", overlay), size), ink) for overlay in badges}
    stale = IconView(Band.QUADRANT_3, "24", Overlay.STALE)
    shapes[Overlay.STALE] = inked(image(stale, size), icon_colours(stale)[1])
    for one, other in combinations(shapes, 2):
        assert len(shapes[one] ^ shapes[other]) >= 4, f"{one} and {other} look alike"


def test_stale_price_keeps_its_hue_at_half_the_saturation() -> None:
    fresh, _ = icon_colours(IconView(Band.QUADRANT_2, "24"))
    stale, _ = icon_colours(IconView(Band.QUADRANT_2, "24", Overlay.STALE))
    assert stale.hslHueF() == pytest.approx(fresh.hslHueF(), abs=0.01)
    assert stale.hslSaturationF() == pytest.approx(fresh.hslSaturationF() / 2, abs=0.01)


def test_no_price_is_grey_whatever_the_band_was() -> None:
    assert ground_of(image(IconView(Band.QUADRANT_3, "", Overlay.NO_PRICE), 24)) == QColor("#868E96")


def test_symbols_tell_the_bands_without_a_number() -> None:
    ink = QColor("#FFFFFF")
    bands = (Band.NEGATIVE, Band.QUADRANT_0, Band.QUADRANT_3)
    shapes = [inked(image(IconView(band, ""), 16), ink) for band in bands]
    assert all(len(one ^ other) >= 8 for one, other in combinations(shapes, 2))
    assert len(shapes[1]) < len(shapes[2]), "the dearer, the more steps"


@pytest.mark.parametrize(
    ("pence", "text"),
    [("24.3", "24"), ("24.5", "25"), ("-4.2", "−4"), ("-0.4", "0"), ("0", "0"), ("99.4", "99"), ("99.5", "99+"),
     ("140", "99+"), ("-0.5", "−1"), ("-120", "−99")],
)  # fmt: skip
def test_whole_pence(pence: str, text: str) -> None:
    assert whole_pence(Decimal(pence)) == text


def test_an_icon_is_drawn_once(qapp: QApplication) -> None:
    view = IconView(Band.QUADRANT_1, "17")
    assert tray_icon(view).cacheKey() == tray_icon(IconView(Band.QUADRANT_1, "17")).cacheKey()


@pytest.mark.parametrize("cell", [Cell(9, 15, 3), Cell(12, 20, 4), Cell(18, 30, 6), Cell(13, 28, 4), Cell(24, 40, 8)])
def test_a_minus_is_no_hyphen_where_there_is_room(cell: Cell) -> None:
    dash = text_path("−", cell, 2).boundingRect()
    assert dash.width() >= 3 * dash.height()
    assert dash.width() <= text_path("8", cell, 2).boundingRect().width()
