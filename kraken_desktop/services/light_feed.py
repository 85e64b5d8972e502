"""The light poll: live power, devices and dispatches, in one request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from kraken_desktop.domain.dispatch import DispatchBook
from kraken_desktop.domain.problem import Problem
from kraken_desktop.kraken.decoding import Part
from kraken_desktop.kraken.errors import Limited, OddAnswer, problem_of
from kraken_desktop.kraken.light import LightAnswer, LightAsk
from kraken_desktop.services.cadence import light_interval, next_light, plan_rounds, plans_due
from kraken_desktop.services.connection import Connection
from kraken_desktop.services.feeds import FeedName, Fold, with_allowance, with_interval, with_light
from kraken_desktop.services.state import AppState

FURTHEST_BACK = timedelta(hours=6)
"""Ten-second rows of so long fit one answer; half hours fill what lies before."""
REFUSALS_KEPT = 4
"""More would not make us any slower."""


class LightFeed:
    """Asks for rows since the last sample, and for plans only where there are devices: many in turns."""

    name = FeedName.LIGHT

    def __init__(self, connection: Connection, every: timedelta, met_stranger: Callable[[], None]) -> None:
        """``met_stranger`` is told of a device that no poll has met before: the home is worth a heavy poll."""
        self._connection = connection
        self._met_stranger = met_stranger
        self._has_stranger = self._is_emptied = False
        self._refusals: tuple[Problem, ...] = ()
        self._looks_around = True
        self._plans_asked_at: dict[str, datetime] = {}
        self.every = every

    def look_around(self) -> None:
        """Ask once for everything, also for what the home seemed not to have: a heavy poll went by."""
        self._looks_around = True

    def met_limit(self, refusal: Problem) -> None:
        """Somebody was refused, or told that the allowance is used up: fewer polls from the next on."""
        self._refusals = (*self._refusals, refusal)[-REFUSALS_KEPT:]

    def is_worth_asking(self, state: AppState) -> bool:
        """False in a home with neither a Mini nor a device: there is nothing to ask for between heavy polls."""
        ask = self._ask(state)
        return ask.device_id is not None or ask.wants_devices

    def closed_until(self, state: AppState) -> datetime | None:
        """When the budget lets the poll out; None = now."""
        ask = self._ask(state)
        return self._connection.client.budget.may_poll(
            telemetry=ask.device_id is not None, dispatch_queries=ask.dispatch_queries
        )

    async def poll(self) -> None:
        """One request, or none where there is nothing to ask. Raises KrakenError."""
        connection = self._connection
        ask = self._ask(connection.state)
        if not self.is_worth_asking(connection.state):
            connection.publish(self._paced(connection.clock.now()))
            return
        try:
            answer = await connection.client.light(ask)
        except Limited as limited:
            self.met_limit(problem_of(limited, connection.clock.now()))
            connection.publish(self._paced(connection.clock.now()))
            raise
        now = connection.clock.now()
        self._plans_asked_at.update(dict.fromkeys(ask.car_ids, now))
        self._weigh(answer, now)
        answer = self._believed(answer, ask)
        book = connection.state.dispatches.value
        self._has_stranger = _has_stranger(book, answer)
        if self._has_stranger and book is not None:
            self._met_stranger()
        self._looks_around = False

        def fold(state: AppState) -> AppState:
            state = with_light(state, answer, ask.device_id is not None, ask.wants_devices, now)
            # Samples that came are newer word than a heavy poll's that none are left.
            return with_allowance(state, None) if answer.samples.value else state

        state = connection.publish(fold, self._paced(now))
        await self._keep(ask, answer, state, now)

    def due_after(self, state: AppState, started: datetime, now: datetime) -> datetime:
        """At once after meeting a device for the first time: its plan could not be asked for yet."""
        if self._has_stranger:
            return now
        due = next_light(started, state.polling.current, now)
        return max(due, self.closed_until(state) or due)

    def set_interval(self, every: timedelta) -> None:
        """What the person chose; counts from the next poll on."""
        self.every = every
        self._connection.publish(self._paced(self._connection.clock.now()))

    def _believed(self, answer: LightAnswer, ask: LightAsk) -> LightAnswer:
        """That every device is gone is believed when it is said twice: until then it is an answer like none."""
        is_emptied = bool(ask.car_ids) and answer.statuses.value == ()
        is_news, self._is_emptied = is_emptied and not self._is_emptied, is_emptied
        return replace(answer, statuses=Part(None, OddAnswer())) if is_news else answer

    def _weigh(self, answer: LightAnswer, now: datetime) -> None:
        """What is refused slows us down; the first good poll makes up for all refusals but one, the second for that."""
        if isinstance(answer.samples.error, Limited):
            self.met_limit(problem_of(answer.samples.error, now))
        else:
            self._refusals = self._refusals[1:][-1:]

    def _paced(self, now: datetime) -> Fold:
        """How often we poll from now on, and why."""

        def fold(state: AppState) -> AppState:
            cars = len(_car_ids(state))
            current, slowed_by = light_interval(self.every, cars, self._refusals, now)
            return with_interval(state, self.every, current, slowed_by, current * plan_rounds(cars))

        return fold

    def _ask(self, state: AppState) -> LightAsk:
        trace = state.live.value
        newest = trace.newest if trace is not None else None
        earliest = self._connection.clock.now() - FURTHEST_BACK
        cars = _car_ids(state)
        return LightAsk(
            account_number=self._connection.account_number,
            device_id=state.selection.device_id if state.has_mini is not False or self._looks_around else None,
            since=max(newest.read_at, earliest) if newest is not None else None,
            car_ids=plans_due(cars, self._plans_asked_at),
            wants_devices=self._looks_around or bool(cars) or state.dispatches.problem is not None,
        )

    async def _keep(self, ask: LightAsk, answer: LightAnswer, state: AppState, at: datetime) -> None:
        archive, device_id, samples = self._connection.archive, ask.device_id, answer.samples.value
        if device_id is not None and samples:
            await archive.keep(lambda store: store.add_samples(device_id, samples))
        book, number = state.dispatches.value, ask.account_number
        if ask.wants_devices and answer.statuses.value is not None and book is not None:
            await archive.keep(lambda store: store.add_dispatch_view(number, book, at))


def _has_stranger(book: DispatchBook | None, answer: LightAnswer) -> bool:
    known = {status.device.id for status in book.statuses} if book is not None else set()
    found = [status.device for status in answer.statuses.value or ()]
    return any(device.id not in known and device.is_chargeable for device in found)


def _car_ids(state: AppState) -> tuple[str, ...]:
    book = state.dispatches.value
    return tuple(status.device.id for status in book.statuses if status.device.is_chargeable) if book else ()
