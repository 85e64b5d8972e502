"""What works and what does not, for a person who looks for the reason, in words that can be shown to others."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from kraken_desktop import __version__
from kraken_desktop.services.checks import checks
from kraken_desktop.services.finding import Finding, FoundPart
from kraken_desktop.services.findings import found_parts
from kraken_desktop.services.reports import Report, report
from kraken_desktop.services.state import AppState


def doctor_report(state: AppState) -> Report:
    """No account number, no meter, no address: it is made for being pasted somewhere."""
    # What is read, and how, stands at the top, so it is left out of the parts.
    told, parts = tuple(checks(state)), found_parts(state)[:-1]
    versions = f"Kraken Desktop {__version__}, Python {platform.python_version()}, {sys.platform}"
    body = {
        "version": __version__,
        "platform": sys.platform,
        "home": state.home,
        "checks": [_finding(check) for check in told],
    }
    rows = [f"{'ok' if check.is_good else '!!'}  {check.name:<16}{_told(check)}" for check in told]
    return report(state, "doctor", {**body, "found": _found(parts)}, [versions, "", *rows, *_found_lines(parts)])


def _found(parts: Sequence[FoundPart]) -> list[dict[str, Any]]:
    return [
        {
            "part": part.title,
            "findings": [_finding(one) for one in part.findings],
        }
        for part in parts
    ]


def _found_lines(parts: Sequence[FoundPart]) -> Iterator[str]:
    for part in parts:
        yield ""
        yield part.title
        for one in part.findings:
            yield f"{'  ' if one.is_good else '!!'}  {one.name:<20}{_told(one)}"


def _finding(one: Finding) -> dict[str, Any]:
    return {"name": one.name, "detail": one.detail, "is_good": one.is_good, "remedy": one.remedy or None}


def _told(one: Finding) -> str:
    return f"{one.detail} → {one.remedy}" if one.remedy else one.detail
