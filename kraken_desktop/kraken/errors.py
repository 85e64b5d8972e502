"""What can go wrong on the way to Octopus. Nothing else leaves this layer (docs/api.md, Errors)."""

from __future__ import annotations

from datetime import datetime

from kraken_desktop.domain.problem import Problem, ProblemKind


class KrakenError(Exception):
    """``code`` is the service's own; ``retry_at`` is set where the service or our budget says when to try again."""

    kind = ProblemKind.ODD_ANSWER

    def __init__(
        self, *, kind: ProblemKind | None = None, code: str | None = None, retry_at: datetime | None = None
    ) -> None:
        self.kind = kind or type(self).kind
        self.code = code
        self.retry_at = retry_at
        super().__init__(f"{self.kind.value}{f' ({code})' if code else ''}")


class Unreachable(KrakenError):
    kind = ProblemKind.UNREACHABLE


class TimedOut(KrakenError):
    kind = ProblemKind.TIMED_OUT


class Unavailable(KrakenError):
    kind = ProblemKind.UNAVAILABLE


class SignedOut(KrakenError):
    kind = ProblemKind.KEY_REFUSED


class Limited(KrakenError):
    kind = ProblemKind.LIMITED


class Refused(KrakenError):
    kind = ProblemKind.REFUSED


class OddAnswer(KrakenError):
    kind = ProblemKind.ODD_ANSWER


def problem_of(error: KrakenError, now: datetime) -> Problem:
    """The error as a person is told of it."""
    return Problem(error.kind, now, error.code)
