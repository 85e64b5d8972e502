"""Answers on the terminal: from the running app, else the store, else one fetch."""

from __future__ import annotations

import json
import sys
from typing import Any

from kraken_desktop.cli.sources import Answered, ask_demo, ask_fetch, ask_running_app, ask_store
from kraken_desktop.options import Options, Surroundings
from kraken_desktop.simulator import HOMES

WRONG_USAGE = 2


def answer(options: Options, surroundings: Surroundings) -> int:
    """Print a report as words or as JSON; the exit code. A trouble that has words is an answer, not a failure."""
    if options.home is not None and options.home not in HOMES:
        print(
            f"kraken-desktop: there is no sample home {options.home!r}; there are {', '.join(HOMES)}.", file=sys.stderr
        )
        return WRONG_USAGE
    _print(_found(options, surroundings), is_json=options.is_json)
    return 0


def _found(options: Options, surroundings: Surroundings) -> Answered:
    if options.home is not None:
        return ask_demo(options)
    return (
        ask_running_app(options, surroundings) or ask_store(options, surroundings) or ask_fetch(options, surroundings)
    )


def _print(answered: Answered, *, is_json: bool) -> None:
    if is_json:
        content: dict[str, Any] = answered.content
        print(json.dumps(content, indent=2, ensure_ascii=False))
    else:
        print("\n".join(answered.lines))
