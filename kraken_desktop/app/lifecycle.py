"""The running app, from the moment its icon is there to a clean end."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import threading
from collections.abc import Awaitable
from typing import TYPE_CHECKING

from kraken_desktop.app.resident import Resident

if TYPE_CHECKING:
    from kraken_desktop.app.shell import Shell
    from kraken_desktop.options import Options, Surroundings

SECONDS_TO_END = 5.0
SECONDS_FOR_A_TRAY = 20.0
LOOK_FOR_A_TRAY_SECONDS = 0.5
_log = logging.getLogger(__name__)


async def live(shell: Shell, options: Options, surroundings: Surroundings) -> int:
    """Run until somebody asks to quit, then end everything in its order; the exit code."""
    shell.crashes.install_on(asyncio.get_running_loop())
    resident = Resident(shell, options, surroundings)
    shell.commands.attach(resident)
    await resident.start()
    shell.crashes.show_with(shell.commands.windows.show_crash)
    resident.supervisor.start("first window", _open_first_window(shell, options))
    _settle()
    await shell.ending.wait()
    await _end(shell, resident)
    return 0


async def _open_first_window(shell: Shell, options: Options) -> None:
    """A hidden start shows nothing, unless no tray to hide in appears: at login it may come after us."""
    if options.page is not None:
        shell.commands.show_page(options.page)
    elif not (options.is_hidden and await _finds_tray(shell)):
        settings = shell.acting_settings
        is_known = settings.welcome_done or settings.account_number is not None or options.home is not None
        shell.commands.show_page("live" if is_known else "welcome")


async def _finds_tray(shell: Shell) -> bool:
    left = SECONDS_FOR_A_TRAY
    while not shell.tray.is_available() and left > 0:
        await asyncio.sleep(LOOK_FOR_A_TRAY_SECONDS)
        left -= LOOK_FOR_A_TRAY_SECONDS
    return shell.tray.is_available()


def _settle() -> None:
    """What was made for the start stays: the collector need not look at it at every round."""
    gc.collect()
    gc.freeze()
    gc.enable()


async def _end(shell: Shell, resident: Resident) -> None:
    """Whatever hangs, the process ends in five seconds."""
    guard = threading.Timer(SECONDS_TO_END, os._exit, [0])
    guard.daemon = True
    guard.start()
    shell.commands.windows.hide()
    for name, step in resident.ending_steps():
        await _ended(name, step)
    guard.cancel()


async def _ended(name: str, step: Awaitable[object]) -> None:
    try:
        await step
    except Exception:
        _log.exception("%s did not end well", name)
