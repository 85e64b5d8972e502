"""Polls each feed when it is due: the only retry there is, so that the next try can always be told."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.kraken.errors import KrakenError, SignedOut, problem_of
from kraken_desktop.services.cadence import MINUTE, retry_at
from kraken_desktop.services.connection import Connection
from kraken_desktop.services.feeds import FIELDS, FeedName, failed, scheduled, with_budget, with_clock
from kraken_desktop.services.state import AppState
from kraken_desktop.services.supervisor import Alarm, Supervisor

_log = logging.getLogger(__name__)

WHOLE_POLL_SECONDS = 60.0
REFRESHED_BEFORE = timedelta(minutes=5)
"""A refresh asks again for what is older than this, or in trouble; live power always."""
A_DAY = timedelta(days=1)
REFUSALS = frozenset({ProblemKind.LIMITED, ProblemKind.BLOCKED})


class Feed(Protocol):
    name: FeedName

    async def poll(self) -> None:
        """Ask, fold, keep. Raises KrakenError."""
        ...

    def due_after(self, state: AppState, started: datetime, now: datetime) -> datetime:
        """The next regular time, after a poll that went well."""
        ...

    def closed_until(self, state: AppState) -> datetime | None:
        """When the budget allows a poll; None = now."""
        ...


class Poller:
    """One poll at a time. ``signed_out`` is told once when Octopus refuses the key, and polling has ended then; without
    it that is a trouble like any other, and somebody else's to tell.
    """

    def __init__(
        self,
        connection: Connection,
        feeds: Sequence[Feed],
        supervisor: Supervisor,
        signed_out: Callable[[Problem], None] | None,
    ) -> None:
        self._connection = connection
        self._feeds = {feed.name: feed for feed in feeds}
        self._alarm = Alarm("poller", connection.clock, supervisor)
        self._signed_out = signed_out
        self._due: dict[FeedName, datetime] = {}
        self._polled_at: dict[FeedName, datetime] = {}
        self._failures: dict[FeedName, int] = {}
        self._trouble: dict[FeedName, Problem] = {}
        self._paused_until: datetime | None = None
        self._is_resting = False
        self._is_asked = False
        self.is_over = False

    @property
    def is_waiting(self) -> bool:
        """Between polls."""
        return self._alarm.due is not None

    async def run(self) -> None:
        """Until cancelled, or until the key is refused."""
        clock = self._connection.clock
        self._everything_due(clock.now())
        while not self.is_over:
            now = clock.now()
            if self._is_pausing(now):
                await self._alarm.wait(now + A_DAY if self._is_resting else self._paused_until or now)
                continue
            for feed in self._feeds.values():
                if self._due[feed.name] <= clock.now() and not self.is_over:
                    await self._poll(feed)
            self._is_asked = False
            if self.is_over:
                break
            self._connection.publish(_refreshed)
            await self._sleep(min(self._due.values()))

    async def once(self) -> None:
        """Every feed once, in order, and once more whoever is due at once after that; nobody waits twice for a service
        that does not answer."""
        self._everything_due(self._connection.clock.now())
        for _ in range(2):
            for feed in self._feeds.values():
                if self._due[feed.name] <= self._connection.clock.now() and not self.is_over:
                    await self._poll(feed)
                if any(problem.kind is ProblemKind.TIMED_OUT for problem in self._trouble.values()):
                    return

    def refresh(self) -> None:
        """Poll now, also while paused: live power, and whatever is old or in trouble."""
        if self.is_over:
            return
        now = self._connection.clock.now()
        for name in self._feeds:
            polled_at = self._polled_at.get(name)
            is_old = polled_at is None or now - polled_at > REFRESHED_BEFORE
            if name is FeedName.LIGHT or name in self._trouble or is_old:
                self._due[name] = now
        self._is_asked = True
        self._connection.publish(lambda state: replace(state, polling=replace(state.polling, is_refreshing=True)))
        self._alarm.ring()

    def wake(self) -> None:
        """The computer was away: everything is due."""
        self._everything_due(self._connection.clock.now())
        self._alarm.ring()

    def due_now(self, *names: FeedName) -> None:
        """Have these polled at once."""
        now = self._connection.clock.now()
        self._due.update({name: now for name in names if name in self._feeds})
        self._alarm.ring()

    def pause(self, until: datetime | None) -> None:
        """Ask nothing until then; None goes on."""
        was_paused = self._paused_until is not None
        self._paused_until = until
        self._connection.publish(lambda state: replace(state, polling=replace(state.polling, paused_until=until)))
        if until is None and was_paused:
            self._everything_due(self._connection.clock.now())
        self._alarm.ring()

    def rest(self, is_resting: bool) -> None:
        """Ask nothing while the screen is locked; afterwards everything is due."""
        if is_resting == self._is_resting:
            return
        self._is_resting = is_resting
        self._everything_due(self._connection.clock.now())
        self._alarm.ring()

    def end(self) -> None:
        """Ask nothing any more."""
        self.is_over = True
        self._alarm.ring()

    def _is_pausing(self, now: datetime) -> bool:
        if self._is_resting:
            return not self._is_asked
        if self._paused_until is None:
            return False
        if now >= self._paused_until:
            self.pause(None)
            return False
        return not self._is_asked

    def _everything_due(self, now: datetime) -> None:
        self._due = dict.fromkeys(self._feeds, now)

    async def _sleep(self, due: datetime) -> None:
        """A sleep that ends far too late was a suspend; a time before its beginning, a clock set back."""
        clock = self._connection.clock
        began = clock.now()
        await self._alarm.wait(due)
        now = clock.now()
        gap = max(self._connection.state.polling.current, MINUTE)
        if now - max(due, began) > gap or now < began - MINUTE:
            _log.info("the clock moved on by %s while asleep", now - began)
            self._everything_due(now)

    async def _poll(self, feed: Feed) -> None:
        connection, started = self._connection, self._connection.clock.now()
        closed = feed.closed_until(connection.state)
        if closed is not None:
            self._wait_for_budget(feed, closed, started)
            return
        told: datetime | None = None
        problem: Problem | None = None
        try:
            async with asyncio.timeout(WHOLE_POLL_SECONDS):
                await feed.poll()
        except KrakenError as error:
            problem, told = problem_of(error, connection.clock.now()), error.retry_at
            if isinstance(error, SignedOut) and self._signed_out is not None:
                self._refused(problem, self._signed_out)
                return
        except TimeoutError:
            problem = Problem(ProblemKind.TIMED_OUT, connection.clock.now())
        except Exception:
            _log.exception("polling %s met something unforeseen", feed.name)
            problem = Problem(ProblemKind.ODD_ANSWER, connection.clock.now())
        self._take_stock()
        if problem is None:
            self._succeeded(feed, started)
        else:
            self._failed(feed, problem, told)

    def _take_stock(self) -> None:
        """What every request tells beside its answer: what is left, and whether this computer's clock is right."""
        client, now = self._connection.client, self._connection.clock.now()
        self._connection.publish(
            lambda state: with_budget(state, client.budget.used, client.budget.limit),
            lambda state: with_clock(state, client.clock_offset, now),
        )

    def _succeeded(self, feed: Feed, started: datetime) -> None:
        """An answer came; a part of it may be in trouble all the same."""
        state, now = self._connection.state, self._connection.clock.now()
        self._failures.pop(feed.name, None)
        self._polled_at[feed.name] = now
        problem = next((p for name in FIELDS[feed.name] if (p := getattr(state, name).problem) is not None), None)
        if problem is not None:
            self._note(feed, problem)
        elif (before := self._trouble.pop(feed.name, None)) is not None:
            _log.info("%s: good again after %s", feed.name, now - before.since)
        self._schedule(feed, feed.due_after(state, started, now))

    def _failed(self, feed: Feed, problem: Problem, told: datetime | None) -> None:
        self._note(feed, problem)
        failures = self._failures[feed.name] = self._failures.get(feed.name, 0) + 1
        state = self._connection.publish(failed(feed.name, problem))
        self._schedule(feed, retry_at(self._connection.clock.now(), failures, told, state.polling.current))

    def _note(self, feed: Feed, problem: Problem) -> None:
        """The first of a kind is a warning, its repeats are for debugging."""
        before = self._trouble.get(feed.name)
        level = logging.DEBUG if before is not None and before.kind is problem.kind else logging.WARNING
        _log.log(level, "%s: %s%s", feed.name, problem.kind, f" ({problem.code})" if problem.code else "")
        self._trouble[feed.name] = problem if before is None else replace(problem, since=before.since)

    def _wait_for_budget(self, feed: Feed, closed: datetime, now: datetime) -> None:
        """Nobody is troubled by it: the state says that we have slowed down."""
        refusal = next((problem for problem in self._trouble.values() if problem.kind in REFUSALS), None)
        reason = refusal or Problem(ProblemKind.BUDGET_SPENT, now)

        def fold(state: AppState) -> AppState:
            return replace(state, polling=replace(state.polling, slowed_by=state.polling.slowed_by or reason))

        self._connection.publish(fold)
        self._schedule(feed, closed)

    def _schedule(self, feed: Feed, due: datetime) -> None:
        self._due[feed.name] = due
        self._connection.publish(scheduled(feed.name, due))

    def _refused(self, problem: Problem, tell: Callable[[Problem], None]) -> None:
        _log.warning("Octopus refuses us: %s%s", problem.kind, f" ({problem.code})" if problem.code else "")
        self.end()
        tell(problem)


def _refreshed(state: AppState) -> AppState:
    return replace(state, polling=replace(state.polling, is_refreshing=False))
