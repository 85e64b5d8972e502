"""A simulator to talk to over TCP: in a thread of the test (quick) or in a process of its own (nothing shared).

    with Simulated("agile", start="2026-10-05T17:30:00Z", speed=0) as octopus:
        client = httpx.Client(base_url=octopus.base_url)
        octopus.inject("telemetry-empty")
        octopus.advance(60)

`speed=0` freezes the simulator's clock, so that only `advance` and `set_clock` move it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Sequence
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from tests.waiting import PATIENCE_SECONDS


class Simulated:
    """One running simulator; `base_url`, `credentials`, and every means to steer it."""

    def __init__(
        self,
        home: str = "agile",
        *,
        start: str | datetime | None = None,
        speed: float = 1.0,
        seed: int = 1,
        faults: Sequence[str] = (),
        own_process: bool = False,
        port: int = 0,
    ) -> None:
        self._arguments = ["--home", home, "--port", str(port), "--speed", str(speed), "--seed", str(seed)]
        if start is not None:
            self._arguments += ["--start", start.isoformat() if isinstance(start, datetime) else start]
        for fault in faults:
            self._arguments += ["--fault", fault]
        self._running: _Process | _Thread = _Process(self._arguments) if own_process else _Thread(self._arguments)
        self.base_url = ""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        self.base_url = self._running.start()

    def stop(self) -> int:
        """End it; the exit code (0 in a thread)."""
        return self._running.stop()

    @property
    def process_id(self) -> int:
        """Of the process of its own."""
        assert isinstance(self._running, _Process)
        return self._running.process_id

    @property
    def credentials(self) -> dict[str, str]:
        """`api_key` and `account` of the home."""
        return self._ask("GET", "credentials")

    @property
    def api_key(self) -> str:
        return self.credentials["api_key"]

    @property
    def account(self) -> str:
        return self.credentials["account"]

    def inject(
        self, name: str, *, operation: str | None = None, count: int | None = None, seconds: float | None = None
    ) -> None:
        """Add a fault. `operation` is an operation's name, a root field or a REST subject; `count` how often,
        `seconds` how long."""
        self._ask("POST", "faults", {"name": name, "operation": operation, "count": count, "seconds": seconds})

    def clear(self, name: str | None = None) -> None:
        """Take one fault back, or all."""
        self._ask("DELETE", "faults" if name is None else f"faults?name={name}")

    def calls(self) -> list[dict[str, Any]]:
        """Every request since the start or `forget_calls`: at, method, path, operation, fields, status, bytes."""
        calls: list[dict[str, Any]] = self._ask("GET", "calls")["calls"]
        return calls

    def forget_calls(self) -> None:
        self._ask("DELETE", "calls")

    def now(self) -> datetime:
        return datetime.fromisoformat(self._ask("GET", "clock")["now"])

    def advance(self, seconds: float) -> datetime:
        return datetime.fromisoformat(self._ask("POST", "clock", {"advance": seconds})["now"])

    def set_clock(self, moment: datetime | str) -> datetime:
        iso = moment.isoformat() if isinstance(moment, datetime) else moment
        return datetime.fromisoformat(self._ask("POST", "clock", {"now": iso})["now"])

    def spend(self, calls: int, of: str = "smartMeterTelemetry") -> None:
        """Another app of the same customer makes that many calls of a limited field now, or uses up `points`."""
        self._ask("POST", "allowance", {"spend": calls, "of": of})

    def revoke_tokens(self) -> None:
        """Every token and refresh token issued so far is worthless."""
        self._ask("POST", "tokens", {"revoke": True})

    def car(self, action: str, **more: Any) -> dict[str, Any]:
        """Script a car: plug, unplug, plan (start, end), withdraw, boost, cancel-boost, state (state), leave-alone."""
        return self._ask("POST", "devices", {"action": action, **more})

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        request = urllib.request.Request(
            f"{self.base_url}/simulator/{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as reply:
            answer: dict[str, Any] = json.load(reply)
        return answer


class _Process:
    def __init__(self, arguments: list[str]) -> None:
        self._arguments = arguments
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> str:
        command = [sys.executable, "-m", "kraken_desktop.simulator", *self._arguments]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        line = self._process.stdout.readline().strip()
        assert line.startswith("http://"), f"the simulator did not start: {line!r}"
        return line

    @property
    def process_id(self) -> int:
        assert self._process is not None
        return self._process.pid

    def stop(self) -> int:
        assert self._process is not None
        self._process.terminate()
        code = self._process.wait(timeout=PATIENCE_SECONDS)
        if self._process.stdout is not None:
            self._process.stdout.close()
        return code


class _Thread:
    def __init__(self, arguments: list[str]) -> None:
        self._arguments = arguments
        self._thread: threading.Thread | None = None
        self._server: Any = None

    def start(self) -> str:
        from kraken_desktop.simulator import server

        self._server, listening = server.prepare(self._arguments)
        # Only a loop that ends in its own time has closed every connection.
        self._server.config.timeout_graceful_shutdown = PATIENCE_SECONDS
        self._thread = threading.Thread(target=self._server.run, args=([listening],), name="simulator", daemon=True)
        self._thread.start()
        return server.base_url(listening)

    def stop(self) -> int:
        assert self._thread is not None
        self._server.should_exit = True
        self._thread.join(timeout=PATIENCE_SECONDS)
        assert not self._thread.is_alive(), "the simulator did not end"
        return 0
