"""A reminder that an earlier run left: told by a real daemon at its time, once, and its button opens the best times."""

import asyncio
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.reminder import Reminder, ReminderPoint
from kraken_desktop.storage.database import Database
from kraken_desktop.system.paths import Paths
from tests.desktop.notice_board import ShownNotice
from tests.desktop.signed_in import start_app
from tests.desktop.virtual_desktop import VirtualDesktop
from tests.simulated import Simulated
from tests.waiting import PATIENCE_SECONDS, wait_until

SPEED = 60
EVENING = datetime(2026, 10, 5, 17, 30, tzinfo=UTC)
TITLE = "Time to start: dishwasher"


@pytest.fixture
def octopus() -> Iterator[Simulated]:
    with Simulated("agile", start=EVENING, speed=SPEED, own_process=True) as running:
        yield running


def test_reminder_outlives_the_run_and_comes_once(desktop: VirtualDesktop, octopus: Simulated, tmp_path: Path) -> None:
    before = len(desktop.notices.shown())
    start = octopus.now() + timedelta(minutes=10)
    span = Span(start, start + timedelta(hours=3))
    asyncio.run(_keep(tmp_path, Reminder("dishwasher", span, ReminderPoint.START, Decimal(7))))
    app = start_app(desktop, octopus, "--data-dir", str(tmp_path), speed=SPEED)
    wait_until(lambda: _of_reminders(desktop.notices.shown()[before:]), "the reminder")
    windows = {window.key for window in desktop.windows()}
    desktop.notices.press(TITLE, "Open Prices")
    wait_until(lambda: {window.key for window in desktop.windows()} - windows, "the window")
    app.send_signal(signal.SIGTERM)
    assert app.wait(PATIENCE_SECONDS) == 0, desktop.log_of(app)

    again = desktop.tray_item(start_app(desktop, octopus, "--data-dir", str(tmp_path), speed=SPEED))
    wait_until(lambda: "p until" in again.tooltip, "a price after the restart")
    again.choose("Quit")
    wait_until(lambda: not desktop.tray_items(), "the end")
    assert len(_of_reminders(desktop.notices.shown_by_now()[before:])) == 1


async def _keep(folder: Path, reminder: Reminder) -> None:
    path = Paths(folder).database
    path.parent.mkdir(parents=True, exist_ok=True)
    database = Database.open(path)
    await database.save_reminder(reminder, EVENING)
    await database.close()


def _of_reminders(notices: list[ShownNotice]) -> list[ShownNotice]:
    return [notice for notice in notices if notice.summary == TITLE]
