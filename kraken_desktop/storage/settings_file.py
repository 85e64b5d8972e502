"""Settings kept in one file, written whole or not at all."""

from __future__ import annotations

import contextlib
import logging
from pathlib import Path
from typing import Any

import msgspec

from kraken_desktop.storage.errors import storage_error
from kraken_desktop.storage.settings import DECLARATIONS, Settings, with_value
from kraken_desktop.storage.whole_file import write_whole

_log = logging.getLogger(__name__)


class SettingsFile:
    """The file of settings. What it does not know it keeps."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._unknown: dict[str, Any] = {}

    def load(self) -> Settings:
        """A bad value falls back by itself, an unreadable file wholly; nothing is raised."""
        settings = Settings()
        for key, value in self._read().items():
            if key not in DECLARATIONS:
                self._unknown[key] = value
                continue
            try:
                settings = with_value(settings, key, value)
            except ValueError:
                _log.warning("The setting %s had a value that cannot be; its default is used", key)
        return settings

    def save(self, settings: Settings) -> None:
        """Only what differs from the defaults, whole or not at all. Raises ReadOnly or Full."""
        default = Settings()
        known = {key: getattr(settings, key) for key in DECLARATIONS if getattr(settings, key) != getattr(default, key)}
        content = msgspec.json.format(msgspec.json.encode({**self._unknown, **known}), indent=2)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(self._path, content + b"\n")
        except OSError as error:
            raise storage_error(error) from error

    def delete(self) -> None:
        """Raises ReadOnly."""
        self._unknown.clear()
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            raise storage_error(error) from error

    def _read(self) -> dict[str, Any]:
        try:
            found = msgspec.json.decode(self._path.read_bytes())
        except FileNotFoundError:
            return {}
        except OSError as error:
            _log.warning("The settings could not be read, the defaults are used: %s", error.strerror)
            return {}
        except (msgspec.DecodeError, UnicodeDecodeError):
            found = None
        if isinstance(found, dict):
            return found
        _log.warning("The settings made no sense and were put aside; the defaults are used")
        with contextlib.suppress(OSError):
            self._path.replace(self._path.with_suffix(".broken.json"))
        return {}
