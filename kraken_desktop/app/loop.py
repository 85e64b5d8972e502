"""Asyncio inside Qt's event loop, on one thread."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

T = TypeVar("T")


class Loop(QEventLoop):  # type: ignore[misc]
    """qasync's loop without its last round after the end.

    That round runs with no loop set as running, which Python 3.14 refuses to tasks that still step in it.
    """

    def run_until_complete(self, future: Any) -> Any:
        task = asyncio.ensure_future(future, loop=self)

        def stop(_: object) -> None:
            self.stop()

        task.add_done_callback(stop)
        try:
            self.run_forever()
        finally:
            task.remove_done_callback(stop)
        if not task.done():
            raise RuntimeError("the event loop ended before its work")
        return task.result()


def run(application: QApplication, main: Coroutine[Any, Any, T]) -> T:
    """Run ``main`` to its end on the loop inside ``application``."""
    with asyncio.Runner(loop_factory=lambda: Loop(application)) as runner:
        return runner.run(main)


def on_ending_signals(ending: Callable[[], None]) -> None:
    """SIGTERM and SIGINT, through the loop's own wake-up socket: waiting for them costs nothing."""
    if sys.platform == "win32":
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: ending())
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, ending)
