"""The GraphQL engine, quicker over answers that are plain: a page of half hours has some fifteen hundred leaves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLError,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    Undefined,
    get_nullable_type,
    is_non_null_type,
)
from graphql.execution import Executor
from graphql.execution.collect_fields import GroupedFieldSet
from graphql.pyutils import Path

PLAIN = frozenset({str, int, float, bool, Decimal, datetime, date, time})
Write = Callable[[Any], Any]


class PlainExecutor(Executor[Any]):
    """Writes a leaf straight from the dictionary that it stands in. Whatever is not so simple the engine completes as
    ever, errors above all, so that they are its own. Answers must not be awaitable.
    """

    def execute_fields(
        self,
        parent_type: GraphQLObjectType,
        source_value: Any,
        path: Path | None,
        grouped_field_set: GroupedFieldSet,
        position_context: Any,
    ) -> Any:
        if type(source_value) is not dict:
            return super().execute_fields(parent_type, source_value, path, grouped_field_set, position_context)
        completed: dict[str, Any] = {}
        for alias, details in grouped_field_set.items():
            name = details[0].node.name.value
            written = _leaf(self.schema, parent_type, name)(source_value.get(name))
            if written is Undefined:
                child = Path(path, alias, parent_type.name)
                written = self.execute_field(parent_type, source_value, details, child, position_context)
            if written is not Undefined:
                completed[alias] = written
        return completed


@cache
def _leaf(schema: GraphQLSchema, parent_type: GraphQLObjectType, name: str) -> Write:
    """How the field's value is written; Undefined from it leaves the field to the engine."""
    field = schema.get_field(parent_type, name)
    if field is None or field.resolve is not None or field.args:
        return _undefined
    kind = get_nullable_type(field.type)
    if not isinstance(kind, GraphQLScalarType | GraphQLEnumType):
        return _undefined
    coerce: Write = kind.coerce_output_value
    nothing = Undefined if is_non_null_type(field.type) else None

    def write(value: Any) -> Any:
        if value is None:
            return nothing
        if type(value) not in PLAIN:
            return Undefined
        try:
            written = coerce(value)
        except GraphQLError:
            return Undefined
        return Undefined if written is None else written

    return write


def _undefined(_: Any) -> Any:
    return Undefined
