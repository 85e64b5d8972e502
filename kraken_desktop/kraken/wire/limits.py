"""What the service tells of its limits."""

from __future__ import annotations

import msgspec


class FieldLimit(msgspec.Struct, rename="camel"):
    field: str | None = None
    is_blocked: bool | None = None


class Edge(msgspec.Struct):
    node: FieldLimit | None = None


class FieldLimits(msgspec.Struct):
    edges: list[Edge | None] | None = None


class RateLimits(msgspec.Struct, rename="camel"):
    field_specific_rate_limits: FieldLimits | None = None

    def is_blocked(self, field: str) -> bool | None:
        """None where the field is not listed."""
        for edge in (self.field_specific_rate_limits.edges if self.field_specific_rate_limits else None) or ():
            if edge and edge.node and edge.node.field == field:
                return bool(edge.node.is_blocked)
        return None
