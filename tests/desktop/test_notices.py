"""Notices through a real notification daemon: shown, replaced, pressed, and after the daemon's restart."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from kraken_desktop.domain.notices import NoticeKind
from kraken_desktop.services.ports import NoticeText
from kraken_desktop.system.notices import FreedesktopNotices
from tests.desktop.virtual_desktop import VirtualDesktop
from tests.waiting import PATIENCE_SECONDS, wait_until


@pytest.fixture
async def sink(desktop: VirtualDesktop, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FreedesktopNotices]:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", desktop.env["DBUS_SESSION_BUS_ADDRESS"])
    sink = FreedesktopNotices()
    yield sink
    await sink.close()


def notice(title: str, body: str = "12.3p to 28.9p", group: str = "prices") -> NoticeText:
    return NoticeText(group, NoticeKind.TOMORROW, title, body, "prices", {"open": "Open", "prices": "Show prices"})


async def test_button_reaches_the_app_by_group_and_action(desktop: VirtualDesktop, sink: FreedesktopNotices) -> None:
    pressed = asyncio.get_running_loop().create_future()
    sink.on_action(lambda group, action: pressed.set_result((group, action)))
    assert await sink.show(notice("Tomorrow is cheap"))
    wait_until(lambda: "Tomorrow is cheap" in _titles(desktop), "the notice")
    desktop.notices.press("Tomorrow is cheap", "Show prices")
    assert await asyncio.wait_for(pressed, PATIENCE_SECONDS) == ("prices", "prices")


async def test_newer_one_replaces_its_group_and_leaves_the_others(
    desktop: VirtualDesktop, sink: FreedesktopNotices
) -> None:
    await sink.show(notice("First of the prices"))
    await sink.show(notice("Of the car", group="car"))
    await sink.show(notice("Second of the prices"))
    wait_until(lambda: "Second of the prices" in _titles(desktop), "the replacement")
    keys = {shown.summary: shown.key for shown in desktop.notices.shown()}
    assert keys["First of the prices"] == keys["Second of the prices"] != keys["Of the car"]
    assert desktop.notices.count_displayed() == 2


async def test_body_is_text_and_not_markup(desktop: VirtualDesktop, sink: FreedesktopNotices) -> None:
    await sink.show(notice("Marked", body="a < b & c"))
    wait_until(lambda: "Marked" in _titles(desktop), "the notice")
    (body,) = (shown.body for shown in desktop.notices.shown() if shown.summary == "Marked")
    assert body.replace("&lt;", "<").replace("&amp;", "&") == "a < b & c"


async def test_daemon_may_come_and_go(desktop: VirtualDesktop, sink: FreedesktopNotices) -> None:
    await sink.show(notice("Before the restart"))
    desktop.restart_daemon()
    assert await sink.show(notice("After the restart"))
    wait_until(lambda: "After the restart" in _titles(desktop), "the notice")


def _titles(desktop: VirtualDesktop) -> set[str]:
    return {shown.summary for shown in desktop.notices.shown()}
