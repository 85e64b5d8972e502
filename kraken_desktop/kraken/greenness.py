"""Greener nights and carbon intensity (docs/api.md, Greener Nights; Carbon intensity)."""

from __future__ import annotations

from kraken_desktop.domain.greenness import CarbonIntensity, GreenNight
from kraken_desktop.kraken.conversation import Conversation
from kraken_desktop.kraken.decoding import Rows, day, instant, meanings, number, rows_of
from kraken_desktop.kraken.wire import document
from kraken_desktop.kraken.wire import greenness as wire
from kraken_desktop.kraken.wire.envelope import loads


class Greenness:
    def __init__(self, ours: Conversation) -> None:
        self._ours = ours

    async def nights(self) -> Rows[GreenNight]:
        """About a week, in order. Asked without a token: nobody needs to be signed in."""
        with self._ours.heeding_limits(is_backend=True):
            answer = await self._ours.transport.graphql(document("greener_nights"), {}, is_backend=True)
            found = rows_of(answer.content("greenerNightsForecast"), wire.Night, _night)
        nights = {night.day: night for night in found.rows}
        return Rows(tuple(nights[date] for date in sorted(nights)), found.skipped)

    async def carbon(self, postcode: str) -> Rows[CarbonIntensity]:
        """A day of half hours ahead from the one that runs, in order."""
        content = await self._ours.root("getProjectedRegionalCarbonIntensity", "carbon", {"postcode": postcode})
        told: wire.Carbon = loads(content, wire.Carbon) if content else wire.Carbon()
        found = meanings(told.projected_regional_carbon_intensity, wire.CarbonRow, _intensity)
        rows = {row.start: row for row in found.rows}
        return Rows(tuple(rows[start] for start in sorted(rows)), found.skipped)


def _night(row: wire.Night) -> GreenNight:
    return GreenNight(day(row.date), row.is_greener_night, row.greenness_score, row.greenness_index)


def _intensity(row: wire.CarbonRow) -> CarbonIntensity:
    return CarbonIntensity(instant(row.period_start), number(row.value), row.index)
