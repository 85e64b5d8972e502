"""Lists that come in pages, read to their end (docs/api.md, GraphQL conventions)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import msgspec

from kraken_desktop.kraken.decoding import Rows, as_it_is, meaning_of, meanings
from kraken_desktop.kraken.errors import OddAnswer
from kraken_desktop.kraken.wire import NOTHING
from kraken_desktop.kraken.wire.paging import Edge, Page, PageInfo

T = TypeVar("T")
W = TypeVar("W")

MOST_PAGES = 40


async def all_pages(
    ask: Callable[[Mapping[str, Any]], Awaitable[Page | None]],
    asked: Mapping[str, Any],
    shape: type[W],
    meaning: Callable[[W], T | None],
) -> Rows[T]:
    """Every row, odd ones counted; a cursor that stands still ends the list, and so does one that cannot be read,
    which counts as odd: more may follow. Raises OddAnswer for an endless list.
    """
    variables: dict[str, Any] = {**asked, "after": None}
    nodes: list[msgspec.Raw] = []
    skipped = 0
    for _ in range(MOST_PAGES):
        page = await ask(variables) or Page()
        listed = nodes_of(page)
        after, is_odd = _following(page)
        nodes, skipped = [*nodes, *listed.rows], skipped + listed.skipped + is_odd
        if after is None or after == variables["after"]:
            found = meanings(nodes, shape, meaning)
            return Rows(found.rows, skipped + found.skipped)
        variables["after"] = after
    raise OddAnswer()


def _following(page: Page) -> tuple[str | None, bool]:
    """The next page's cursor, None on the last one; and whether that cannot be read."""
    if page.page_info == NOTHING:
        return None, False
    told = meaning_of(page.page_info, PageInfo, as_it_is)
    if told is None:
        return None, True
    return told.end_cursor or None if told.has_next_page else None, False


def nodes_of(page: Page) -> Rows[msgspec.Raw]:
    return meanings(page.edges, Edge, lambda edge: edge.node)
