"""How dear, in a word."""

from __future__ import annotations

from collections.abc import Sequence

from kraken_desktop.domain.bands import Band, BandScheme, SchemeKind, is_one_price
from kraken_desktop.domain.rates import Rate

_QUADRANTS = {Band.QUADRANT_0: "cheap", Band.QUADRANT_1: "fair", Band.QUADRANT_2: "dear", Band.QUADRANT_3: "dearest"}
_TARIFF = _QUADRANTS | {Band.QUADRANT_0: "off-peak", Band.QUADRANT_2: "standard", Band.QUADRANT_3: "peak"}
_THRESHOLDS = {Band.QUADRANT_0: "low", Band.QUADRANT_1: "fair", Band.QUADRANT_2: "high", Band.QUADRANT_3: "highest"}
_EXPORT = {Band.QUADRANT_0: "best", Band.QUADRANT_1: "good", Band.QUADRANT_2: "low", Band.QUADRANT_3: "lowest"}
_WORDS = {SchemeKind.TARIFF: _TARIFF, SchemeKind.THRESHOLDS: _THRESHOLDS}


ONE_PRICE = "one price"


def word_among(band: Band, day_rates: Sequence[Rate], scheme: BandScheme) -> str:
    """The band's word, and of a day that has one price alone that."""
    is_plain = band not in (Band.NEGATIVE, Band.UNKNOWN) and is_one_price(day_rates, scheme)
    return ONE_PRICE if is_plain else band_word(band, scheme)


def band_word(band: Band, scheme: BandScheme = BandScheme()) -> str:
    """What stands on a band's chip. For export the high price is the good one."""
    if band is Band.UNKNOWN:
        return "not known"
    if band is Band.NEGATIVE:
        return "below zero"
    return (_EXPORT if scheme.is_export else _WORDS.get(scheme.kind, _QUADRANTS))[band]
