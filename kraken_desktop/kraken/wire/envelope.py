"""A GraphQL answer and the meaning of its errors (docs/api.md, Errors)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.kraken.errors import KrakenError, Limited, OddAnswer, Refused, SignedOut, Unavailable

WRONG_KEY = frozenset({"KT-CT-1139", "KT-CT-1138"})
STALE_TOKEN = frozenset({"KT-CT-1112", "KT-CT-1124", "KT-CT-1143", "OE-0101", "OE-0102", "OE-0103", "OE-0104"})
STALE_REFRESH = frozenset({"KT-CT-1134", "KT-CT-1135"})
UNAUTHORIZED = "KT-CT-1111"
WRONG_ACCOUNT = frozenset({"KT-CT-4123", "KT-CT-4177"})
LIMITED = frozenset({"KT-CT-1199", "OE-0002"})
UNAVAILABLE = frozenset({"KT-GB-4039", "KT-CT-4340", "KT-CT-4341", "KT-CT-7899", "OE-0000"})


class Extensions(msgspec.Struct, rename="camel"):
    error_code: str | None = None


class WireError(msgspec.Struct):
    message: str | None = None
    path: list[str | int] | None = None
    extensions: Extensions | None = None

    @property
    def code(self) -> str | None:
        return self.extensions.error_code if self.extensions else None


class Answer(msgspec.Struct):
    """``data`` holds what was answered, ``errors`` what was not; both may be there."""

    data: dict[str, msgspec.Raw] | None = None
    errors: list[WireError] = []

    @property
    def has_data(self) -> bool:
        return any(bytes(part) != b"null" for part in (self.data or {}).values())

    def part(self, name: str) -> bytes | None:
        """One root field's JSON; None where it is null or missing."""
        raw = (self.data or {}).get(name)
        return None if raw is None or bytes(raw) == b"null" else bytes(raw)

    def error_at(self, name: str) -> KrakenError | None:
        """The gravest error of one root field."""
        return gravest([error for error in self.errors if error.path and error.path[0] == name])

    def authentication(self) -> KrakenError | None:
        """The error that asks for a new token: Unauthorized counts only where no data came back."""
        codes = {error.code for error in self.errors}
        if codes & STALE_TOKEN or (UNAUTHORIZED in codes and not self.has_data):
            return SignedOut(code=next(code for code in codes if code in STALE_TOKEN or code == UNAUTHORIZED))
        return None


def error_of(error: WireError) -> KrakenError:
    code = error.code
    if code in WRONG_KEY or code in STALE_TOKEN or code == UNAUTHORIZED:
        return SignedOut(code=code)
    if code in WRONG_ACCOUNT:
        return SignedOut(kind=ProblemKind.ACCOUNT_REFUSED, code=code)
    if code in LIMITED:
        return Limited(code=code)
    if code in UNAVAILABLE:
        return Unavailable(code=code)
    return Refused(code=code) if code else OddAnswer()


_GRAVITY: tuple[type[KrakenError], ...] = (SignedOut, Limited, Unavailable, Refused, OddAnswer)


def gravest(errors: Sequence[WireError]) -> KrakenError | None:
    """Authentication before rate limit before service before refusal."""
    found = [error_of(error) for error in errors]
    return min(found, key=lambda error: _GRAVITY.index(type(error)), default=None)


def loads(content: bytes, shape: Any) -> Any:
    """Decode strictly enough to trust and loosely enough to live. Raises OddAnswer."""
    try:
        return msgspec.json.decode(content, type=shape, strict=False)
    except (msgspec.DecodeError, UnicodeDecodeError) as odd:
        raise OddAnswer() from odd
