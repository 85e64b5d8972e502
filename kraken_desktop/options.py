"""What can be said on the command line. No Qt, and quick: it is read before anything else is imported."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from kraken_desktop import option_values as values
from kraken_desktop.option_values import UsageError

HISTORY_COMMANDS = ("usage", "costs", "efficiency", "battery", "compare", "carbon", "report", "export")
COMMANDS = ("status", "prices", "cheapest", "dispatches", "why", *HISTORY_COMMANDS, "other-tariffs", "doctor")
DEFAULT_HOME = "agile"
LOOPBACK = ("127.0.0.1", "::1", "localhost")

_USAGE = """\
Kraken Desktop: electricity prices, live power and smart charging of your Octopus Energy account (unofficial).

  kraken-desktop                     start the app in the tray
  kraken-desktop status              price, power and charging now
  kraken-desktop prices [--date D]   the prices of a day: today, tomorrow or a date like 2026-10-05; of import, or with
                                     --export or --gas
  kraken-desktop cheapest --hours H  the cheapest time for so many hours; with --export the best paid
  kraken-desktop dispatches          smart charging: planned, running and completed; with --history what
                                     became of the plans of 12 months, or with --month of one like 2026-10
  kraken-desktop usage [--from D] [--to D]   energy of a span by meter, and what is missing of it; of one kind with
                                             --export or --gas
  kraken-desktop costs [--from D] [--to D]   what it cost, standing charges and the bill's rounding included; likewise
  kraken-desktop efficiency [--month M]      how well you bought among your prices: 12 months, or one like 2026-10
  kraken-desktop battery [--from D] [--to D]  what a battery of 0 to 30 kWh would have saved; 12 months if not given
  kraken-desktop compare [--from D] [--to D]  what other tariffs would have cost on your own half hours, ranked
  kraken-desktop carbon [--from D] [--to D]  what your use gave off, how clean the grid will be, and the greener nights
  kraken-desktop report [--month M] [--pdf]   a month on one page, the last whole one if not given: HTML, or PDF
  kraken-desktop export --file F     half hours into a CSV or Excel file; --what samples or dispatches
  kraken-desktop why [--at T]        why a half hour is cheap or not, and what was known of it when
  kraken-desktop other-tariffs       what other tariffs cost today and tomorrow; no account needed
  kraken-desktop doctor              what works and what does not

  --demo[=HOME]     a sample home, no account needed (agile if not named)
  --hidden          start in the tray without a window
  --page NAME       open a page: {pages}
  --before T, --after T   cheapest: not later or earlier than a clock time like 07:00
  --split           cheapest: it may stop and start between
  --kw K            cheapest: the power it draws, for a cost in pence (else pence for each kilowatt)
  --kw K, --efficiency E, --reserve R, --price P   battery: its power, percent that comes back, percent never used, and
                    pounds for each kWh of it
  --charge W        battery: charged in these hours, such as 00:30-05:30,13:00-16:00, else at each day's cheapest
  --best, --sell    battery: at its very best instead of by a timer; it may sell to the grid
  --up-to C, --no-solar   battery: the largest capacity in kWh; it does not store what you would export
  --battery C, --without-smart   compare: with a battery of so many kWh; without the cheap slots of smart charges
  --region A…P, --postcode P   other-tariffs: where, if not at your own meter
  --at T            why: a time like 16:30, 2026-10-05T16:30 (London) or 2026-10-05T15:30Z; now if not given
  --json            answer as JSON
  --data-dir DIR    keep everything in this folder
  --self-check      check the installation and end
  --version         print the version and end
  --help            print this and end
"""


def usage() -> str:
    """What can be said, with every page by its name."""
    return _USAGE.replace("{pages}", _folded(values.PAGES))


def _folded(names: Sequence[str]) -> str:
    """In lines of six, under one another."""
    lines = [", ".join(names[first : first + 6]) for first in range(0, len(names), 6)]
    return f",\n{'':20}".join(lines)


@dataclass(frozen=True, slots=True)
class Options:
    """A command line, understood. ``command`` None starts the app; ``home`` is the sample home of ``--demo``."""

    command: str | None = None
    asked: Mapping[str, str | bool] = field(default_factory=dict)
    """What goes with one command only, by the option's name: ``date``, ``hours`` …"""
    home: str | None = None
    data_dir: Path | None = None
    page: str | None = None
    clock: tuple[datetime, float] | None = None
    is_hidden: bool = False
    is_json: bool = False
    is_self_check: bool = False
    is_version: bool = False
    is_help: bool = False


def read_options(arguments: Sequence[str]) -> Options:
    """Options stand before or after the command. Raises UsageError."""
    found: dict[str, Any] = {}
    asked: dict[str, str | bool] = {}
    rest, words = list(arguments), list[str]()
    while rest:
        word = "--help" if (first := rest.pop(0)) == "-h" else first
        if not word.startswith("-"):
            words.append(word)
            continue
        name, given, value = word.partition("=")
        if name == "--demo":
            found["home"] = value if given else DEFAULT_HOME
        elif name in _FLAGS or name in _ASKED_FLAGS:
            if given:
                raise UsageError(f"{name} takes no value.")
            if name in _FLAGS:
                found[_FLAGS[name]] = True
            else:
                asked[name[2:]] = True
        elif name in _VALUES or name in _ASKED_VALUES:
            if not given and (not rest or rest[0].startswith("--")):
                raise UsageError(f"{name} needs a value.")
            text = value if given else rest.pop(0)
            if name in _VALUES:
                key, read = _VALUES[name]
                found[key] = read(text)
            else:
                asked[name[2:]] = _ASKED_VALUES[name](text)
        else:
            raise UsageError(f"There is no option {name}.")
    return _checked(Options(command=_command(words), asked=asked, **found))


