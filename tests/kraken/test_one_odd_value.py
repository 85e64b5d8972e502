"""One value of an answer is odd, whichever it is: its row is lost at most, and no answer for a value it can do without.

What is known of an answer is the bag of everything its decoded value tells.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from kraken_desktop.domain.account import Direction, Fuel, MeterPoint
from kraken_desktop.domain.heat_pump import Grouping
from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.kraken.client import KrakenClient
from kraken_desktop.kraken.errors import KrakenError
from kraken_desktop.kraken.light import LightAsk
from tests.kraken.monotone import NOW, Monotone, client_of, sample

ACCOUNT, CAR, MPAN = "A-1234ABCD", "00000000-0000-4000-8000-0000000000e1", "1200099999990"
DAYS = Span(NOW - timedelta(days=5), NOW)
POINT = MeterPoint(MPAN, Fuel.ELECTRICITY, Direction.IMPORT, "C", (), ())
ODD: tuple[Any, ...] = ({"odd": 1}, "odd", 17, [["odd"]])
CODE = "E-1R-VAR-22-11-01-C"

Way = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """``needs`` are the values without which nothing makes sense; a list that is none is always one of them."""

    ask: Callable[[KrakenClient], Awaitable[Any]]
    body: Callable[[], Any]
    needs: frozenset[str] = frozenset()


def _of_contract(name: str, ask: Callable[[KrakenClient], Awaitable[Any]], *needs: str) -> Told:
    return Told(ask, lambda: sample(name), frozenset(needs))


def _light() -> Any:
    parts = {
        "smartMeterTelemetry": sample("TelemetrySeries")["data"]["smartMeterTelemetry"],
        "devices": sample("Devices")["data"]["devices"],
        "d0": sample("FlexPlanned")["data"]["flexPlannedDispatches"],
        "completedDispatches": sample("Completed")["data"]["completedDispatches"],
    }
    return {"data": parts}


def _rates() -> Any:
    row = {"value_exc_vat": 25.1, "value_inc_vat": 26.355, "valid_from": "2026-09-30T23:00:00Z", "valid_to": None}
    earlier = {"value_exc_vat": 23.9, "value_inc_vat": 25.095, "valid_from": "2026-06-30T23:00:00Z"}
    return {"count": 2, "next": None, "previous": None, "results": [row, earlier | {"payment_method": "DIRECT_DEBIT"}]}


def _readings() -> Any:
    rows = [
        {"consumption": 0.113, "interval_start": "2026-10-04T00:00:00+01:00"},
        {"consumption": 2.964, "interval_start": "2026-10-04T00:30:00+01:00"},
    ]
    return {"count": 2, "next": None, "results": rows}


def _product() -> Any:
    tariff = {"code": CODE, "standing_charge_inc_vat": 49.35, "links": [{"rel": "standard_unit_rates"}]}
    other = {"code": "E-2R-VAR-22-11-01-C", "standing_charge_inc_vat": 50.0, "links": []}
    return {
        "code": "VAR-22-11-01",
        "single_register_electricity_tariffs": {"_C": {"varying": tariff, "prepayment": tariff}},
        "dual_register_electricity_tariffs": {"_C": {"varying": other}},
    }


def _supplies() -> Any:
    point = {
        "mpan": MPAN,
        "is_export": False,
        "meters": [{"serial_number": "99Z9999991"}, {"serial_number": "99Z9999992"}],
        "agreements": [{"tariff_code": CODE, "valid_from": "2023-04-01T00:00:00+01:00", "valid_to": None}],
    }
    left = {"id": 1, "moved_in_at": None, "electricity_meter_points": [], "gas_meter_points": [{"mprn": "9999999901"}]}
    return {"number": ACCOUNT, "properties": [{"id": 2, "electricity_meter_points": [point]}, left]}


TOLD: dict[str, Told] = {
    "account": _of_contract("AccountDiscovery", lambda ours: ours.account(ACCOUNT), "number"),
    "viewer": _of_contract("Viewer", lambda ours: ours.viewer()),
    "half hours": _of_contract("TelemetrySeries", lambda ours: ours.half_hours("00-11", DAYS)),
    "charges": _of_contract("ChargingSessions", lambda ours: ours.charging.sessions(ACCOUNT, CAR)),
    "catalogues": _of_contract("Catalogues", lambda ours: ours.charging.catalogue()),
    "applied rates": _of_contract("ApplicableRates", lambda ours: ours.market.applied_rates(ACCOUNT, MPAN, DAYS)),
    "on sale": _of_contract("Products", lambda ours: ours.market.on_sale("ZZ1 1ZZ")),
    "prices": _of_contract("ProductTariffs", lambda ours: ours.market.prices("VAR-22-11-01", "ZZ1 1ZZ"), "tariffs"),
    "comparison": _of_contract(
        "Compare",
        lambda ours: ours.market.comparison(MPAN),
        "currentCostWithTax",
        "consumptionReadingsStartAt",
        "consumptionReadingsEndAt",
    ),
    "measurements": _of_contract(
        "Measurements", lambda ours: ours.measurements.measured("1", POINT, DAYS), "measurements"
    ),
    "metered days": _of_contract("MeterConsumption", lambda ours: ours.measurements.metered_days(ACCOUNT, DAYS)),
    "standing": _of_contract("Money", lambda ours: ours.money.standing(ACCOUNT)),
    "bills": _of_contract("Money", lambda ours: ours.money.bills(ACCOUNT, date(2026, 1, 1)), "bills"),
    "transactions": _of_contract("Money", lambda ours: ours.money.transactions(ACCOUNT), "transactions"),
    "payments": _of_contract("Money", lambda ours: ours.money.payments(ACCOUNT), "payments"),
    "octoplus": _of_contract("Octoplus", lambda ours: ours.octoplus.points(ACCOUNT)),
    "wheel": _of_contract("Wheel", lambda ours: ours.octoplus.wheel(ACCOUNT)),
    "free hours": _of_contract("FreeElectricity", lambda ours: ours.sessions.free_electricity(ACCOUNT, MPAN)),
    "free results": _of_contract("FreeElectricityResults", lambda ours: ours.sessions.free_results(ACCOUNT)),
    "sessions": _of_contract("SavingSessions", lambda ours: ours.sessions.saving(ACCOUNT)),
    "nights": _of_contract("GreenerNights", lambda ours: ours.greenness.nights()),
    "carbon": _of_contract("Carbon", lambda ours: ours.greenness.carbon("ZZ1 1ZZ")),
    "controllers": _of_contract("HeatPumpFind", lambda ours: ours.heat_pumps.controllers(ACCOUNT, "1")),
    "heat pump": _of_contract("HeatPump", lambda ours: ours.heat_pumps.heat_pump(ACCOUNT, "00:11")),
    "heat pump series": _of_contract(
        "HeatPumpSeries", lambda ours: ours.heat_pumps.series(ACCOUNT, "00:11", DAYS, Grouping.DAY)
    ),
    "limits": _of_contract("RateLimit", lambda ours: ours.limits.standing()),
    "light": Told(lambda ours: ours.light(LightAsk(ACCOUNT, "00-11", None, (CAR,), wants_devices=True)), _light),
    "rates": Told(lambda ours: ours.rates(CODE, Register.STANDARD, DAYS), _rates, frozenset({"next"})),
    "readings": Told(lambda ours: ours.consumption(POINT, "99Z9999991", DAYS), _readings, frozenset({"next"})),
    "product": Told(lambda ours: ours.product_tariffs("VAR-22-11-01", "C"), _product),
    "supplies": Told(lambda ours: ours.supply_history(ACCOUNT), _supplies, frozenset({"number"})),
}


def _known(value: Any, name: str = "") -> Counter[tuple[str, str]]:
    """Counts of what went wrong are no knowledge, and neither is a blank."""
    if value in (None, "") or name in ("skipped", "error"):
        return Counter()
    if is_dataclass(value):
        return sum((_known(getattr(value, field.name), field.name) for field in fields(value)), Counter())
    if isinstance(value, dict):
        return sum((_known(each, name) for each in value.values()), Counter())
    if isinstance(value, tuple | list):
        return sum((_known(each, name) for each in value), Counter())
    return Counter([(name, repr(value))])


def _ways(value: Any, way: Way = ()) -> Iterator[Way]:
    """To every value of a body, the large ones after their parts."""
    if isinstance(value, dict | list):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _ways(each, (*way, key))
    yield way


def _with(body: Any, way: Way, value: Any) -> Any:
    changed = at = copy.deepcopy(body)
    for key in way[:-1]:
        at = at[key]
    at[way[-1]] = value
    return changed


def _without(body: Any, way: Way) -> Any:
    changed = at = copy.deepcopy(body)
    for key in way[:-1]:
        at = at[key]
    del at[way[-1]]
    return changed


async def _knowledge(told: Told, body: Any) -> Counter[tuple[str, str]] | None:
    """None where the answer is refused as odd."""
    try:
        return _known(await told.ask(client_of(Monotone(body))))
    except KrakenError:
        return None


def _row(way: Way) -> Way | None:
    """To the innermost row that holds the value."""
    places = [index for index, key in enumerate(way) if isinstance(key, int)]
    return way[: places[-1] + 1] if places else None


def _is_needed(told: Told, body: Any, way: Way) -> bool:
    at = body
    for key in way:
        at = at[key]
    return way[-1] in told.needs or isinstance(at, list)


@pytest.mark.parametrize("name", TOLD)
async def test_an_odd_value_costs_its_row_at_most(name: str) -> None:
    told = TOLD[name]
    body = told.body()
    whole = await _knowledge(told, body)
    assert whole
    root = 2 if "data" in body else 1  # a root field by itself is the whole answer
    least: dict[Way, Counter[tuple[str, str]] | None] = {}
    for way in _ways(body):
        row = _row(way)
        if len(way) < root + (row is None and root == 2):
            continue
        if row is not None and row not in least:
            least[row] = await _knowledge(told, _without(body, row))
        for odd in ODD:
            found = await _knowledge(told, _with(body, way, odd))
            if row is None:
                assert found is not None or _is_needed(told, body, way), (way, odd)
            else:
                assert found is not None, (way, odd)
                lost = (least[row] or Counter()) - found
                assert not {what for what, _ in lost} - GIVES_WAY, (way, odd, lost)


GIVES_WAY = {"mode", "set_celsius", "is_heating", "wants_heat"}
"""Of a heat pump's zone what runs now goes before what was set, odd or not."""
