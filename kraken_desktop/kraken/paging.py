"""Lists that come in pages, read to their end (docs/api.md, GraphQL conventions)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import msgspec

from kraken_desktop.kraken.decoding import Rows, meanings
from kraken_desktop.kraken.errors import OddAnswer
from kraken_desktop.kraken.wire.paging import Edge, Page

T = TypeVar("T")
W = TypeVar("W")

MOST_PAGES = 40


async def all_pages(
    ask: Callable[[Mapping[str, Any]], Awaitable[Page | None]],
    asked: Mapping[str, Any],
    shape: type[W],
    meaning: Callable[[W], T | None],
) -> Rows[T]:
    """Every row, odd ones counted; a cursor that stands still ends the list. Raises OddAnswer for an endless one."""
    variables: dict[str, Any] = {**asked, "after": None}
    nodes: list[msgspec.Raw] = []
    skipped = 0
    for _ in range(MOST_PAGES):
        page = await ask(variables) or Page()
        listed = nodes_of(page)
        nodes, skipped = [*nodes, *listed.rows], skipped + listed.skipped
        after = page.next_cursor
        if after is None or after == variables["after"]:
            found = meanings(nodes, shape, meaning)
            return Rows(found.rows, skipped + found.skipped)
        variables["after"] = after
    raise OddAnswer()


def nodes_of(page: Page) -> Rows[msgspec.Raw]:
    return meanings(page.edges, Edge, lambda edge: edge.node)
