"""The root fields that are answered, each subject in a file of its own; those not named here answer null.

An answer is a function of the exchange and the field's arguments, giving plain values under the schema's own names.
"""

from __future__ import annotations

from kraken_desktop.simulator.answers import (
    account,
    allowances,
    applied,
    catalogues,
    charging,
    devices,
    dispatches,
    free_electricity,
    greenness,
    heat_pump,
    heat_pump_settings,
    login,
    network,
    octoplus,
    products,
    sessions,
    telemetry,
    wheel,
)
from kraken_desktop.simulator.world import Answers

FIELDS: Answers = {
    **login.FIELDS,
    **account.FIELDS,
    **network.FIELDS,
    **telemetry.FIELDS,
    **devices.FIELDS,
    **dispatches.FIELDS,
    **allowances.FIELDS,
    **products.FIELDS,
    **applied.FIELDS,
    **octoplus.FIELDS,
    **free_electricity.FIELDS,
    **sessions.FIELDS,
    **wheel.FIELDS,
    **heat_pump.FIELDS,
    **heat_pump_settings.FIELDS,
    **catalogues.FIELDS,
    **charging.FIELDS,
    **greenness.FIELDS,
}

# Answered without a token.
OPEN_FIELDS = frozenset(
    {"obtainKrakenToken", "greenerNightsForecast", "queryComplexity", "__typename", "__schema", "__type"}
)
