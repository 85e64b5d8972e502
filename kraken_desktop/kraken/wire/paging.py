"""How a list goes on (docs/api.md, GraphQL conventions)."""

from __future__ import annotations

import msgspec


class PageInfo(msgspec.Struct, rename="camel"):
    has_next_page: bool | None = None
    end_cursor: str | None = None


class Edge(msgspec.Struct):
    node: msgspec.Raw


class Page(msgspec.Struct, rename="camel"):
    """A piece of a list; its rows are decoded one by one."""

    edges: list[msgspec.Raw] | None = None
    page_info: PageInfo | None = None

    @property
    def next_cursor(self) -> str | None:
        """None on the last page."""
        page = self.page_info
        return page.end_cursor or None if page is not None and page.has_next_page else None
