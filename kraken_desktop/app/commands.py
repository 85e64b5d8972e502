"""What a person asks for, carried out: the widgets' `Commands` over services, windows and the desktop."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QProcess
from PySide6.QtGui import QGuiApplication

from kraken_desktop.app.ending import Ending
from kraken_desktop.app.preferences import Preferences
from kraken_desktop.app.windows import Windows
from kraken_desktop.storage.errors import StorageError
from kraken_desktop.system.program import own_command

if TYPE_CHECKING:
    from asyncio import Task
    from pathlib import Path

    from kraken_desktop.app.insight_commands import AppInsightCommands
    from kraken_desktop.app.resident import Resident
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
    from kraken_desktop.ui.bridge import StateBridge

T = TypeVar("T")
_log = logging.getLogger(__name__)


class AppCommands:
    """Implements `kraken_desktop.ui.commands.Commands`.

    It exists before the services do, because the tray icon does: `attach` gives it what works. Nothing is carried out
    once the app has begun to quit, and no ``then`` is called any more.
    """

    def __init__(self, preferences: Preferences, ending: Ending, bridge: StateBridge, home: str | None) -> None:
        self._preferences = preferences
        self._ending = ending
        self._bridge = bridge
        self.windows = Windows(bridge, self, home)
        self._resident: Resident | None = None

    def attach(self, resident: Resident) -> None:
        self._resident = resident

    # what is fetched

    def refresh(self) -> None:
        if self._resident is not None and not self._ending.is_asked:
            self._resident.services.refresh()

    def pause_polling(self, until: datetime | None) -> None:
        if self._resident is not None and not self._ending.is_asked:
            self._resident.services.pause(until)

    def steer(self, order: Order, then: Callable[[Outcome], None]) -> None:
        from kraken_desktop.services.steering import steered

        if self._resident is not None:
            services = self._resident.services
            self._answer("steer", steered(services.line, order, services.state.now), then)

    # what is shown

    def show_glance(self) -> None:
        if not self._ending.is_asked:
            self.windows.show_glance()

    def show_page(self, page: str) -> None:
        if not self._ending.is_asked:
            self.windows.show_page(page)

    def copy_price(self) -> None:
        from kraken_desktop.services import derive, text

        state = self._bridge.state
        is_export = state.import_tariff.value is None and state.export_tariff.value is not None
        QGuiApplication.clipboard().setText(text.price(derive.price_now(state, is_export).pence))

    def load_samples(self, span: Span, then: Callable[[SampleColumns], None]) -> None:
        if self._resident is not None:
            self._answer("load samples", self._resident.samples(span), then)

    def load_usage(self, question: UsageQuestion, then: Callable[[Usage], None]) -> None:
        if self._resident is not None:
            self._answer("load usage", self._resident.services.past.usage(question), then)

    def load_bills(self, then: Callable[[Bills | None], None]) -> None:
        if self._resident is not None:
            self._answer("load bills", self._resident.services.past.bills(), then)

    def export_bills(self, path: Path, then: Callable[[str], None]) -> None:
        if self._resident is not None:
            self._answer("export bills", self._resident.services.past.export_bills(path), then)

    def back_up(self, path: Path, then: Callable[[str], None]) -> None:
        if self._resident is not None:
            self._answer("back up", self._resident.services.past.back_up(path), then)

    def move_store(self, folder: Path, then: Callable[[str], None]) -> None:
        if self._resident is not None:
            self._answer("move the store", self._resident.services.past.move(folder), then)

    def describe_store(self, then: Callable[[str], None]) -> None:
        if self._resident is not None:
            self._answer("describe the store", self._resident.services.past.describe(), then)

    def check_store(self, then: Callable[[str], None]) -> None:
        if self._resident is not None:
            self._answer("check the store", self._resident.services.past.check(), then)

    def export_history(self, what: Exported, span: DateSpan, path: Path, then: Callable[[str], None]) -> None:
        if self._resident is not None:
            self._answer("export", self._resident.services.past.export(what, span, path), then)

    def load_day(self, day: date, then: Callable[[AppState], None]) -> None:
        if self._resident is not None:
            self._answer("load a day", self._resident.services.state_of_day(day), then)

    def load_dispatches(self, since: date, then: Callable[[DispatchPast], None]) -> None:
        from kraken_desktop.services.dispatch_past import dispatch_past

        if self._resident is not None:
            services = self._resident.services
            self._answer("load dispatches", dispatch_past(services.state_of_day, since, services.store), then)

    def load_charge_history(self, span: DateSpan, by_month: bool, then: Callable[[ChargeHistory], None]) -> None:
        from kraken_desktop.services.charge_history import charge_history

        if self._resident is not None:
            services = self._resident.services
            found = charge_history(services.state, services.store, span, by_month=by_month)
            self._answer("load charges", found, then)

    def load_why(self, at: datetime, then: Callable[[WhyAnswer], None]) -> None:
        from kraken_desktop.services.why import why_on_its_day

        if self._resident is not None:
            services = self._resident.services
            self._answer("why", why_on_its_day(services.state_of_day, at, services.store), then)

    @property
    def insight(self) -> AppInsightCommands:
        from kraken_desktop.app.insight_commands import AppInsightCommands

        services = self._resident.services if self._resident is not None else None
        insights, kept = (services.insights, services.kept_reports) if services is not None else (None, None)
        return AppInsightCommands(insights, self._answer, self.settings.palette, kept)

    # other tariffs

    def read_other_tariffs(self, region: str | None) -> None:
        if self._resident is None:
            return
        region = region or self._resident.services.region
        if region is not None:
            self._start("read other tariffs", self._resident.services.other_tariffs.read(region))

    def find_regions(self, postcode: str, then: Callable[[tuple[str, ...] | Problem], None]) -> None:
        if self._resident is not None:
            self._answer("find regions", self._resident.services.other_tariffs.regions_of(postcode), then)

    # reminders

    def remind(self, reminder: Reminder) -> None:
        if self._resident is not None:
            self._start("remind", self._resident.services.reminders.add(reminder))

    def drop_reminder(self, key: str) -> None:
        if self._resident is not None:
            self._start("drop a reminder", self._resident.services.reminders.drop(key))

    # who we are

    def discover(self, api_key: str, account_number: str | None, then: Callable[[Discovery], None]) -> None:
        if self._resident is not None:
            self._answer("discover", self._resident.services.discover(api_key, account_number), then)

    def sign_in(self, choice: SignInChoice, then: Callable[[Discovery], None]) -> None:
        if self._resident is not None:
            self._answer("sign in", self._resident.services.sign_in(choice), then)

    def show_account(self, number: str) -> None:
        if self._resident is not None:
            self._start("show account", self._resident.services.show_account(number))

    def sign_out(self, forget_history: bool) -> None:
        if self._resident is not None:
            self._start("sign out", self._resident.services.sign_out(forget_history))

    def look_around(self, home: str) -> None:
        program, *arguments = own_command()
        if not QProcess.startDetached(program, [*arguments, f"--demo={home}"])[0]:
            _log.error("the sample home could not be started")

    # this computer

    @property
    def settings(self) -> Settings:
        return self._preferences.settings

    def change_setting(self, key: str, value: object) -> None:
        self._preferences.change(key, value)

    def watch_settings(self, watcher: Callable[[Settings], None]) -> Callable[[], None]:
        return self._preferences.watch(watcher)

    def set_start_at_login(self, on: bool) -> None:
        if self._resident is not None and self._resident.turn_autostart(on):
            self.change_setting("start_at_login", on)

    @property
    def has_launchers(self) -> bool:
        return self._resident is not None and self._resident.has_launchers

    def install_launchers(self, on: bool) -> None:
        if self._resident is not None:
            self._resident.install_launchers(on)
        self.change_setting("launchers_offered", True)

    @property
    def folders(self) -> tuple[Path, ...]:
        return self._resident.paths.folders if self._resident is not None else ()

    def delete_everything(self) -> None:
        if self._resident is not None:
            self._start("delete everything", self._resident.delete_everything())

    def open_log_folder(self) -> None:
        from kraken_desktop.system.opener import open_folder

        if self._resident is not None:
            open_folder(self._resident.paths.logs)

    def open_link(self, url: str) -> None:
        from kraken_desktop.system.opener import open_link

        open_link(url)

    def quit(self) -> None:
        self._ending.ask()

    def _answer(self, name: str, work: Coroutine[Any, Any, T], then: Callable[[T], None]) -> Callable[[], None]:
        """What is returned ends the work; then ``then`` is not called."""

        async def answered() -> None:
            try:
                found = await work
            except StorageError as error:  # the state says what is wrong with the store
                _log.warning("%s: %s", name, error.kind)
                return
            if not self._ending.is_asked:
                then(found)

        return self._start(name, answered())

    def _start(self, name: str, work: Coroutine[Any, Any, Any]) -> Callable[[], None]:
        if self._resident is None or self._ending.is_asked:
            work.close()
            return lambda: None
        task = self._resident.supervisor.start(name, work)
        return partial(_end, task)


def _end(task: Task[Any]) -> None:
    task.cancel()
