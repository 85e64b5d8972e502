"""Planned against charged, worded: the whole in sentences, and the cells of its tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from kraken_desktop.domain.dispatch_history import ChargeSum
from kraken_desktop.services.text.numbers import money, percent
from kraken_desktop.services.text.times import duration

_MINUTE = timedelta(minutes=1)


def clock_hours(length: timedelta) -> str:
    """``27:30``: hours are not made days of; "" for less than a minute."""
    hours, rest = divmod(length, timedelta(hours=1))
    return f"{hours}:{rest // _MINUTE:02}" if length >= _MINUTE else ""


def charge_sentences(total: ChargeSum) -> tuple[str, ...]:
    """What there is to say of the whole of a span."""
    if total == ChargeSum():
        return ("Nothing was planned or charged in this time, as far as it is stored.",)
    return tuple(_sentences(total))


def saved_words(part: ChargeSum) -> str:
    if not part.won_slots:
        return ""
    if part.unknown_slots == part.won_slots:
        return "not known"
    return money(part.saved_pence) + ("*" if part.unknown_slots else "")


def _sentences(total: ChargeSum) -> Iterator[str]:
    if total.missed_share is not None:
        told = _hours(total.charged + total.missed)
        if not total.missed:
            yield f"All that was planned was charged: {told}."
        else:
            share = percent(total.missed_share * 100)
            yield f"{share} of what was planned was not charged: {_hours(total.missed)} of {told}."
    if total.untold >= _MINUTE:
        more = "" if total.missed_share is None else " more"
        yield f"Of {_hours(total.untold)}{more} nobody looked in time to see what came of it."
    if total.ignored >= _MINUTE:
        yield f"{_hours(total.ignored)} were listed while a car could not charge, and were ignored."
    if total.boosted:
        yield f"Boosts charged for {_hours(total.boosted)}."
    if total.won_slots:
        yield f"{total.won_slots} half hours outside the night window became cheap."
    if total.won_slots > total.unknown_slots:
        saved = money(total.saved_pence)
        yield f"For the house without the cars they saved {saved}, by the difference of the prices alone."
    if total.unknown_slots and total.unknown_slots != total.won_slots:
        yield f"* {total.unknown_slots} of them are not in it, their energy is not known."


def _hours(length: timedelta) -> str:
    """The same in a sentence: ``27 h 30 min``."""
    hours, rest = divmod(length, timedelta(hours=1))
    parts = (f"{hours} h" if hours else "", duration(rest) if rest or not hours else "")
    return " ".join(part for part in parts if part)
