"""The composition root: from a command line to an icon in the tray, in the order that makes the start quick.

First Qt and the icon as an earlier run kept it, then asyncio's loop, then what paints the icon anew from the store, and
last the services, HTTP and the keyring.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from kraken_desktop.options import Options, Surroundings
from kraken_desktop.system.paths import Paths
from kraken_desktop.system.single_instance import Claim, ask

if TYPE_CHECKING:
    from kraken_desktop.app.first_face import FirstFace

APP_NAME = "Kraken Desktop"
WRONG_USAGE = 2


def start(options: Options, surroundings: Surroundings) -> int:
    """Run the app to its end, or have the one that runs already show itself; the exit code."""
    if options.home is not None:
        from kraken_desktop.simulator import EVERY_HOME

        if options.home not in EVERY_HOME:
            print(
                f"kraken-desktop: there is no sample home {options.home!r}; there are {', '.join(EVERY_HOME)}.",
                file=sys.stderr,
            )
            return WRONG_USAGE
    paths = Paths(options.data_dir, options.home)
    if _has_no_display():
        print(
            "kraken-desktop: there is no display to show a window on. The commands work without one.", file=sys.stderr
        )
        return 1
    try:
        claim = Claim.make(paths.socket)
    except OSError as error:
        print(f"kraken-desktop: {paths.socket.parent} cannot be written: {error.strerror}.", file=sys.stderr)
        return 1
    if claim is None:
        return _show_running(paths, options)
    try:
        return _run(options, surroundings, paths)
    finally:
        claim.release()


def _has_no_display() -> bool:
    """Qt would end the process without a word that helps."""
    is_told = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    return sys.platform.startswith("linux") and not is_told


def _show_running(paths: Paths, options: Options) -> int:
    """A second start shows the glance panel, or the page it names; hidden, it shows nothing."""
    request = {
        "ask": "show",
        "page": options.page or ("" if options.is_hidden else "glance"),
        "token": os.environ.get("XDG_ACTIVATION_TOKEN", ""),
    }
    if ask(paths.socket, request, is_starting=True) is None:
        print("kraken-desktop: it runs already but does not answer.", file=sys.stderr)
        return 1
    return 0


def _run(options: Options, surroundings: Surroundings, paths: Paths) -> int:
    from kraken_desktop.app.plain_imports import load_qt

    load_qt()
    from kraken_desktop.app.first_face import FirstFace

    face = FirstFace(options, surroundings, paths)
    from kraken_desktop.app.loop import run

    return run(face.application, _live(face, options, surroundings, paths))


async def _live(face: FirstFace, options: Options, surroundings: Surroundings, paths: Paths) -> int:
    """Between its steps the desktop is answered: it asks for the picture of an icon as soon as it knows of it."""
    from asyncio import sleep

    from kraken_desktop.app.loop import on_ending_signals

    on_ending_signals(face.ending.ask)
    await sleep(0)
    from kraken_desktop.app.shell import Shell

    shell = Shell(options, surroundings, paths, face)
    try:
        shell.show_tray()
        await sleep(0)
        from kraken_desktop.app.lifecycle import live

        return await live(shell, options, surroundings)
    finally:
        shell.close()
