"""Notices over D-Bus: shown, replaced, pressed, and none of it lost with the daemon or the bus."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from kraken_desktop.domain.notices import NoticeKind
from kraken_desktop.services.ports import NoticeText
from kraken_desktop.system.identity import APP_ID
from kraken_desktop.system.notices import FreedesktopNotices
from tests.system.fake_daemon import FakeDaemon
from tests.waiting import PATIENCE_SECONDS

Start = Callable[..., FakeDaemon]
TOMORROW = NoticeText(
    "tomorrow",
    NoticeKind.TOMORROW,
    "Tomorrow's prices are here",
    "From 8.5p to 38.1p & more",
    "prices",
    {"open": "Open", "prices": "Show prices"},
)
DISPATCH = NoticeText("dispatch:1", NoticeKind.DISPATCH, "Charging", "Until 05:30", "dispatches", {}, is_urgent=True)


class Sink(FreedesktopNotices):
    """Notes what was pressed, and lets a test wait for it."""

    def __init__(self) -> None:
        super().__init__()
        self.pressed: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        self.on_action(lambda group, action: self.pressed.put_nowait((group, action)))

    async def next_press(self) -> tuple[str, str]:
        return await asyncio.wait_for(self.pressed.get(), PATIENCE_SECONDS)


@pytest.fixture
async def sink(session_bus: str) -> AsyncIterator[Sink]:
    sink = Sink()
    yield sink
    await sink.close()


async def test_a_notice_as_the_daemon_gets_it(sink: Sink, start_daemon: Start) -> None:
    daemon = start_daemon("actions", "body")
    assert await sink.show(TOMORROW)
    assert await sink.show(DISPATCH)
    first, second = daemon.notified
    assert (first.title, first.body) == (TOMORROW.title, "From 8.5p to 38.1p & more")
    assert first.actions == ["default", "Open", "prices", "Show prices"]
    assert first.hints == {"desktop-entry": APP_ID, "urgency": 1}
    assert second.hints["urgency"] == 2
    assert (first.replaces, second.replaces) == (0, 0)


async def test_a_newer_notice_of_the_group_replaces_the_older(sink: Sink, start_daemon: Start) -> None:
    daemon = start_daemon("actions")
    for _ in range(3):
        assert await sink.show(TOMORROW)
    assert [row.replaces for row in daemon.notified] == [0, 1, 1]


async def test_what_the_daemon_cannot_show_is_left_out(sink: Sink, start_daemon: Start) -> None:
    daemon = start_daemon("body", "body-markup")
    assert await sink.show(TOMORROW)
    assert daemon.notified[0].actions == []
    assert daemon.notified[0].body == "From 8.5p to 38.1p &amp; more"


async def test_buttons_and_the_notice_itself_can_be_pressed(sink: Sink, start_daemon: Start) -> None:
    daemon = start_daemon("actions")
    await sink.show(TOMORROW)
    await sink.show(DISPATCH)
    daemon.press(1, "prices")
    assert await sink.next_press() == ("tomorrow", "prices")
    daemon.press(2, "default")
    assert await sink.next_press() == ("dispatch:1", "open")


async def test_a_press_read_before_the_notice_has_its_number_counts(sink: Sink, start_daemon: Start) -> None:
    daemon = start_daemon("actions")
    daemon.presses_before_answering = "prices"
    await sink.show(TOMORROW)
    assert await sink.next_press() == ("tomorrow", "prices")


async def test_a_press_of_another_programs_notice_never_counts_later(sink: Sink, start_daemon: Start) -> None:
    daemon = start_daemon("actions")
    await sink.show(DISPATCH)
    daemon.press(2, "prices")
    daemon.press(1, "default")
    assert await sink.next_press() == ("dispatch:1", "open")
    await sink.show(TOMORROW)
    daemon.press(2, "default")
    assert await sink.next_press() == ("tomorrow", "open")


async def test_another_apps_button_is_not_ours(sink: Sink, start_daemon: Start) -> None:
    daemon = start_daemon("actions")
    await sink.show(TOMORROW)
    daemon.press(77, "default")
    daemon.press(1, "default")
    assert await sink.next_press() == ("tomorrow", "open")
    assert sink.pressed.empty()


async def test_a_dismissed_notice_is_not_replaced(sink: Sink, start_daemon: Start) -> None:
    daemon = start_daemon("actions")
    await sink.show(TOMORROW)
    daemon.dismiss(1)
    daemon.press(1, "default")
    await sink.show(DISPATCH)
    await sink.show(TOMORROW)
    assert [row.replaces for row in daemon.notified] == [0, 0, 0]
    assert sink.pressed.empty()


async def test_a_new_daemon_is_asked_anew(sink: Sink, start_daemon: Start) -> None:
    old = start_daemon("actions")
    await sink.show(TOMORROW)
    old.stop()
    assert not await sink.show(TOMORROW), "nobody is there to show it"
    new = start_daemon("body-markup")
    assert await sink.show(TOMORROW)
    (row,) = new.notified
    assert row.replaces == 0
    assert row.actions == []


async def test_no_bus_at_all_costs_a_notice_only(monkeypatch: pytest.MonkeyPatch) -> None:
    for address in ("unix:path=/nonexistent/bus", "nonsense"):
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        assert not await Sink().show(TOMORROW)


async def test_nothing_is_connected_before_the_first_notice(start_daemon: Start) -> None:
    start_daemon()
    sink = Sink()
    await sink.close()
    assert sink._bus is None
