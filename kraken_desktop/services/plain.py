"""Domain values as plain JSON: instants in UTC, numbers, spans, problems with their words."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.problem import Problem
from kraken_desktop.services import text


def span_of(of: Span, **more: Any) -> dict[str, Any]:
    return {"start": instant(of.start), "end": instant(of.end), **more}


def problem_of(problem: Problem) -> dict[str, Any]:
    words = text.problem_text(problem)
    return {
        "kind": problem.kind.value,
        "since": instant(problem.since),
        "code": problem.code,
        "title": words.title,
        "meaning": words.meaning,
        "action": words.action,
    }


def instant(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat().replace("+00:00", "Z")


def number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
