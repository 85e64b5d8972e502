"""The first start by keyboard alone: welcome, key, what was found, signed in; and remembered by the next start."""

import sys
from collections.abc import Iterator

import pytest

from kraken_desktop.server import SERVICE_NAME
from tests.desktop.signed_in import APP, clock_of, server_of
from tests.desktop.virtual_desktop import VirtualDesktop
from tests.desktop.waiting import wait_until
from tests.simulated import Simulated


@pytest.fixture
def octopus() -> Iterator[Simulated]:
    with Simulated("agile", start="2026-10-05T17:30:00Z", own_process=True) as running:
        yield running


def test_key_is_typed_tried_kept_and_remembered(desktop: VirtualDesktop, octopus: Simulated) -> None:
    command = (APP, "--data-dir", str(desktop.folder / "first"), *clock_of(octopus, 1))
    app = desktop.start(*command, env=server_of(octopus))
    desktop.focus(desktop.window("Welcome"))
    desktop.key("Return")
    dialog = desktop.window("Sign in")
    desktop.focus(dialog)
    desktop.type(octopus.api_key)
    desktop.key("Return")
    wait_until(lambda: desktop.window("Sign in").height > dialog.height, "what was found", 30)
    assert _kept_key(desktop) == "None", "nothing is saved before it is asked for"
    desktop.key("Return")
    wait_until(lambda: not desktop.windows(), "a closed dialog", 30)

    item = desktop.tray_item(app)
    wait_until(lambda: "p until" in item.tooltip, "a price", 30)
    assert _kept_key(desktop) == octopus.api_key
    item.choose("Quit")
    assert app.wait(10) == 0, desktop.log_of(app)

    again = desktop.start(*command, "--hidden", env=server_of(octopus))
    logins = len(_calls(octopus, "obtainKrakenToken"))
    wait_until(lambda: "p until" in desktop.tray_item(again).tooltip, "a price from the store")
    octopus.forget_calls()
    desktop.tray_item(again).choose("Refresh now")
    wait_until(lambda: _calls(octopus, "smartMeterTelemetry"), "a poll with the key that was kept", 30)
    assert logins >= 1
    assert not _files_with(desktop, octopus.api_key), "the key is in the keyring alone"


def test_wrong_key_is_said_and_nothing_kept(desktop: VirtualDesktop, octopus: Simulated) -> None:
    command = (APP, "--data-dir", str(desktop.folder / "wrong"), "--page", "sign-in", *clock_of(octopus, 1))
    desktop.start(*command, env=server_of(octopus))
    before = _kept_key(desktop)
    dialog = desktop.window("Sign in")
    desktop.focus(dialog)
    desktop.type("sk_live_INVENTEDinventedINVENTED")
    desktop.key("Return")
    wait_until(lambda: _calls(octopus, "obtainKrakenToken"), "a try")
    wait_until(lambda: desktop.window("Sign in").height > dialog.height, "what is wrong", 30)
    assert _kept_key(desktop) == before


def _kept_key(desktop: VirtualDesktop) -> str:
    read = f"import keyring; print(keyring.get_password({SERVICE_NAME!r}, 'api-key'))"
    return desktop.run(sys.executable, "-c", read).stdout.strip()


def _calls(octopus: Simulated, field: str) -> list[object]:
    return [call for call in octopus.calls() if field in call["fields"]]


def _files_with(desktop: VirtualDesktop, secret: str) -> list[str]:
    files = (path for path in (desktop.folder / "first").rglob("*") if path.is_file())
    return [path.name for path in files if secret.encode() in path.read_bytes()]