def _command(words: Sequence[str]) -> str | None:
    if len(words) > 1:
        raise UsageError(f"One command at a time: {' or '.join(words)}?")
    if words and words[0] not in COMMANDS:
        raise UsageError(f"There is no command {words[0]!r}. There are {', '.join(COMMANDS)}.")
    return words[0] if words else None


def _checked(options: Options) -> Options:
    for name in options.asked:
        commands = [command for command, names in ASKED_OF.items() if name in names]
        if options.command not in commands:
            raise UsageError(f"--{name} goes with the command {' or '.join(commands)}.")
    if options.command == "cheapest" and "hours" not in options.asked:
        raise UsageError("cheapest needs --hours, such as --hours 3.")
    first, last = (str(options.asked.get(name, "")) for name in ("from", "to"))
    if first[:1].isdigit() and last[:1].isdigit() and first > last:
        raise UsageError(f"--from {first} lies after --to {last}.")
    if options.command == "dispatches" and "month" in options.asked and "history" not in options.asked:
        raise UsageError("dispatches --month needs --history.")
    if "gas" in options.asked and "export" in options.asked:
        raise UsageError("--gas and --export are two kinds of energy: one at a time.")
    if options.command == "export" and "file" not in options.asked:
        raise UsageError("export needs --file, such as --file half-hours.csv.")
    if options.command in ("export", "report") and "file" in options.asked:
        is_pdf = bool(options.asked.get("pdf"))
        values.fitting_file(
            str(options.asked["file"]),
            {"export": (".csv", ".xlsx")}.get(options.command, (".pdf",) if is_pdf else (".html",)),
        )
    if options.is_json and options.command is None and not options.is_self_check:
        raise UsageError(f"--json goes with a command: {', '.join(COMMANDS)}.")
    if options.command is not None and (options.page is not None or options.is_hidden):
        raise UsageError("--page and --hidden are for the app, not for a command.")
    return options


_FLAGS = {
    "--hidden": "is_hidden",
    "--json": "is_json",
    "--self-check": "is_self_check",
    "--version": "is_version",
    "--help": "is_help",
}
_VALUES: dict[str, tuple[str, Callable[[str], object]]] = {
    "--data-dir": ("data_dir", values.folder),
    "--page": ("page", values.page),
    "--clock": ("clock", values.clock),
}
_ASKED_FLAGS = (
    "--split",
    "--export",
    "--gas",
    "--best",
    "--sell",
    "--no-solar",
    "--without-smart",
    "--pdf",
    "--history",
)
_ASKED_VALUES: dict[str, Callable[[str], str]] = {
    "--at": values.moment,
    "--date": values.day,
    "--hours": values.amount(48, "hours"),
    "--before": values.clock_time,
    "--after": values.clock_time,
    "--region": values.region,
    "--postcode": values.postcode,
    "--kw": values.amount(1000, "kilowatts"),
    "--from": values.day,
    "--to": values.day,
    "--file": values.file,
    "--month": values.month,
    "--efficiency": values.amount(100, "percent"),
    "--battery": values.amount(1000, "kilowatt-hours"),
    "--reserve": values.amount(99, "percent", 0),
    "--price": values.amount(10_000, "pounds", 0),
    "--what": values.what,
    "--charge": values.windows,
    "--up-to": values.amount(1000, "kilowatt-hours"),
}
_A_BATTERY = ("kw", "efficiency", "reserve", "charge", "sell", "no-solar")
ASKED_OF = {
    "prices": ("date", "export", "gas"),
    "why": ("at",),
    "other-tariffs": ("region", "postcode"),
    "usage": ("from", "to", "export", "gas"),
    "costs": ("from", "to", "export", "gas"),
    "dispatches": ("history", "month"),
    "efficiency": ("month",),
    "compare": ("from", "to", "without-smart", "battery", *_A_BATTERY),
    "battery": ("from", "to", "up-to", "price", "best", *_A_BATTERY),
    "carbon": ("from", "to"),
    "report": ("month", "pdf", "file"),
    "export": ("from", "to", "file", "what"),
    "cheapest": ("hours", "before", "after", "split", "kw", "export"),
}
"""The options that one command alone understands."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the environment says. The repr shows no secret."""

    base_url: str | None = None
    api_key: str | None = None
    account_number: str | None = None

    def __repr__(self) -> str:
        return f"Surroundings({self.base_url!r})"


def read_surroundings(environment: dict[str, str]) -> Surroundings:
    """Raises UsageError where a variable makes no sense: a key without its account, or a server in clear text."""
    key, account = environment.get("KRAKEN_DESKTOP_API_KEY"), environment.get("KRAKEN_DESKTOP_ACCOUNT")
    if bool(key) != bool(account):
        raise UsageError("KRAKEN_DESKTOP_API_KEY and KRAKEN_DESKTOP_ACCOUNT go together: set both or neither.")
    return Surroundings(_server(environment.get("KRAKEN_DESKTOP_API") or None), key or None, account or None)


def _server(url: str | None) -> str | None:
    if url is None:
        return None
    from urllib.parse import urlsplit  # not at the top: it is seldom needed, and this module is in every start's way

    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https"):
        raise UsageError(f"KRAKEN_DESKTOP_API is {url!r}, which is not an address such as https://example.org.")
    if parts.scheme == "http" and host not in LOOPBACK:
        raise UsageError("KRAKEN_DESKTOP_API must begin with https:// unless it is on this computer.")
    return url.rstrip("/")
