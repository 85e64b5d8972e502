"""Live power and registers (docs/api.md, Live telemetry)."""

from __future__ import annotations

from kraken_desktop.domain.power import HalfHour, Sample
from kraken_desktop.kraken.decoding import Rows, instant, number, rows_of
from kraken_desktop.kraken.wire.telemetry import TelemetryRow


def sample(row: TelemetryRow) -> Sample:
    return Sample(instant(row.read_at), number(row.demand), number(row.consumption), number(row.export))


def half_hour(row: TelemetryRow) -> HalfHour:
    return HalfHour(instant(row.read_at), number(row.consumption), number(row.export), number(row.consumption_delta))


def samples(content: bytes | None) -> Rows[Sample]:
    """In order of time, one an instant."""
    found = rows_of(content, TelemetryRow, sample)
    ordered = {row.read_at: row for row in found.rows}
    return Rows(tuple(ordered[at] for at in sorted(ordered)), found.skipped)


def half_hours(content: bytes | None) -> Rows[HalfHour]:
    """In order of time, one a slot; of doubled rows the one that tells its energy."""
    found = rows_of(content, TelemetryRow, half_hour)
    ordered: dict[object, HalfHour] = {}
    for row in sorted(found.rows, key=lambda row: row.start):
        known = ordered.get(row.start)
        if known is None or known.import_delta_wh is None:
            ordered[row.start] = row
    return Rows(tuple(ordered.values()), found.skipped)
