"""The app on the virtual desktop, signed in at a simulator and living at its time."""

import subprocess
import sys
from pathlib import Path

from tests.desktop.virtual_desktop import VirtualDesktop
from tests.simulated import Simulated

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
