"""One thing that was found, or is missing, and parts of several."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """``remedy`` is what would bring what is missing; "" where nothing is."""

    name: str
    detail: str
    is_good: bool = True
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class FoundPart:
    """An account, a property, a meter point. ``private`` (a number, an address) is for the customer's eyes only.

    ``turns_to`` is the number of an account that could be shown instead, private too.
    """

    title: str
    private: str
    findings: tuple[Finding, ...]
    turns_to: str | None = None
