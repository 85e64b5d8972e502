"""The app on the virtual desktop, signed in at a simulator and living at its time."""

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from kraken_desktop.server import service_name
from tests.desktop.tray import TrayItem
from tests.desktop.virtual_desktop import VirtualDesktop
from tests.simulated import Simulated
from tests.waiting import wait_until

APP = str(Path(sys.executable).with_name("kraken-desktop"))


def server_of(octopus: Simulated) -> dict[str, str]:
    """The environment that points the app at the simulator."""
    return {"KRAKEN_DESKTOP_API": octopus.base_url}


def credentials_of(octopus: Simulated) -> dict[str, str]:
    """The environment that signs the app in for one run, the keyring aside."""
    return {
        "KRAKEN_DESKTOP_API": octopus.base_url,
        "KRAKEN_DESKTOP_API_KEY": octopus.api_key,
        "KRAKEN_DESKTOP_ACCOUNT": octopus.account,
    }


def clock_of(octopus: Simulated, speed: float) -> tuple[str, str]:
    """The option that sets the app's clock to the simulator's, at its speed."""
    return "--clock", f"{octopus.now():%Y-%m-%dT%H:%M:%S.%fZ}x{speed:g}"


def start_app(desktop: VirtualDesktop, octopus: Simulated, *options: str, speed: float = 1) -> subprocess.Popen[bytes]:
    """Start it in the tray, signed in by the environment."""
    return desktop.start(APP, "--hidden", *options, *clock_of(octopus, speed), env=credentials_of(octopus))


def start_before(moment: datetime, octopus: Simulated, lead: timedelta, start: Callable[[], TrayItem]) -> TrayItem:
    """What `start` started and waited for, with at least half of the lead left; on a slow machine with a longer one."""
    for times in (1, 4, 16):
        octopus.set_clock(moment - times * lead)
        item = start()
        if octopus.now() < moment - times * lead / 2:
            return item
        item.choose("Quit")
        wait_until(item.is_gone, "the end of what came too late")
    raise AssertionError(f"not ready before {moment}, although begun {16 * lead} earlier")


def kept_secret(desktop: VirtualDesktop, folder: Path, name: str) -> str | None:
    """What the keyring holds for the app of a data folder, as another program reads it."""
    read = f"import keyring; print(keyring.get_password({service_name(folder)!r}, {name!r}) or '')"
    return _ask_keyring(desktop, read) or None


def keep_secret(desktop: VirtualDesktop, folder: Path, name: str, value: str) -> None:
    """Write into the keyring what the app of a data folder will find there."""
    _ask_keyring(desktop, f"import keyring; keyring.set_password({service_name(folder)!r}, {name!r}, {value!r})")


def calls_of(octopus: Simulated, field: str) -> list[dict[str, Any]]:
    """The requests that asked for this root field, since the start or `forget_calls`."""
    return [call for call in octopus.calls() if field in call["fields"]]


def _ask_keyring(desktop: VirtualDesktop, script: str) -> str:
    asked = desktop.run(sys.executable, "-c", script)
    assert asked.returncode == 0, asked.stderr
    return asked.stdout.strip()
