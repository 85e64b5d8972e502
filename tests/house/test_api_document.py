"""docs/api.md speaks of the API that the schema describes: its operations, fields, words, errors, and hosts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLInterfaceType, GraphQLObjectType, build_schema

from kraken_desktop.simulator.answers import OPEN_FIELDS
from kraken_desktop.simulator.errors import CODES
from kraken_desktop.simulator.faults import REASONS, STATES
from tests.house.source import PACKAGE, ROOT

SCHEMA = build_schema((PACKAGE / "simulator" / "schema.graphql").read_text(encoding="utf-8"))
TEXT = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
NOT_OF_THE_SCHEMA = frozenset(
    {
        "errorDescription",  # of errors
        *(
            "DAY_RATE",
            "NIGHT_RATE",
            "EV_DEVICE_PEAK",
            "EV_DEVICE_OFF_PEAK",
            "CONSUMPTION_CHARGE_",
            *REASONS,
        ),  # free text there
        *(
            "targetGsp",
            "groupId",
            "cancelSavingSessionsWeekendHappyHourBooking",
        ),  # said to be gone, or of unknown shape
    }
)
WHOLE_CODE = re.compile(r"(?:KT-[A-Z]{2}|OE)-[0-9]{4}")


def _section(begin: str, end: str) -> str:
    return TEXT.partition(f"\n## {begin}")[2].partition(f"\n## {end}")[0]


def _names() -> Iterator[str]:
    """Whatever the schema gives a name."""
    for name, kind in SCHEMA.type_map.items():
        yield name
        if isinstance(kind, GraphQLEnumType):
            yield from kind.values
        elif isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            yield from kind.fields
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            yield from (argument for field in kind.fields.values() for argument in field.args)


def _host(name: str) -> str:
    assert SCHEMA.query_type is not None
    assert SCHEMA.mutation_type is not None
    field = (SCHEMA.query_type.fields | SCHEMA.mutation_type.fields)[name]
    assert field.ast_node is not None
    directive = next(each for each in field.ast_node.directives or () if each.name.value == "host")
    return str(directive.arguments[0].value.to_dict()["value"])


def _operations() -> list[list[str]]:
    """The rows of the table of operations."""
    table = _section("7. GraphQL on main", "8.").partition("### 7.1")[0]
    return [row.strip("| ").split(" | ") for row in table.splitlines() if re.match(r"\| [`a-z]", row)]


@pytest.mark.parametrize("row", _operations(), ids=lambda row: row[0])
def test_operations_are_root_fields_of_their_host(row: list[str]) -> None:
    is_backend, needs_token = "backend" in row[0], row[2].strip()
    for name in re.findall(r"`([A-Za-z.]+)`", row[0]):
        assert _host(name.partition(".")[0]) == ("backend" if is_backend else "main")
        if needs_token in ("yes", "no"):
            assert (name in OPEN_FIELDS) == (needs_token == "no")
    assert set(re.findall(r"\d{4}", row[-1])) <= {code[-4:] for code in CODES}


def test_every_code_is_listed_and_can_be_had() -> None:
    listed = TEXT.partition("### 3.2")[2].partition("### 3.3")[0]
    loyalty = {f"KT-CT-{number}" for number in range(9201, 9211)}  # written as a range
    assert set(CODES) <= set(WHOLE_CODE.findall(listed)) | loyalty
    assert set(WHOLE_CODE.findall(TEXT)) <= set(CODES)


def test_every_word_of_the_schema_that_it_uses_is_there() -> None:
    prose = re.sub(r"```.*?```", "", _section("7. GraphQL on main", "9."), flags=re.DOTALL)
    quoted = " ".join(re.findall(r"`([^`]+)`", prose)).replace("preVat…", "")
    words = {word for word in re.findall(r"[A-Za-z_]+", quoted) if re.search(r"[a-z][A-Z]|[A-Z]_[A-Z]", word)}
    assert words - set(_names()) - NOT_OF_THE_SCHEMA - set(STATES) == set()


def test_fields_in_tables_are_fields_of_the_schema() -> None:
    tables = re.findall(r"\| Field \|.*\n\|[-| ]+\n((?:\|.*\n)+)", _section("7. GraphQL on main", "9."))
    told = {
        part
        for table in tables
        for row in table.splitlines()
        for cell in re.findall(r"`([^`]+)`", row.split(" | ")[0])
        for part in re.findall(r"\w+", cell)
    }
    assert len(told) > 20
    assert told - set(_names()) == set()
