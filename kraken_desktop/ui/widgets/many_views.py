"""Pages of several views under one heading."""

from __future__ import annotations

from typing import Protocol, runtime_checkable


@runtime_checkable
class ManyViews(Protocol):
    def open_view(self, name: str) -> None:
        """Turn to a view; an unknown name changes nothing."""
