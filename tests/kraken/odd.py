"""Answers as nobody should give them: any JSON at all, and good rows among odd ones."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12)
    | st.sampled_from(
        [
            "",
            "NaN",
            "-Infinity",
            "1e999999",
            "0E-20",
            "2026-10-05",
            "0001-01-01T00:00:00+14:00",
            "9999-12-31T23:59:59-14:00",
        ]
    )
)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def rows_like(*names: str) -> st.SearchStrategy[list[Any]]:
    """Lists of rows that have these fields, each of them anything."""
    return st.lists(st.dictionaries(st.sampled_from(names), anything, max_size=len(names)) | anything, max_size=6)


def as_json(value: Any) -> bytes:
    return json.dumps(value).encode()


def strewn(good: list[Any], odd: list[Any]) -> list[Any]:
    """The good rows in their order with the odd ones between them."""
    mixed: list[Any] = []
    for index in range(max(len(good), len(odd))):
        mixed += odd[index : index + 1] + good[index : index + 1]
    return mixed
