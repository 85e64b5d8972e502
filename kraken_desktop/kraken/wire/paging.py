"""How a list goes on (docs/api.md, GraphQL conventions)."""

from __future__ import annotations

import msgspec


class PageInfo(msgspec.Struct, rename="camel"):
    has_next_page: bool | None = None
    end_cursor: str | None = None


def next_cursor(page: PageInfo | None) -> str | None:
    """None on the last page."""
    return page.end_cursor or None if page is not None and page.has_next_page else None
