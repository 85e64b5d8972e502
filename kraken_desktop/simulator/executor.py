"""GraphQL as the service speaks it: 400 for a query that does not fit, 200 for everything else, data beside errors."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable
from functools import cache, lru_cache
from typing import Any, TypeGuard

from graphql import (
    DocumentNode,
    ExecutionResult,
    FieldNode,
    GraphQLError,
    GraphQLResolveInfo,
    Visitor,
    default_field_resolver,
    execute,
    parse,
    validate,
    visit,
)

from kraken_desktop.simulator import access
from kraken_desktop.simulator.answers import FIELDS, OPEN_FIELDS
from kraken_desktop.simulator.complexity import (
    MOST_COMPLEX,
    MOST_NODES,
    asked_of,
    complexity,
    is_introspection,
    nodes,
    operation_of,
    root_fields,
)
from kraken_desktop.simulator.engine import PlainExecutor
from kraken_desktop.simulator.errors import TOO_LATE, refusal
from kraken_desktop.simulator.schema import BACKEND, MAIN, fields_asked, schema_of
from kraken_desktop.simulator.world import Exchange

_log = logging.getLogger(__name__)

Answer = tuple[int, dict[str, Any], dict[str, str]]
_ENUMS = frozenset(
    (
        *("currentState", "current", "provider", "deviceType", "status", "type", "brand"),
        *("eventType", "eventStatus", "resultsStatus", "timeslot"),
    )
)
"""Fields whose values a later year may add to."""
BACKEND_CODES = "OE-"
INTERNAL = {MAIN: "KT-CT-7899", BACKEND: "OE-0000"}
"""How each server tells of an error of its own."""
UNHEARD_OF = "NEVER_HEARD_OF"


class Query:
    """The body of one POST, read as far as it can be read."""

    def __init__(self, body: bytes, host: str) -> None:
        self.host = host
        self.text = ""
        self.variables: dict[str, Any] = {}
        self.name: str | None = None
        self.document: DocumentNode | None = None
        self.problems: list[GraphQLError] = []
        self.fields: list[str] = []
        try:
            self.text, self.variables, self.name = _read_body(body)
        except ValueError as error:
            self.problems = [GraphQLError(str(error))]
            return
        self.document, self.problems = _checked(self.text, host)
        self.operation = operation_of(self.document, self.name) if self.document and not self.problems else None
        if self.document is not None and self.operation is not None:
            self.fields = root_fields(self.document, self.operation)
            if self.name is None and self.operation.name is not None:
                self.name = self.operation.name.value

    def run(self, exchange: Exchange) -> Answer:
        """(status, body, headers)."""
        if self.problems:
            return 400, {"errors": [_bare(problem) for problem in self.problems]}, {}
        if self.document is None or self.operation is None:
            return 400, {"errors": [{"message": "Unknown operation named, or several and none named."}]}, {}
        gone = self._gone(exchange)
        if gone:
            return 400, {"errors": [_bare(problem) for problem in gone]}, {}
        headers = {}
        score = complexity(self.document, self.operation, asked_of(self.operation, self.variables))
        if exchange.headers.get("x-kraken-query-complexity") == "true":
            headers["X-Kraken-Query-Complexity"] = str(score)
        refused = self._refused_whole(exchange, score)
        if refused is not None:
            return 200, {"errors": [refused.formatted], "data": None}, headers
        if self.fields and all(map(is_introspection, self.fields)) and not self.variables:
            return 200, _introspected(self.text, self.host, self.name), headers
        exchange.codes = tuple(exchange.world.faults.codes(exchange.now))
        if exchange.codes:
            exchange.asked = tuple(field.name for field in fields_asked(schema_of(self.host), self.document))
        result = execute(
            schema_of(self.host),
            self.document,
            root_value=_roots(self.host),
            context_value=exchange,
            variable_values=self.variables,
            operation_name=self.name,
            is_awaitable=_never,
            field_resolver=_resolve_within if exchange.codes else None,
            executor_class=None if exchange.codes else PlainExecutor,
        )
        assert isinstance(result, ExecutionResult)
        if result.data is None and result.errors and all(error.path is None for error in result.errors):
            return 400, {"errors": [_bare(problem) for problem in result.errors]}, headers
        return 200, _body(result, exchange, self.document), headers

    def _gone(self, exchange: Exchange) -> list[GraphQLError]:
        """As for a field that was taken out of the schema: the one that a fault names, or all that are deprecated."""
        assert self.document is not None
        if not exchange.world.faults.has("field-gone", exchange.now):
            return []
        asked = fields_asked(schema_of(self.host), self.document)
        struck = exchange.fault("field-gone", *(field.name for field in asked))
        if struck is None:
            return []
        return [
            GraphQLError(f"Cannot query field '{field.name}' on type '{field.parent}'.", field.node)
            for field in asked
            if (field.is_deprecated if struck.operation is None else struck.operation == field.name)
        ]

    def _refused_whole(self, exchange: Exchange, score: int) -> GraphQLError | None:
        assert self.document is not None
        assert self.operation is not None
        limits, now = exchange.world.limits, exchange.now
        another_app = exchange.fault("another-app", limits.points.field) if self.host == MAIN else None
        if another_app is not None:
            limits.exhaust(another_app.operation, now)
        if any(field not in OPEN_FIELDS for field in self.fields):
            stale = access.refuse_token(exchange)
            if stale is not None:
                return stale
        if self.host != MAIN:
            is_burst = exchange.fault("burst-limited") is not None and not limits.backend.spend(now)
            return refusal("OE-0002") if is_burst else None
        if score > MOST_COMPLEX:
            return refusal("KT-CT-1188")
        if nodes(self.document, self.operation, asked_of(self.operation, self.variables)) > MOST_NODES:
            return refusal("KT-CT-1189")
        if not limits.points.spend(now, score):
            return refusal("KT-CT-1199")
        return None


@lru_cache(maxsize=16)
def _introspected(text: str, host: str, name: str | None) -> dict[str, Any]:
    """The schema itself never changes."""
    result = execute(schema_of(host), parse(text), operation_name=name)
    assert isinstance(result, ExecutionResult)
    return {"data": result.data}


def _never(_: Any) -> TypeGuard[Awaitable[Any]]:
    """No answer waits for anything, and to ask each field costs a tenth of the time."""
    return False


def _read_body(body: bytes) -> tuple[str, dict[str, Any], str | None]:
    """(query, variables, operation's name). Raises ValueError with what the service says of another body."""
    try:
        asked = json.loads(body)
    except ValueError:
        raise ValueError("POST body sent invalid JSON.") from None
    if not isinstance(asked, dict) or not isinstance(asked.get("query"), str):
        raise ValueError("Must provide query string.")
    variables = asked.get("variables") or {}
    if not isinstance(variables, dict):
        raise ValueError("Variables are invalid JSON.")
    return asked["query"], variables, asked.get("operationName")


@lru_cache(maxsize=256)
def _checked(text: str, host: str) -> tuple[DocumentNode | None, list[GraphQLError]]:
    try:
        document = parse(text)
    except GraphQLError as error:
        return None, [error]
    return document, validate(schema_of(host), document)


@cache
def _roots(host: str) -> dict[str, Callable[..., Any]]:
    schema = schema_of(host)
    names = [name for root in (schema.query_type, schema.mutation_type) if root is not None for name in root.fields]
    return {name: _resolver(name, FIELDS.get(name, _nothing_here)) for name in names}


def _nothing_here(_: Exchange, **__: Any) -> None:
    """What this home has none of."""


def _resolver(name: str, answer: Callable[..., Any]) -> Callable[..., Any]:
    def resolve(info: GraphQLResolveInfo[Any], **arguments: Any) -> Any:
        exchange: Exchange = info.context
        if name not in OPEN_FIELDS:
            access.require_token(exchange)
        _refuse_by_code(exchange, name, is_root=True)
        return answer(exchange, **arguments)

    return resolve


def _resolve_within(source: Any, info: GraphQLResolveInfo[Any], **arguments: Any) -> Any:
    """Any field, where a fault by its code stands; a root field refuses by itself."""
    if info.path.prev is not None:
        _refuse_by_code(info.context, info.field_name, is_root=False)
    return default_field_resolver(source, info, **arguments)


def _refuse_by_code(exchange: Exchange, name: str, *, is_root: bool) -> None:
    """Raises what a fault by its code says: to the field that it names, else to every root field of the request."""
    for code in exchange.codes:
        if code.startswith(BACKEND_CODES) != (exchange.host != MAIN):
            continue
        struck = exchange.fault(code, *exchange.asked)
        if struck is None:
            continue
        roots = _roots(exchange.host)
        names_a_field = struck.operation in roots or struck.operation in exchange.asked
        if (struck.operation == name and is_root == (name in roots)) or (is_root and not names_a_field):
            raise refusal(code, reason=TOO_LATE) if code == "OE-1308" else refusal(code)


def _bare(error: GraphQLError) -> dict[str, Any]:
    """A refusal of the query's text: message and locations, no extensions."""
    return {key: value for key, value in error.formatted.items() if key in ("message", "locations")}


def _told(error: GraphQLError, host: str) -> dict[str, Any]:
    """A refusal as it is; a defect of ours as the service tells of its own."""
    told: dict[str, Any] = dict(error.formatted)
    if "errorCode" not in (error.extensions or {}):
        _log.error("%s cannot be answered", error.path, exc_info=error.original_error)
        told |= refusal(INTERNAL[host]).formatted
    return told


def _body(result: ExecutionResult, exchange: Exchange, document: DocumentNode) -> dict[str, Any]:
    body: dict[str, Any] = {}
    if result.errors:
        body["errors"] = [_told(error, exchange.host) for error in result.errors]
    data: Any = result.data
    if exchange.fault("unknown-tariff"):
        data = _with_strange_tariffs(data)
    body["data"] = _with_strangers(data, _strange_keys(document)) if exchange.fault("unknown-enum") else data
    return body


def _strange_keys(document: DocumentNode) -> frozenset[str]:
    """Under which the answer tells the fields of `_ENUMS`."""
    keys = set()

    class Fields(Visitor):
        def enter_field(self, node: FieldNode, *_: Any) -> None:
            if node.name.value in _ENUMS:
                keys.add((node.alias or node.name).value)

    visit(document, Fields())
    return frozenset(keys)


def _with_strange_tariffs(value: Any) -> Any:
    """The same answer with tariffs of a later year: they match no fragment, so what they cost is not in it."""
    if isinstance(value, list):
        return [_with_strange_tariffs(each) for each in value]
    if not isinstance(value, dict):
        return value
    if "tariffCode" in value and "__typename" in value:
        told = {key: each for key, each in value.items() if "ate" not in key}
        return told | {"__typename": "TariffNeverHeardOf"}
    return {key: _with_strange_tariffs(each) for key, each in value.items()}


def _with_strangers(value: Any, keys: frozenset[str]) -> Any:
    """The same answer with enum values of a later year."""
    if isinstance(value, list):
        return [_with_strangers(each, keys) for each in value]
    if isinstance(value, dict):
        return {
            key: UNHEARD_OF if key in keys and isinstance(each, str) else _with_strangers(each, keys)
            for key, each in value.items()
        }
    return value
