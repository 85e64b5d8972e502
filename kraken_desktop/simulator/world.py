"""One simulated Octopus and one customer of it: all that outlives a request."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from kraken_desktop.simulator import market
from kraken_desktop.simulator.account_book import MONTHS_KEPT, AccountBook, Rewards, no_rewards
from kraken_desktop.simulator.calls import CallLog
from kraken_desktop.simulator.clock import SimulatedClock
from kraken_desktop.simulator.faults import Fault, FaultBoard, Trouble, read_trouble
from kraken_desktop.simulator.homes import home_named
from kraken_desktop.simulator.homes.declaration import Home
from kraken_desktop.simulator.household import Household
from kraken_desktop.simulator.ledger import Ledger
from kraken_desktop.simulator.limits import Limits
from kraken_desktop.simulator.london import at_local, local_date, months_before, slot_of
from kraken_desktop.simulator.money import Bills
from kraken_desktop.simulator.points import Points
from kraken_desktop.simulator.registers import Registers
from kraken_desktop.simulator.sessions import SavingAccount
from kraken_desktop.simulator.tariffs import Window
from kraken_desktop.simulator.tokens import TokenDesk
from kraken_desktop.simulator.wheel import Wheel

LARGEST_PAGE = 1500
"""Rows of a price list."""
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
Answers = dict[str, Callable[..., Any]]
"""Root fields by name: functions of the exchange and the field's arguments."""


class World:
    """The household, and what the service remembers about it."""

    def __init__(
        self, home: str | Home, clock: Callable[[], datetime] | None, seed: int, faults: Sequence[str]
    ) -> None:
        self.clock = SimulatedClock(clock)
        self.household = Household(home_named(home) if isinstance(home, str) else home, seed)
        self.home = self.household.home
        self.registers = Registers(self.household)
        self.saving = SavingAccount(self.household)
        self.ledger = Ledger(self.household, self.saving.is_free)
        self.bills = {number: Bills(self.household, self.ledger, number) for number in self.home.accounts}
        self.books = {number: AccountBook(bills, self._rewards_of(number)) for number, bills in self.bills.items()}
        self.wheel = Wheel(self.home, seed)
        self.points = Points(self._won, self.saving.rewards)
        self.compared: dict[object, dict[str, Any]] = {}
        """Comparisons of tariffs, each by what it was made from."""
        self.started = self.clock.now()
        self.tokens = TokenDesk(self.home)
        self.api_key = self.home.api_key
        self._keys_made = 0
        self.limits = Limits()
        self.faults = FaultBoard()
        self.calls = CallLog()
        for written in faults:
            self.inject(read_trouble(written))

    @property
    def history(self) -> range:
        """The half hours of the fourteen months past."""
        now = self.clock.now()
        return range(slot_of(at_local(months_before(local_date(now), MONTHS_KEPT))), slot_of(now))

    def prepare(self) -> None:
        """Price and meter the fourteen months past and make their bills and sessions: no first request waits for it."""
        now, seed = self.clock.now(), self.household.seed
        for slot in self.history[::48]:
            market.wholesale(seed, slot)
        listed = Window(None, None, now, market.known_until(seed, now))
        for supply in self.home.supplies:
            self.household.thousandths_of(supply, self.history)
            tariff = self.household.tariff_at(supply, now)
            for prices in () if tariff is None else tariff.lists.values():
                deque(prices.rows(listed)[:LARGEST_PAGE], maxlen=0)
        for book in self.books.values():
            deque(book.statements(now), maxlen=0)
        for session in self.saving.joined(now):
            self.saving.result(session)

    def inject(self, trouble: Trouble) -> None:
        """Begin a fault; those about tokens strike the ones issued so far at once."""
        self.faults.inject(trouble, self.clock.now())
        if trouble.name == "token-expired":
            self.tokens.expire_all()
        elif trouble.name in ("token-revoked", "wrong-key"):
            self.tokens.revoke_all()

    def renew_key(self) -> str:
        """A new API key in place of the old one, whose tokens end with it."""
        self._keys_made += 1
        self.api_key = f"{self.home.api_key}N{self._keys_made}"
        self.tokens.revoke_all()
        return self.api_key

    def _rewards_of(self, account: str) -> Rewards:
        """Free hours are credited to the account of the meter point that takes part."""
        return self.saving.payments if account == self.saving.account else no_rewards

    def _won(self, now: datetime) -> list[tuple[datetime, int, str]]:
        return [(spin.at, spin.prize, "WHEEL_OF_FORTUNE") for spin in self.wheel.spins(now)]

    def mini_reports_from(self) -> datetime | None:
        """When the Home Mini reported, or will report, for the first time since the start; None where there is none."""
        if not self.home.has_mini:
            return None
        return (
            self.started + self.home.mini_wakes_after
            if self.home.mini_wakes_after
            else datetime.min.replace(tzinfo=UTC)
        )


@dataclass(slots=True)
class Exchange:
    """One request and its answer, at one instant: every part of an answer sees the same world.

    `subjects` are what a fault may be limited to: the operation, its root fields, or the kind of REST resource.
    """

    world: World
    now: datetime
    host: str
    headers: dict[str, str]
    subjects: tuple[str, ...] = ()
    _struck: dict[str, Fault | None] = field(default_factory=dict)
    plans_asked: int = 0
    codes: tuple[str, ...] = ()
    """The error codes that may strike it."""
    asked: tuple[str, ...] = ()
    """The fields of the query, at the root and within, where a code may name one."""

    @property
    def household(self) -> Household:
        return self.world.household

    def fault(self, name: str, *more_subjects: str) -> Fault | None:
        """The fault that strikes this exchange; asked twice, it counts once."""
        if name not in self._struck:
            self._struck[name] = self.world.faults.strike(name, (*self.subjects, *more_subjects), self.now)
        return self._struck[name]

    def first_fault(self, names: Iterable[str]) -> str | None:
        """The first of several that strikes this exchange."""
        return next((name for name in names if self.fault(name)), None)

    def window(self, start: datetime | None, end: datetime | None) -> Window:
        """What of a price list may be seen now."""
        known = market.known_until(self.household.seed, self.now)
        today = local_date(self.now)
        if self.fault("tomorrow-late"):
            known = min(known, at_local(today, 23))
        if self.fault("tomorrow-partly"):
            known = min(known, at_local(today + timedelta(days=1), 13))
        glut = self.fault("tomorrow-negative")
        return Window(start, end, self.now, known, range(0) if glut is None else _night_after(glut.since))


def _night_after(moment: datetime) -> range:
    """The half hours from 01:00 to 05:00 of the next London day."""
    night = local_date(moment) + timedelta(days=1)
    return range(slot_of(at_local(night, 1)), slot_of(at_local(night, 5)))
