"""What logging in answers. None of it is ever shown or logged."""

from __future__ import annotations

import msgspec

from kraken_desktop.kraken.wire import NOTHING


class Claims(msgspec.Struct):
    """Unix times by the service's own clock."""

    exp: int
    iat: int


class Obtained(msgspec.Struct, rename="camel"):
    """``refresh_expires_in`` is an instant in Unix time, in spite of its name."""

    token: str
    payload: msgspec.Raw = NOTHING
    refresh_token: str | None = None
    refresh_expires_in: msgspec.Raw = NOTHING

    def __repr__(self) -> str:
        return "Obtained(…)"
