"""In what gas meters count, where nobody says: their readings beside Octopus's own kWh (docs/domain.md, Gas)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from kraken_desktop.domain.account import Fuel, MeterPoint
from kraken_desktop.domain.gas import GasUnit, inferred_unit
from kraken_desktop.domain.moments import Span, day_slots, day_span, london_date
from kraken_desktop.domain.usage import Reading
from kraken_desktop.services.costing import PricingBasis
from kraken_desktop.services.gas_choice import GasChoice
from kraken_desktop.storage.history_store import HistoryStore

_COMPARED = timedelta(days=60)


class GasUnits:
    """What was inferred of each meter is kept in the store."""

    def __init__(self, store: HistoryStore) -> None:
        self._store = store
        self._known: dict[str, GasUnit] = {}

    async def read(self, point: MeterPoint) -> None:
        """What was inferred before of the meters that do not say."""
        for serial in _silent(point):
            if serial not in self._known and (kept := await self._store.load(_name(serial), GasUnit)) is not None:
                self._known[serial] = kept[0]

    async def infer(self, point: MeterPoint, today: date) -> bool:
        """From the newest days that Octopus settled; whether anything is known now that was not."""
        found = False
        for serial in _silent(point):
            if serial in self._known:
                continue
            unit = await self._inferred(point, serial, today)
            if unit is not None:
                self._known[serial], found = unit, True
                await self._store.save(_name(serial), unit, day_span(today).start)
        return found

    def within(self, choice: GasChoice) -> GasChoice:
        """The person's choice with what was inferred beside it."""
        return GasChoice(choice.unit, choice.calorific_value, tuple(sorted(self._known.items())))

    async def _inferred(self, point: MeterPoint, serial: str, today: date) -> GasUnit | None:
        first = today - _COMPARED
        settled = {day.day: day.kwh for day in await self._store.settled(point.number, first, today)}
        span = Span(day_span(first).start, day_span(today).start)
        by_day: defaultdict[date, list[Reading]] = defaultdict(list)
        for reading in await self._store.readings(point.number, span):
            if reading.meter == serial:
                by_day[london_date(reading.start)].append(reading)
        whole = [
            Reading(day_span(day).start, sum((one.kwh for one in readings), Decimal(0)))
            for day, readings in by_day.items()
            if day in settled and len(readings) == len(day_slots(day))
        ]
        return inferred_unit(whole, {day_span(day).start: kwh for day, kwh in settled.items()})


def _silent(point: MeterPoint) -> tuple[str, ...]:
    """Gas meters of which neither the unit nor the kind is told."""
    if point.fuel is not Fuel.GAS:
        return ()
    return tuple(meter.serial for meter in point.meters if meter.unit is None)


def _name(serial: str) -> str:
    return f"gas-unit:{serial}"


async def counted_words(store: HistoryStore, point: MeterPoint) -> str:
    """In what a gas meter counts and who says so, as its costs were reckoned; empty for electricity."""
    basis = await store.load(f"pricing:{point.number}", PricingBasis)
    if point.fuel is not Fuel.GAS or basis is None or not basis[0].units or not point.meters:
        return ""
    meter, unit, value = point.meters[0], basis[0].units[0], basis[0].calorific_value
    inferred = await store.load(_name(meter.serial), GasUnit)
    if meter.unit is unit:
        who = "as its meter says"
    elif meter.unit is None and inferred is not None and inferred[0] is unit:
        who = "as Octopus's own kWh show"
    else:
        who = "assumed, see Settings" if meter.unit is None and unit is GasUnit.CUBIC_METRES else "as you chose"
    by = f" with {value} MJ/m³" if unit is GasUnit.CUBIC_METRES else ""
    return f"counted in {unit.value}{by}, {who}"
