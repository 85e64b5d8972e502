"""A session bus of the test's own, with a notification daemon on it that notes what it is asked."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.system.fake_daemon import FakeDaemon

_BUS = """<busconfig>
  <type>session</type>
  <listen>unix:dir={folder}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
"""


@pytest.fixture
def session_bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    configuration = tmp_path / "bus.conf"
    configuration.write_text(_BUS.format(folder=tmp_path), encoding="utf-8")
    reading, writing = os.pipe()
    with subprocess.Popen(
        ["dbus-daemon", f"--config-file={configuration}", "--nofork", f"--print-address={writing}"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    ) as bus:
        os.close(writing)
        with os.fdopen(reading) as announced:
            address = announced.readline().strip()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address
        bus.terminate()


@pytest.fixture
def start_daemon(session_bus: str) -> Iterator[Callable[..., FakeDaemon]]:
    started: list[FakeDaemon] = []

    def start(*abilities: str) -> FakeDaemon:
        started.append(FakeDaemon(session_bus, abilities))
        return started[-1]

    yield start
    for daemon in started:
        daemon.stop()
