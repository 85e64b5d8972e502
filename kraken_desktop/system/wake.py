"""When the computer wakes up and when its screen is locked, as logind tells it.

Without logind (other systems, containers) nothing is heard: the clock's own jumps are noticed within a minute.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from typing import Any

from kraken_desktop.system.bus import Bus, BusError

_NAME = "org.freedesktop.login1"
_PATH = "/org/freedesktop/login1"
_LOGIND = "org.freedesktop.login1.Manager"
_SESSION = "org.freedesktop.login1.Session"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_log = logging.getLogger(__name__)


class Wake:
    """``woke()`` after a suspend, ``locked(True or False)`` as the session's lock changes."""

    def __init__(self, woke: Callable[[], None], locked: Callable[[bool], None]) -> None:
        self._woke = woke
        self._locked = locked
        self._bus: Bus | None = None

    async def start(self) -> bool:
        """Whether somebody will tell us."""
        try:
            self._bus = bus = await Bus.open("SYSTEM")
            await bus.listen(_NAME, _PATH, _LOGIND, "PrepareForSleep", self._heard_sleep)
            session = await self._session_path(bus)
            await bus.listen(_NAME, session, _PROPERTIES, "PropertiesChanged", self._heard_change)
        except BusError as error:
            _log.debug("nobody tells when the computer wakes: %s", error)
            self.close()
            return False
        return True

    def close(self) -> None:
        if self._bus is not None:
            self._bus.close()
            self._bus = None

    async def _session_path(self, bus: Bus) -> str:
        key = os.environ.get("XDG_SESSION_ID")
        member, signature, body = ("GetSession", "s", (key,)) if key else ("GetSessionByPID", "u", (os.getpid(),))
        (path,) = await bus.call(_NAME, _PATH, _LOGIND, member, signature, body)
        return str(path)

    def _heard_sleep(self, body: Sequence[Any]) -> None:
        if not body[0]:
            self._woke()

    def _heard_change(self, body: Sequence[Any]) -> None:
        if body[0] == _SESSION and "LockedHint" in body[1]:
            self._locked(bool(body[1]["LockedHint"][1]))
