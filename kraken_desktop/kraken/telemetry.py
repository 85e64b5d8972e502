"""Live power and registers (docs/api.md, Live telemetry)."""

from __future__ import annotations

from kraken_desktop.domain.power import HalfHour, Sample
from kraken_desktop.kraken.decoding import Rows, instant, number_or_none, rows_of
from kraken_desktop.kraken.wire.telemetry import TelemetryRow


def samples(content: bytes | None) -> Rows[Sample]:
    """In order of time, one an instant: of doubled rows the one that tells more."""
    found = rows_of(content, TelemetryRow, _sample)
    ordered = {row.read_at: row for row in sorted(found.rows, key=_sample_worth)}
    return Rows(tuple(ordered.values()), found.skipped)


def half_hours(content: bytes | None) -> Rows[HalfHour]:
    """In order of time, one a slot: of doubled rows the one that tells its energy."""
    found = rows_of(content, TelemetryRow, _half_hour)
    ordered = {row.start: row for row in sorted(found.rows, key=_half_hour_worth)}
    return Rows(tuple(ordered.values()), found.skipped)


def _sample(row: TelemetryRow) -> Sample:
    return Sample(
        instant(row.read_at), number_or_none(row.demand), number_or_none(row.consumption), number_or_none(row.export)
    )


def _half_hour(row: TelemetryRow) -> HalfHour:
    return HalfHour(
        instant(row.read_at),
        number_or_none(row.consumption),
        number_or_none(row.export),
        number_or_none(row.consumption_delta),
    )


def _sample_worth(row: Sample) -> tuple[object, ...]:
    return row.read_at, row.watts is not None, row.import_wh is not None, row.export_wh is not None


def _half_hour_worth(row: HalfHour) -> tuple[object, ...]:
    return row.start, row.import_delta_wh is not None, row.import_wh is not None, row.export_wh is not None
