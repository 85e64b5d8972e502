"""All facts in one frozen value, replaced whole; views watch it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from kraken_desktop.domain.bands import BandScheme
from kraken_desktop.domain.own_terms import OwnTerms
from kraken_desktop.domain.snapshot import Snapshot

if TYPE_CHECKING:  # the icon is painted without most of them
    from kraken_desktop.domain.account import Account
    from kraken_desktop.domain.dispatch import DispatchBook
    from kraken_desktop.domain.effective_price import SmartTerms
    from kraken_desktop.domain.money import Standing
    from kraken_desktop.domain.offers import Shelf
    from kraken_desktop.domain.past_means import PastMeans
    from kraken_desktop.domain.power import HalfHour, Trace
    from kraken_desktop.domain.problem import Problem, ProblemKind
    from kraken_desktop.domain.rates import PaymentMethod, RateSchedule, RateSource
    from kraken_desktop.domain.reminder import Reminder
    from kraken_desktop.domain.sent_notice import SentNotice
    from kraken_desktop.domain.usage import Reading


class Phase(StrEnum):
    STARTING = "starting"
    SIGNED_OUT = "signed-out"
    SIGNED_IN = "signed-in"
    KEY_REFUSED = "key-refused"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which of the account's meters are shown; numbers are MPANs, of gas an MPRN.

    ``device_id`` is what telemetry is asked for.
    """

    account_number: str | None = None
    property_id: str | None = None
    import_number: str | None = None
    export_number: str | None = None
    device_id: str | None = None
    payment_method: PaymentMethod | None = None
    gas_number: str | None = None


@dataclass(frozen=True, slots=True)
class Tariff:
    """One meter point's prices. ``schedule`` is the agreement's, before dispatches; ``covers`` London days known."""

    name: str
    code: str
    schedule: RateSchedule
    standing_pence: Decimal | None = None
    has_changing_list: bool = False
    """Tomorrow's prices are published a day ahead (Agile, Tracker); else tomorrow is simply known."""
    terms: SmartTerms | None = None
    """What a dispatching tariff promises; it counts only with a smart device on the account."""
    gap: ProblemKind | None = None
    """Why prices may be missing: NOT_LISTED, NO_HOURS or UNKNOWN_TARIFF; None where nothing stands in the way."""
    standing_source: RateSource | None = None
    hangs_on_hours: bool = False
    """Night hours change its prices, or what it promises; else its list has the times itself."""


@dataclass(frozen=True, slots=True)
class Budget:
    """Telemetry calls of the shared hour: ours, the limit we keep to, and what the service says, where it says."""

    used: int = 0
    limit: int = 65
    remaining_by_service: int | None = None


@dataclass(frozen=True, slots=True)
class Polling:
    """``every`` is what the person chose; ``current`` is longer while we slow down, and shorter where very many devices
    take turns.

    ``slowed_by`` says why: LIMITED or BLOCKED by Octopus, or BUDGET_SPENT, where several share the allowance.
    ``plans_every`` is how often each device's plan is asked for, where many take turns; None = at every poll.
    """

    every: timedelta = timedelta(minutes=1)
    current: timedelta = timedelta(minutes=1)
    slowed_by: Problem | None = None
    paused_until: datetime | None = None
    is_refreshing: bool = False
    plans_every: timedelta | None = None

    @property
    def has_turns(self) -> bool:
        """More devices than one poll may ask for."""
        return self.plans_every is not None and self.plans_every > self.current


@dataclass(frozen=True, slots=True)
class HistoryProgress:
    """``share`` (0–1) of the time under supply whose readings are there.

    ``fetching`` is what the meter point is called whose readings come next, and ``reached`` how far back they are
    there, None before the first; once all are, ``fetching`` is "" and ``reached`` the first half hour of all.
    ``is_whole`` says that nothing waits to be fetched or costed now; ``revision`` rises with each change of the store.
    """

    share: float
    reached: datetime | None
    is_whole: bool
    revision: int
    fetching: str = ""


@dataclass(frozen=True, slots=True)
class AppState:
    """``now`` is the last tick: every view computes with it, so a price change needs no request."""

    now: datetime
    phase: Phase = Phase.STARTING
    home: str | None = None
    """The sample home's name in a demo, else None."""
    account: Snapshot[Account] = Snapshot()
    other_accounts: Snapshot[tuple[Account, ...]] = Snapshot()
    """What else the key opens, closed accounts too; what they would show is not asked for."""
    selection: Selection = Selection()
    import_tariff: Snapshot[Tariff] = Snapshot()
    export_tariff: Snapshot[Tariff] = Snapshot()
    gas_tariff: Snapshot[Tariff] = Snapshot()
    scheme: BandScheme = BandScheme()
    own: OwnTerms = OwnTerms()
    past_means: PastMeans | None = None
    """What the last days cost, from the store; None until it was asked."""
    live: Snapshot[Trace] = Snapshot()
    """Newest samples; ``problem`` NO_MINI or MINI_SILENT where there are none. ``fetched_at`` is the poll's time."""
    half_hours: Snapshot[tuple[HalfHour, ...]] = Snapshot()
    gas_today: Snapshot[tuple[Reading, ...]] = Snapshot()
    """Today's half hours of gas in kWh, where the Mini tells them in a unit that the meter's own readings prove."""
    dispatches: Snapshot[DispatchBook] = Snapshot()
    standing: Snapshot[Standing] = Snapshot()
    """Balance and billing period, asked every six hours."""
    history: Snapshot[HistoryProgress] = Snapshot()
    """None until the first step of the backfill."""
    has_mini: bool | None = None
    other_tariffs: Snapshot[Shelf] = Snapshot()
    """Read when somebody looks at them; of the region that was asked for last."""
    look: Snapshot[date] = Snapshot()
    """For tomorrow's prices: the day that was looked for last, why a look failed, and when the next one is."""
    polling: Polling = Polling()
    budget: Budget = Budget()
    notices: tuple[SentNotice, ...] = ()
    """Newest first, at most 200."""
    reminders: tuple[Reminder, ...] = ()
    """Those that wait, in order of time."""
    secrets_problem: Problem | None = None
    store_problem: Problem | None = None
    clock_problem: Problem | None = None


Unsubscribe = Callable[[], None]


class StateHolder:
    """Owns the newest AppState. ``update`` swaps it; equal parts keep identity, so selectors compare with ``is``."""

    def __init__(self, initial: AppState) -> None:
        self._state = initial
        self._watchers: list[Callable[[AppState], None]] = []

    @property
    def state(self) -> AppState:
        return self._state

    def update(self, **changes: Any) -> AppState:
        """Replace the named fields. Watchers are called once, and only if something differs."""
        return self.fold(lambda state: replace(state, **changes))

    def fold(self, change: Callable[[AppState], AppState]) -> AppState:
        """Apply a pure change; fields that come out equal keep the identity they had."""
        before, after = self._state, change(self._state)
        kept = {
            name: old
            for name in AppState.__dataclass_fields__
            if (old := getattr(before, name)) is not getattr(after, name) and old == getattr(after, name)
        }
        after = replace(after, **kept) if kept else after
        if all(getattr(before, name) is getattr(after, name) for name in AppState.__dataclass_fields__):
            return before
        self._state = after
        for watcher in tuple(self._watchers):
            watcher(after)
        return after

    def subscribe(self, watcher: Callable[[AppState], None]) -> Unsubscribe:
        """Call ``watcher`` at every change from now on, until the returned function is called."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher) if watcher in self._watchers else None
