"""The light poll's question and the meaning of its answer; what the service makes of it stands in test_client."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given

from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.kraken.errors import Limited, OddAnswer, Unavailable
from kraken_desktop.kraken.light import LightAnswer, LightAsk, answered, question
from kraken_desktop.kraken.wire.envelope import Answer, loads
from tests.kraken.odd import anything, as_json

NOW = datetime(2026, 10, 5, 17, 30, 5, 250_000, tzinfo=UTC)
METER = "00-11-22-33-44-55-66-77"
ASK = LightAsk("A-1234ABCD", METER, NOW - timedelta(minutes=1), ("car-0", "car-1"), True)
SAMPLE = {"readAt": "2026-10-05T17:30:00+00:00", "demand": "642", "consumption": "10420125", "export": None}
RUN = {"start": "2026-10-05T22:30:00+00:00", "end": "2026-10-05T23:45:00+00:00", "type": "SMART"}
DATA = {
    "smartMeterTelemetry": [SAMPLE],
    "devices": [{"id": "car-0"}],
    "completedDispatches": [RUN],
    "d0": [RUN],
    "d1": [],
}


def _error(name: str, code: str) -> dict[str, Any]:
    return {"path": [name], "extensions": {"errorCode": code}}


def _meaning(data: Any, *errors: dict[str, Any]) -> LightAnswer:
    envelope: Answer = loads(as_json({"data": data, "errors": list(errors)}), Answer)
    return answered(envelope, ASK, NOW)


def test_all_parts_of_a_good_answer() -> None:
    found = _meaning(DATA)
    assert [sample.read_at for sample in found.samples.value or ()] == [NOW.replace(second=0, microsecond=0)]
    assert [status.device.id for status in found.statuses.value or ()] == ["car-0"]
    assert [(plan.device_id, len(plan.dispatches), plan.problem) for plan in found.plans] == [
        ("car-0", 1, None),
        ("car-1", 0, None),
    ]
    assert len(found.completed.value or ()) == 1
    assert {part.error for part in (found.samples, found.statuses, found.completed)} == {None}


@pytest.mark.parametrize("lost", DATA)
def test_a_part_that_fails_leaves_the_others_whole(lost: str) -> None:
    found = _meaning(DATA | {lost: None}, _error(lost, "KT-CT-4340"))
    whole = _meaning(DATA)
    parts = {"smartMeterTelemetry": "samples", "devices": "statuses", "completedDispatches": "completed"}
    for name, field in parts.items():
        part = getattr(found, field)
        if name == lost:
            assert isinstance(part.error, Unavailable)
            assert part.value is None
        else:
            assert part == getattr(whole, field)
    for index, plan in enumerate(found.plans):
        if lost == f"d{index}":
            assert plan.problem is not None
            assert plan.problem.kind is ProblemKind.UNAVAILABLE
            assert plan.problem.code == "KT-CT-4340"
        else:
            assert plan == whole.plans[index]


def test_a_plan_that_is_null_without_a_word_is_a_problem_too() -> None:
    plan = _meaning(DATA | {"d0": None}).plans[0]
    assert plan.problem is not None
    assert plan.problem.kind is ProblemKind.ODD_ANSWER


def test_null_telemetry_is_none_and_no_error() -> None:
    found = _meaning(DATA | {"smartMeterTelemetry": None}).samples
    assert (found.value, found.error) == ((), None)


def test_a_limit_on_telemetry_is_told_with_its_part() -> None:
    found = _meaning(DATA | {"smartMeterTelemetry": None}, _error("smartMeterTelemetry", "KT-CT-1199"))
    assert isinstance(found.samples.error, Limited)


def test_a_part_that_is_no_list_is_odd_by_itself() -> None:
    found = _meaning(DATA | {"devices": {"id": "car-0"}})
    assert isinstance(found.statuses.error, OddAnswer)
    assert found.samples.value


def test_skipped_rows_are_counted() -> None:
    found = _meaning(DATA | {"smartMeterTelemetry": [SAMPLE, {"demand": "1"}, None]}).samples
    assert (len(found.value or ()), found.skipped) == (1, 2)


@given(anything)
def test_no_answer_raises_anything_but_an_odd_answer(part: Any) -> None:
    with suppress(OddAnswer):
        _meaning(dict.fromkeys(DATA, part))


def test_what_is_not_asked_for_is_not_in_the_question() -> None:
    text, variables = question(LightAsk("A-1234ABCD", METER), NOW)
    assert "smartMeterTelemetry" in text
    assert not {"devices", "completedDispatches", "flexPlannedDispatches"} & set(text.replace("(", " ").split())
    assert set(variables) == {"meter", "start", "end"}
    text, variables = question(LightAsk("A-1234ABCD", None, wants_devices=True), NOW)
    assert "smartMeterTelemetry" not in text
    assert variables == {"account": "A-1234ABCD"}


def test_every_car_is_asked_for_by_its_own_alias() -> None:
    text, variables = question(ASK, NOW)
    assert text.count("flexPlannedDispatches") == 2
    assert (variables["car0"], variables["car1"]) == ("car-0", "car-1")
    assert (ASK.telemetry_calls, ASK.dispatch_queries) == (1, 2)


@pytest.mark.parametrize(
    ("since", "earliest", "latest"),
    [
        (None, timedelta(hours=2), timedelta(minutes=10)),
        (NOW - timedelta(minutes=3), timedelta(minutes=3, seconds=1), timedelta(minutes=3)),
        (NOW - timedelta(days=9), timedelta(days=2), timedelta(hours=40)),
        (NOW + timedelta(days=1), timedelta(hours=2), timedelta()),
    ],
)
def test_rows_are_asked_for_since_the_last_one(since: datetime | None, earliest: timedelta, latest: timedelta) -> None:
    _, variables = question(LightAsk("A-1234ABCD", METER, since), NOW)
    start, end = (datetime.fromisoformat(variables[name]) for name in ("start", "end"))
    assert NOW - earliest <= start <= NOW - latest
    assert start < end
    assert end >= NOW
