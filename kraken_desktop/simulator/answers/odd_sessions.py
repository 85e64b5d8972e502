"""The Saving Sessions that a fault makes of the announced ones (docs/api.md, 8.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from kraken_desktop.simulator.london import at_local, local_date
from kraken_desktop.simulator.session_calendar import DOWN, HAPPY, UP, Session
from kraken_desktop.simulator.world import Exchange

REGIONS = 12
"""The service's own regions are numbered from 1."""


def announced(exchange: Exchange) -> list[Session]:
    """What everybody is told, as a fault would have it."""
    if exchange.fault("sessions-none"):
        return []
    saving = exchange.world.saving
    told = saving.announced(exchange.now)
    if exchange.fault("sessions-all"):
        told += _of_every_kind(exchange.now)
    if exchange.fault("sessions-elsewhere"):
        elsewhere = saving.region % REGIONS + 1
        told = [replace(each, regions=(elsewhere,)) for each in told]
    return told


def joined(exchange: Exchange) -> list[Session]:
    is_out = exchange.fault("sessions-none") or exchange.fault("campaign-left")
    return [] if is_out else exchange.world.saving.joined(exchange.now)


def _of_every_kind(now: datetime) -> Iterator[Session]:
    """Tomorrow: a Power Down, a Power Up, and two free hours of which one has no code."""
    day = local_date(now) + timedelta(days=1)
    for place, (kind, hour, points) in enumerate(((DOWN, 18, 96), (UP, 12, 64), (HAPPY, 10, 0), (HAPPY, 11, 0)), 1):
        start = at_local(day, hour)
        number = day.toordinal() * 10 + place
        code = None if place == 4 else f"EVENT_{number}_{day:%d%m%y}"
        yield Session(number, code, kind, start, start + timedelta(hours=1), now, points)
