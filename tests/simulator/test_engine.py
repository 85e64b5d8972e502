"""The quick engine answers as the plain one does: every selection, every odd value, every error with its place."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from graphql import ExecutionResult, GraphQLError, build_schema, execute, parse
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.simulator.engine import PlainExecutor

SCHEMA = build_schema("""
    enum Mood { GOOD BAD }
    scalar Anything
    interface Named { name: String! }
    type Row implements Named {
      name: String!  count: Int  price: Float  isOpen: Boolean!  mood: Mood  anything: Anything
      words: [String!]  asked(twice: Boolean): Int  next: Row  rows: [Row!]  sure: Row!  named: Named
    }
    type Query { row: Row  rows: [Row] }
""")
DOCUMENT = parse("""
    query ($open: Boolean!) {
      row { ...Leaves alias: name again: count next { ...Leaves } rows { ...Leaves } named { __typename name } }
      rows { name ... @include(if: $open) { isOpen } sure { name mood ...Leaves } }
    }
    fragment Leaves on Row { __typename name count price isOpen mood anything words asked(twice: true) }
""")

_leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**33), 2**33),
    st.floats(),
    st.text(max_size=3),
    st.sampled_from(["GOOD", "BAD", "NEVER_HEARD_OF"]),
    st.sampled_from([Decimal("1.50"), date(2026, 10, 5), datetime(2026, 10, 5, tzinfo=UTC)]),
    st.sampled_from([lambda *_, **__: 7, lambda *_, **__: None, GraphQLError("no"), [], ["a", None], {"count": 1}]),
)


def _mostly(right: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.integers(0, 7).flatmap(lambda chance: _leaves if chance == 7 else right)


_must = {"name": _mostly(st.text(max_size=2)), "isOpen": _mostly(st.booleans())}
_may = {
    "count": _mostly(st.integers(0, 9)),
    "mood": _mostly(st.sampled_from(["GOOD", "BAD"])),
    "__typename": _mostly(st.just("Row")),
    **dict.fromkeys(("price", "anything", "words", "asked"), _leaves),
}


def _rows(deeper: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    objects = dict.fromkeys(("next", "sure", "named"), _mostly(deeper))
    return st.fixed_dictionaries(_must, optional=_may | objects | {"rows": _mostly(st.lists(deeper, max_size=2))})


_row = st.recursive(st.fixed_dictionaries(_must, optional=_may), _rows, max_leaves=6)


def _answered(root: Any, *, is_open: bool, **how: Any) -> dict[str, Any]:
    found = execute(SCHEMA, DOCUMENT, root, variable_values={"open": is_open}, **how)
    assert isinstance(found, ExecutionResult)
    return dict(found.formatted)


@given(_row, st.lists(_row, max_size=2), st.booleans())
def test_as_the_engine_itself_would(row: Any, rows: list[Any], is_open: bool) -> None:
    root = {"row": row, "rows": rows}

    quick = _answered(root, is_open=is_open, executor_class=PlainExecutor)
    plain = _answered(root, is_open=is_open)

    assert repr(quick) == repr(plain)


@pytest.mark.parametrize("name", [7, True, "Kettle"])
def test_a_leaf_is_written_as_its_kind(name: Any) -> None:
    row = {"name": name, "isOpen": True}

    told = _answered({"rows": [row | {"sure": row}]}, is_open=True, executor_class=PlainExecutor)

    assert told["data"]["rows"][0]["name"] == {7: "7", True: "true"}.get(name, name)
