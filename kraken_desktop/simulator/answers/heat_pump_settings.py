"""Changes to the heat pump (docs/api.md, 8.4): OE-0315 for what it does not take."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from kraken_desktop.simulator.answers.heat_pump import pump_of
from kraken_desktop.simulator.chance import draw
from kraken_desktop.simulator.errors import refusal
from kraken_desktop.simulator.heat_pump import HeatPumpLife
from kraken_desktop.simulator.heat_pump_settings import Flow, Operation, OutOfRangeError, SettingsBook, tens
from kraken_desktop.simulator.world import Answers, Exchange


def set_zone(exchange: Exchange, accountNumber: str, euid: str, operationParameters: dict[str, Any]) -> dict[str, Any]:
    life = pump_of(exchange, accountNumber, euid)
    asked = operationParameters
    operation = Operation(asked["mode"], asked.get("setpointInCelsius"), asked.get("endAt"))
    _set(exchange, life, lambda book: book.set_zone(asked["zone"], operation, exchange.now))
    return {"transactionId": _transaction(exchange, "zone")}


def set_hush(exchange: Exchange, accountNumber: str, euid: str, hushModeEnabled: bool) -> dict[str, Any]:
    life = pump_of(exchange, accountNumber, euid)
    _set(exchange, life, lambda book: book.hush(hushModeEnabled, exchange.now))
    return {"transactionId": _transaction(exchange, "hush")}


def set_flow(exchange: Exchange, accountNumber: str, euid: str, flowTemperatureInput: dict[str, Any]) -> dict[str, Any]:
    life = pump_of(exchange, accountNumber, euid)
    asked, before = flowTemperatureInput, life.settings.at(tens(exchange.now)).flow
    ends, fixed = asked.get("weatherCompensationValues"), asked.get("flowTemperature")
    flow = Flow(
        asked["useWeatherCompensation"],
        float(fixed["value"]) if fixed else before.fixed,
        float(ends["minimum"]["value"]) if ends else before.coolest,
        float(ends["maximum"]["value"]) if ends else before.hottest,
    )
    _set(exchange, life, lambda book: book.set_flow(flow, exchange.now))
    names = ["useWeatherCompensation", *(["flowTemperature"] if fixed else []), *(["range"] if ends else [])]
    return {
        "transactionIds": [{"attributeName": name, "transactionId": _transaction(exchange, name)} for name in names]
    }


def _set(exchange: Exchange, life: HeatPumpLife, setting: Callable[[SettingsBook], None]) -> None:
    try:
        life.change(exchange.now, setting)
    except OutOfRangeError as error:
        raise refusal("OE-0315") from error


def _transaction(exchange: Exchange, what: str) -> str:
    share = draw(exchange.household.seed, "transaction", what, exchange.now, exchange.household.changes)
    return str(UUID(int=int(share * 2**48), version=4))


FIELDS: Answers = {
    "heatPumpSetZoneMode": set_zone,
    "heatPumpSetHushMode": set_hush,
    "heatPumpUpdateFlowTemperatureConfiguration": set_flow,
}
