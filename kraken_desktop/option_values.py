"""How the word after an option is read. Every reader raises UsageError, which says what would have made sense."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from math import nan
from pathlib import Path

PAGES = (
    *("glance", "live", "prices", "prices/best", "prices/others", "dispatches", "dispatches/timeline"),
    *("dispatches/history", "usage", "bills", "insight", "insight/days", "insight/where", "insight/battery"),
    *(
        "insight/tariffs",
        "insight/wave",
        "insight/carbon",
        "insight/report",
        "notices",
        "found",
        "settings",
        "sign-in",
        "about",
        "other-tariffs",
    ),
)
YEARS = range(2000, 2100)
"""No meter tells of a day outside them."""
EXPORTS = ("half-hours", "samples", "dispatches", "charges")


class UsageError(ValueError):
    """The command line makes no sense; the text says why, for a person."""


def folder(text: str) -> Path:
    """A folder, made absolute."""
    if not text:
        raise UsageError("--data-dir needs a folder.")
    return _absolute(text)


def _absolute(text: str) -> Path:
    try:
        return Path(text).expanduser().absolute()
    except RuntimeError:
        raise UsageError(f"There is no home folder for {text!r}.") from None


def page(text: str) -> str:
    """One of ``PAGES``."""
    if text not in PAGES:
        raise UsageError(f"There is no page {text!r}. There are {', '.join(PAGES)}.")
    return text


def day(text: str) -> str:
    """``today`` and ``tomorrow`` stay words: whose day it is, the app's own clock decides."""
    if text not in ("today", "tomorrow"):
        try:
            found = date.fromisoformat(text)
        except ValueError:
            raise UsageError(f"{text!r} is not a day. Say today, tomorrow or a date like 2026-10-05.") from None
        _within_years(text, found.year)
    return text


def windows(text: str) -> str:
    """Hours of every day, several with commas."""
    from kraken_desktop.domain.own_terms import read_window

    try:
        for part in text.split(","):
            read_window(part)
    except ValueError as odd:
        raise UsageError(f"--charge: {odd}.") from None
    return text


def month(text: str) -> str:
    """A month such as ``2026-10``."""
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        raise UsageError(f"{text!r} is not a month such as 2026-10.") from None
    _within_years(text, found.year)
    return f"{found:%Y-%m}"


def region(text: str) -> str:
    """A region's letter, large."""
    letter = text.strip("_").upper()
    if len(letter) != 1 or letter not in "ABCDEFGHJKLMNP":
        raise UsageError(f"{text!r} is not a region's letter: A to P without I and O.")
    return letter


def postcode(text: str) -> str:
    """A whole postcode, large and without blanks."""
    if not 5 <= len("".join(text.split())) <= 7 or not text.isascii():
        raise UsageError(f"{text!r} is not a whole postcode.")
    return "".join(text.split()).upper()


def clock(text: str) -> tuple[datetime, float]:
    """``2026-10-05T16:00:00Z`` or with a speed, ``2026-10-05T16:00:00Zx60``."""
    moment, _, speed = text.partition("x")
    try:
        start = datetime.fromisoformat(moment)
        factor = float(speed) if speed else 1.0
    except ValueError:
        raise UsageError(f"{text!r} is not a time such as 2026-10-05T16:00:00Z or 2026-10-05T16:00:00Zx60.") from None
    _within_years(text, start.year)
    if not 0 <= factor <= 1_000_000:
        raise UsageError("The clock's speed must be between 0 and 1000000.")
    return (start if start.tzinfo else start.replace(tzinfo=UTC)).astimezone(UTC), factor


def file(text: str) -> str:
    """A file, made absolute."""
    return str(_absolute(text))


def fitting_file(path: str, endings: tuple[str, ...]) -> None:
    """Whether the command writes such a file."""
    if Path(path).suffix.lower() not in endings:
        raise UsageError(f"{Path(path).name!r} is no {' or '.join(endings)} file.")


def what(text: str) -> str:
    """One of ``EXPORTS``."""
    if text not in EXPORTS:
        raise UsageError(f"{text!r} cannot be exported. There are {', '.join(EXPORTS)}.")
    return text


def amount(most: int, word: str, least: float = 0.01) -> Callable[[str], str]:
    """A reader of a number from ``least`` to ``most``; ``word`` names its unit."""

    def read(text: str) -> str:
        try:
            amount = float(text)
        except ValueError:
            amount = nan  # lies within no bounds, also not from 0
        if not least <= amount <= most:
            raise UsageError(f"{text!r} is not a number of {word} from {least} to {most}.")
        return text

    return read


def clock_time(text: str) -> str:
    """A time of the day as ``07:00``, by London's clocks."""
    try:
        found = time.fromisoformat(text.zfill(5))
        if found.tzinfo is not None:
            raise ValueError
        return f"{found:%H:%M}"
    except ValueError:
        raise UsageError(f"{text!r} is not a clock time such as 07:00.") from None


def moment(text: str) -> str:
    """A clock time stays one: whose day it is, the app's own clock decides."""
    try:
        found = datetime.fromisoformat(text) if "T" in text else time.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is not a time such as 16:30 or 2026-10-05T16:30.") from None
    if isinstance(found, datetime):
        _within_years(text, found.year)
        if found.tzinfo is None and not _happens(found):
            raise UsageError(f"{text!r} does not exist in London: that night the clocks go from 01:00 to 02:00.")
    return text


def _happens(clock: datetime) -> bool:
    from kraken_desktop.domain.moments import at_london, london  # a start without a time needs neither

    return london(at_london(clock.date(), clock.time())).replace(tzinfo=None) == clock


def _within_years(text: str, year: int) -> None:
    if year not in YEARS:
        raise UsageError(f"{text!r} lies outside the years {YEARS.start} to {YEARS.stop - 1}.")
