"""Why a past bill of ours is not Octopus's, in words."""

from __future__ import annotations

ROUNDING_PENCE = 2


def difference_words(
    octopus: int | None,
    ours: int | None,
    incomplete_days: int,
    estimated_days: int,
    *,
    is_asked: bool = False,
    is_newest: bool = False,
    is_read: bool = True,
) -> str:
    """Why ours is not Octopus's, as far as that can be told.

    ``is_asked`` where Octopus is still to tell of its charges, ``is_newest`` where it has billed only earlier ones,
    ``is_read`` where any half hour is known.
    """
    if ours is None:
        return "our readings do not reach back so far" if is_read else "no half-hourly readings here"
    lacking = f"{'1 day lacks' if incomplete_days == 1 else f'{incomplete_days} days lack'} readings or prices here"
    if octopus is None:
        unlisted = "not billed yet" if is_newest else "no bill is listed"
        return f"{unlisted}; {lacking}" if incomplete_days else unlisted
    difference = abs(ours - octopus)
    if difference == 0:
        return "the same to the penny"
    if incomplete_days:
        return lacking
    if difference <= ROUNDING_PENCE:
        return "rounding"
    if estimated_days:
        days = "1 day" if estimated_days == 1 else f"{estimated_days} days"
        return f"estimated: {days} {'still asked for' if is_asked else 'not settled'}"
    return "Octopus corrected something, or billed more than energy"
