"""The score of a query: one a field, a connection as many as rows are asked of it (docs/api.md, 10)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    value_from_ast_untyped,
)

MOST_COMPLEX = 200
MOST_NODES = 10_000


def operation_of(document: DocumentNode, name: str | None) -> OperationDefinitionNode | None:
    """The operation that would run; None when the name fits none, or several and none is named."""
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    if name is not None:
        return next((node for node in operations if node.name and node.name.value == name), None)
    return operations[0] if len(operations) == 1 else None


def root_fields(document: DocumentNode, operation: OperationDefinitionNode) -> list[str]:
    """Names, once for each alias, in order."""
    return [field.name.value for field in _fields(operation.selection_set, _fragments(document))]


def asked_of(operation: OperationDefinitionNode, variables: Mapping[str, Any]) -> dict[str, Any]:
    """The variables with the defaults of those that were not given."""
    defaults = {
        node.variable.name.value: value_from_ast_untyped(node.default_value)
        for node in operation.variable_definitions or ()
        if node.default_value is not None
    }
    return defaults | dict(variables)


def complexity(document: DocumentNode, operation: OperationDefinitionNode, variables: Mapping[str, Any]) -> int:
    """`variables` with their defaults, as from `asked_of`."""
    fragments = _fragments(document)

    def score(selection: SelectionSetNode | None) -> int:
        return sum(
            max(1, _rows(field, variables)) + score(field.selection_set)
            for field in _fields(selection, fragments)
            if not is_introspection(field.name.value)
        )

    return score(operation.selection_set)


def is_introspection(field: str) -> bool:
    """Whether it asks about the schema, which anybody may do free of charge."""
    return field in ("__schema", "__type")


def nodes(document: DocumentNode, operation: OperationDefinitionNode, variables: Mapping[str, Any]) -> int:
    """The most rows that connections inside connections could answer."""
    fragments = _fragments(document)

    def count(selection: SelectionSetNode | None) -> int:
        total = 0
        for field in _fields(selection, fragments):
            rows = _rows(field, variables)
            total += rows + max(1, rows) * count(field.selection_set)
        return total

    return count(operation.selection_set)


def _fragments(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    return {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}


def _fields(selection: SelectionSetNode | None, fragments: Mapping[str, FragmentDefinitionNode]) -> Iterator[FieldNode]:
    for node in selection.selections if selection else ():
        if isinstance(node, FieldNode):
            yield node
        elif isinstance(node, InlineFragmentNode):
            yield from _fields(node.selection_set, fragments)
        elif isinstance(node, FragmentSpreadNode):
            yield from _fields(fragments[node.name.value].selection_set, fragments)


def _rows(field: FieldNode, variables: Mapping[str, Any]) -> int:
    """What `first` or `last` asks for; 0 on a field that has neither."""
    for argument in field.arguments or ():
        if argument.name.value in ("first", "last"):
            if isinstance(argument.value, IntValueNode):
                return int(argument.value.value)
            if isinstance(argument.value, VariableNode):
                asked = variables.get(argument.value.name.value)
                return asked if isinstance(asked, int) else 0
    return 0
