"""The bands' colours, for windows and for paper. They stand here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

from kraken_desktop.domain.bands import Band

WHITE, NEAR_BLACK = "#FFFFFF", "#141414"


@dataclass(frozen=True, slots=True)
class BandColours:
    """``#RRGGBB`` of the fill and of text on it, at least 4.5:1 apart."""

    fill: str
    text: str


_UNKNOWN = BandColours("#868E96", NEAR_BLACK)
_PALETTES: dict[str, dict[Band, BandColours]] = {
    "default": {
        Band.NEGATIVE: BandColours("#0B7285", WHITE),
        Band.QUADRANT_0: BandColours("#237A35", WHITE),
        Band.QUADRANT_1: BandColours("#66A80F", NEAR_BLACK),
        Band.QUADRANT_2: BandColours("#F08C00", NEAR_BLACK),
        Band.QUADRANT_3: BandColours("#C92A2A", WHITE),
        Band.UNKNOWN: _UNKNOWN,
    },
    "colour-blind": {
        Band.NEGATIVE: BandColours("#004D73", WHITE),
        Band.QUADRANT_0: BandColours("#0072B2", WHITE),
        Band.QUADRANT_1: BandColours("#56B4E9", NEAR_BLACK),
        Band.QUADRANT_2: BandColours("#E69F00", NEAR_BLACK),
        Band.QUADRANT_3: BandColours("#A33B00", WHITE),
        Band.UNKNOWN: _UNKNOWN,
    },
}


def band_colours(palette: str) -> dict[Band, BandColours]:
    """The colours of every band; an unknown palette's name gives the default one."""
    return _PALETTES.get(palette, _PALETTES["default"])
