"""Meters of which Octopus has no half hour, and what would bring some."""

from __future__ import annotations

from kraken_desktop.domain.account import MeterPoint
from kraken_desktop.storage.history_store import HistoryStore


async def never_read_words(store: HistoryStore, point: MeterPoint) -> str:
    """Why nothing is known of a meter point after all of it was asked for; empty where something is, or may come.

    Raises StorageError.
    """
    if not point.meters or await store.extent(point.number) is not None:
        return ""
    for meter in point.meters:
        reach = await store.reach(point.number, meter.serial)
        if reach is None or not reach.is_done:
            return ""
    if point.device_ids:
        return "Octopus has no half-hourly readings of this meter yet."
    return "Octopus has no half-hourly readings of this meter. A smart meter that sends half hours would bring them."
