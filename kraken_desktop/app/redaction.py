"""What must never stand in a log: keys, tokens, account and meter numbers, serials, device ids, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SHORTEST_HIDDEN = 5
# Longest and most telling first: a later pattern never sees what an earlier one took.
_PATTERNS = (
    ("key", r"sk_(?:live|test)_\w+"),
    ("token", r"eyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?"),
    ("token", r"(?i:(?<=bearer )\S+|(?<=basic )\S+|(?<=jwt )\S+)"),
    ("account", r"\bA-[0-9A-F]{8}\b"),
    ("device", r"(?i:\b(?:[0-9a-f]{2}[-:]){5,7}[0-9a-f]{2}\b)"),
    ("device", r"(?i:\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b)"),
    ("token", r"(?i:\b[0-9a-f]{32,}\b)"),
    ("serial", r"\b(?:\d{2}[A-Z]\d{7}|[A-Z]\d[A-Z]\d{8,13}|[A-Z]\d{2}[A-Z]\d{8,11})\b"),
    ("meter", r"(?<![\d.])\d{13}(?![\d.])"),
    ("meter", r"(?i:(?<=gas-meter-points/)\d{6,10}|(?<=mprn[ =:])\d{6,10}|(?<=meters/)[^/\s?\"']+)"),
    ("postcode", r"(?i:\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b)"),
    (
        "address",
        r"(?i:\b\d{1,4}[a-z]?,? (?:[a-z'’-]+ ){1,4}(?:street|road|lane|avenue|close|drive|way|court|crescent|gardens|"
        r"grove|hill|mews|park|place|row|square|terrace|walk|st|rd|ave)\b)",
    ),
)


class Redaction:
    """Replaces what looks like a secret, and every exact value it was told to hide, by ``[kind]``."""

    def __init__(self) -> None:
        self._known: tuple[str, ...] = ()
        self._pattern: re.Pattern[str] | None = None

    def hide(self, values: Iterable[str]) -> None:
        """Values that no pattern can know, such as the address. Very short ones would spoil every line: left out."""
        known = {*self._known, *(value for value in values if len(value) >= _SHORTEST_HIDDEN)}
        self._known = tuple(sorted(known, key=len, reverse=True))

    def __call__(self, text: str) -> str:
        for value in self._known:
            text = text.replace(value, "[hidden]")
        if self._pattern is None:
            # Not at import: compiling costs more than all else here, and a quiet run never needs it.
            self._pattern = re.compile("|".join(f"(?P<p{i}>{pattern})" for i, (_, pattern) in enumerate(_PATTERNS)))
        return self._pattern.sub(_replacement, text)


def _replacement(found: re.Match[str]) -> str:
    return f"[{_PATTERNS[int((found.lastgroup or 'p0')[1:])][0]}]"
