"""`make bench`: what the app costs, beside the cheapest tray program on the same stack, in one run.

    python packaging/bench/run.py [--runs N] [--idle SECONDS] [--keep]

Exit code 1 when a limit is not kept. The simulator is a process of its own, so its cost is not counted.
"""

import argparse
import compileall
import itertools
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from resident import FLOOR, Cost, measure, median, shares_qt_with_others
from table import Row, as_markdown, keep

from tests.desktop.virtual_desktop import VirtualDesktop
from tests.simulated import Simulated

APP = str(Path(sys.executable).with_name("kraken-desktop"))
START = "2026-10-05T17:30:00Z"  # an evening, tomorrow's prices known: the first start has a notice to show
HISTORY = (
    ("14 months of import, export and gas fetched and costed", "backfill", "s", 5),
    ("requests for consumption meanwhile", "requests", "", 12),
    ("any span of ten years summed", "span", "ms", 100),
    ("a year of days from the store to pixels", "heat", "ms", 300),
    ("526,000 half hours into a CSV file", "csv", "s", 5),
    ("the same into an Excel workbook", "xlsx", "s", 15),
    ("memory gained by a window on all of it and by the files", "memory", "MB", 60),
    ("what of it stays when the window is closed", "left", "MB", 15),
    ("the tenth year costed against the first", "linear", "", 1.5),
)
DISPATCHES = (
    ("a year of polls that all read another plan, in the store", "restless", "MB", 50),
    ("what came of the plans of such a year, by month", "history", "s", 20),
)
INSIGHT = (
    ("efficiency of ten years, every month and moving year", "efficiency", "ms", 300),
    ("a battery's curve by the timer's rule, 31 capacities over a year", "battery", "ms", 500),
    ("the same at its best", "best", "s", 20),
    ("12 half-hourly tariffs compared over a year", "compare", "ms", 1000),
)
SIMULATOR = (
    ("a year of the simulator's dearest home, processor time", "seconds", "s", 2),
    ("what the largest such year leaves in memory", "megabytes", "MB", 30),
    ("the simulator's slowest answer of up to 1,500 rows, the first time or again", "slowest", "ms", 10),
)
NOT_EVERY_MINUTE = {"obtainKrakenToken", "account", "rateLimitInfo"}
_HERE = Path(__file__).parent
# In the words of the app's own secrets and settings.
_SIGN_IN = """
import asyncio, sys
from pathlib import Path
from kraken_desktop.server import service_name
from kraken_desktop.services.session import API_KEY
from kraken_desktop.storage.secrets import KeyringSecrets
asyncio.run(KeyringSecrets(service_name(Path(sys.argv[2]))).write(API_KEY, sys.argv[1]))
"""


class Bench:
    """The app and the floor on one desktop, the app signed in at one simulator."""

    def __init__(self, desktop: VirtualDesktop, octopus: Simulated, runs: int, idle_seconds: float) -> None:
        self._desktop, self._octopus = desktop, octopus
        self._runs, self._idle = runs, idle_seconds
        self._api = {"KRAKEN_DESKTOP_API": octopus.base_url}
        self._by_environment = self._api | {
            "KRAKEN_DESKTOP_API_KEY": octopus.api_key,
            "KRAKEN_DESKTOP_ACCOUNT": octopus.account,
        }

    def rows(self) -> Iterator[Row]:
        """Start-up, memory and idle cost against the floor; and what a light poll asks."""
        first = self._app("app", self._by_environment, 20, 5)  # fills the store, and shows a notice
        noticed = bool(self._desktop.notices.shown())
        floors, apps = [], []
        for _ in range(self._runs):
            floors.append(measure(self._desktop, FLOOR, settle_seconds=8, idle_seconds=self._idle))
            apps.append(self._app("app", self._by_environment, 8, self._idle))
        floor, app = median(floors), median(apps)
        memory, limit = floor.uss_megabytes, 1.6 * floor.uss_megabytes
        yield Row("hidden start to tray item", "s", app.tray_seconds, 1.25 * floor.tray_seconds, floor.tray_seconds)
        yield Row("memory (USS) after a minute hidden", "MB", app.uss_megabytes, limit, memory)
        self._sign_in("signed-in")
        kept = self._app("signed-in", self._api, 8, self._idle)
        yield Row("the same, the key from the keyring", "MB", kept.uss_megabytes, limit, memory)
        if noticed:
            yield Row("memory (USS) after a first notice", "MB", first.uss_megabytes, limit, memory)
        yield Row("idle processor time a minute", "ms", app.idle_cpu_ms, floor.idle_cpu_ms + 30, floor.idle_cpu_ms)
        yield Row("idle switches a minute", "", app.idle_switches, floor.idle_switches + 60, floor.idle_switches)
        polls = light_polls(self._octopus.calls())
        yield Row("requests of a light poll", "", max(len(poll) for poll in polls), 1)
        yield Row("bytes of a light poll", "B", max(sum(call["bytes"] for call in poll) for poll in polls), 3000)

    def _app(self, folder: str, env: dict[str, str], settle: float, idle: float) -> Cost:
        place = str(self._desktop.folder / folder)
        command = (APP, "--hidden", "--data-dir", place, "--clock", self._octopus.now().isoformat())
        return measure(self._desktop, command, env=env, settle_seconds=settle, idle_seconds=idle)

    def _sign_in(self, folder: str) -> None:
        """As the sign-in dialog leaves it: the key in the keyring, the account in the settings."""
        place = self._desktop.folder / folder
        place.mkdir()
        (place / "settings.json").write_text(json.dumps({"account_number": self._octopus.account}), encoding="utf-8")
        signed_in = self._desktop.run(sys.executable, "-c", _SIGN_IN, self._octopus.api_key, str(place))
        assert signed_in.returncode == 0, signed_in.stderr


