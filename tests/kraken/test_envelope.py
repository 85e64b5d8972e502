from __future__ import annotations

from typing import Any

import pytest

from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.kraken.errors import KrakenError, Limited, OddAnswer, Refused, SignedOut, Unavailable
from kraken_desktop.kraken.wire.envelope import Answer, loads
from tests.kraken.odd import as_json


def _error(code: str | None, *path: str | int) -> dict[str, Any]:
    told = {} if code is None else {"extensions": {"errorCode": code, "errorDescription": "for people"}}
    return {"message": "for people", "locations": [{"line": 1, "column": 2}], "path": list(path) or None} | told


def _answer(data: Any, *errors: dict[str, Any]) -> Answer:
    answer: Answer = loads(as_json({"data": data, "errors": list(errors)}), Answer)
    return answer


@pytest.mark.parametrize(
    ("code", "kind", "problem"),
    [
        ("KT-CT-1139", SignedOut, ProblemKind.KEY_REFUSED),
        ("KT-CT-1138", SignedOut, ProblemKind.KEY_REFUSED),
        ("KT-CT-1124", SignedOut, ProblemKind.KEY_REFUSED),
        ("KT-CT-4177", SignedOut, ProblemKind.ACCOUNT_REFUSED),
        ("KT-CT-4123", SignedOut, ProblemKind.ACCOUNT_REFUSED),
        ("KT-CT-1199", Limited, ProblemKind.LIMITED),
        ("OE-0002", Limited, ProblemKind.LIMITED),
        ("KT-GB-4039", Unavailable, ProblemKind.UNAVAILABLE),
        ("KT-CT-4340", Unavailable, ProblemKind.UNAVAILABLE),
        ("KT-CT-4341", Unavailable, ProblemKind.UNAVAILABLE),
        ("KT-CT-1188", Refused, ProblemKind.REFUSED),
        ("KT-CT-1111", Refused, ProblemKind.REFUSED),
        ("KT-XX-9999", Refused, ProblemKind.REFUSED),
        (None, OddAnswer, ProblemKind.ODD_ANSWER),
    ],
)
def test_what_a_code_beside_good_data_means(code: str | None, kind: type[KrakenError], problem: ProblemKind) -> None:
    answer = _answer({"devices": [], "viewer": None}, _error(code, "viewer"))
    found = answer.error_at("viewer")
    assert type(found) is kind
    assert (found.kind, found.code) == (problem, code)
    assert answer.error_at("devices") is None


def test_the_gravest_error_counts_wherever_it_stands() -> None:
    codes = ["KT-XX-9999", "KT-CT-4340", "KT-CT-1199", "KT-CT-1124"]
    for first in range(len(codes)):
        errors = [_error(code, "viewer") for code in codes[first:]]
        found = _answer(None, *errors).error_at("viewer")
        assert found is not None
        assert found.code == codes[-1]
    limited = _answer(None, *(_error(code, "viewer") for code in codes[:3])).error_at("viewer")
    assert isinstance(limited, Limited)


@pytest.mark.parametrize("code", ["KT-CT-1112", "KT-CT-1124", "KT-CT-1143", "OE-0101", "OE-0102", "OE-0103", "OE-0104"])
def test_a_stale_token_asks_for_a_new_one(code: str) -> None:
    assert _answer(None, _error(code)).authentication() is not None
    assert _answer({"devices": [], "viewer": None}, _error(code, "viewer")).authentication() is not None


def test_unauthorized_asks_for_a_new_token_only_where_nothing_came_back() -> None:
    refused = _error("KT-CT-1111", "viewer")
    assert _answer({"viewer": None}, refused).authentication() is not None
    assert _answer({"viewer": None, "devices": []}, refused).authentication() is None


def test_a_limit_asks_for_no_new_token() -> None:
    assert _answer(None, _error("KT-CT-1199")).authentication() is None


def test_data_beside_errors_is_used() -> None:
    answer = _answer({"devices": [1], "viewer": None}, _error("KT-CT-1111", "viewer"))
    assert answer.content("devices") == b"[1]"
    with pytest.raises(Refused):
        answer.content("viewer")


def test_null_without_an_error_is_nothing() -> None:
    assert _answer({"devices": None}).content("devices") is None


def test_a_field_that_was_asked_for_must_be_there() -> None:
    with pytest.raises(OddAnswer):
        _answer({}).content("devices")


@pytest.mark.parametrize("code", ["KT-CT-1188", "KT-CT-1199"])
def test_a_refusal_of_the_whole_question_is_told_as_one(code: str) -> None:
    refusal = _answer(None, _error(code)).refusal()
    assert refusal is not None
    assert refusal.code == code
    assert _answer({"devices": [], "viewer": None}, _error(code, "viewer")).refusal() is None
    assert _answer({"devices": None, "viewer": None}, _error(code, "viewer")).refusal() is None


def test_an_error_that_cannot_be_read_is_an_error_all_the_same() -> None:
    answer: Answer = loads(b'{"data": {"devices": [1]}, "errors": ["odd", {"path": 7}]}', Answer)
    assert isinstance(answer.error(), OddAnswer)
    assert answer.content("devices") == b"[1]"


@pytest.mark.parametrize("errors", [b"", b', "errors": null', b', "errors": []'])
def test_no_errors_however_they_are_not_told(errors: bytes) -> None:
    answer: Answer = loads(b'{"data": {"viewer": 1}' + errors + b"}", Answer)
    assert answer.content("viewer") == b"1"
    assert answer.authentication() is None
