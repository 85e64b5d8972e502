"""Prices and What we found of every sample home, light and dark: each picture has its content in it."""

from __future__ import annotations

from typing import Any

import numpy
import pytest
from PySide6.QtGui import QColor, QImage, QPixmap
from PySide6.QtWidgets import QApplication

from kraken_desktop.services.state import AppState
from kraken_desktop.simulator import HOMES
from kraken_desktop.ui.theme import Theme
from kraken_desktop.ui.view_models.prices import EXPORT, prices_view
from tests.ui.home_pictures import SCHEMES, home_state, pictures_of

_FEWEST_PIXELS = 40
"""Of a colour that is meant to be seen: more than the edge of a letter has by chance."""


@pytest.fixture(params=HOMES)
async def state(request: Any) -> AppState:
    return await home_state(request.param)


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_every_page_of_every_home_is_drawn_with_its_content(
    state: AppState, scheme: str, qapp: QApplication
) -> None:
    theme = Theme(scheme)
    theme.wear()
    drawn = dict(pictures_of(state, theme))
    choices = prices_view(state).choices
    assert choices, "a home without any price"
    assert {f"prices-{name}" for name in choices} | {"found"} <= set(drawn)
    for name, picture in drawn.items():
        pixels = _pixels(picture)
        is_dark = ((pixels >> 8 & 0xFF) < 128).mean() > 0.5
        assert is_dark == (scheme == "dark"), f"{name} is not {scheme}"
        assert (pixels == pixels[0]).mean() < 0.97, f"{name} is empty"
    for name in choices:
        pixels = _pixels(drawn[f"prices-{name}"])
        for band in {step.band for step in prices_view(state, name).chart.steps}:
            fill = QColor(theme.band(band).fill).rgb() & 0xFFFFFF
            assert (pixels == fill).sum() > _FEWEST_PIXELS, f"{band} is not drawn in prices-{name}"


async def test_a_home_that_buys_and_sells_has_a_picture_of_each_way(qapp: QApplication) -> None:
    theme = Theme("light")
    theme.wear()
    drawn = dict(pictures_of(await home_state("flux"), theme))
    views = {f"prices{view}-{way}" for view in ("", "-best", "-others") for way in ("import", "export")}
    assert set(drawn) == {*views, "found"}
    assert drawn["prices-import"].toImage() != drawn[f"prices-{EXPORT}"].toImage()


def _pixels(picture: QPixmap) -> Any:
    """Each as 0xRRGGBB."""
    image = picture.toImage().convertToFormat(QImage.Format.Format_RGB32)
    return numpy.frombuffer(image.constBits(), numpy.uint32) & 0xFFFFFF
