"""`make contract`: every operation of the API, whether it is simulated, whether the client speaks it, which faults the
tests try on it: those of the way and of its codes, in tests/kraken/test_every_operation.py, which asks whatever the
client speaks, and those of its own name.

Everything is found by looking: at the schema, the client's documents and paths, the tests' words.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from graphql import FieldNode, OperationDefinitionNode, parse

from kraken_desktop.simulator import rest
from kraken_desktop.simulator.answers import FIELDS
from kraken_desktop.simulator.faults import FAULTS
from kraken_desktop.simulator.schema import BACKEND, MAIN, schema_of
from tests.simulator.troubles import REST, troubles_of

ROOT = Path(__file__).parents[2]
CLIENT = ROOT / "kraken_desktop" / "kraken"
FIRST_GENERATION = "first generation of the car API, deprecated or gone"
NOT_SPOKEN = {
    "plannedDispatches": f"{FIRST_GENERATION}: flexPlannedDispatches says more",
    "registeredKrakenflexDevice": f"{FIRST_GENERATION}: devices says more",
    "vehicleChargingPreferences": f"{FIRST_GENERATION}: devices tells the preferences",
    "triggerBoostCharge": f"{FIRST_GENERATION}: updateBoostCharge",
    "costOfCharge": "deprecated: charging sessions tell the cost",
    "greennessForecast": "deprecated: greenerNightsForecast",
    "regenerateSecretKey": "account security: would shut out every other app of the customer",
    "forceReauthentication": "account security: would sign out every other app of the customer",
}
"""What no client should ask, by docs/api.md, 7.21."""

_FIELD = re.compile(r"\b([a-z]\w+)\(\w+: \$")
_FAULT = re.compile(r"fault\(\s*\"([a-z-]+)\"")


def rows() -> Iterator[tuple[str, str, bool, bool, int]]:
    """(host, operation, simulated, spoken, faults tried)."""
    spoken, tried = _spoken_fields(), _tried_faults()
    for host in (MAIN, BACKEND):
        schema = schema_of(host)
        for root in (schema.query_type, schema.mutation_type):
            for name in root.fields if root is not None else ():
                answer = FIELDS.get(name)
                own = _faults_of(answer) & tried if answer is not None else set()
                met = troubles_of(host, name) if name in spoken else ()
                yield host, name, answer is not None, name in spoken, len({*met, *own})
    paths = _spoken_paths()
    for route in rest.ROUTES:
        own = _faults_of(route.endpoint) & tried
        yield (
            REST,
            route.path,
            True,
            any(path.fullmatch(_sample(route.path)) for path in paths),
            len({*troubles_of(REST, route.path), *own}),
        )


def _faults_of(thing: Callable[..., Any] | Any) -> set[str]:
    return set(_FAULT.findall(inspect.getsource(thing))) & set(FAULTS)


def _spoken_fields() -> set[str]:
    documents = [parse(_whole(path.read_text(encoding="utf-8"))) for path in CLIENT.rglob("*.graphql")]
    in_files = {
        field.name.value
        for document in documents
        for operation in document.definitions
        if isinstance(operation, OperationDefinitionNode)
        for field in operation.selection_set.selections
        if isinstance(field, FieldNode)
    }
    # What the client puts together piece by piece: a field with its arguments in the middle of a text.
    in_code = {name for pieces in _texts() for piece in pieces for name in _FIELD.findall(piece)}
    return in_files | in_code


def _whole(text: str) -> str:
    """A document; the parts that the client puts together have no head of their own."""
    return text if re.match(r"(query|mutation|fragment)\b|\{", text) else f"{{ {text} }}"


def _spoken_paths() -> set[re.Pattern[str]]:
    """Every text of the client that could be a path, whatever stands for its parameters."""
    paths = (pieces for pieces in _texts() if pieces[-1].endswith("/") and any(map(str.isalpha, "".join(pieces))))
    return {re.compile("(/v1/)?/?" + ".+".join(map(re.escape, pieces))) for pieces in paths}


def _sample(path: str) -> str:
    return re.sub(r"{\w+}", "any", path).removeprefix("/v1/")


def _texts() -> Iterator[list[str]]:
    """The client's strings, each in its constant pieces."""
    for source in CLIENT.rglob("*.py"):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                yield _pieces(node)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield [node.value]


def _pieces(node: ast.JoinedStr) -> list[str]:
    """What stands before, between and behind the values."""
    pieces = [""]
    for part in node.values:
        if isinstance(part, ast.Constant):
            pieces[-1] += str(part.value)
        else:
            pieces.append("")
    return pieces


def _tried_faults() -> set[str]:
    words = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    return {name for name in FAULTS if f'"{name}"' in words}


def main() -> None:
    table = list(rows())
    width = max(len(operation) for _, operation, *_ in table)
    print(f"{'host':8} {'operation':{width}} simulated spoken faults tried")
    for host, operation, simulated, spoken, faults in table:
        why = NOT_SPOKEN.get(operation, "")
        said = "yes" if spoken else "-"
        print(f"{host:8} {operation:{width}} {'yes' if simulated else '-':9} {said:6} {faults:12} {why}".rstrip())
    spoken_of = sum(row[3] for row in table)
    print(f"{len(table)} operations, {sum(row[2] for row in table)} simulated, {spoken_of} spoken,", end=" ")
    print(f"{len(NOT_SPOKEN)} on purpose not")


if __name__ == "__main__":
    main()
