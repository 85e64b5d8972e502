"""Heat pumps with a Cosy controller (docs/api.md, Heat pump)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from kraken_desktop.domain.heat_pump import (
    NO_PROBE_BELOW,
    Controller,
    FlowTemperature,
    Grouping,
    HeatPump,
    Performance,
    PerformanceRow,
    Sensor,
    Totals,
    Zone,
)
from kraken_desktop.domain.moments import Span
from kraken_desktop.kraken.conversation import Conversation
from kraken_desktop.kraken.decoding import (
    Rows,
    as_it_is,
    if_known,
    instant,
    meaning_of,
    meanings,
    number,
    rows_of,
    zulu,
)
from kraken_desktop.kraken.wire import heat_pumps as wire
from kraken_desktop.kraken.wire.envelope import Answer, loads

T = TypeVar("T")
W = TypeVar("W")

_FIRST_REAL_YEAR = 2000
"""An end in 1970 is the controller's way of saying that there is none."""


class HeatPumps:
    """Backend limits bursts of these: once a minute is the most."""

    def __init__(self, ours: Conversation) -> None:
        self._ours = ours

    async def controllers(self, account_number: str, property_id: str) -> Rows[Controller]:
        variables = {"account": account_number, "property": property_id}
        content = await self._ours.root("heatPumpControllersAtLocation", "heat_pump_find", variables, is_backend=True)
        return rows_of(content, wire.Found, _controller)

    async def heat_pump(self, account_number: str, euid: str) -> HeatPump:
        """Everything told of one, in one question. Raises the error where nothing came back."""
        variables = {"account": account_number, "euid": euid}
        answer = await self._ours.whole("heat_pump", variables, is_backend=True)
        error = answer.error()
        if answer.is_blank and error is not None:
            raise error
        return heat_pump(answer)

    async def totals(self, account_number: str, euid: str, span: Span) -> Totals:
        """Energy in and heat out between two instants."""
        content = await self._ours.needed(
            "heatPumpTimeRangedPerformance", "heat_pump_range", _asked(account_number, euid, span), is_backend=True
        )
        return _totals(loads(content, wire.Range))

    async def series(self, account_number: str, euid: str, span: Span, grouping: Grouping) -> Rows[PerformanceRow]:
        """In order of time. Raises Refused where the span is too long for its grouping."""
        variables = _asked(account_number, euid, span) | {"grouping": grouping.value}
        content = await self._ours.root("heatPumpTimeSeriesPerformance", "heat_pump_series", variables, is_backend=True)
        found = rows_of(content, wire.Range, _row)
        return Rows(tuple(sorted(found.rows, key=lambda row: row.span)), found.skipped)

    async def set_zone(
        self,
        account_number: str,
        euid: str,
        zone: str,
        mode: str,
        set_celsius: Decimal | None = None,
        until: datetime | None = None,
    ) -> None:
        """Switch a zone ON, OFF, to AUTO, or BOOST it until an end. A change: sent once, never retried."""
        parameters: dict[str, Any] = {"zone": zone, "mode": mode}
        if set_celsius is not None:
            parameters["setpointInCelsius"] = float(set_celsius)
        if until is not None:
            parameters["endAt"] = zulu(until)
        variables = {"account": account_number, "euid": euid, "parameters": parameters}
        await self._ours.needed("heatPumpSetZoneMode", "heat_pump_zone", variables, is_backend=True)

    async def set_quiet(self, account_number: str, euid: str, *, is_quiet: bool) -> None:
        """Run quietly at the price of some heat, or no longer. A change: sent once, never retried."""
        variables = {"account": account_number, "euid": euid, "quiet": is_quiet}
        await self._ours.needed("heatPumpSetHushMode", "heat_pump_quiet", variables, is_backend=True)

    async def fix_flow(self, account_number: str, euid: str, celsius: Decimal) -> None:
        """Heat the water to one temperature in any weather. Raises Refused where the pump does not take it."""
        flow = {"useWeatherCompensation": False, "flowTemperature": _degrees(celsius)}
        await self._set_flow(account_number, euid, flow)

    async def compensate_flow(self, account_number: str, euid: str, coolest: Decimal, warmest: Decimal) -> None:
        """Let the weather move the water's temperature between two ends. Raises Refused as ``fix_flow``."""
        ends = {"minimum": _degrees(coolest), "maximum": _degrees(warmest)}
        await self._set_flow(account_number, euid, {"useWeatherCompensation": True, "weatherCompensationValues": ends})

    async def _set_flow(self, account_number: str, euid: str, flow: dict[str, Any]) -> None:
        name = "heatPumpUpdateFlowTemperatureConfiguration"
        variables = {"account": account_number, "euid": euid, "flow": flow}
        await self._ours.needed(name, "heat_pump_flow", variables, is_backend=True)


def heat_pump(answer: Answer) -> HeatPump:
    status = _part(answer, "heatPumpControllerStatus", wire.Status, as_it_is) or wire.Status()
    setup = _part(answer, "heatPumpControllerConfiguration", wire.Configuration, as_it_is) or wire.Configuration()
    controller = meaning_of(setup.controller, wire.ControllerState, as_it_is) or wire.ControllerState()
    pump = meaning_of(setup.heat_pump, wire.Pump, as_it_is) or wire.Pump()
    sensors = meanings(status.sensors, wire.SensorStatus, _sensor)
    running = meanings(status.zones, wire.ZoneStatus, _running)
    set_up = meanings(setup.zones, wire.ZoneSetup, lambda row: _set_up(row.configuration))
    return HeatPump(
        pump.model,
        controller.connected,
        meanings(controller.state, str, as_it_is).rows,
        sensors.rows,
        _joined(running.rows, set_up.rows),
        _part(answer, "heatPumpLivePerformance", wire.Live, _performance),
        _part(answer, "heatPumpLifetimePerformance", wire.Lifetime, _lifetime),
        _flow(pump),
        pump.quieter_mode_enabled,
        sensors.skipped + running.skipped + set_up.skipped,
    )


