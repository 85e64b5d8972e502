"""What the service tells of its limits."""

from __future__ import annotations

import msgspec

from kraken_desktop.kraken.wire import NOTHING


class FieldLimit(msgspec.Struct, rename="camel"):
    field: str
    rate: str | None = None
    ttl: int | None = None
    is_blocked: bool | None = None


class PointsLimit(msgspec.Struct, rename="camel"):
    """``ttl`` is a Unix time here, and seconds to wait in a field's limit."""

    limit: int | None = None
    used_points: int | None = None
    remaining_points: int | None = None
    ttl: int | None = None
    is_blocked: bool | None = None


class RateLimits(msgspec.Struct, rename="camel"):
    points_allowance_rate_limit: msgspec.Raw = NOTHING
    field_specific_rate_limits: msgspec.Raw = NOTHING


class Complexity(msgspec.Struct, rename="camel"):
    complexity_value: int | None = None
