"""What can go wrong on the way to Octopus. Nothing else leaves this layer (docs/api.md, Errors)."""

from __future__ import annotations

from datetime import datetime

from kraken_desktop.domain.problem import Problem, ProblemKind

_NOT_OFFERED = frozenset({"KT-CT-1111", "KT-CT-1113", "OE-0001"})
_NOT_UNDERSTOOD = frozenset({"HTTP 400", "KT-CT-1188", "KT-CT-1189"})
_DEVICE_GONE = frozenset({"KT-CT-4301", "KT-CT-4313", "KT-CT-4314", "KT-CT-4387"})


class KrakenError(Exception):
    """``code`` is the service's own; ``retry_at`` is set where the service or our budget says when to try again.

    ``may_be_heard``: the request was sent, and what the service made of it is not known.
    """

    kind = ProblemKind.ODD_ANSWER
    may_be_heard = False

    def __init__(
        self, *, kind: ProblemKind | None = None, code: str | None = None, retry_at: datetime | None = None
    ) -> None:
        self.kind = kind or type(self).kind
        self.code = code
        self.retry_at = retry_at
        super().__init__(f"{self.kind.value}{f' ({code})' if code else ''}")


class Unreachable(KrakenError):
    kind = ProblemKind.UNREACHABLE


class CutOff(Unreachable):
    """The line broke after the request had gone out."""

    may_be_heard = True


class TimedOut(KrakenError):
    kind = ProblemKind.TIMED_OUT
    may_be_heard = True


class Unavailable(KrakenError):
    kind = ProblemKind.UNAVAILABLE
    may_be_heard = True


class SignedOut(KrakenError):
    kind = ProblemKind.KEY_REFUSED


class Limited(KrakenError):
    kind = ProblemKind.LIMITED


class Refused(KrakenError):
    """``reasons`` are the service's own words for why, where it gives any: those of a boost, of a session.

    ``said`` is its sentence for people, which may be shown and never decides anything.
    """

    kind = ProblemKind.REFUSED

    def __init__(self, *, code: str | None = None, reasons: tuple[str, ...] = (), said: str | None = None) -> None:
        super().__init__(code=code)
        self.reasons = reasons
        self.said = said

    @property
    def is_not_offered(self) -> bool:
        """The account cannot have this at all, or not now: hide it rather than complain."""
        return self.code in _NOT_OFFERED

    @property
    def is_not_understood(self) -> bool:
        """The question as a whole names something that is not there any more, or asks too much: less of it may do."""
        return self.code in _NOT_UNDERSTOOD

    @property
    def is_device_gone(self) -> bool:
        """The device is not known any more: look for devices anew."""
        return self.code in _DEVICE_GONE


class OddAnswer(KrakenError):
    kind = ProblemKind.ODD_ANSWER
    may_be_heard = True


def problem_of(error: KrakenError, now: datetime) -> Problem:
    """The error as a person is told of it."""
    return Problem(error.kind, now, error.code)
