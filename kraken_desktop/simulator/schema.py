"""One schema file, two servers: each host knows only its own root fields, so a stranger's field is an HTTP 400."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from graphql import (
    DocumentNode,
    FieldNode,
    FloatValueNode,
    GraphQLError,
    GraphQLObjectType,
    GraphQLSchema,
    IntValueNode,
    StringValueNode,
    TypeInfo,
    TypeInfoVisitor,
    ValueNode,
    Visitor,
    build_schema,
    visit,
)

from kraken_desktop.simulator.london import read_moment

T = TypeVar("T")

MAIN, BACKEND = "main", "backend"


@cache
def schema_of(host: str) -> GraphQLSchema:
    """The schema that the host shows: `main` or `backend`."""
    whole = _whole()
    roots = {"Query": whole.query_type, "Mutation": whole.mutation_type}
    query, mutation = (_root(name, root, host) for name, root in roots.items() if root is not None)
    kept = [kind for name, kind in whole.type_map.items() if name not in roots]
    return GraphQLSchema(query=query, mutation=mutation, types=kept, directives=whole.directives)


@cache
def _whole() -> GraphQLSchema:
    text = files("kraken_desktop.simulator").joinpath("schema.graphql").read_text(encoding="utf-8")
    schema = build_schema(text)
    for name, behaviour in _SCALARS.items():
        for method, function in zip(_SCALAR_METHODS, behaviour, strict=True):
            setattr(schema.type_map[name], method, function)
    return schema


@dataclass(frozen=True, slots=True)
class AskedField:
    name: str
    parent: str
    is_deprecated: bool
    node: FieldNode


def fields_asked(schema: GraphQLSchema, document: DocumentNode) -> list[AskedField]:
    """Every field of a valid document, at the root and within, with the type that it belongs to."""
    kinds, asked = TypeInfo(schema), list[AskedField]()

    class Fields(Visitor):
        def enter_field(self, node: FieldNode, *_: Any) -> None:
            parent, field = kinds.get_parent_type(), kinds.get_field_def()
            if parent is not None and field is not None:
                asked.append(AskedField(node.name.value, parent.name, field.deprecation_reason is not None, node))

    visit(document, TypeInfoVisitor(kinds, Fields()))
    return asked


def _root(name: str, root: GraphQLObjectType, host: str) -> GraphQLObjectType:
    fields = {field: kind for field, kind in root.fields.items() if _host_of(kind.ast_node) == host}
    return GraphQLObjectType(name, fields)


def _host_of(node: Any) -> str:
    directive = next(each for each in node.directives if each.name.value == "host")
    return str(directive.arguments[0].value.value)


def _write_decimal(value: Any) -> str:
    return str(value)


def _read_decimal(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise GraphQLError(f"Decimal cannot represent value: {value!r}")
    try:
        return Decimal(value)
    except InvalidOperation as error:
        raise GraphQLError(f"Decimal cannot represent value: {value!r}") from error


def _read_decimal_literal(node: ValueNode, _: Any = None) -> Decimal:
    if isinstance(node, FloatValueNode) or not isinstance(node, StringValueNode | IntValueNode):
        raise GraphQLError("Decimal cannot represent a literal that is neither a string nor an integer.", node)
    return _placed(_read_decimal, node, node.value)


def _write_moment(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime | date | time) else str(value)


def _reading(read: Callable[[str], Any], name: str) -> tuple[Callable[[Any], Any], Callable[..., Any]]:
    def parse_value(value: Any) -> Any:
        try:
            return read(value)
        except (ValueError, TypeError) as error:
            raise GraphQLError(f"{name} cannot represent value: {value!r}") from error

    def parse_literal(node: ValueNode, _: Any = None) -> Any:
        if not isinstance(node, StringValueNode):
            raise GraphQLError(f"{name} cannot represent a literal that is not a string.", node)
        return _placed(parse_value, node, node.value)

    return parse_value, parse_literal


def _placed(read: Callable[[Any], T], node: ValueNode, value: Any) -> T:
    """What a literal means; a refusal says where it stands."""
    try:
        return read(value)
    except GraphQLError as error:
        raise GraphQLError(error.message, node) from error


_SCALAR_METHODS = ("coerce_output_value", "coerce_input_value", "coerce_input_literal")
_SCALARS: dict[str, tuple[Callable[..., Any], ...]] = {
    "Decimal": (_write_decimal, _read_decimal, _read_decimal_literal),
    "DateTime": (_write_moment, *_reading(read_moment, "DateTime")),
    "Date": (_write_moment, *_reading(date.fromisoformat, "Date")),
    "Time": (_write_moment, *_reading(time.fromisoformat, "Time")),
}
