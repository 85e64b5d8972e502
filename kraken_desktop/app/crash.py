"""What becomes of errors that nobody expected: the log, and a window in plain words; never silence."""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from kraken_desktop.app.redaction import Redaction

if TYPE_CHECKING:
    import asyncio

FAULTS_NAME = "faults.log"
_log = logging.getLogger(__name__)
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_NO_PORTALS = "The name org.freedesktop.portal.Desktop was not provided"
"""The bus, about a desktop that has no portals: many have none, and nothing is missing then."""

Show = Callable[[str], None]
"""Takes the redacted details of what went wrong."""


class CrashHooks:
    """Every way in which Python, asyncio, Qt and C can report trouble ends here, from `install` on."""

    def __init__(self, log_folder: Path, redaction: Redaction) -> None:
        self._faults = log_folder / FAULTS_NAME
        self._redaction = redaction
        self._show: Show | None = None
        self._unshown: str | None = None
        self._is_shown = False
        self._file: IO[bytes] | None = None

    def install(self) -> None:
        self._unshown = self._last_fault()
        sys.excepthook = self._raised
        threading.excepthook = lambda hooked: self._note("in a thread", hooked.exc_value)
        sys.unraisablehook = lambda hooked: self._note("while tidying up", hooked.exc_value)
        qInstallMessageHandler(_qt_said)
        try:
            self._file = self._faults.open("wb")
            faulthandler.enable(self._file)
        except OSError as error:
            _log.info("faults of C code are not kept: %s", error)

    def install_on(self, loop: asyncio.AbstractEventLoop) -> None:
        loop.set_exception_handler(self._loop_met)

    def show_with(self, show: Show) -> None:
        """How to tell the person; what happened before, in the last run too, is told at once."""
        self._show = show
        if self._unshown is not None:
            self._tell(self._unshown)

    def close(self) -> None:
        """The run is over. Faults are kept to the end of the interpreter; it leaves the file empty if all is well."""
        self._show = None
        qInstallMessageHandler(None)

    def _last_fault(self) -> str | None:
        """The C-level traceback of a run that died, empty where it was ended from outside."""
        try:
            return self._faults.read_text(encoding="utf-8", errors="replace").strip() or None
        except OSError:
            return None

    def _raised(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self._note("unexpected", error.with_traceback(trace))

    def _loop_met(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, BaseException):
            self._note(str(context.get("message", "in a task")), error)
        else:
            _log.error("asyncio: %s", context.get("message"))

    def _note(self, where: str, error: BaseException | None) -> None:
        if error is None or isinstance(error, KeyboardInterrupt | SystemExit):
            return
        _log.critical("%s", where, exc_info=error)
        self._tell("".join(traceback.format_exception(error)))

    def _tell(self, details: str) -> None:
        """Once a run: a fault that repeats must not bury the person in windows. The log has them all."""
        if self._show is None:
            self._unshown = self._unshown or details
        elif not self._is_shown:
            self._is_shown = True
            self._show(self._redaction(details))


def _qt_said(kind: QtMsgType, _context: QMessageLogContext, message: str | None) -> None:
    is_expected = message is not None and _NO_PORTALS in message
    _log.log(logging.DEBUG if is_expected else _LEVELS.get(kind, logging.WARNING), "Qt: %s", message)
