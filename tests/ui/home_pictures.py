"""Pictures of what every sample home's pages show, light and dark; no display is needed.

python -m tests.ui.home_pictures [--homes agile,flux] [--schemes light,dark] [--scale 2] [--pictures FOLDER]
"""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kraken_desktop.services.state import AppState, StateHolder
from kraken_desktop.simulator import HOMES
from tests.services.given import running

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap

    from kraken_desktop.ui.bridge import StateBridge
    from kraken_desktop.ui.theme import Theme

AT = "2026-11-25 17:20"
"""UTC, and London's time too: tomorrow is published, and a whole day lies behind."""
SIZE = (1100, 700)
SCHEMES = ("light", "dark")
DIRECTIONS = ("import", "export", "gas")


async def home_state(home: str, at: str = AT) -> AppState:
    """What the app knows of a home after one poll of everything, the public price lists too."""
    async with running(home, at, is_started=False) as run:
        state = await run.services.fetch_once()
        if run.services.region is not None:
            await run.passing(run.services.other_tariffs.read(run.services.region))
        return replace(run.state, home=state.home)


def pictures_of(
    state: AppState, theme: Theme, size: tuple[int, int] = SIZE, wanted: Callable[[str], bool] = lambda _name: True
) -> Iterator[tuple[str, QPixmap]]:
    """Each picture by its name: ``prices-import``, ``prices-best-export``, ``prices-others``, ``found`` …"""
    from kraken_desktop.ui.bridge import StateBridge

    bridge = StateBridge(StateHolder(state))
    try:
        yield from ((name, picture) for name, picture in _pictures(bridge, theme, size) if wanted(name))
    finally:
        bridge.close()


def _pictures(bridge: StateBridge, theme: Theme, size: tuple[int, int]) -> Iterator[tuple[str, QPixmap]]:
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication

    from kraken_desktop.ui.windows.found_page import FoundPage
    from kraken_desktop.ui.windows.prices_page import PricesPage
    from tests.ui.conftest import FakeCommands

    prices, found = PricesPage(bridge, FakeCommands(), theme), FoundPage(bridge, FakeCommands(), theme)
    for page in (prices, found):
        page.resize(*size)
        page.show()
    for direction in prices.view_of(bridge.state).choices or DIRECTIONS[:1]:
        prices.open_direction(direction)
        for view in ("days", "best", "others"):
            if direction == "gas" and view != "days":
                continue
            prices.open_view(view)
            QApplication.processEvents()
            yield "-".join(("prices", *([view] if view != "days" else []), direction)), prices.grab()
    QApplication.processEvents()
    yield "found", found.grab()
    for page in (prices, found):
        page.close()
        page.deleteLater()
    # Every theme dresses all windows there are: those that stay make each picture slower than the one before.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def main() -> None:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    arguments.add_argument("--homes", default=",".join(HOMES))
    arguments.add_argument("--schemes", default=",".join(SCHEMES))
    arguments.add_argument("--scale", default="1", help="pixels for each of the desktop's, as on a dense screen")
    arguments.add_argument("--size", default="x".join(map(str, SIZE)))
    arguments.add_argument("--pictures", type=Path, default=Path("build/pictures"))
    asked = arguments.parse_args()
    os.environ["QT_QPA_PLATFORM"], os.environ["QT_SCALE_FACTOR"] = "offscreen", asked.scale
    from PySide6.QtWidgets import QApplication

    from kraken_desktop.ui.theme import Theme

    application = QApplication([])
    width, height = map(int, asked.size.split("x"))
    asked.pictures.mkdir(parents=True, exist_ok=True)
    for home in asked.homes.split(","):
        state = asyncio.run(home_state(home))
        for scheme in asked.schemes.split(","):
            theme = Theme(scheme)
            theme.wear()
            for name, picture in pictures_of(state, theme, (width, height)):
                path = asked.pictures / f"{home}-{name}-{scheme}.png"
                picture.save(str(path))
                print(path)
    application.quit()


if __name__ == "__main__":
    main()
