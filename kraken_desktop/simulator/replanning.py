"""A night planned anew, for other wishes than before (docs/api.md, 7.12): charged as far as asked, ready when asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from kraken_desktop.simulator.homes.declaration import Car
from kraken_desktop.simulator.london import BUCKET_SECONDS, at_local, unix
from kraken_desktop.simulator.night import BOOST, PLANNING_SECONDS, Night, Run
from kraken_desktop.simulator.preferences import Wish

LEAST_SECONDS = 600
PAUSE_SECONDS = 60
FIRST_CHARGE_AFTER = 1200


def replanned(night: Night, car: Car, wish: Wish, morning: date, since: int) -> Night:
    """From `since` on: what runs goes on, what was planned makes way for what the wish of the morning needs.

    Cheap hours first, then the evening before them, then the morning until the car is to be ready.
    """
    if night.plugged_from >= night.plugged_until or since >= night.plugged_until:
        return night
    kept = tuple(run for run in night.runs if run.start <= since or run.kind == BOOST)
    needed = (wish.percent - night.soc_at_plug) * car.battery_kwh * 36_000 // car.watts
    left = needed - sum(run.end - run.start for run in kept)
    opens = max(since + PLANNING_SECONDS, night.plugged_from + FIRST_CHARGE_AFTER, *(run.end for run in kept))
    opens = -(-opens // BUCKET_SECONDS) * BUCKET_SECONDS + PAUSE_SECONDS
    ready = min(night.plugged_until, unix(at_local(morning, wish.time.hour, wish.time.minute)))
    runs = (*kept, *_placed(left, opens, ready, morning))
    return replace(
        night,
        runs=tuple(sorted(runs, key=lambda run: run.start)),
        ghost=None,
        missed=None,
        lost_from=0,
        lost_until=0,
        known_from=max(night.known_from, since + PLANNING_SECONDS),
    )


def _placed(seconds: int, opens: int, ready: int, morning: date) -> Iterator[Run]:
    begins, ends = unix(at_local(morning - timedelta(days=1), 23, 30)), unix(at_local(morning, 5, 30))
    left = seconds // PAUSE_SECONDS * PAUSE_SECONDS
    for start, end in ((begins, ends), (opens, begins), (ends, ready)):
        first, last = max(start, opens), min(end, ready)
        length = min(left, (last - first) // BUCKET_SECONDS * BUCKET_SECONDS)
        if length >= LEAST_SECONDS:
            # The evening's share stands right before the cheap hours, all else as early as it can.
            yield Run(last - length, last) if end == begins else Run(first, first + length)
            left -= length
