"""What a tray program costs while nobody looks: time until its item is there, memory, processor time, wake-ups.

Runs on the virtual desktop of the tests. Every figure is of the program's whole process tree.
"""

import os
import re
import statistics
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.desktop.virtual_desktop import VirtualDesktop

FLOOR = (sys.executable, str(Path(__file__).with_name("floor.py")))


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one start, or the medians of several."""

    tray_seconds: float
    """From starting the program to its registered tray item."""
    uss_megabytes: float
    """Memory that ending the program would free, at the end of the idle time; 10^6 bytes."""
    idle_cpu_ms: float
    """Processor time in milliseconds a minute of idling."""
    idle_switches: float
    """Voluntary context switches a minute of idling."""


@dataclass(frozen=True, slots=True)
class _Use:
    uss_bytes: int
    cpu_seconds: float
    switches: int


def measure(
    desktop: VirtualDesktop,
    command: Sequence[str],
    *,
    env: dict[str, str] | None = None,
    settle_seconds: float = 8,
    idle_seconds: float = 60,
) -> Cost:
    """Start the program, let it settle, watch it idle, end it."""
    began = time.perf_counter()
    program = desktop.start(*command, env=env)
    desktop.tray_item(program)
    tray_seconds = time.perf_counter() - began
    _stand_by(settle_seconds)
    before = _use_of(program.pid)
    _stand_by(idle_seconds)
    after = _use_of(program.pid)
    minutes = idle_seconds / 60
    cost = Cost(
        tray_seconds,
        after.uss_bytes / 1e6,
        (after.cpu_seconds - before.cpu_seconds) * 1000 / minutes,
        (after.switches - before.switches) / minutes,
    )
    desktop.end_programs()
    return cost


def median(costs: Sequence[Cost]) -> Cost:
    """The median of each figure."""
    return Cost(*(statistics.median(getattr(cost, name) for cost in costs) for name in Cost.__dataclass_fields__))


def shares_qt_with_others() -> bool:
    """Whether other programs run on Qt: pages of its libraries that are shared do not count as anybody's own."""
    return any(
        b"libQt6Core" in _maps_of(process.pid) for process in psutil.process_iter() if process.pid != os.getpid()
    )


def _maps_of(pid: int) -> bytes:
    """The files a process has mapped; nothing where it has gone or is not ours to look at."""
    try:
        return Path(f"/proc/{pid}/maps").read_bytes()
    except OSError:
        return b""


def _use_of(pid: int) -> _Use:
    root = psutil.Process(pid)
    memory, cpu, switches = 0, 0.0, 0
    for process in (root, *root.children(recursive=True)):
        memory += process.memory_full_info().uss
        for thread in Path(f"/proc/{process.pid}/task").iterdir():
            cpu += int((thread / "schedstat").read_text().split()[0]) / 1e9
            told = re.search(r"^voluntary_ctxt_switches:\s+(\d+)", (thread / "status").read_text(), re.M)
            switches += int(told[1]) if told else 0
    return _Use(memory, cpu, switches)


def _stand_by(seconds: float) -> None:
    threading.Event().wait(seconds)
