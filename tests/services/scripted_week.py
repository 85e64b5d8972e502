"""A week of two cars, told line by line in London time, and lived minute by minute over HTTP under a fake clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import httpx

from kraken_desktop.domain.dispatch import DispatchBook
from kraken_desktop.domain.effective_price import car_schedule
from kraken_desktop.domain.moments import SLOT, Span, at_london, slots_of
from kraken_desktop.domain.rates import RateSchedule
from kraken_desktop.kraken.errors import KrakenError, problem_of
from kraken_desktop.services import derive
from kraken_desktop.services.clients import client_factory
from kraken_desktop.services.connection import Archive, Connection, PriceBook
from kraken_desktop.services.feeds import FeedName, failed
from kraken_desktop.services.heavy_feed import HeavyFeed
from kraken_desktop.services.light_feed import LightFeed
from kraken_desktop.services.state import AppState, Selection, StateHolder
from kraken_desktop.simulator import create_app
from kraken_desktop.simulator.faults import Trouble
from kraken_desktop.simulator.homes import home_named
from kraken_desktop.simulator.homes.declaration import Home
from tests.fake_clock import FakeClock

MINUTE = timedelta(minutes=1)
SETTLED_AFTER = timedelta(hours=4)
"""By then the account's list has told what came of a charge."""
HEAVY_EVERY = timedelta(hours=12)
TEN_SECONDS = timedelta(seconds=10)


def home_of_two_cars(name: str) -> Home:
    """Without a Mini: live power is another matter."""
    home = home_named(name)
    if len(home.cars) == 1:
        second = replace(home.cars[0], device_id="00000000-0000-4000-8000-0000000000e2", name="Van", battery_kwh=60)
        home = replace(home, cars=(*home.cars, second))
    return replace(home, has_mini=False)


@dataclass(frozen=True)
class Told:
    """What we said at one time of one half hour: p/kWh for the house, and what each car's energy costs, in kWh."""

    house: Decimal | None
    cars: dict[Decimal | None, Decimal]


@dataclass
class Week:
    """By slot: what we said in its last minute, what we say once all is known, and what is truly owed."""

    live: dict[datetime, Decimal | None] = field(default_factory=dict)
    settled: dict[datetime, Told] = field(default_factory=dict)
    owed: dict[datetime, Told] = field(default_factory=dict)
    smart: set[datetime] = field(default_factory=set)
    """The slots that the bill calls cheap by a dispatch."""


def spans_of(text: str, first: date) -> Iterator[Span]:
    """``Thu 12:30-13:30, Fri 23:00-01:00`` as spans of the week that begins at ``first``, a Thursday."""
    for part in filter(None, (part.strip() for part in text.replace("\n", " ").split(","))):
        day, clocks = part.split()
        yield _span(_day(day, first), clocks)


def _day(name: str, first: date) -> date:
    return first + timedelta(days=("Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed").index(name))


def _span(day: date, clocks: str) -> Span:
    start, end = (time.fromisoformat(clock) for clock in clocks.split("-"))
    return Span(at_london(day, start), at_london(day if end > start else day + timedelta(days=1), end))


class Script:
    """Lines of ``Thu 12:10 A plan 12:45-13:25``: A and B are the cars, ``octopus`` is the service and its faults."""

    def __init__(self, text: str, first: date) -> None:
        self._orders: dict[datetime, list[tuple[str, str, str, date]]] = {}
        for line in filter(None, (line.split("#")[0].strip() for line in text.splitlines())):
            day, clock, who, action, *rest = line.split()
            on = _day(day, first)
            at = at_london(on, time.fromisoformat(clock))
            self._orders.setdefault(at, []).append((who, action, " ".join(rest), on))

    async def play(self, octopus: Any, now: datetime) -> None:
        for who, action, rest, day in self._orders.get(now, ()):
            if who == "octopus":
                octopus.world.inject(Trouble(action, seconds=float(rest) * 60))
                continue
            asked: dict[str, str | None] = {"action": action, "device": _device(octopus, who)}
            if action == "state":
                asked["state"] = rest or None
            elif rest:
                span = _span(day, rest)
                asked |= {"start": span.start.isoformat(), "end": span.end.isoformat()}
            transport = httpx.ASGITransport(octopus)
            async with httpx.AsyncClient(transport=transport, base_url="http://octopus") as client:
                answer = await client.post("/simulator/devices", json=asked)
                assert answer.status_code == 200, answer.text


