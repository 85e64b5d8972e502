"""Answers on the terminal, as words or as JSON."""

from __future__ import annotations

import json
import logging
import os
import sys

from kraken_desktop.cli.sources import find_report
from kraken_desktop.options import HISTORY_COMMANDS, Options, Surroundings
from kraken_desktop.services.paper_report import WritePdf
from kraken_desktop.services.reports import Report
from kraken_desktop.simulator import EVERY_HOME

FAILED = 1
WRONG_USAGE = 2


def answer(options: Options, surroundings: Surroundings, write_pdf: WritePdf | None = None) -> int:
    """The exit code. A trouble that has words is an answer, not a failure. ``write_pdf`` draws where Qt is at hand."""
    if options.home is not None and options.home not in EVERY_HOME:
        homes = ", ".join(EVERY_HOME)
        print(f"kraken-desktop: there is no sample home {options.home!r}; there are {homes}.", file=sys.stderr)
        return WRONG_USAGE
    # What goes wrong stands in the report; the log is the app's.
    logging.getLogger().addHandler(logging.NullHandler())
    report = _report(options, surroundings, write_pdf)
    text = json.dumps(report.content, indent=2, ensure_ascii=False) if options.is_json else "\n".join(report.lines)
    try:
        print(text, flush=True)
    except BrokenPipeError:
        # Whoever read it has seen enough; Python must not try once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FAILED if report.content.get("error") else 0  # a file that was asked for is not there


def _report(options: Options, surroundings: Surroundings, write_pdf: WritePdf | None) -> Report:
    if options.command in HISTORY_COMMANDS:
        from kraken_desktop.cli.history import find_history

        return find_history(options, surroundings, write_pdf)
    return find_report(options, surroundings)
