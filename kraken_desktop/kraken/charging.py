"""Cars and chargers by the customer's own hand (docs/api.md, Boost; Suspend and resume smart charging)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from kraken_desktop.domain.account import ReadyBy
from kraken_desktop.domain.charging import (
    CarModel,
    Catalogue,
    ChargerModel,
    ChargingSession,
    ChargingSessions,
    DeviceAnswer,
    is_whole_week,
)
from kraken_desktop.domain.moments import Span
from kraken_desktop.kraken.conversation import Conversation
from kraken_desktop.kraken.decoding import (
    as_it_is,
    if_known,
    instant,
    meaning_of,
    meanings,
    number,
    part_of,
    rows_of,
    zulu,
)
from kraken_desktop.kraken.errors import Refused
from kraken_desktop.kraken.wire import charging as wire
from kraken_desktop.kraken.wire.envelope import loads

T = TypeVar("T")

PERCENT_UNIT = "PERCENTAGE"


class Charging:
    """Changes go out once and are never retried: after TimedOut nobody knows whether they were heard."""

    def __init__(self, ours: Conversation) -> None:
        self._ours = ours

    async def boost(self, device_id: str) -> DeviceAnswer:
        """Charge now, whatever it costs. Raises Refused with the ``reasons`` of BoostRefusal."""
        return await self._changed("updateBoostCharge", "boost", {"deviceId": device_id, "action": "BOOST"})

    async def cancel_boost(self, device_id: str) -> DeviceAnswer:
        return await self._changed("updateBoostCharge", "boost", {"deviceId": device_id, "action": "CANCEL"})

    async def suspend(self, device_id: str) -> DeviceAnswer:
        """No more smart charging of this device until it is resumed."""
        return await self._changed("updateDeviceSmartControl", "smart_control", _control(device_id, "SUSPEND"))

    async def resume(self, device_id: str) -> DeviceAnswer:
        return await self._changed("updateDeviceSmartControl", "smart_control", _control(device_id, "UNSUSPEND"))

    async def prefer(
        self, device_id: str, schedule: tuple[ReadyBy, ...], *, mode: str = "CHARGE", unit: str = PERCENT_UNIT
    ) -> DeviceAnswer:
        """Replace the goals of the whole week. Raises Refused("schedule") for anything but seven whole ones."""
        if not is_whole_week(schedule):
            raise Refused(code="schedule")
        goals = [
            {"dayOfWeek": goal.weekday, "time": f"{goal.clock:%H:%M}", "max": str(int(goal.target_percent or 0))}
            for goal in schedule
        ]
        preferences = {"deviceId": device_id, "mode": mode, "unit": unit, "schedules": goals}
        return await self._changed("setDevicePreferences", "preferences", {"input": preferences})

    async def sessions(self, account_number: str, device_id: str, before: datetime | None = None) -> ChargingSessions:
        """A page of a device's past charges, newest first; none for a device that has no such list."""
        variables = {
            "account": account_number,
            "deviceId": device_id,
            "before": None if before is None else zulu(before),
        }
        content = await self._ours.root("devices", "charging_sessions", variables)
        return sessions(content, device_id)

    async def catalogue(self) -> Catalogue:
        """Large: once a week is enough. Raises the error where neither list came."""
        answer = await self._ours.whole("catalogues", {})
        cars = part_of(answer, "electricVehicles", lambda content: _models(content, _car))
        chargers = part_of(answer, "chargePointVariants", lambda content: _models(content, _charger))
        if cars.error is not None and chargers.error is not None:
            raise cars.error
        return Catalogue(cars.value, chargers.value)

    async def is_eligible(self, account_number: str, property_id: str | None = None) -> bool | None:
        """Whether a home may join Intelligent Octopus, any of them by default; None where that is not told.

        Raises Refused("property") for what is no number of a home.
        """
        if property_id is not None and not property_id.isdecimal():
            raise Refused(code="property")
        variables = {"account": account_number, "property": None if property_id is None else int(property_id)}
        content = await self._ours.root("accountIoEligibility", "io_eligibility", variables)
        told: wire.Eligibility = loads(content, wire.Eligibility) if content else wire.Eligibility()
        return told.is_eligible_for_io

    async def _changed(self, name: str, document_name: str, variables: Mapping[str, Any]) -> DeviceAnswer:
        return answered(await self._ours.needed(name, document_name, variables))


def answered(content: bytes) -> DeviceAnswer:
    device: wire.ChangedDevice = loads(content, wire.ChangedDevice)
    status = meaning_of(device.status, wire.ChangedStatus, as_it_is) or wire.ChangedStatus()
    return DeviceAnswer(device.id, status.current_state, status.is_suspended)


def sessions(content: bytes | None, device_id: str) -> ChargingSessions:
    """Those of one device, newest first; odd rows left out and counted."""
    devices = rows_of(content, wire.SessionDevice, lambda row: row if row.id == device_id else None).rows
    listed = next((device.charging_sessions for device in devices if device.charging_sessions is not None), None)
    if listed is None:
        return ChargingSessions()
    found = meanings(listed.edges, wire.SessionEdge, _session)
    ordered = tuple(sorted(found.rows, key=lambda session: session.span, reverse=True))
    page = meaning_of(listed.page_info, wire.SessionPage, as_it_is) or wire.SessionPage()
    older = if_known(instant, page.start_cursor) if page.has_previous_page else None
    return ChargingSessions(ordered, older, found.skipped)


def _control(device_id: str, action: str) -> dict[str, str]:
    return {"deviceId": device_id, "action": action}


def _session(edge: wire.SessionEdge) -> ChargingSession | None:
    row = edge.node
    start, end = instant(row.start), instant(row.end)
    if start >= end:
        return None
    energy = meaning_of(row.energy_added, wire.Energy, lambda told: number(told.value))
    pence = meaning_of(row.cost, wire.Cost, lambda told: number(told.amount))
    return ChargingSession(
        Span(start, end),
        row.type,
        None if energy is None else abs(energy),
        pence,
        if_known(number, row.state_of_charge_change),
        if_known(number, row.state_of_charge_final),
    )


def _models(content: bytes | None, meaning: Callable[[str, wire.Model], T]) -> tuple[T, ...]:
    def models(make: wire.Make) -> tuple[T, ...]:
        return meanings(make.models, wire.Model, lambda row: meaning(make.make, row)).rows

    return tuple(model for of_make in rows_of(content, wire.Make, models).rows for model in of_make)


def _car(make: str, row: wire.Model) -> CarModel:
    return CarModel(make, row.model, if_known(number, row.battery_size))


def _charger(make: str, row: wire.Model) -> ChargerModel:
    return ChargerModel(make, row.model, if_known(number, row.power_in_kw))
