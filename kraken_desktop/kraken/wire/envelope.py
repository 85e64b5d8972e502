"""A GraphQL answer and the meaning of its errors (docs/api.md, Errors)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.kraken.errors import KrakenError, Limited, OddAnswer, Refused, SignedOut, Unavailable
from kraken_desktop.kraken.wire import NOTHING

UNAUTHORIZED = "KT-CT-1111"
WRONG_KEY = frozenset({"KT-CT-1134", "KT-CT-1135", "KT-CT-1138", "KT-CT-1139"})
STALE_TOKEN = frozenset({"KT-CT-1112", "KT-CT-1124", "KT-CT-1143", "OE-0101", "OE-0102", "OE-0103", "OE-0104"})
WRONG_ACCOUNT = frozenset({"KT-CT-4123", "KT-CT-4177"})
LIMITED = frozenset({"KT-CT-1199", "OE-0002"})
UNAVAILABLE = frozenset({"KT-GB-4039", "KT-CT-4340", "KT-CT-4341", "KT-CT-7899", "OE-0000"})


class Extensions(msgspec.Struct, rename="camel"):
    """What says why may come in any form; the code is never lost for it."""

    error_code: str | None = None
    error_description: msgspec.Raw = NOTHING
    boost_charge_refusal_reasons: msgspec.Raw = NOTHING
    reason: msgspec.Raw = NOTHING


class WireError(msgspec.Struct):
    path: list[str | int] | None = None
    extensions: Extensions | None = None
    message: msgspec.Raw = NOTHING

    @property
    def code(self) -> str | None:
        return self.extensions.error_code if self.extensions else None

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why, in the service's words: a list of reasons, or one by itself."""
        if self.extensions is None:
            return ()
        found = (_texts(self.extensions.boost_charge_refusal_reasons), _texts(self.extensions.reason))
        return tuple(dict.fromkeys(reason for several in found for reason in several))

    @property
    def said(self) -> str | None:
        """The sentence meant for people; the description where the message is a mere heading."""
        described = _texts(self.extensions.error_description) if self.extensions else ()
        return next(iter((*_texts(self.message), *described)), None)

    @property
    def field(self) -> str | int | None:
        """The root field that failed; None where the error names none."""
        return self.path[0] if self.path else None


class Answer(msgspec.Struct, rename={"parts": "data"}):
    """``parts`` are the root fields that were answered, ``errors`` what was not; both may be there."""

    parts: dict[str, msgspec.Raw] | None = None
    errors: list[msgspec.Raw] | None = None

    @property
    def faults(self) -> list[WireError]:
        """The errors; one that cannot be read is an error all the same."""
        return [_fault(raw) for raw in self.errors or ()]

    @property
    def is_blank(self) -> bool:
        """No root field came back with anything in it."""
        return all(bytes(part) == b"null" for part in (self.parts or {}).values())

    def content(self, name: str) -> bytes | None:
        """One root field's JSON, None where it is null. Raises its error, or OddAnswer where it is not there."""
        raw = (self.parts or {}).get(name)
        if raw is not None and bytes(raw) != b"null":
            return bytes(raw)
        error = self.error_at(name)
        if error is not None:
            raise error
        if raw is None:
            raise OddAnswer()
        return None

    def error(self) -> KrakenError | None:
        """The gravest of all errors."""
        return _gravest(self.faults)

    def error_at(self, name: str) -> KrakenError | None:
        """The gravest error of one root field. A field that is missing shares the errors of the whole answer."""
        faults = self.faults
        own = [fault for fault in faults if fault.field == name]
        return _gravest(own if own or name in (self.parts or {}) else faults)

    def authentication(self) -> SignedOut | None:
        """The error that asks for a new token: Unauthorized counts only where nothing came back."""
        codes = [fault.code for fault in self.faults]
        stale = next((code for code in codes if code in STALE_TOKEN), None)
        if stale is None and UNAUTHORIZED in codes and self.is_blank:
            stale = UNAUTHORIZED
        return None if stale is None else SignedOut(code=stale)

    def refusal(self) -> KrakenError | None:
        """Why nothing came back, where the reason is not one field's alone: no part can say it."""
        error = self.error()
        is_whole = self.is_blank and (isinstance(error, SignedOut) or any(not fault.path for fault in self.faults))
        return error if is_whole else None


def _texts(raw: msgspec.Raw) -> tuple[str, ...]:
    """One text or a list of texts; what is no text is left out."""
    try:
        found = msgspec.json.decode(raw, type=str | list[Any] | None)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ()
    several = [found] if isinstance(found, str) else found or []
    return tuple(text for text in several if isinstance(text, str) and text)


def _fault(raw: msgspec.Raw) -> WireError:
    try:
        return msgspec.json.decode(raw, type=WireError)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return WireError()


def error_of(fault: WireError) -> KrakenError:
    """Unauthorized is a refusal like any other here: whoever may not see a field has a good key all the same."""
    code = fault.code
    if code in WRONG_KEY or code in STALE_TOKEN:
        return SignedOut(code=code)
    if code in WRONG_ACCOUNT:
        return SignedOut(kind=ProblemKind.ACCOUNT_REFUSED, code=code)
    if code in LIMITED:
        return Limited(code=code)
    if code in UNAVAILABLE:
        return Unavailable(code=code)
    return Refused(code=code, reasons=fault.reasons, said=fault.said) if code else OddAnswer()


_GRAVITY: tuple[type[KrakenError], ...] = (SignedOut, Limited, Unavailable, Refused, OddAnswer)


def _gravest(faults: Iterable[WireError]) -> KrakenError | None:
    """Authentication before rate limit before service before refusal."""
    found = [error_of(fault) for fault in faults]
    return min(found, key=lambda error: _GRAVITY.index(type(error)), default=None)


def loads(content: bytes, shape: Any) -> Any:
    """Decode strictly enough to trust and loosely enough to live. Raises OddAnswer."""
    try:
        return msgspec.json.decode(content, type=shape, strict=False)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as odd:
        raise OddAnswer() from odd
