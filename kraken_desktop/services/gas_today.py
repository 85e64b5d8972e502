"""Today's gas from the Mini's half hours, where it answers (docs/domain.md, Gas).

The service does not say what unit gas comes in. It is held against what the meter itself reported of the days before,
and shown when one unit fits.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from kraken_desktop.domain.account import MeterPoint
from kraken_desktop.domain.gas import GasUnit, believed_unit, gas_kwh
from kraken_desktop.domain.moments import Span, today_span
from kraken_desktop.domain.usage import Reading, slot_energies
from kraken_desktop.kraken.errors import KrakenError, Limited, SignedOut, TimedOut, Unreachable
from kraken_desktop.services.connection import Connection
from kraken_desktop.services.feeds import with_gas_today
from kraken_desktop.services.gas_choice import GasChoice
from kraken_desktop.services.state import AppState

_log = logging.getLogger(__name__)

PROVED_BY = timedelta(days=3)
"""So many days before today are compared: readings arrive a day late."""
SILENT_FOR = timedelta(hours=6)
"""A meter that tells nothing is asked no sooner: calls are shared with other apps."""


class GasToday:
    def __init__(self, connection: Connection, gas: Callable[[], GasChoice]) -> None:
        """``gas`` is how the person says that gas is counted."""
        self._connection = connection
        self._gas = gas
        self._unit: dict[str, GasUnit] = {}
        self._silent: dict[str, datetime] = {}

    async def read(self, state: AppState) -> None:
        """One call, where there is a gas meter that may tell. Raises what gives up a poll."""
        connection, now = self._connection, self._connection.clock.now()
        account = state.account.value
        point = account.meter_point(state.selection.gas_number) if account is not None else None
        device_id = _device(point)
        if point is None or device_id is None or state.has_mini is False or self._is_silent(device_id, now):
            return
        today = today_span(now)
        since = today.start if device_id in self._unit else today_span(today.start - PROVED_BY).start
        try:
            rows = await connection.client.half_hours(device_id, Span(since, now))
        except (SignedOut, Limited, Unreachable, TimedOut):
            raise
        except KrakenError as error:
            _log.info("gas of today cannot be read: %s", error)
            rows = ()
        told = slot_energies(rows, Span(since, now))
        if not told:
            self._silent[device_id] = now
            return
        unit = self._unit.get(device_id) or await self._proved(point, device_id, told, Span(since, today.start))
        if unit is None:
            return
        choice = self._gas()
        found = tuple(
            Reading(row.start, gas_kwh(row.kwh, unit, choice.calorific_value))
            for row in told
            if today.contains(row.start)
        )
        connection.publish(lambda state: with_gas_today(state, found, now))

    async def _proved(
        self, point: MeterPoint, device_id: str, told: tuple[Reading, ...], before: Span
    ) -> GasUnit | None:
        slots = await self._connection.archive.look(lambda store: store.history.slots(point.number, before))
        kwh = {slot.start: slot.kwh for slot in slots or ()}
        unit = believed_unit(told, kwh, self._gas().calorific_value)
        if unit is not None:
            self._unit[device_id] = unit
        return unit

    def _is_silent(self, device_id: str, now: datetime) -> bool:
        return device_id in self._silent and now - self._silent[device_id] < SILENT_FOR


def _device(point: MeterPoint | None) -> str | None:
    meters = point.meters if point is not None else ()
    return next((meter.device_id for meter in meters if meter.is_active and meter.device_id), None)
