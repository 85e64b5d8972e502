"""Notices on the desktop: freedesktop's notification service on Linux, the platform's own elsewhere.

The tray icon's balloon is not used for it where that would replace the coloured icon; see `tray_notices`.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from kraken_desktop.services.ports import NoticeSink, NoticeText
from kraken_desktop.system.bus import Bus, BusError
from kraken_desktop.system.identity import APP_ID, APP_NAME

if TYPE_CHECKING:
    from desktop_notifier import DesktopNotifier

_NAME = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"
_DBUS = "org.freedesktop.DBus"
_OPEN = "default"
_log = logging.getLogger(__name__)

Pressed = Callable[[str, str], None]


def desktop_notices(icon: str = APP_ID) -> NoticeSink:
    """The platform's sink. Nothing is loaded or connected before the first notice."""
    return PlatformNotices() if sys.platform in ("win32", "darwin") else FreedesktopNotices(icon)


class FreedesktopNotices:
    """One notice a group, replaced in place. A daemon that restarts or is missing costs a notice, never the app."""

    def __init__(self, icon: str = APP_ID) -> None:
        self._icon = icon
        self._bus: Bus | None = None
        self._pressed: Pressed = lambda _group, _action: None
        self._keys: dict[str, int] = {}
        self._asking = 0
        self._pressed_early: dict[int, str] = {}
        self._abilities: frozenset[str] | None = None

    def on_action(self, pressed: Pressed) -> None:
        self._pressed = pressed

    async def show(self, notice: NoticeText) -> bool:
        try:
            bus = await self._connected()
            if self._abilities is None:
                (abilities,) = await bus.call(_NAME, _PATH, _NAME, "GetCapabilities")
                self._abilities = frozenset(abilities)
            await self._notify(bus, notice)
        except BusError as error:
            _log.info("the desktop shows no notice: %s", error)
            return False
        return True

    async def close(self) -> None:
        if self._bus is not None:
            self._bus.close()

    async def _notify(self, bus: Bus, notice: NoticeText) -> None:
        self._asking += 1
        try:
            (key,) = await bus.call(_NAME, _PATH, _NAME, "Notify", "susssasa{sv}i", self._asked(notice))
            self._keys[notice.group] = key
            early = self._pressed_early.pop(key, None)
        finally:
            self._asking -= 1
            if not self._asking:
                self._pressed_early.clear()
        if early is not None:
            self._pressed(notice.group, early)

    def _asked(self, notice: NoticeText) -> tuple[Any, ...]:
        abilities = self._abilities or frozenset()
        body = escape(notice.body, quote=False) if "body-markup" in abilities else notice.body
        buttons = [part for pair in notice.actions.items() if pair[0] != "open" for part in pair]
        actions = [_OPEN, notice.actions.get("open", "Open"), *buttons] if "actions" in abilities else []
        hints = {"desktop-entry": ("s", APP_ID), "urgency": ("y", 2 if notice.is_urgent else 1)}
        return (APP_NAME, self._keys.get(notice.group, 0), self._icon, notice.title, body, actions, hints, -1)

    async def _connected(self) -> Bus:
        if self._bus is None or not self._bus.is_open:
            self._forget()
            self._bus = bus = await Bus.open("SESSION")
            await bus.listen(_NAME, _PATH, _NAME, "ActionInvoked", self._heard_action)
            await bus.listen(_NAME, _PATH, _NAME, "NotificationClosed", self._heard_closed)
            await bus.listen(_NAME, _PATH, _NAME, "ActivationToken", self._heard_token)
            await bus.listen(_DBUS, "/org/freedesktop/DBus", _DBUS, "NameOwnerChanged", self._heard_owner)
        return self._bus

    def _forget(self) -> None:
        self._keys.clear()
        self._pressed_early.clear()
        self._abilities = None

    def _heard_action(self, body: Sequence[Any]) -> None:
        action = "open" if body[1] == _OPEN else str(body[1])
        group = next((group for group, key in self._keys.items() if key == body[0]), None)
        if group is not None:
            self._pressed(group, action)
        elif self._asking:
            # On a busy machine the press can be read before `show` has learnt the number of what was pressed.
            # Numbers are the daemon's, and other programs' notices are pressed too: none outlives the asking.
            self._pressed_early[body[0]] = action

    def _heard_closed(self, body: Sequence[Any]) -> None:
        self._keys = {group: key for group, key in self._keys.items() if key != body[0]}

    def _heard_token(self, body: Sequence[Any]) -> None:
        # Wayland lets a window come to the front only with the token of the click that asked for it; Qt reads it here.
        os.environ["XDG_ACTIVATION_TOKEN"] = str(body[1])

    def _heard_owner(self, body: Sequence[Any]) -> None:
        """A new daemon knows none of our notices, and may be able to do other things."""
        if body[0] == _NAME:
            self._forget()


class PlatformNotices:
    """Windows and macOS, through desktop-notifier. A group's older notice is cleared before the newer is sent."""

    def __init__(self) -> None:
        self._notifier: DesktopNotifier | None = None
        self._pressed: Pressed = lambda _group, _action: None
        self._keys: dict[str, str] = {}

    def on_action(self, pressed: Pressed) -> None:
        self._pressed = pressed

    async def show(self, notice: NoticeText) -> bool:
        from desktop_notifier import Button, DesktopNotifier, Urgency

        if self._notifier is None:
            self._notifier = DesktopNotifier(app_name=APP_NAME)
        if not await self._notifier.has_authorisation() and not await self._notifier.request_authorisation():
            return False
        if (older := self._keys.pop(notice.group, None)) is not None:
            await self._notifier.clear(older)
        self._keys[notice.group] = await self._notifier.send(
            title=notice.title,
            message=notice.body,
            urgency=Urgency.Critical if notice.is_urgent else Urgency.Normal,
            buttons=[
                Button(title=label, on_pressed=self._press(notice.group, action))
                for action, label in notice.actions.items()
                if action != "open"
            ],
            on_clicked=self._press(notice.group, "open"),
        )
        return True

    async def close(self) -> None:
        """Nothing is held open."""

    def _press(self, group: str, action: str) -> Callable[[], None]:
        return lambda: self._pressed(group, action)