def light_polls(calls: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The requests of each regular poll: those together in time, without starts and without a new slot's extra one."""
    bursts: list[list[dict[str, Any]]] = []
    for before, call in itertools.pairwise([{"at": "2000-01-01T00:00:00+00:00"}, *calls]):
        if datetime.fromisoformat(call["at"]) - datetime.fromisoformat(before["at"]) > timedelta(seconds=5):
            bursts.append([])
        bursts[-1].append(call)
    return [
        burst
        for burst in bursts
        if any("smartMeterTelemetry" in call["fields"] for call in burst)
        and not any(NOT_EVERY_MINUTE & set(call["fields"]) or call["operation"] == "HalfHours" for call in burst)
    ]


def outcome_of(script: str, *asked: str) -> float:
    """The figure that a measure in a process of its own prints last."""
    command = [sys.executable, str(_HERE / script), *asked]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, timeout=1800)
    return float(done.stdout.split()[-1])


def main() -> int:
    arguments = argparse.ArgumentParser(description="What the app costs, beside the floor.")
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--idle", type=float, default=60, metavar="SECONDS")
    arguments.add_argument("--keep", action="store_true", help="write the table into docs/performance.md")
    asked = arguments.parse_args()
    # as an installation does, so that no start pays for an edit made since the last one
    compileall.compile_dir(_HERE.parents[1] / "kraken_desktop", quiet=1)
    if shares_qt_with_others():
        print("Another Qt program runs here: what it shares with us is counted for neither, so ratios come out high.")
    with VirtualDesktop() as desktop, Simulated("agile", start=START, own_process=True) as octopus:
        rows = list(Bench(desktop, octopus, asked.runs, asked.idle).rows())
    rows.append(Row("panning 60,480 points, a frame", "ms", outcome_of("live_page.py"), 10))
    rows.append(
        Row("14 months of half hours resolved, 20,000 prices asked", "ms", outcome_of("prices.py", "schedule"), 50)
    )
    rows.append(Row("best windows of ½ to 6 h over two days", "ms", outcome_of("prices.py", "windows"), 5))
    rows.append(Row("prices page opened from the store", "ms", outcome_of("prices.py", "page"), 300))
    for what, name, unit, limit in HISTORY:
        rows.append(Row(what, unit, outcome_of("history.py", name), limit))
    for what, name, unit, limit in DISPATCHES:
        rows.append(Row(what, unit, outcome_of("dispatch_year.py", name), limit))
    for what, name, unit, limit in INSIGHT:
        rows.append(Row(what, unit, outcome_of("insight.py", name), limit))
    rows.append(Row("the window's and the tray's longest wait meanwhile", "ms", outcome_of("insight_window.py"), 50))
    for what, name, unit, limit in SIMULATOR:
        rows.append(Row(what, unit, outcome_of("simulator.py", name), limit))
    rows.append(Row("memory gained over a simulated week", "MB", outcome_of("week.py"), 3))
    print(as_markdown(rows))
    if asked.keep:
        keep(rows)
    return 0 if all(row.is_kept for row in rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
