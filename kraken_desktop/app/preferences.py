"""The settings of this run: one value, changed in one place, heard by whoever cares."""

from __future__ import annotations

import logging
from collections.abc import Callable

from kraken_desktop.storage.errors import StorageError
from kraken_desktop.storage.settings import Settings, with_value
from kraken_desktop.storage.settings_file import SettingsFile

_log = logging.getLogger(__name__)


class Preferences:
    """``settings`` is replaced whole at each change and saved at once; a folder that cannot be written costs the
    next start its memory, never this run its setting."""

    def __init__(self, file: SettingsFile) -> None:
        self._file = file
        self._watchers: list[Callable[[Settings], None]] = []
        self.settings = file.load()

    def change(self, key: str, value: object) -> None:
        """Raises ValueError for a value outside the setting's limits."""
        self._replace(with_value(self.settings, key, value))

    def watch(self, watcher: Callable[[Settings], None]) -> Callable[[], None]:
        """Call ``watcher`` at every change until the returned function is called."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher) if watcher in self._watchers else None

    def forget(self) -> None:
        """Back to the defaults, with the file removed."""
        try:
            self._file.delete()
        except StorageError as error:
            _log.warning("the settings could not be deleted: %s", error)
        self._tell(Settings())

    def _replace(self, settings: Settings) -> None:
        if settings == self.settings:
            return
        try:
            self._file.save(settings)
        except StorageError as error:
            _log.warning("the settings could not be saved: %s", error)
        self._tell(settings)

    def _tell(self, settings: Settings) -> None:
        self.settings = settings
        for watcher in tuple(self._watchers):
            watcher(settings)
