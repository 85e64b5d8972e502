"""Why a half hour cost what it did, in sentences."""

from __future__ import annotations

from datetime import datetime

from kraken_desktop.domain.bands import Band, BandScheme
from kraken_desktop.domain.moments import SLOT
from kraken_desktop.domain.rates import Rate, RateSource
from kraken_desktop.domain.units import ZERO
from kraken_desktop.services import text
from kraken_desktop.services.date_span import BarLength
from kraken_desktop.services.usage import UsageBar
from kraken_desktop.ui.view_models.usage_words import bar_name


def slot_reasons(bar: UsageBar, tariff: str, scheme: BandScheme | None, now: datetime) -> tuple[str, ...]:
    """A sentence each; ``tariff`` is what it is called."""
    name = bar_name(bar, BarLength.SLOT)
    if not bar.read and bar.start + SLOT > now:
        return (f"{name} {'runs' if bar.start <= now else 'is still to come'}.",)
    if not bar.read:
        return (f"{name}: the meter's reading has not arrived. It is asked for again until it has.",)
    if bar.rate is None:
        return (f"{name}: {text.kwh_exact(bar.kwh)} kWh, and no price is known for it, so it has no cost.",)
    rate = bar.rate
    reasons = [
        f"{name}: {_reckoning(bar, rate)} is {text.price(bar.pence)}.",
        f"{_day_word(bar.parts[0].band, scheme)}, from {rate.source.value}, by {tariff}.",
    ]
    if rate.source is RateSource.DISPATCH:
        reasons.append("A smart charge ran in this half hour, so the whole home paid the night price.")
    if rate.pence_exc_vat is not None and rate.pence_exc_vat != rate.pence_inc_vat:
        reasons.append(f"Without VAT {text.price(rate.pence_exc_vat)}.")
    return tuple(reasons)


def _reckoning(bar: UsageBar, rate: Rate) -> str:
    """What of the half hour had which price."""
    kwh, pence = bar.car or (ZERO, ZERO)
    house = f"{text.kwh_exact(bar.kwh - kwh)} kWh at {text.price(rate.pence_inc_vat)}"
    if not kwh:
        return house
    return f"{house} for the house and {text.kwh_exact(kwh)} kWh at {text.price(pence / kwh)} for the car"


def _day_word(band: Band, scheme: BandScheme | None) -> str:
    if scheme is None:
        return "The price is the same all day"
    return f"The price is {text.band_word(band, scheme)} that day"
