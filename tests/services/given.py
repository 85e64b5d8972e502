"""Services as the app runs them, against a simulator in this process, at a time that the test owns."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import httpx

from kraken_desktop.kraken.transport import AsgiApp, Message
from kraken_desktop.services.assembly import Services
from kraken_desktop.services.clients import client_factory
from kraken_desktop.services.ports import Credentials, NoticeText
from kraken_desktop.services.start import state_at_start
from kraken_desktop.services.state import AppState, StateHolder
from kraken_desktop.simulator import create_app
from kraken_desktop.storage.database import Database
from kraken_desktop.storage.facts import StartFacts
from kraken_desktop.storage.secrets import MemorySecrets
from kraken_desktop.storage.settings import Settings, with_value
from tests.fake_clock import FakeClock

T = TypeVar("T")

QUICK_TURNS = 20_000
MOST_TURNS = 50_000


def utc(text: str) -> datetime:
    """``2026-10-14 17:20`` in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


class Board:
    """A sink that remembers what it showed."""

    def __init__(self, shows: bool = True) -> None:
        self.shown: list[NoticeText] = []
        self.shows = shows
        self.pressed: Any = None

    async def show(self, notice: NoticeText) -> bool:
        if self.shows:
            self.shown.append(notice)
        return self.shows

    def on_action(self, pressed: Any) -> None:
        self.pressed = pressed

    async def close(self) -> None: ...


@dataclass
class Running:
    """One run of the services beside its simulator."""

    services: Services
    octopus: Any
    clock: FakeClock
    board: Board
    settings: Settings
    secrets: MemorySecrets
    pages: list[str] = field(default_factory=list)
    changed: dict[str, object] = field(default_factory=dict)
    """Settings that the services changed."""

    @property
    def state(self) -> AppState:
        return self.services.state

    @property
    def world(self) -> Any:
        return self.octopus.world

    def calls(self) -> list[dict[str, Any]]:
        """Requests to Octopus since the last ``forget_calls``."""
        found: list[dict[str, Any]] = self.world.calls.as_json()["calls"]
        return found

    def forget_calls(self) -> None:
        self.world.calls.forget()

    async def car(self, action: str, **more: str) -> None:
        """Script the home's car: plug, unplug, plan (start, end), withdraw, boost, cancel-boost, state (state)."""
        await script_car(self.octopus, action, **more)

    async def settle(self) -> None:
        """Until nothing is under way any more."""
        quiet = 0
        for turn in range(MOST_TURNS):
            # Who works for long works on the store's thread, which needs room.
            await asyncio.sleep(0 if turn < QUICK_TURNS else 0.001)
            line = self.services.line
            is_quiet = line is None or line.is_waiting
            quiet = quiet + 1 if is_quiet and not _busy(self.services) else 0
            if quiet > 20:
                return
        raise AssertionError("it never settles")

    async def advance(self, seconds: float = 0, *, minutes: float = 0, hours: float = 0) -> None:
        """Let time pass as it does, from one due time to the next."""
        until = self.clock.now() + timedelta(seconds=seconds, minutes=minutes, hours=hours)
        while (due := self.clock.next_due) is not None and due <= until:
            self.clock.set(max(due, self.clock.now()))
            await self.settle()
        self.clock.set(until)
        await self.settle()

    async def passing(self, asked: Awaitable[T]) -> T:
        """Time passes while a question waits its turn."""
        task = asyncio.ensure_future(asked)
        while not task.done():
            await asyncio.sleep(0.001)
            due = self.clock.next_due
            if not task.done() and due is not None and due - self.clock.now() <= timedelta(seconds=10):
                self.clock.set(due)
        return task.result()

    async def suspend(self, hours: float) -> None:
        """Time passes at once, as for a laptop that slept."""
        self.clock.advance(hours * 3600)
        await self.settle()


def without_patience(octopus: AsgiApp) -> AsgiApp:
    """Where no answer comes, the client's patience is over at once, and not after seconds in which other answers may be
    late too."""

    async def answered(scope: Message, receive: Callable[[], Awaitable[Message]], send: Any) -> None:
        is_asked = False

        async def heard() -> Message:
            nonlocal is_asked
            if is_asked:
                raise httpx.ReadTimeout("no answer came")
            message = await receive()
            is_asked = not message.get("more_body", False)
            return message

        await octopus(scope, heard, send)

    return answered


async def script_car(octopus: Any, action: str, **more: str) -> None:
    """The same before any app runs."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(octopus), base_url="http://octopus") as client:
        answer = await client.post("/simulator/devices", json={"action": action, **more})
        assert answer.status_code == 200, answer.text


def operations(run: Running) -> Counter[str]:
    """How often what was asked."""
    return Counter(call["operation"] or call["path"].rsplit("/", 2)[-2] for call in run.calls())


def _busy(services: Services) -> bool:
    return any(name in services.supervisor.names for name in ("session", "token"))


@asynccontextmanager
async def running(
    home: str = "agile",
    start: str = "2026-10-14 17:20",
    *,
    faults: Sequence[str] = (),
    settings: Settings | None = None,
    database: Database | None = None,
    facts: StartFacts | None = None,
    credentials: Credentials | None = None,
    secrets: MemorySecrets | None = None,
    is_signed_in: bool = True,
    is_started: bool = True,
    clock: FakeClock | None = None,
    octopus: Any = None,
    sinks: Sequence[Board] | None = None,
) -> AsyncIterator[Running]:
    """Started and settled. ``is_signed_in`` false: as at the first start."""
    clock = clock or FakeClock(utc(start))
    octopus = octopus or create_app(home, clock=clock.now, faults=faults)
    own = octopus.world.home
    settings = with_value(settings or Settings(), "heavy_offset_seconds", 10)
    fixed = credentials
    if fixed is None and is_signed_in:
        fixed = Credentials(own.api_key, own.account)
    holder = StateHolder(
        state_at_start(
            facts or StartFacts(), clock.now(), settings, account_number=fixed.account_number if fixed else None
        )
    )
    board, pages, changed = Board(), list[str](), dict[str, object]()
    secrets = secrets or MemorySecrets()
    services = Services(
        holder,
        client_factory(clock, asgi_app=without_patience(octopus)),
        database,
        secrets,
        settings,
        clock,
        facts=facts,
        credentials=fixed,
        sinks=sinks or (board,),
        change_setting=changed.__setitem__,
        open_page=pages.append,
    )
    run = Running(services, octopus, clock, board, settings, secrets, pages, changed)
    if is_started:
        services.start()
    try:
        if is_started:
            await run.settle()
        yield run
    finally:
        await services.stop()
