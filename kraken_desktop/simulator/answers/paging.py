"""Relay connections: pages by `first` and `after`, refused without a size (docs/api.md, 6)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Any

from kraken_desktop.simulator.errors import refusal

MOST_ROWS = 100


def connection(
    rows: Sequence[Any], *, first: int | None = None, last: int | None = None, after: str | None = None, **_: Any
) -> dict[str, Any]:
    """A page of rows. Raises KT-CT-1201 without `first` or `last`."""
    if first is None and last is None:
        raise refusal("KT-CT-1201")
    begins = 0 if after is None else _place(after) + 1
    ends = len(rows)
    if first is not None:
        ends = min(ends, begins + min(first, MOST_ROWS))
    elif last is not None:
        begins = max(begins, ends - min(last, MOST_ROWS))
    page = rows[begins:ends]
    return {
        "pageInfo": {
            "hasNextPage": ends < len(rows),
            "hasPreviousPage": begins > 0,
            "startCursor": _cursor(begins) if page else None,
            "endCursor": _cursor(ends - 1) if page else None,
        },
        "edges": [{"node": row, "cursor": _cursor(begins + place)} for place, row in enumerate(page)],
        "totalCount": len(rows),
        "edgeCount": len(page),
    }


def _cursor(place: int) -> str:
    return base64.b64encode(f"arrayconnection:{place}".encode()).decode()


def _place(cursor: str) -> int:
    try:
        return int(base64.b64decode(cursor).decode().rpartition(":")[2])
    except (binascii.Error, ValueError) as error:
        raise refusal("KT-CT-1605", input_path=["after"]) from error
