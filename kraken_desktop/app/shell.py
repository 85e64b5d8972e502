"""What is there before anything runs: the log, settings, the store's facts, and the icon painted from them."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from kraken_desktop.app.commands import AppCommands
from kraken_desktop.app.crash import CrashHooks
from kraken_desktop.app.logging import start_logging
from kraken_desktop.app.preferences import Preferences
from kraken_desktop.app.redaction import Redaction
from kraken_desktop.services.clock import OffsetClock, SystemClock
from kraken_desktop.services.start import state_at_start
from kraken_desktop.services.state import StateHolder
from kraken_desktop.storage.database import Database
from kraken_desktop.storage.errors import StorageError
from kraken_desktop.storage.facts import StartFacts
from kraken_desktop.storage.settings_file import SettingsFile
from kraken_desktop.ui.bridge import StateBridge
from kraken_desktop.ui.tray import Tray

if TYPE_CHECKING:
    from kraken_desktop.app.first_face import FirstFace
    from kraken_desktop.options import Options, Surroundings
    from kraken_desktop.services.ports import Clock
    from kraken_desktop.storage.settings import Settings
    from kraken_desktop.system.paths import Paths

_log = logging.getLogger(__name__)


class Shell:
    """The quick half of the app. Made in the order in which a start needs it; `close` undoes it."""

    def __init__(self, options: Options, surroundings: Surroundings, paths: Paths, face: FirstFace) -> None:
        self.paths = paths
        self.redaction = Redaction()
        start_logging(paths.logs, self.redaction)
        self.crashes = CrashHooks(paths.logs, self.redaction)
        self.crashes.install()
        self.clock: Clock = OffsetClock(*options.clock) if options.clock is not None else SystemClock()
        # The store opens on its own thread while the settings are read on this one.
        self.database = _opened(paths, is_sample=options.home is not None)
        self.ending = face.ending
        self.preferences = Preferences(SettingsFile(paths.settings))
        self._account_number = surroundings.account_number
        self.facts = self._read_store()
        self.holder = StateHolder(state_at_start(self.facts, self.clock.now(), self.acting_settings, options.home))
        self.bridge = StateBridge(self.holder)
        self.commands = AppCommands(self.preferences, self.ending, self.bridge, options.home)
        self.tray = Tray(self.bridge, self.commands, face.icon, face.menu)

    @property
    def acting_settings(self) -> Settings:
        """The person's settings, with the account that the environment names, if it names one."""
        settings = self.preferences.settings
        return replace(settings, account_number=self._account_number) if self._account_number else settings

    def _read_store(self) -> StartFacts:
        try:
            return self.database.at_start(self.clock.now())
        except StorageError as error:
            _log.warning("nothing is painted from the store: %s", error.kind)
            return StartFacts()

    def show_tray(self) -> None:
        self.tray.show()

    def close(self) -> None:
        self.tray.hide()
        self.bridge.close()
        self.commands.windows.hide()
        self.crashes.close()


def _opened(paths: Paths, *, is_sample: bool) -> Database:
    """A sample home begins anew each time: its simulator knows all of its past."""
    if is_sample:
        return Database.in_memory()
    return Database.open(paths.database)
