"""Answers that the schema allows, to a document of ours: nulls wherever they may be; words, kinds and fields that
nobody has heard of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLEnumType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    build_schema,
    is_abstract_type,
    parse,
)
from hypothesis import strategies as st

from tests.kraken.odd import anything

SCHEMA = build_schema(Path("kraken_desktop/simulator/schema.graphql").read_text(encoding="utf-8"))
UNHEARD_OF = "NEVER_HEARD_OF"

_FIRST, _YEARS = datetime(2024, 1, 1, tzinfo=UTC), 4
_instants = st.builds(
    lambda seconds, offset: (
        (_FIRST + timedelta(seconds=seconds)).astimezone(timezone(timedelta(hours=offset))).isoformat()
    ),
    st.integers(0, _YEARS * 365 * 86_400) | st.floats(0, _YEARS * 365 * 86_400),
    st.integers(0, 1),
)
_decimals = st.one_of(
    st.decimals(-9999, 99999, places=4).map(str), st.sampled_from(["0E-20", "-0", "25.1810000000000000", "0"])
)
_SCALARS: dict[str, st.SearchStrategy[Any]] = {
    "DateTime": _instants,
    "Date": st.dates(date(2020, 1, 1), date(2028, 1, 1)).map(str),
    "Time": st.times().map(lambda clock: clock.replace(microsecond=0).isoformat()),
    "Decimal": _decimals,
    "Float": st.floats(-1e6, 1e6),
    "Int": st.integers(-(2**31), 2**31 - 1),
    "BigInt": st.integers(-(2**40), 2**40),
    "Boolean": st.booleans(),
    "String": st.sampled_from(["", "1200099999990", "-17", UNHEARD_OF]) | st.text(max_size=8),
    "ID": st.integers(-99, 99).map(str),
    "UUID": st.uuids().map(str),
    "GenericScalar": st.dictionaries(st.text(max_size=3), st.integers()),
}
_additions = st.just({}) | st.dictionaries(st.just("neverHeardOf"), anything, max_size=1)
"""A field that came later, with anything in it."""


@st.composite
def answers(draw: Callable[..., Any], text: str) -> dict[str, Any]:
    """``data`` for an operation."""
    document = parse(text)
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    operation = next(node for node in document.definitions if isinstance(node, OperationDefinitionNode))
    root = SCHEMA.get_root_type(operation.operation)
    assert root is not None
    found: dict[str, Any] = draw(_fields(root, operation.selection_set, fragments))
    return found


@st.composite
def _fields(
    draw: Callable[..., Any], kind: GraphQLObjectType, selection: SelectionSetNode, fragments: dict[str, Any]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for node in _selected(kind, selection, fragments):
        name = node.alias.value if node.alias else node.name.value
        if node.name.value == "__typename":
            found[name] = kind.name
        else:
            value = draw(_values(kind.fields[node.name.value].type, node.selection_set, fragments))
            found[name] = {**found[name], **value} if isinstance(value, dict) and name in found else value
    return found | draw(_additions)


def _values(kind: Any, selection: SelectionSetNode | None, fragments: dict[str, Any]) -> st.SearchStrategy[Any]:
    if not isinstance(kind, GraphQLNonNull):
        return st.none() | _values(GraphQLNonNull(kind), selection, fragments)
    inner = kind.of_type
    if isinstance(inner, GraphQLList):
        return st.lists(_values(inner.of_type, selection, fragments), max_size=3)
    if isinstance(inner, GraphQLEnumType):
        return st.sampled_from([*inner.values, UNHEARD_OF])
    if selection is None:
        return _SCALARS[inner.name]
    if not is_abstract_type(inner):
        return _fields(inner, selection, fragments)
    kinds = [_fields(kind, selection, fragments) for kind in SCHEMA.get_possible_types(inner)]
    return st.one_of([*kinds, _strangers(inner, selection, fragments)])


@st.composite
def _strangers(
    draw: Callable[..., Any], kind: Any, selection: SelectionSetNode, fragments: dict[str, Any]
) -> dict[str, Any]:
    """An object of a kind that nobody has heard of: what all kinds have, and nothing else."""
    found: dict[str, Any] = {}
    for node in selection.selections:
        if isinstance(node, FieldNode):
            name = node.alias.value if node.alias else node.name.value
            is_kind = node.name.value == "__typename"
            value = UNHEARD_OF if is_kind else _values(kind.fields[node.name.value].type, node.selection_set, fragments)
            found[name] = value if is_kind else draw(value)
    return found


def _selected(kind: GraphQLObjectType, selection: SelectionSetNode, fragments: dict[str, Any]) -> Iterator[FieldNode]:
    for node in selection.selections:
        if isinstance(node, FieldNode):
            yield node
            continue
        fragment: Any = fragments[node.name.value] if isinstance(node, FragmentSpreadNode) else node
        assert isinstance(fragment, InlineFragmentNode | FragmentDefinitionNode)
        if fragment.type_condition is None or kind.name in _names(fragment.type_condition.name.value):
            yield from _selected(kind, fragment.selection_set, fragments)


@cache
def _names(condition: str) -> frozenset[str]:
    kind = SCHEMA.type_map[condition]
    if is_abstract_type(kind):
        return frozenset(possible.name for possible in SCHEMA.get_possible_types(kind))  # type: ignore[arg-type]
    return frozenset({condition})
