"""`make bench`: what the app costs, beside the cheapest tray program on the same stack, in one run.

    python packaging/bench/run.py [--runs N] [--idle SECONDS] [--keep]

Exit code 1 when a limit is not kept. The simulator is a process of its own, so its cost is not counted.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from resident import FLOOR, Cost, measure, median
from table import Row, as_markdown, keep

from tests.desktop.virtual_desktop import VirtualDesktop
from tests.simulated import Simulated

APP = str(Path(sys.executable).with_name("kraken-desktop"))
START = "2026-10-05T17:30:00Z"  # an evening, tomorrow's prices known: the first start has a notice to show
_HERE = Path(__file__).parent


def resident_rows(desktop: VirtualDesktop, octopus: Simulated, runs: int, idle: float) -> Iterator[Row]:
    """Start-up, memory and idle cost of the app signed in at the simulator, against the floor."""
    env = {
        "KRAKEN_DESKTOP_API": octopus.base_url,
        "KRAKEN_DESKTOP_API_KEY": octopus.api_key,
        "KRAKEN_DESKTOP_ACCOUNT": octopus.account,
    }
    folder = str(desktop.folder / "app")

    def app_once(settle: float, seconds: float) -> Cost:
        command = (APP, "--hidden", "--data-dir", folder, "--clock", octopus.now().isoformat())
        return measure(desktop, command, env=env, settle_seconds=settle, idle_seconds=seconds)

    first = app_once(20, 5)  # fills the store, and shows a notice
    noticed = bool(desktop.notices.shown())
    octopus.forget_calls()
    floors, apps = [], []
    for _ in range(runs):
        floors.append(measure(desktop, FLOOR, settle_seconds=8, idle_seconds=idle))
        apps.append(app_once(8, idle))
    floor, app = median(floors), median(apps)
    yield Row("hidden start to tray item", "s", app.tray_seconds, 1.25 * floor.tray_seconds, floor.tray_seconds)
    memory = floor.uss_megabytes
    yield Row("memory (USS) after a minute hidden", "MB", app.uss_megabytes, 1.6 * memory, memory)
    if noticed:
        yield Row("memory (USS) after a first notice", "MB", first.uss_megabytes, 1.6 * memory, memory)
    yield Row("idle processor time a minute", "ms", app.idle_cpu_ms, floor.idle_cpu_ms + 30, floor.idle_cpu_ms)
    yield Row("idle switches a minute", "", app.idle_switches, floor.idle_switches + 60, floor.idle_switches)


def outcome_of(script: str) -> float:
    """The figure that a measure in a process of its own prints last."""
    done = subprocess.run(
        [sys.executable, str(_HERE / script)], check=True, capture_output=True, text=True, timeout=900
    )
    return float(done.stdout.split()[-1])


def main() -> int:
    arguments = argparse.ArgumentParser(description="What the app costs, beside the floor.")
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--idle", type=float, default=60, metavar="SECONDS")
    arguments.add_argument("--keep", action="store_true", help="write the table into docs/performance.md")
    asked = arguments.parse_args()
    with VirtualDesktop() as desktop, Simulated("agile", start=START, own_process=True) as octopus:
        rows = list(resident_rows(desktop, octopus, asked.runs, asked.idle))
    rows.append(Row("panning 60,480 points, a frame", "ms", outcome_of("live_page.py"), 10))
    rows.append(Row("memory gained over a simulated week", "MB", outcome_of("week.py"), 3))
    print(as_markdown(rows))
    if asked.keep:
        keep(rows)
    return 0 if all(row.is_kept for row in rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
