"""The first start by keyboard alone: welcome, key, what was found, signed in; and remembered by the next start."""

import json
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.signed_in import APP, calls_of, clock_of, credentials_of, keep_secret, kept_secret, server_of
from tests.desktop.virtual_desktop import VirtualDesktop, Window
from tests.simulated import Simulated
from tests.waiting import PATIENCE_SECONDS, wait_until

WRONG_KEY = "sk_live_INVENTEDwrongINVENTED"


@pytest.fixture
def octopus() -> Iterator[Simulated]:
    with Simulated("agile", start="2026-10-05T17:30:00Z", own_process=True) as running:
        yield running


def test_key_is_typed_tried_kept_and_remembered(desktop: VirtualDesktop, octopus: Simulated, tmp_path: Path) -> None:
    keep_secret(desktop, tmp_path, "api-key", "")
    keep_secret(desktop, tmp_path, "refresh-token", "")
    app = _start(desktop, octopus, tmp_path)
    _with_the_keyboard(desktop, "Welcome")
    desktop.key("Return")
    _type_key(desktop, octopus.api_key)
    assert kept_secret(desktop, tmp_path, "api-key") is None, "nothing is saved before it is asked for"
    desktop.key("Return")
    _with_the_keyboard(desktop, "Kraken Desktop")
    assert [window.title for window in desktop.windows()] == ["Kraken Desktop"], "the dialog gives way to the app"

    item = desktop.tray_item(app)
    wait_until(lambda: "p until" in item.tooltip and "Home Mini" in item.tooltip, "price and power")
    assert kept_secret(desktop, tmp_path, "api-key") == octopus.api_key
    app.send_signal(signal.SIGTERM)
    assert app.wait(PATIENCE_SECONDS) == 0, desktop.log_of(app)
    first_token = _kept_token(desktop, tmp_path)

    # The next start has no use for the key where the token still opens the door.
    keep_secret(desktop, tmp_path, "api-key", WRONG_KEY)
    octopus.forget_calls()
    again = _start(desktop, octopus, tmp_path, "--hidden")
    wait_until(lambda: calls_of(octopus, "smartMeterTelemetry"), "a poll without signing in")
    item = desktop.tray_item(again)
    wait_until(lambda: "p until" in item.tooltip and "Home Mini" in item.tooltip, "price and power")
    assert len(calls_of(octopus, "obtainKrakenToken")) == 1
    assert not desktop.windows()

    again.send_signal(signal.SIGTERM)
    assert again.wait(PATIENCE_SECONDS) == 0, desktop.log_of(again)
    written = [tmp_path, Path(desktop.env["HOME"]), desktop.folder / "log"]
    for secret in (octopus.api_key, first_token, _kept_token(desktop, tmp_path)):
        assert _files_with(secret, written) == []


def test_each_data_folder_has_a_key_of_its_own(desktop: VirtualDesktop, octopus: Simulated, tmp_path: Path) -> None:
    mine, other = tmp_path / "mine", tmp_path / "other"
    keep_secret(desktop, other, "api-key", WRONG_KEY)
    app = _start(desktop, octopus, mine, "--page", "sign-in")
    _type_key(desktop, octopus.api_key)
    _press_until_closed(desktop)
    wait_until(lambda: "p until" in desktop.tray_item(app).tooltip, "a price")
    assert kept_secret(desktop, mine, "api-key") == octopus.api_key
    assert kept_secret(desktop, other, "api-key") == WRONG_KEY


def test_wrong_key_is_not_kept_and_the_right_one_is_typed_over_it(
    desktop: VirtualDesktop, octopus: Simulated, tmp_path: Path
) -> None:
    before = kept_secret(desktop, tmp_path, "api-key")
    app = _start(desktop, octopus, tmp_path, "--page", "sign-in")
    _type_key(desktop, WRONG_KEY)
    assert kept_secret(desktop, tmp_path, "api-key") == before
    assert "Not signed in" in desktop.tray_item(app).tooltip

    octopus.forget_calls()
    desktop.type(octopus.api_key)
    desktop.key("Return")
    wait_until(lambda: calls_of(octopus, "account"), "what the right key opens")
    _press_until_closed(desktop)
    wait_until(lambda: "p until" in desktop.tray_item(app).tooltip, "a price")


def test_key_that_octopus_refuses_is_said_and_asked_for_once(
    desktop: VirtualDesktop, octopus: Simulated, tmp_path: Path
) -> None:
    before = len(desktop.notices.shown())
    refused = credentials_of(octopus) | {"KRAKEN_DESKTOP_API_KEY": WRONG_KEY}
    app = desktop.start(APP, "--hidden", "--data-dir", str(tmp_path), *clock_of(octopus, 1), env=refused)
    item = desktop.tray_item(app)
    wait_until(lambda: "Sign in again: the API key is not accepted" in item.tooltip, "what is wrong")
    wait_until(lambda: desktop.notices.shown()[before:], "a notice")
    desktop.notices.press("Please sign in again", "Sign in")
    desktop.window("Sign in")
    assert [notice.summary for notice in desktop.notices.shown_by_now()[before:]] == ["Please sign in again"]
    assert len(calls_of(octopus, "obtainKrakenToken")) == 1, "a refused key is not tried again"
    assert _files_with(WRONG_KEY, [tmp_path]) == []


def _start(desktop: VirtualDesktop, octopus: Simulated, folder: Path, *options: str) -> subprocess.Popen[bytes]:
    return desktop.start(APP, "--data-dir", str(folder), *options, *clock_of(octopus, 1), env=server_of(octopus))


def _type_key(desktop: VirtualDesktop, key: str) -> None:
    """Into the dialog, and have it tried; back when the dialog has grown by what came of it."""
    dialog = _with_the_keyboard(desktop, "Sign in")
    desktop.type(key)
    desktop.key("Return")
    wait_until(lambda: desktop.window("Sign in").height > dialog.height, "an answer")


def _press_until_closed(desktop: VirtualDesktop) -> None:
    def is_closed() -> bool:
        is_open = any("Sign in" in window.title for window in desktop.windows())
        if is_open:
            desktop.key("Return")
        return not is_open

    wait_until(is_closed, "a closed dialog")


def _with_the_keyboard(desktop: VirtualDesktop, title: str) -> Window:
    """The window of this title, once the window manager has given it the keyboard by itself."""

    def active() -> Window | None:
        window = desktop.active_window()
        return window if window is not None and title in window.title else None

    window = wait_until(active, f"{title!r} with the keyboard")
    assert window is not None
    return window


def _kept_token(desktop: VirtualDesktop, tmp_path: Path) -> str:
    return str(json.loads(kept_secret(desktop, tmp_path, "refresh-token") or "{}")["value"])


def _files_with(secret: str, folders: list[Path]) -> list[str]:
    files = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return [str(path) for path in files if secret.encode() in path.read_bytes()]