def _part(answer: Answer, name: str, shape: type[W], meaning: Callable[[W], T | None]) -> T | None:
    raw = (answer.parts or {}).get(name)
    return None if raw is None else meaning_of(raw, shape, meaning)


def _asked(account_number: str, euid: str, span: Span) -> dict[str, str]:
    return {"account": account_number, "euid": euid, "from": zulu(span.start), "to": zulu(span.end)}


def _degrees(celsius: Decimal) -> dict[str, str]:
    """A decimal as the service takes it: in quotes."""
    return {"value": f"{celsius:f}", "unit": "DEGREES_CELSIUS"}


def _controller(row: wire.Found) -> Controller:
    return Controller(row.controller.euid, row.heat_pump_model, if_known(instant, row.provisioned_at))


def _sensor(row: wire.SensorStatus) -> Sensor:
    link = meaning_of(row.connectivity, wire.Connectivity, as_it_is) or wire.Connectivity()
    told = meaning_of(row.telemetry, wire.SensorTelemetry, as_it_is) or wire.SensorTelemetry()
    return Sensor(
        row.code,
        link.online,
        _celsius(told.temperature_in_celsius),
        if_known(number, told.humidity_percentage),
        if_known(number, told.voltage),
        if_known(instant, told.retrieved_at),
    )


def _running(row: wire.ZoneStatus) -> Zone:
    told = meaning_of(row.telemetry, wire.ZoneTelemetry, as_it_is) or wire.ZoneTelemetry()
    return Zone(
        row.zone,
        mode=told.mode,
        set_celsius=_celsius(told.setpoint_in_celsius),
        is_heating=told.relay_switched_on,
        wants_heat=told.heat_demand,
    )


def _set_up(row: wire.ZoneConfiguration) -> Zone:
    told = meaning_of(row.current_operation, wire.Operation, as_it_is) or wire.Operation()
    until = if_known(instant, told.end)
    return Zone(
        row.code,
        row.display_name,
        row.zone_type,
        row.enabled,
        told.mode,
        _celsius(told.setpoint_in_celsius),
        row.call_for_heat,
        row.heat_demand,
        until if until is not None and until.year >= _FIRST_REAL_YEAR else None,
        row.primary_sensor,
    )


def _joined(running: tuple[Zone, ...], set_up: tuple[Zone, ...]) -> tuple[Zone, ...]:
    """What runs now goes before what was set; a zone told by one of the two alone is there too."""
    live = {zone.code: zone for zone in running}
    told = {zone.code: zone for zone in set_up}

    def zone(code: str) -> Zone:
        now, plan = live.get(code, Zone(code)), told.get(code, Zone(code))
        return Zone(
            code,
            plan.name,
            plan.kind,
            plan.is_enabled,
            now.mode or plan.mode,
            plan.set_celsius if now.set_celsius is None else now.set_celsius,
            plan.is_heating if now.is_heating is None else now.is_heating,
            plan.wants_heat if now.wants_heat is None else now.wants_heat,
            plan.until,
            plan.sensor_code,
        )

    return tuple(zone(code) for code in dict.fromkeys((*told, *live)))


def _performance(row: wire.Live) -> Performance:
    return Performance(
        instant(row.read_at),
        if_known(number, row.coefficient_of_performance),
        _figure(row.power_input),
        _figure(row.heat_output),
        _figure(row.outdoor_temperature),
    )


def _lifetime(row: wire.Lifetime) -> Totals:
    return Totals(
        if_known(number, row.seasonal_coefficient_of_performance), _figure(row.energy_input), _figure(row.heat_output)
    )


def _totals(row: wire.Range) -> Totals:
    ratio = if_known(number, row.coefficient_of_performance)
    return Totals(ratio, _figure(row.energy_input), _figure(row.energy_output))


def _row(row: wire.Range) -> PerformanceRow | None:
    start, end = if_known(instant, row.start_at), if_known(instant, row.end_at)
    if start is None or end is None or start >= end:
        return None
    return PerformanceRow(Span(start, end), _totals(row), _figure(row.outdoor_temperature))


def _flow(pump: wire.Pump) -> FlowTemperature | None:
    heating = meaning_of(pump.heating_flow_temperature, wire.Flow, as_it_is)
    weather = meaning_of(pump.weather_compensation, wire.Compensation, as_it_is)
    if heating is None and weather is None:
        return None
    heating, weather = heating or wire.Flow(), weather or wire.Compensation()
    return FlowTemperature(
        _figure(heating.current_temperature),
        weather.enabled,
        _range(weather.current_range),
        _range(heating.allowable_range),
    )


def _range(raw: Any) -> tuple[Decimal | None, Decimal | None]:
    told = meaning_of(raw, wire.Limits, as_it_is) or wire.Limits()
    return _figure(told.minimum), _figure(told.maximum)


def _figure(raw: Any) -> Decimal | None:
    return meaning_of(raw, wire.Figure, lambda figure: number(figure.value))


def _celsius(value: Decimal | None) -> Decimal | None:
    found = if_known(number, value)
    return None if found is None or found < NO_PROBE_BELOW else found
