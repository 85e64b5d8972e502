"""How a list goes on (docs/api.md, GraphQL conventions)."""

from __future__ import annotations

import msgspec

from kraken_desktop.kraken.wire import NOTHING


class PageInfo(msgspec.Struct, rename="camel"):
    has_next_page: bool | None = None
    end_cursor: str | None = None


class Edge(msgspec.Struct):
    node: msgspec.Raw


class Page(msgspec.Struct, rename="camel"):
    """A piece of a list; its rows are decoded one by one."""

    edges: list[msgspec.Raw] | None = None
    page_info: msgspec.Raw = NOTHING
