"""What a person can ask for. Widgets call these; the app carries them out and the state shows the result."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.problem import Problem
from kraken_desktop.domain.reminder import Reminder
from kraken_desktop.services.bills import Bills
from kraken_desktop.services.charge_history import ChargeHistory
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.dispatch_past import DispatchPast
from kraken_desktop.services.exports import Exported
from kraken_desktop.services.session import Discovery, SignInChoice
from kraken_desktop.services.state import AppState
from kraken_desktop.services.steering import Order, Outcome
from kraken_desktop.services.usage import Usage
from kraken_desktop.services.usage_question import UsageQuestion
from kraken_desktop.services.why import WhyAnswer
from kraken_desktop.storage.samples_table import SampleColumns
from kraken_desktop.storage.settings import Settings
from kraken_desktop.ui.insight_commands import InsightCommands


class Commands(Protocol):
    """Every call returns at once. ``then`` is called later on the same thread, never after the app began to quit."""

    # what is fetched
    def refresh(self) -> None: ...
    def pause_polling(self, until: datetime | None) -> None:
        """Pause until an instant; None resumes."""

    def steer(self, order: Order, then: Callable[[Outcome], None]) -> None:
        """Ask something of a device, once."""

    # what is shown
    def show_glance(self) -> None: ...
    def show_page(self, page: str) -> None:
        """A page of the main window such as ``live``, or a dialog such as ``settings``."""

    def copy_price(self) -> None: ...
    def load_samples(self, span: Span, then: Callable[[SampleColumns], None]) -> None:
        """Stored live power of the selected meter."""

    def load_usage(self, question: UsageQuestion, then: Callable[[Usage], None]) -> None:
        """What the store knows of a span."""

    def load_bills(self, then: Callable[[Bills | None], None]) -> None:
        """The bill so far and past ones; Octopus's own lists are asked for where they are not fresh."""

    def export_bills(self, path: Path, then: Callable[[str], None]) -> None:
        """Past bills, Octopus's and ours, into a file; ``then`` is told in words how it went."""

    def back_up(self, path: Path, then: Callable[[str], None]) -> None:
        """Everything stored into another file; ``then`` is told in words how it went."""

    def move_store(self, folder: Path, then: Callable[[str], None]) -> None:
        """The store into another folder for good; ``then`` is told in words how it went."""

    def describe_store(self, then: Callable[[str], None]) -> None:
        """Where the store is and how large, in words."""

    def check_store(self, then: Callable[[str], None]) -> None:
        """Whether the store is sound, in words."""

    def export_history(self, what: Exported, span: DateSpan, path: Path, then: Callable[[str], None]) -> None:
        """Every half hour of the span into a file; ``then`` is told in words how it went."""

    def load_day(self, day: date, then: Callable[[AppState], None]) -> None:
        """The state as it serves a day, from the store, else fetched: with its own tariffs, prices and trouble."""

    def load_dispatches(self, since: date, then: Callable[[DispatchPast], None]) -> None:
        """What the store knows of the dispatches of a day and the one after it."""

    def load_charge_history(self, span: DateSpan, by_month: bool, then: Callable[[ChargeHistory], None]) -> None:
        """Planned against charged, by days or by months."""

    def load_why(self, at: datetime, then: Callable[[WhyAnswer], None]) -> None:
        """Why the half hour is cheap or not, and what was known of it when."""

    @property
    def insight(self) -> InsightCommands: ...

    # other tariffs
    def read_other_tariffs(self, region: str | None) -> None:
        """Into the state. None: of the chosen region, else the meter's own; nothing where neither is known."""

    def find_regions(self, postcode: str, then: Callable[[tuple[str, ...] | Problem], None]) -> None:
        """The letters of a postcode's regions, () for an unknown one, or what is wrong."""

    # reminders
    def remind(self, reminder: Reminder) -> None: ...
    def drop_reminder(self, key: str) -> None: ...

    # who we are
    def discover(self, api_key: str, account_number: str | None, then: Callable[[Discovery], None]) -> None:
        """Try a key (and account) without saving anything; the answer says what was found, missing and wrong."""

    def sign_in(self, choice: SignInChoice, then: Callable[[Discovery], None]) -> None:
        """Save what ``discover`` found good and begin."""

    def show_account(self, number: str) -> None:
        """Another account of the same key."""

    def sign_out(self, forget_history: bool) -> None: ...
    def look_around(self, home: str) -> None:
        """Start a second, separate run with a sample home."""

    # this computer
    @property
    def settings(self) -> Settings: ...
    def change_setting(self, key: str, value: object) -> None:
        """Applies at once; raises ValueError for a value outside the setting's limits."""

    def watch_settings(self, watcher: Callable[[Settings], None]) -> Callable[[], None]: ...
    def set_start_at_login(self, on: bool) -> None: ...
    @property
    def has_launchers(self) -> bool:
        """Whether the application menu has our entry."""

    def install_launchers(self, on: bool) -> None: ...
    @property
    def folders(self) -> tuple[Path, ...]:
        """Every folder in which this run keeps something; the log's is the last."""

    def delete_everything(self) -> None: ...
    def open_log_folder(self) -> None: ...
    def open_link(self, url: str) -> None: ...
    def quit(self) -> None: ...
