"""Which faults belong to which operation: those of the way, the codes of its host, those that the schema names."""

from __future__ import annotations

from typing import Any

from kraken_desktop.simulator.errors import CODES
from kraken_desktop.simulator.schema import BACKEND, MAIN, schema_of

WAYS = (
    "no-network",
    "captive-portal",
    "blocked",
    "bad-gateway",
    "half-json",
    "slow",
    "timeout",
    "clock-wrong",
    "http-404",
    "http-429",
    "http-500",
    "http-503",
    "http-504",
)
"""What stands below every question."""
OF_HOST = {
    MAIN: ("KT-CT-1111", "KT-CT-1112", "KT-CT-1113", "KT-CT-1124", "KT-CT-1143", "KT-CT-1199", "KT-CT-1605"),
    BACKEND: ("OE-0000", "OE-0001", "OE-0002", "OE-0101", "OE-0102", "OE-0103", "OE-0104"),
}
"""What any field of a server may say (docs/api.md, 7 and 8)."""
REST = "rest"


def troubles_of(host: str, operation: str) -> tuple[str, ...]:
    """Names of faults and codes; `operation` is a root field, or a path of REST."""
    if host == REST:
        return WAYS
    return (*WAYS, *dict.fromkeys((*OF_HOST[host], *_named(host, operation))))


def _named(host: str, operation: str) -> list[str]:
    """The codes that the schema names for a root field."""
    schema = schema_of(host)
    roots = [root for root in (schema.query_type, schema.mutation_type) if root is not None]
    node: Any = next(root.fields[operation].ast_node for root in roots if operation in root.fields)
    return [
        value.value
        for directive in node.directives
        if directive.name.value == "errors"
        for argument in directive.arguments
        for value in argument.value.values
        if value.value in CODES
    ]
