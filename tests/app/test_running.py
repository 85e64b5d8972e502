"""The app as a person's session runs it: started, asked, shown a second time, ended."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kraken_desktop.app.crash import FAULTS_NAME
from kraken_desktop.system.paths import Paths
from kraken_desktop.system.single_instance import ask
from tests.waiting import PATIENCE_SECONDS, wait_until

COMMAND = str(Path(sys.executable).with_name("kraken-desktop"))
CLOCK = "2026-10-05T17:30:00Z"
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "run"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    return folder


@pytest.fixture
def start(runtime: Path) -> Iterator[Start]:
    """Start a demo and wait until it answers."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [COMMAND, "--demo", "--hidden", "--clock", CLOCK, *arguments], stderr=subprocess.PIPE, text=True
        )
        started.append(process)
        socket = Paths(None, "agile").socket
        wait_until(lambda: ask(socket, {}) is not None or process.poll() is not None, "an app that answers")
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def ended(process: subprocess.Popen[str]) -> int:
    process.communicate(timeout=PATIENCE_SECONDS)  # with a limit it may be asked again when the test is over
    return process.returncode


def told(**request: Any) -> dict[str, Any]:
    reply = ask(Paths(None, "agile").socket, request)
    assert reply is not None
    return reply


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_it_well(start: Start, number: signal.Signals) -> None:
    process = start()
    process.send_signal(number)
    assert ended(process) == 0
    assert ask(Paths(None, "agile").socket, {}) is None
    children = subprocess.run(["pgrep", "--parent", str(process.pid)], capture_output=True, text=True)
    assert children.stdout == ""


def test_it_ends_well_while_it_is_still_starting(runtime: Path) -> None:
    process = subprocess.Popen([COMMAND, "--demo", "--hidden"], stderr=subprocess.PIPE, text=True)
    socket = Paths(None, "agile").socket
    wait_until(lambda: socket.with_suffix(".lock").exists(), "the claim")
    wait_until(socket.exists, "the socket")
    process.terminate()
    assert ended(process) == 0


def test_a_second_start_has_the_first_show_itself(start: Start) -> None:
    first = start()
    second = subprocess.run([COMMAND, "--demo", "--page", "prices"], capture_output=True, text=True)
    assert (second.returncode, second.stderr) == (0, "")
    assert first.poll() is None


def test_another_sample_home_is_another_app(start: Start) -> None:
    start()
    other = subprocess.Popen([COMMAND, "--demo=flexible", "--hidden"], stderr=subprocess.PIPE, text=True)
    socket = Paths(None, "flexible").socket
    wait_until(lambda: ask(socket, {}) is not None, "the other one")
    other.terminate()
    assert ended(other) == 0


def test_it_answers_for_the_command_line(start: Start) -> None:
    start()
    report = wait_until(lambda: told(ask="status")["content"]["price"]["pence"] and told(ask="status"), "a price")
    assert isinstance(report, dict)
    assert report["content"]["schema"] == "kraken-desktop/status/1"
    assert report["content"]["home"] == "agile"
    assert told(ask="prices", options={"date": "2026-01-05"})["content"]["date"] == "2026-01-05"


def test_a_command_that_means_another_server_is_not_answered(start: Start) -> None:
    start()
    assert told(ask="status", server="https://example.org", account=None) == {}


def test_it_leaves_no_fault_behind_and_logs_no_secret(start: Start, private_folders: Path) -> None:
    process = start()
    wait_until(lambda: told(ask="status")["content"]["price"]["pence"], "a price")
    process.terminate()
    assert ended(process) == 0
    logs = Paths(None, "agile").logs
    assert {path.name for path in logs.iterdir()} == {"kraken-desktop.log", FAULTS_NAME}
    assert (logs / FAULTS_NAME).read_bytes() == b""
    text = "".join(path.read_text("utf-8") for path in logs.iterdir())
    for secret in ("sk_live_", "A-A611E001", "1200099999990", "INVENTED STREET", "99Z9999991"):
        assert secret not in text


def test_without_a_display_it_says_so(runtime: Path) -> None:
    env = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    done = subprocess.run([COMMAND, "--demo"], env=env, capture_output=True, text=True)
    assert done.returncode == 1
    assert "no display" in done.stderr


def test_the_installation_checks_itself(runtime: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [COMMAND, "--self-check", "--json", "--data-dir", str(tmp_path / "kept")],
        capture_output=True,
        text=True,
    )
    found = json.loads(done.stdout)
    checks = {check["name"]: check for check in found["checks"]}
    assert set(checks) == {"certificates", "time zones", "resources", "keyring", "store"}
    # This test has no keyring; everything else is there.
    assert [name for name, check in checks.items() if not check["is_good"]] == ["keyring"]
    assert (done.returncode, found["is_good"]) == (1, False)
    assert list((tmp_path / "kept").iterdir()) == []
