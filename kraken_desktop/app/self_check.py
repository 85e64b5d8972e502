"""`--self-check`: does this installation have all it needs? A table, and an exit code for packagers."""

from __future__ import annotations

import json
import ssl
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kraken_desktop import __version__
from kraken_desktop.options import Options
from kraken_desktop.storage.errors import SecretsError, StorageError
from kraken_desktop.system.paths import Paths
from kraken_desktop.ui.resources import resource_path

_SUMMER = datetime(2026, 7, 1, 12, tzinfo=UTC)
_NEEDED_RESOURCES = (
    "themes/light.json",
    "themes/dark.json",
    "icons/io.github.kraken_desktop.KrakenDesktop.svg",
    "linux/io.github.kraken_desktop.KrakenDesktop.desktop.in",
)


class CheckFailed(Exception):  # noqa: N818 - it is an answer, not an error of ours
    """The text says what is missing and what to do."""


def self_check(options: Options) -> int:
    """0 where everything is there, else 1."""
    rows = [_row(name, check, options) for name, check in _CHECKS.items()]
    is_good = all(good for _, good, _ in rows)
    if options.is_json:
        checks = [{"name": name, "is_good": good, "detail": detail} for name, good, detail in rows]
        print(json.dumps({"schema": "kraken-desktop/self-check/1", "is_good": is_good, "checks": checks}, indent=2))
    else:
        print(f"Kraken Desktop {__version__}, Python {sys.version.split()[0]}")
        for name, good, detail in rows:
            print(f"{'ok  ' if good else 'FAIL'}  {name:<14}{detail}")
    return 0 if is_good else 1


def _row(name: str, check: Callable[[Options], str], options: Options) -> tuple[str, bool, str]:
    try:
        return name, True, check(options)
    except CheckFailed as failure:
        return name, False, str(failure)


def _certificates(_: Options) -> str:
    import certifi

    path = Path(certifi.where())
    try:
        context = ssl.create_default_context(cafile=str(path))
    except (OSError, ssl.SSLError) as error:
        raise CheckFailed(f"the list of certificate authorities cannot be read: {error}. Install again.") from error
    return f"{len(context.get_ca_certs())} authorities"


def _zone(_: Options) -> str:
    try:
        offset = _SUMMER.astimezone(ZoneInfo("Europe/London")).utcoffset()
    except ZoneInfoNotFoundError as error:
        raise CheckFailed("no time zone data: install the system's tzdata package, or tzdata with pip.") from error
    if offset is None or offset.total_seconds() != 3600:
        raise CheckFailed("the time zone data has no summer time for London. Install newer tzdata.")
    return "Europe/London, with summer time"


def _keyring(_: Options) -> str:
    from kraken_desktop.storage.secrets import backend_name

    try:
        return backend_name()
    except SecretsError as error:
        raise CheckFailed(f"{error}. Without one you sign in at each start.") from error


def _resources(_: Options) -> str:
    try:
        missing = [name for name in _NEEDED_RESOURCES if not resource_path(name).is_file()]
    except FileNotFoundError as error:
        raise CheckFailed(str(error)) from error
    if missing:
        raise CheckFailed(f"missing: {', '.join(missing)}. Install again.")
    return str(resource_path("themes").parent)


def _store(options: Options) -> str:
    """Without touching what is there: a database of its own beside it."""
    from kraken_desktop.storage.database import Database

    folder = Paths(options.data_dir).folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="self-check-", dir=folder) as place:
            database = Database.open(Path(place, "check.db"))
            try:
                if database.trouble is not None:
                    raise CheckFailed(f"{folder} cannot hold a database: {database.trouble}")
                database.at_start(datetime.now(UTC))
            finally:
                database.close_now()
    except (OSError, StorageError) as error:
        raise CheckFailed(f"{folder} cannot be written: {error}. Choose another with --data-dir.") from error
    return str(folder)


_CHECKS: dict[str, Callable[[Options], str]] = {
    "certificates": _certificates,
    "time zones": _zone,
    "resources": _resources,
    "keyring": _keyring,
    "store": _store,
}
