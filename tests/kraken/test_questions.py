"""Every question that the client can put: understood by one of the two servers, and cheap enough for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from graphql import DocumentNode, OperationDefinitionNode, build_schema, parse, validate

from kraken_desktop.kraken.wire import document
from kraken_desktop.simulator import complexity

WIRE = Path("kraken_desktop/kraken/wire")
SCHEMA = build_schema(Path("kraken_desktop/simulator/schema.graphql").read_text(encoding="utf-8"))
QUESTIONS = sorted(path.stem for path in WIRE.glob("*.graphql") if not path.stem.startswith("light_"))
LARGEST_PAGE = {"first": 99, "last": 99}


def _operation(parsed: DocumentNode) -> OperationDefinitionNode:
    operation = complexity.operation_of(parsed, None)
    assert operation is not None
    return operation


def _hosts(name: str) -> set[str]:
    parsed = parse(document(name))
    operation = _operation(parsed)
    root = SCHEMA.get_root_type(operation.operation)
    assert root is not None
    found = set()
    for field in complexity.root_fields(parsed, operation):
        node = root.fields[field].ast_node
        assert node is not None
        found |= {
            argument.value.to_dict()["value"]
            for directive in node.directives
            if directive.name.value == "host"
            for argument in directive.arguments
        }
    return found


@pytest.mark.parametrize("name", QUESTIONS)
def test_fits_the_contract_and_goes_to_one_server(name: str) -> None:
    assert validate(SCHEMA, parse(document(name))) == []
    assert len(_hosts(name)) == 1


@pytest.mark.parametrize("name", [name for name in QUESTIONS if _hosts(name) == {"main"}])
def test_costs_little_enough(name: str) -> None:
    parsed = parse(document(name))
    assert complexity.complexity(parsed, _operation(parsed), LARGEST_PAGE) <= complexity.MOST_COMPLEX
    assert complexity.nodes(parsed, _operation(parsed), LARGEST_PAGE) <= complexity.MOST_NODES
