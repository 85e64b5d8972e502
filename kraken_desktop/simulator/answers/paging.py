"""Relay connections: pages by `first` and `after`, refused without a size (docs/api.md, 6)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator, Sequence
from typing import Any, overload

from kraken_desktop.simulator.errors import refusal

MOST_ROWS = 99


class Stream(Sequence[Any]):
    """Rows that are made as far as somebody looks; asking for the length makes them all."""

    def __init__(self, rows: Iterator[Any]) -> None:
        self._coming = rows
        self._made: list[Any] = []

    def __len__(self) -> int:
        self._made.extend(self._coming)
        return len(self._made)

    @overload
    def __getitem__(self, index: int) -> Any: ...
    @overload
    def __getitem__(self, index: slice) -> list[Any]: ...
    def __getitem__(self, index: int | slice) -> Any:
        wanted = index.stop if isinstance(index, slice) else index + 1
        while wanted is None or wanted < 0 or len(self._made) < wanted:
            try:
                self._made.append(next(self._coming))
            except StopIteration:
                break
        return self._made[index]


class Made(Sequence[Any]):
    """`count` rows of which only those looked at are made."""

    def __init__(self, count: int, make: Callable[[int], Any]) -> None:
        self._places = range(count)
        self._make = make

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, index: int) -> Any: ...
    @overload
    def __getitem__(self, index: slice) -> list[Any]: ...
    def __getitem__(self, index: int | slice) -> Any:
        if isinstance(index, slice):
            return [self._make(place) for place in self._places[index]]
        return self._make(self._places[index])


def connection(
    rows: Sequence[Any],
    *,
    first: int | None = None,
    last: int | None = None,
    after: str | None = None,
    before: str | None = None,
    **_: Any,
) -> dict[str, Any]:
    """A page of rows, below a hundred. Raises KT-CT-1201 without a size, KT-CT-1605 for another one and for two."""
    if first is None and last is None:
        raise refusal("KT-CT-1201")
    if first is not None and last is not None:
        raise refusal("KT-CT-1605", input_path=["last"])
    for name, size in (("first", first), ("last", last)):
        if size is not None and not 0 <= size <= MOST_ROWS:
            raise refusal("KT-CT-1605", input_path=[name])
    begins = 0 if after is None else _place(after) + 1
    ends = None if before is None else _place(before)
    if first is not None:
        ends = begins + first if ends is None else min(begins + first, ends)
    else:
        ends = len(rows) if ends is None else min(ends, len(rows))
        begins = max(begins, ends - (last or 0))
    page = rows[begins:ends]
    ends = begins + len(page)
    return {
        "pageInfo": lambda _: {
            "hasNextPage": bool(rows[ends : ends + 1]),
            "hasPreviousPage": begins > 0,
            "startCursor": _cursor(begins) if page else None,
            "endCursor": _cursor(ends - 1) if page else None,
        },
        "edges": [{"node": row, "cursor": _cursor(begins + place)} for place, row in enumerate(page)],
        "totalCount": lambda _: len(rows),
        "edgeCount": len(page),
    }


def _cursor(place: int) -> str:
    return base64.b64encode(f"arrayconnection:{place}".encode()).decode()


def _place(cursor: str) -> int:
    try:
        return int(base64.b64decode(cursor).decode().rpartition(":")[2])
    except (binascii.Error, ValueError) as error:
        raise refusal("KT-CT-1605", input_path=["after"]) from error