def _device(octopus: Any, who: str) -> str:
    device_id: str = octopus.world.household.cars["AB".index(who)].car.device_id
    return device_id


async def lived(name: str, span: Span, script: Script) -> Week:
    """The client asks, the feeds fold, every minute of the span; nothing but the script knows what comes."""
    start = span.start
    clock = FakeClock(start)
    octopus = create_app(home_of_two_cars(name), clock=clock.now)
    own = octopus.world.home
    client = client_factory(clock, asgi_app=octopus)(own.api_key, None, None)
    holder = StateHolder(AppState(now=start, selection=Selection(own.account)))
    connection = Connection(client, own.account, holder, clock, Archive(None, holder, clock), PriceBook({}, None))
    light = LightFeed(connection, MINUTE, lambda: None)
    heavy = HeavyFeed(connection, light, Selection(own.account), timedelta(), lambda: None)
    week = Week()
    for number in range(span.duration // MINUTE):
        now = start + number * MINUTE
        clock.set(now)
        await script.play(octopus, now)
        for feed in (heavy, light) if number % (HEAVY_EVERY // MINUTE) == 0 else (light,):
            try:
                await feed.poll()
            except KrakenError as error:
                connection.publish(failed(FeedName.LIGHT, problem_of(error, now)))
        if (now + MINUTE).minute % 30 == 0:
            slot = now + MINUTE - SLOT
            week.live[slot] = _pence(derive.effective_import(connection.state), slot)
        if now.minute % 30 == 0 and (slot := now - SETTLED_AFTER) >= start:
            week.settled[slot] = _said(connection.state, octopus, slot)
            week.owed[slot] = _owed(octopus, slot, week)
    await client.close()
    return week


def _said(state: AppState, octopus: Any, start: datetime) -> Told:
    """What we make of a slot, with every car's true energy priced at the time at which it flowed."""
    house = derive.effective_import(state)
    (slot,) = slots_of(Span(start, start + SLOT))
    terms = derive.smart_terms(state)
    cars: dict[Decimal | None, Decimal] = {}
    if terms is not None and terms.has_allowance:
        paid = car_schedule(house, state.dispatches.value or DispatchBook(), terms, slot, state.now)
        for at, kwh in _energy(octopus, slot):
            pence = _pence(paid, at)
            cars[pence] = cars.get(pence, Decimal()) + kwh
    return Told(_pence(house, start), cars)


def _energy(octopus: Any, slot: Span) -> Iterator[tuple[datetime, Decimal]]:
    start, end = int(slot.start.timestamp()), int(slot.end.timestamp())
    for life in octopus.world.household.cars:
        for run in life.runs_between(start, end):
            for second in range(max(run.start, start), min(run.end, end), 10):
                at = slot.start + timedelta(seconds=second - start)
                yield at, Decimal(life.car.watts) / 360_000


def _owed(octopus: Any, start: datetime, week: Week) -> Told:
    (place,) = octopus.world.home.properties
    owed = octopus.world.ledger.slot(place.supplies[0], int(start.timestamp()) // 1800)
    cars: dict[Decimal | None, Decimal] = {}
    house = None
    for part in owed.parts:
        pence = part.exc_vat * (1 + owed.vat)
        if part.who == "home":
            house = pence
            if part.why == "smart-dispatch":
                week.smart.add(start)
        else:
            cars[pence] = cars.get(pence, Decimal()) + part.kwh
    return Told(house, cars)


def _pence(schedule: RateSchedule, at: datetime) -> Decimal | None:
    rate = schedule.at(at)
    return None if rate is None else rate.pence_inc_vat
