"""The one way to quit: from the menu, the desktop, a signal or the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    import asyncio


class Ending:
    """Asked for any number of times, also before the loop runs; happens once."""

    def __init__(self) -> None:
        self.is_asked = False
        self._event: asyncio.Event | None = None

    def ask(self) -> None:
        self.is_asked = True
        if self._event is not None:
            self._event.set()

    async def wait(self) -> None:
        # Not at the top: the tray icon is on the screen before asyncio is loaded.
        import asyncio

        self._event = asyncio.Event()
        if not self.is_asked:
            await self._event.wait()


class Application(QApplication):
    """Turns the desktop's wish to quit into ours, so that everything ends in its order.

    Its own `event` hears of it: a filter on the application would cost a Python call for every event of every widget.
    """

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self.ending: Ending | None = None

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Quit and self.ending is not None:
            self.ending.ask()
            return True
        return super().event(event)
