"""Gas: cubic metres become kilowatt-hours (docs/domain.md, Gas)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from kraken_desktop.domain.units import ZERO
from kraken_desktop.domain.usage import Reading

VOLUME_CORRECTION = Decimal("1.02264")
MEGAJOULES_PER_KWH = Decimal("3.6")
_BETWEEN_UNITS = Decimal(3)
"""A cubic metre holds about eleven kilowatt-hours: a ratio is near to one or far above this."""

_WELL = Decimal("0.05")


class GasUnit(StrEnum):
    """What a gas meter counts: SMETS2 cubic metres, SMETS1 kilowatt-hours."""

    CUBIC_METRES = "m³"
    KWH = "kWh"


def kwh_of_cubic_metres(volume: Decimal, calorific_value: Decimal) -> Decimal:
    """``calorific_value`` in megajoules a cubic metre. Unrounded: a bill rounds after conversion."""
    return volume * VOLUME_CORRECTION * calorific_value / MEGAJOULES_PER_KWH


def gas_kwh(figure: Decimal, unit: GasUnit, calorific_value: Decimal) -> Decimal:
    return figure if unit is GasUnit.KWH else kwh_of_cubic_metres(figure, calorific_value)


def believed_unit(told: Sequence[Reading], kwh: Mapping[datetime, Decimal], calorific_value: Decimal) -> GasUnit | None:
    """In which unit another source tells slots whose kWh the meter's readings settle; None unless one fits well.

    What fits neither within a twentieth is not believed at all.
    """
    shared = [reading for reading in told if reading.start in kwh]
    expected = sum((kwh[reading.start] for reading in shared), ZERO)
    counted = sum((reading.kwh for reading in shared), ZERO)
    if expected <= 0 or counted <= 0:
        return None
    for unit in GasUnit:
        if abs(gas_kwh(counted, unit, calorific_value) / expected - 1) <= _WELL:
            return unit
    return None


def inferred_unit(readings: Sequence[Reading], kwh: Mapping[datetime, Decimal]) -> GasUnit | None:
    """What the readings are counted in, beside the service's own kWh of the same slots; None where none compare."""
    shared = [(reading.kwh, kwh[reading.start]) for reading in readings if reading.start in kwh]
    counted, told = sum((one for one, _ in shared), ZERO), sum((other for _, other in shared), ZERO)
    if counted <= 0 or told <= 0:
        return None
    return GasUnit.CUBIC_METRES if told / counted > _BETWEEN_UNITS else GasUnit.KWH
