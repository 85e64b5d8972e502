"""What is left of the limits, and the score of a query (docs/api.md, 4)."""

from __future__ import annotations

import json
from typing import Any

from graphql import GraphQLError, parse

from kraken_desktop.simulator.answers.paging import connection
from kraken_desktop.simulator.complexity import complexity, operation_of
from kraken_desktop.simulator.errors import refusal
from kraken_desktop.simulator.world import Answers, Exchange


def rate_limit_info(exchange: Exchange) -> dict[str, Any]:
    limits, now = exchange.world.limits, exchange.now
    used = limits.points.used(now)

    def by_field(_: Any, fields: list[str] | None = None, **page: Any) -> dict[str, Any]:
        rows = [
            {
                "field": allowance.field,
                "rate": allowance.rate,
                "ttl": allowance.seconds_until_free(now),
                "isBlocked": allowance.seconds_until_free(now) > 0,
            }
            for allowance in limits.by_field.values()
            if fields is None or allowance.field in fields
        ]
        return connection(rows, **page)

    return {
        "pointsAllowanceRateLimit": {
            "limit": limits.points.limit,
            "usedPoints": used,
            "remainingPoints": limits.points.limit - used,
            "ttl": (int(now.timestamp()) // 3600 + 1) * 3600,
            "isBlocked": used >= limits.points.limit,
        },
        "fieldSpecificRateLimits": by_field,
    }


def query_complexity(_: Exchange, input: dict[str, Any]) -> dict[str, Any]:
    try:
        document = parse(input["query"])
        variables = json.loads(input.get("variables") or "{}")
    except (GraphQLError, ValueError) as error:
        raise refusal("KT-CT-1605", input_path=["input"]) from error
    operation = operation_of(document, input.get("operationName"))
    return {"complexityValue": None if operation is None else complexity(document, operation, variables)}


FIELDS: Answers = {"rateLimitInfo": rate_limit_info, "queryComplexity": query_complexity}
