"""How long the window and the tray wait, at most, while Insight reckons: milliseconds, offscreen, in Qt's own loop.

A home of ten years of half hours in a file, and the Insight page with the app's own commands. Each view is turned to:
efficiency by day, week, month, year and moving year, days, where it goes over everything, the battery's curve by the
timer's rule and at best with a day of it, and a comparison of 12 tariffs. A timer of Qt that is due every two
milliseconds tells how late it was: so long a click, or the tray, would have waited. ``--each`` prints every step's.
"""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_API"] = "pyside6"
sys.path.insert(0, str(Path(__file__).parents[2]))

from history import account, filled
from insight import add_lists, compared
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QPushButton

from kraken_desktop.app.insight_commands import AppInsightCommands
from kraken_desktop.app.loop import run
from kraken_desktop.app.plain_imports import load_qt
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.services.insights.questions import Insights
from kraken_desktop.services.state import AppState, HistoryProgress, Phase, StateHolder
from kraken_desktop.services.supervisor import Supervisor
from kraken_desktop.storage.database import Database
from kraken_desktop.ui.bridge import StateBridge
from kraken_desktop.ui.theme import Theme
from tests.ui.conftest import FakeCommands

NOW = datetime(2026, 10, 3, 9, tzinfo=UTC)
BEAT_MS = 2
STEPS = (
    *("efficiency", "efficiency/Days", "efficiency/Weeks", "efficiency/Years", "efficiency/12 months"),
    *("efficiency/Table", "days/Year", "where/Everything", "battery/Everything", "battery/Dear kWh", "battery/Table"),
    *("battery/A day", "battery/At best", "tariffs/Compare tariffs", "carbon/Everything", "report"),
)
"""A view, and the button that is pressed in it."""


class Beats:
    """A timer of Qt; ``late_ms`` is the longest by which it was late since it was asked last, as far as this process
    was at work meanwhile: what other programs take from the processor is not counted.
    """

    def __init__(self) -> None:
        self._worst, self._at, self._worked = 0.0, time.perf_counter(), time.process_time()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)

    def _beat(self) -> None:
        now, worked = time.perf_counter(), time.process_time()
        late = (now - self._at) * 1000 - BEAT_MS
        self._worst = max(self._worst, min(late, (worked - self._worked) * 1000))
        self._at, self._worked = now, worked

    def late_ms(self) -> float:
        worst, self._worst = self._worst, 0.0
        return worst


def _end(task: asyncio.Task[Any]) -> None:
    task.cancel()


class Commands(FakeCommands):
    """The app's own answers to Insight; the rest is nobody's."""

    def __init__(self, database: Database, holder: StateHolder, supervisor: Supervisor, offers: list[Any]) -> None:
        super().__init__()
        self.is_idle = asyncio.Event()
        self.is_idle.set()
        self._waiting = 0
        self._database, self._supervisor, self._offers = database, supervisor, offers
        self._answers = AppInsightCommands(Insights(database, holder), self._answer, "default")

    @property
    def insight(self) -> Any:
        return self

    def __getattr__(self, name: str) -> Any:
        return (
            getattr(self._answers, name)
            if not name.startswith("_") and hasattr(self._answers, name)
            else (super().__getattr__(name))
        )

    def compare_tariffs(self, _question: Any, _told: Any, then: Callable[[Any], None]) -> Callable[[], None]:
        return self._answer("compare", compared(self._database, self._offers), then)

    def _answer(self, name: str, work: Any, then: Callable[[Any], None]) -> Callable[[], None]:
        async def answered() -> None:
            try:
                then(await work)
            finally:
                self._waiting -= 1
                if not self._waiting:
                    self.is_idle.set()

        self._waiting += 1
        self.is_idle.clear()
        task = self._supervisor.start(name, answered())
        return partial(_end, task)


async def stalls(database: Database) -> dict[str, float]:
    """The longest wait of each step."""
    offers = await add_lists(database)
    progress = Snapshot(HistoryProgress(1.0, None, True, 1), NOW)
    holder = StateHolder(AppState(now=NOW, phase=Phase.SIGNED_IN, account=Snapshot(account(), NOW), history=progress))
    supervisor, bridge, theme = Supervisor(), StateBridge(holder), Theme("light")
    theme.wear()
    commands = Commands(database, holder, supervisor, offers)
    gc.collect()
    gc.freeze()  # as the app does
    found, beats = {}, Beats()
    await asyncio.sleep(0.1)
    from kraken_desktop.ui.windows.insight_page import InsightPage  # with the page, as the app does

    page = InsightPage(bridge, commands, theme)
    page.resize(1000, 700)
    page.show()

    async def settled() -> None:
        """Nothing is asked any more, and what came was drawn."""
        await asyncio.sleep(0.1)
        await commands.is_idle.wait()
        await asyncio.sleep(0.2)

    await settled()
    found["open"] = beats.late_ms()
    for step in STEPS:
        view, _, choice = step.partition("/")
        page.open_view(view)
        await settled()
        for button in page.findChildren(QPushButton):
            if choice and button.isVisible() and button.text() == choice:
                button.click()
        await settled()
        found[step] = beats.late_ms()
    page.close()
    await supervisor.stop()
    return found


async def main() -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "kraken.db"
        database = Database.open(path)
        await filled(database)
        await database.close()
        database = Database.open(path)
        try:
            found = await stalls(database)
        finally:
            await database.close()
    if "--each" in sys.argv:
        for step, late in found.items():
            print(f"{step:32}{late:8.1f}")
    print(f"{max(found.values()):.2f}")


if __name__ == "__main__":
    load_qt()
    application = QApplication([])
    application.setQuitOnLastWindowClosed(False)
    run(application, main())
