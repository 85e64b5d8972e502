"""Where every start begins: the windowed app, a command, or the self-check."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

from kraken_desktop import __version__
from kraken_desktop.option_values import UsageError
from kraken_desktop.options import Options, Surroundings, read_options, read_surroundings, usage

if TYPE_CHECKING:
    from pathlib import Path

    from kraken_desktop.services.insights.report_page import Page

# Before anything imports Qt: what a person may have set for other programs would break ours.
os.environ["QT_API"] = "pyside6"
os.environ["PYQTGRAPH_QT_LIB"] = "PySide6"

WRONG_USAGE = 2


def main() -> int:
    """The console script: commands answer on the terminal, everything else is the app."""
    if getattr(sys, "frozen", False):
        import multiprocessing

        multiprocessing.freeze_support()
        from kraken_desktop.storage import keyring_child

        if sys.argv[1:2] == [keyring_child.ARGUMENT]:
            return keyring_child.main()
        from kraken_desktop.services.insights import arithmetic

        if sys.argv[1:2] == [arithmetic.ARGUMENT]:
            return arithmetic.main()
    try:
        options = read_options(sys.argv[1:])
        surroundings = read_surroundings(dict(os.environ))
    except UsageError as error:
        print(f"kraken-desktop: {error}\nTry kraken-desktop --help.", file=sys.stderr)
        return WRONG_USAGE
    if options.is_help:
        print(usage(), end="")
        return 0
    if options.is_version:
        print(f"kraken-desktop {__version__}")
        return 0
    return _start(options, surroundings)


def main_tray() -> int:
    """The script of launchers and of the start at login. The same, but there may be no terminal to print on."""
    if sys.stdout is None or sys.stderr is None:
        sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - for the whole run
    return main()


def _start(options: Options, surroundings: Surroundings) -> int:
    if options.is_self_check:
        from kraken_desktop.app.self_check import self_check

        return self_check(options)
    if options.command is not None:
        from kraken_desktop.cli.main import answer

        return answer(options, surroundings, _write_pdf if options.asked.get("pdf") else None)
    # Nothing of what the start loads is garbage; `app.lifecycle` turns it on again.
    gc.disable()
    from kraken_desktop.app.main import start

    return start(options, surroundings)


def _write_pdf(page: Page, path: Path) -> None:
    """The one command that starts Qt, without a screen."""
    from kraken_desktop.app.paper import write_pdf_offscreen

    write_pdf_offscreen(page, path)


if __name__ == "__main__":
    sys.exit(main())
