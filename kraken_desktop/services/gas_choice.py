"""How gas is counted, as the person says and the meters tell (docs/domain.md, Gas)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kraken_desktop.domain.account import MeterPoint
from kraken_desktop.domain.gas import GasUnit
from kraken_desktop.storage.settings import Settings


@dataclass(frozen=True, slots=True)
class GasChoice:
    """How the person says that gas is counted; ``unit`` None = as each meter's own kind says.

    ``inferred`` are the units of meters that do not say, by serial number, as their readings show.
    """

    unit: GasUnit | None
    calorific_value: Decimal
    inferred: tuple[tuple[str, GasUnit], ...] = ()

    def unit_of(self, point: MeterPoint, serial: str | None) -> GasUnit:
        """Where nothing tells, cubic metres: most smart gas meters are of the second generation."""
        told = next((meter.unit for meter in point.meters if meter.serial == serial), None)
        if told is None and len(point.meters) == 1:
            told = point.meters[0].unit
        return self.unit or told or dict(self.inferred).get(serial or "") or GasUnit.CUBIC_METRES


def gas_choice(settings: Settings) -> GasChoice:
    """What the person decided."""
    unit = {"m3": GasUnit.CUBIC_METRES, "kwh": GasUnit.KWH}.get(settings.gas_unit)
    return GasChoice(unit, settings.calorific_value)
