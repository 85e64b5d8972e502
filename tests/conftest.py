"""What holds for every test: no window on the person's screen, none of their files, none of their secrets."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.waiting import PATIENCE_SECONDS

# Before anything imports Qt.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_API"] = "pyside6"
os.environ["PYQTGRAPH_QT_LIB"] = "PySide6"

# A test that needs a keyring brings one; reaching for the person's own fails.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

for name in ("KRAKEN_DESKTOP_API", "KRAKEN_DESKTOP_API_KEY", "KRAKEN_DESKTOP_ACCOUNT"):
    os.environ.pop(name, None)

# No example is ever too slow, and the same ones are tried each time; "explore" looks for new ones.
settings.register_profile("explore", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", settings.get_profile("explore"), derandomize=True)
settings.load_profile("same")


@pytest.fixture(autouse=True)
def private_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for each test, so that nothing is read from or left in the person's."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for variable, folder in {
        "XDG_CONFIG_HOME": ".config",
        "XDG_DATA_HOME": ".local/share",
        "XDG_CACHE_HOME": ".cache",
        "XDG_STATE_HOME": ".local/state",
    }.items():
        monkeypatch.setenv(variable, str(home / folder))
    return home


@pytest.fixture(autouse=True)
def no_thread_left_behind() -> Iterator[None]:
    """What a test starts it ends: a thread that lives on would reach into the next test."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + PATIENCE_SECONDS
    for thread in set(threading.enumerate()) - before:
        thread.join(max(0.0, deadline - time.monotonic()))
        assert not thread.is_alive(), f"the thread {thread.name} outlived its test"


@pytest.fixture
def qtbot(qapp: Any, request: pytest.FixtureRequest) -> Any:
    """As pytest-qt's own, but with the patience of every other test."""
    from pytestqt.qtbot import QtBot

    class PatientBot(QtBot):
        def waitUntil(self, callback: Callable[[], bool | None], *, timeout: float = 1000 * PATIENCE_SECONDS) -> None:
            super().waitUntil(callback, timeout=timeout)

        def waitSignal(self, signal: Any, *, timeout: float = 1000 * PATIENCE_SECONDS, **more: Any) -> Any:
            return super().waitSignal(signal, timeout=timeout, **more)

    return PatientBot(request)
