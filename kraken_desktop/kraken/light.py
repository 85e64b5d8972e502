"""The light poll: live power, devices, plans and completed dispatches in one request."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from kraken_desktop.domain.dispatch import CompletedDispatch, DevicePlan, DeviceStatus, PlannedDispatch
from kraken_desktop.domain.power import Sample
from kraken_desktop.kraken import devices, telemetry
from kraken_desktop.kraken.decoding import Part, Rows, part_of, zulu
from kraken_desktop.kraken.errors import KrakenError, OddAnswer, problem_of
from kraken_desktop.kraken.wire import document
from kraken_desktop.kraken.wire.envelope import Answer

T = TypeVar("T")

FIRST_LOOK = timedelta(hours=1)
FURTHEST_LOOK = timedelta(hours=47)
"""The service keeps about two days of fine rows."""
ROW = timedelta(seconds=10)


class LightPart(StrEnum):
    """What can be asked by itself where the whole is not understood."""

    POWER = "power"
    DEVICES = "devices"
    COMPLETED = "completed"
    PLANS = "plans"


_OF_ACCOUNT = {LightPart.DEVICES: "light_devices", LightPart.COMPLETED: "light_completed"}


@dataclass(frozen=True, slots=True)
class LightAsk:
    """``since`` is the newest sample's time; ``car_ids`` are the devices whose plans are asked for."""

    account_number: str
    device_id: str | None
    since: datetime | None = None
    car_ids: tuple[str, ...] = ()
    wants_devices: bool = False

    @property
    def parts(self) -> tuple[LightPart, ...]:
        wanted = {
            LightPart.POWER: bool(self.device_id),
            LightPart.DEVICES: self.wants_devices,
            LightPart.COMPLETED: self.wants_devices,
            LightPart.PLANS: bool(self.car_ids),
        }
        return tuple(part for part, is_wanted in wanted.items() if is_wanted)

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


def question(
    ask: LightAsk, now: datetime, parts: Collection[LightPart] = tuple(LightPart)
) -> tuple[str, dict[str, str]]:
    """The document and its variables; of what is wanted only ``parts``."""
    declared: list[str] = []
    fields: list[str] = []
    variables: dict[str, str] = {}
    wanted = [part for part in ask.parts if part in parts]
    if LightPart.POWER in wanted and ask.device_id:
        declared += ["$meter: String!", "$start: DateTime!", "$end: DateTime!"]
        fields.append(document("light_telemetry"))
        variables |= {"meter": ask.device_id, "start": zulu(_start(ask, now)), "end": zulu(now + ROW)}
    of_account = [part for part in wanted if part in _OF_ACCOUNT]
    if of_account:
        declared.append("$account: String!")
        fields += [document(_OF_ACCOUNT[part]) for part in of_account]
        variables["account"] = ask.account_number
    for index, car_id in enumerate(ask.car_ids if LightPart.PLANS in wanted else ()):
        declared.append(f"$car{index}: String!")
        fields.append(f"d{index}: flexPlannedDispatches(deviceId: $car{index}) {{ start end type energyAddedKwh }}")
        variables[f"car{index}"] = car_id
    return f"query Light({', '.join(declared)}) {{ {' '.join(fields)} }}", variables


def answered(
    answer: Answer, ask: LightAsk, now: datetime, failed: Mapping[LightPart, KrakenError] | None = None
) -> LightAnswer:
    """``failed`` are the parts that are not in the answer, and why."""
    why = failed or {}

    def part(which: LightPart, name: str, meaning: Callable[[bytes | None], Rows[T]]) -> Part[tuple[T, ...]]:
        return Part(None, why[which]) if which in why else _part(answer, name, meaning)

    completed = part(LightPart.COMPLETED, "completedDispatches", devices.completed) if ask.wants_devices else Part()
    has_devices = bool(ask.car_ids or completed.value)
    return LightAnswer(
        part(LightPart.POWER, "smartMeterTelemetry", telemetry.samples) if ask.device_id else Part(()),
        part(LightPart.DEVICES, "devices", _statuses_of(has_devices, now)) if ask.wants_devices else Part(),
        tuple(
            _plan(answer, f"d{index}", car_id, now, why.get(LightPart.PLANS))
            for index, car_id in enumerate(ask.car_ids)
        ),
        completed,
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


def _statuses_of(has_devices: bool, now: datetime) -> Callable[[bytes | None], Rows[DeviceStatus]]:
    """null counts as a failure where there are devices, by what is known or was charged: nobody said how they are."""

    def statuses(content: bytes | None) -> Rows[DeviceStatus]:
        if content is None and has_devices:
            raise OddAnswer()
        return devices.statuses(content, now)

    return statuses


def _plan(answer: Answer, alias: str, car_id: str, now: datetime, failed: KrakenError | None) -> DevicePlan:
    """null counts as a failure: the last plan goes on for a while."""

    def planned(content: bytes | None) -> tuple[PlannedDispatch, ...]:
        if content is None:
            raise OddAnswer()
        return devices.planned(content, car_id).rows

    found = Part(None, failed) if failed else part_of(answer, alias, planned)
    return DevicePlan(car_id, now, found.value or (), problem_of(found.error, now) if found.error else None)
