"""What is left of the service's limits, and what a question costs of them (docs/api.md, Limits)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from kraken_desktop.domain.limits import FieldLimit, PointsLimit, ServiceLimits
from kraken_desktop.kraken.conversation import Conversation
from kraken_desktop.kraken.decoding import as_it_is, if_known, meaning_of, meanings
from kraken_desktop.kraken.paging import nodes_of
from kraken_desktop.kraken.wire import limits as wire
from kraken_desktop.kraken.wire.envelope import loads
from kraken_desktop.kraken.wire.paging import Page


class Limits:
    def __init__(self, ours: Conversation) -> None:
        self._ours = ours

    async def standing(self) -> ServiceLimits:
        """Every limit of which the service tells; whatever it does not tell is None."""
        content = await self._ours.root("rateLimitInfo", "rate_limits", {})
        return _standing(loads(content, wire.RateLimits)) if content else ServiceLimits()

    async def complexity(self, question: str, variables: Mapping[str, Any]) -> int | None:
        """The score that the service gives a question, of the 200 it allows; None where it gives none."""
        asked = {"query": question, "variables": msgspec.json.encode(variables).decode()}
        content = await self._ours.root("queryComplexity", "query_complexity", {"question": asked})
        told: wire.Complexity = loads(content, wire.Complexity) if content else wire.Complexity()
        return told.complexity_value


def _standing(told: wire.RateLimits) -> ServiceLimits:
    points = meaning_of(told.points_allowance_rate_limit, wire.PointsLimit, _points) or PointsLimit()
    listed = nodes_of(meaning_of(told.field_specific_rate_limits, Page, as_it_is) or Page())
    fields = meanings(listed.rows, wire.FieldLimit, _field)
    return ServiceLimits(points, fields.rows, listed.skipped + fields.skipped)


def _points(row: wire.PointsLimit) -> PointsLimit:
    return PointsLimit(
        row.limit, row.used_points, row.remaining_points, row.is_blocked, if_known(_unix_instant, row.ttl)
    )


def _field(row: wire.FieldLimit) -> FieldLimit:
    return FieldLimit(row.field, row.rate, row.is_blocked, row.ttl)


def _unix_instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
