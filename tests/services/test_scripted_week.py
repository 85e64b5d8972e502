"""A week with everything that a dispatch can do, held against what is truly owed for each half hour of it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from kraken_desktop.domain.moments import Span, at_london, slots_of
from tests.services.scripted_week import Script, Told, Week, lived, spans_of

A_HUNDREDTH = Decimal("0.01")
A_WATT_HOUR = Decimal("0.003")
"""The bill counts a car's energy in whole watt-hours."""

SCRIPT = """
Thu 09:01 A unplug
Thu 09:01 B unplug
Thu 12:01 A plug
Thu 12:01 B unplug
Thu 12:10 A plan 12:45-13:25      # extended to 12:30-13:30
Thu 13:40 A plan 14:30-15:30
Thu 14:20 A withdraw              # before it began
Thu 14:40 A plan 15:00-16:00
Thu 15:10 octopus devices-silent 3
Thu 15:20 A withdraw              # half-way
Thu 16:05 B plan 16:30-17:45      # unplugged: a phantom
Thu 18:00 A boost                 # nothing but a boost
Thu 19:30 A boost
Thu 19:45 A cancel-boost
Thu 20:00 B plug
Thu 20:01 B plan 20:10-20:50
Thu 20:20 A boost                 # beside a smart charge of the other car, and on after it
Thu 21:35 A plan 21:40-21:50
Thu 21:52 A boost                 # after a smart charge in the same half hour
Thu 22:57 A plug
Thu 22:58 A plan 23:10-00:40      # across midnight

Fri 12:01 A plug
Fri 12:01 B plug
Fri 12:20 A plan 13:00-13:30
Fri 12:20 B plan 13:30-14:05      # adjacent
Fri 14:30 A plan 15:10-15:50
Fri 14:30 B plan 15:20-16:25      # overlapping
Fri 17:00 B unplug
Fri 17:10 B charge-elsewhere 18:00-18:40
Fri 18:45 A plan 19:00-20:00
Fri 19:20 A unplug                # driven off while it charges
Fri 21:00 A plug
Fri 21:10 A plan 21:30-22:20
Fri 21:40 A suspend
Fri 22:30 A resume
Fri 22:35 A plan 22:40-23:20

Sat 12:02 A plug
Sat 12:02 B plug
Sat 12:10 A plan 12:40-18:10
Sat 15:00 B plan 16:00-20:00      # six hours of both together end at 18:40
Sat 20:30 A boost
Sat 23:00 A plug
Sat 23:05 B plug
Sat 23:10 A plan 23:50-00:20
Sun 00:30 A plan 00:40-04:00      # over the change of the clocks, beyond the allowance
Sun 04:30 B boost                 # in the night

Sun 12:03 A plug
Sun 12:05 A plan 13:00-14:40
Sun 13:40 A state LOST_CONNECTION # and charges on
Sun 15:20 A state
Sun 15:30 A plan 16:00-17:30
Sun 16:20 octopus plan-null 10
Sun 16:40 octopus devices-empty 1
Sun 16:50 octopus devices-silent 12
Sun 18:00 A plan 18:30-20:00
Sun 18:40 octopus no-network 52
Sun 20:30 octopus completed-error 90

Wed 12:01 B unplug
Wed 12:10 A plug
Wed 12:30 A plan 14:00-14:50
Wed 13:30 A state NEVER_HEARD_OF
Wed 16:00 A state
Wed 17:00 B state NEVER_HEARD_OF
Wed 17:01 B plan 18:00-19:00      # a phantom again
Wed 19:30 B plug
Wed 19:31 octopus plan-error-one-device 20
Wed 19:32 B plan 20:00-21:00
"""
"""From Monday to Wednesday noon the cars live as they please, plans moving, ghosts and phantoms and all."""

CHEAP = """
Thu 12:30-13:30, Thu 15:00-15:30, Thu 20:00-21:00, Thu 21:30-22:00, Thu 23:00-23:30,
Fri 13:00-14:30, Fri 15:00-16:30, Fri 19:00-19:30, Fri 21:30-22:00, Fri 22:30-23:30,
Sun 13:00-15:00, Sun 16:00-17:30, Sun 18:30-20:00, Wed 14:00-15:00, Wed 20:00-21:00
"""
"""Outside the night, on the days with a script but Saturday."""
SATURDAY = {"intelligent": "Sat 12:30-20:00", "intelligent-four-rate": "Sat 12:30-19:00"}
SCRIPTED = "Thu 12:00-12:00, Fri 12:00-12:00, Sat 12:00-12:00, Sun 12:00-23:30, Wed 12:00-23:30"
UNSEEN = "Sun 14:00-14:30, Sun 19:00-19:30, Wed 14:00-14:30"
"""Charged while nobody could know of it: the account's list tells three minutes after the charge has ended."""


def is_owed(said: Told, owed: Told) -> bool:
    if said.house is None or owed.house is None or abs(said.house - owed.house) >= A_HUNDREDTH:
        return False
    prices = {*said.cars, *owed.cars}
    ours = {round(price, 2): kwh for price, kwh in said.cars.items() if price is not None}
    theirs = {round(price, 2): kwh for price, kwh in owed.cars.items() if price is not None}
    return None not in prices and all(
        abs(ours.get(price, Decimal()) - theirs.get(price, Decimal())) <= A_WATT_HOUR for price in {*ours, *theirs}
    )


@pytest.mark.parametrize("part", [0, 1], ids=["until-sunday", "from-sunday"])
@pytest.mark.parametrize(
    ("home", "first"),
    [("intelligent", date(2026, 10, 22)), ("intelligent-four-rate", date(2027, 3, 25))],
    ids=["clocks-back", "clocks-forward"],
)
async def test_every_half_hour_of_the_week_costs_what_is_owed(home: str, first: date, part: int) -> None:
    edges = [(0, time(9)), (3, time(12)), (7, time(9))]
    start, end = (at_london(first + timedelta(days=days), clock) for days, clock in edges[part : part + 2])
    week = await lived(home, Span(start, end), Script(SCRIPT, first))
    said, owed = week.settled, week.owed
    assert {slot: (said[slot], owed[slot]) for slot in owed if not is_owed(said[slot], owed[slot])} == {}

    def told(text: str) -> set[datetime]:
        slots = (slot.start for span in spans_of(text, first) for slot in slots_of(span))
        return {slot for slot in slots if slot in owed}

    assert week.smart & told(SCRIPTED) == told(f"{CHEAP}, {SATURDAY[home]}"), "the bill is what the script says"
    assert late(week) == told(UNSEEN)


def late(week: Week) -> set[datetime]:
    """Slots that we called wrongly in their own last minute."""
    return {
        slot
        for slot, owed in week.owed.items()
        if (pence := week.live[slot]) is None or owed.house is None or abs(pence - owed.house) >= A_HUNDREDTH
    }
