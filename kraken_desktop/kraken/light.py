"""The light poll: live power, devices, plans and completed dispatches in one request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from kraken_desktop.domain.dispatch import CompletedDispatch, DevicePlan, DeviceStatus, PlannedDispatch
from kraken_desktop.domain.power import Sample
from kraken_desktop.kraken import devices, telemetry
from kraken_desktop.kraken.decoding import Part, Rows, part_of, zulu
from kraken_desktop.kraken.errors import OddAnswer, problem_of
from kraken_desktop.kraken.wire import document
from kraken_desktop.kraken.wire.envelope import Answer

T = TypeVar("T")

FIRST_LOOK = timedelta(hours=1)
FURTHEST_LOOK = timedelta(hours=47)
"""The service keeps about two days of fine rows."""
ROW = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class LightAsk:
    """``since`` is the newest sample's time; ``car_ids`` are the devices whose plans are asked for."""

    account_number: str
    device_id: str | None
    since: datetime | None = None
    car_ids: tuple[str, ...] = ()
    wants_devices: bool = False

    @property
    def telemetry_calls(self) -> int:
        return 1 if self.device_id else 0

    @property
    def dispatch_queries(self) -> int:
        return len(self.car_ids)


@dataclass(frozen=True, slots=True)
class LightAnswer:
    """Each part by itself: one that failed leaves the others whole. A part not asked for is empty without error.

    A plan that could not be read is there with its problem.
    """

    samples: Part[tuple[Sample, ...]]
    statuses: Part[tuple[DeviceStatus, ...]]
    plans: tuple[DevicePlan, ...]
    completed: Part[tuple[CompletedDispatch, ...]]


def question(ask: LightAsk, now: datetime) -> tuple[str, dict[str, str]]:
    """The document and its variables."""
    declared: list[str] = []
    fields: list[str] = []
    variables: dict[str, str] = {}
    if ask.device_id:
        declared += ["$meter: String!", "$start: DateTime!", "$end: DateTime!"]
        fields.append(document("light_telemetry"))
        variables |= {"meter": ask.device_id, "start": zulu(_start(ask, now)), "end": zulu(now + ROW)}
    if ask.wants_devices:
        declared.append("$account: String!")
        fields.append(document("light_devices"))
        variables["account"] = ask.account_number
    for index, car_id in enumerate(ask.car_ids):
        declared.append(f"$car{index}: String!")
        fields.append(f"d{index}: flexPlannedDispatches(deviceId: $car{index}) {{ start end type energyAddedKwh }}")
        variables[f"car{index}"] = car_id
    return f"query Light({', '.join(declared)}) {{ {' '.join(fields)} }}", variables


def answered(answer: Answer, ask: LightAsk, now: datetime) -> LightAnswer:
    return LightAnswer(
        _part(answer, "smartMeterTelemetry", telemetry.samples) if ask.device_id else Part(()),
        _part(answer, "devices", lambda content: devices.statuses(content, now)) if ask.wants_devices else Part(),
        tuple(_plan(answer, f"d{index}", car_id, now) for index, car_id in enumerate(ask.car_ids)),
        _part(answer, "completedDispatches", devices.completed) if ask.wants_devices else Part(),
    )


def _start(ask: LightAsk, now: datetime) -> datetime:
    """A last sample in the future belongs to a clock that was set back."""
    if ask.since is None or ask.since > now:
        return now - FIRST_LOOK
    return max(ask.since, now - FURTHEST_LOOK)


def _part(answer: Answer, name: str, meaning: Callable[[bytes | None], Rows[T]]) -> Part[tuple[T, ...]]:
    found = part_of(answer, name, meaning)
    if found.value is None:
        return Part(None, found.error)
    return Part(found.value.rows, answer.error_at(name), found.value.skipped)


def _plan(answer: Answer, alias: str, car_id: str, now: datetime) -> DevicePlan:
    """null counts as a failure: the last plan goes on for a while."""

    def planned(content: bytes | None) -> tuple[PlannedDispatch, ...]:
        if content is None:
            raise OddAnswer()
        return devices.planned(content, car_id).rows

    found = part_of(answer, alias, planned)
    return DevicePlan(car_id, now, found.value or (), problem_of(found.error, now) if found.error else None)
