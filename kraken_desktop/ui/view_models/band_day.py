"""Today in the bands of a scheme that may not be chosen yet, beside what the last days cost."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from kraken_desktop.domain.bands import Band, BandScheme
from kraken_desktop.domain.moments import london_date
from kraken_desktop.services import derive, text
from kraken_desktop.services.state import AppState
from kraken_desktop.ui.view_models.glance import day_groups
from kraken_desktop.ui.view_models.parts import BarGroup
from kraken_desktop.ui.view_models.tray import shows_export

_SPANS = ((7, "last 7 days"), (30, "last 30 days"))
_ORDER = (Band.NEGATIVE, Band.QUADRANT_0, Band.QUADRANT_1, Band.QUADRANT_2, Band.QUADRANT_3)


@dataclass(frozen=True, slots=True)
class BandDayView:
    """``counted`` says how many slots each band has, ``means`` what today's mean is beside the last days'."""

    today: BarGroup
    counted: str
    means: str


def band_day_view(state: AppState, scheme: BandScheme) -> BandDayView:
    tried, is_export = replace(state, scheme=scheme), shows_export(state)
    group = day_groups(tried, is_export)[0]
    shown_as, count = derive.scheme_of(tried, is_export), Counter(bar.band for bar in group.bars)
    counted = [f"{count[band]} {text.band_word(band, shown_as)}" for band in _ORDER if count[band]]
    return BandDayView(group, f"Half hours today: {', '.join(counted)}." if counted else "", _means(state, is_export))


def _means(state: AppState, is_export: bool) -> str:
    """Only spans whose every price is known: a mean of some of its hours would mislead."""
    today = london_date(state.now)
    means, mean = state.past_means, derive.day_mean(state, today, is_export)
    if mean is None:
        return ""
    found = [f"Mean today {text.price(mean)}"]
    for days, words in _SPANS:
        before = means.of(days, is_export) if means is not None else None
        if before is not None:
            found.append(f"{words} {text.price(before)}")
    return f"{', '.join(found)}."
