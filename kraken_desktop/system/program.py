"""How this very installation is started: from a checkout, a wheel or a frozen build."""

from __future__ import annotations

import sys
from pathlib import Path

_TRAY = "kraken-desktop-tray"


def own_command() -> tuple[str, ...]:
    """The words that start the windowed app, absolute."""
    if getattr(sys, "frozen", False):
        return (sys.executable,)
    beside = Path(sys.executable).with_name(f"{_TRAY}.exe" if sys.platform == "win32" else _TRAY)
    if beside.exists():
        return (str(beside),)
    return (sys.executable, "-m", "kraken_desktop")


def desktop_quoted(words: tuple[str, ...]) -> str:
    """As the Exec key of a desktop entry wants it."""
    return " ".join(map(_quoted, words))


def _quoted(word: str) -> str:
    word = word.replace("%", "%%")
    if word and all(letter.isalnum() or letter in "-_./=:,%@+" for letter in word):
        return word
    # Two rounds of escaping: one of the quoted argument, one of the string value.
    for letter in '\\"`$':
        word = word.replace(letter, f"\\{letter}")
    return '"' + word.replace("\\", "\\\\") + '"'
