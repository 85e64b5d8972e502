"""When the computer or its network is at fault, the app says so in plain words, goes on, and keeps what it had."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kraken_desktop.system.paths import Paths
from tests.desktop.signed_in import (
    APP,
    calls_of,
    clock_of,
    credentials_of,
    keep_secret,
    kept_secret,
    server_of,
    start_app,
)
from tests.desktop.tray import TrayItem
from tests.desktop.virtual_desktop import VirtualDesktop
from tests.simulated import Simulated
from tests.waiting import PATIENCE_SECONDS, wait_until

DAMAGE = b"nothing that a database would say"


@pytest.fixture
def octopus() -> Iterator[Simulated]:
    with Simulated("agile", start="2026-10-05T17:30:00Z", own_process=True) as running:
        yield running


@pytest.fixture
def lock_keyring(desktop: VirtualDesktop) -> Iterator[Callable[[], None]]:
    """Lock it for the rest of the test."""
    yield desktop.lock_keyring
    desktop.unlock_keyring()


@pytest.fixture
def locked(desktop: VirtualDesktop, lock_keyring: Callable[[], None], tmp_path: Path) -> None:
    keep_secret(desktop, tmp_path, "api-key", "")
    lock_keyring()


def test_damaged_store_is_put_aside(desktop: VirtualDesktop, octopus: Simulated, tmp_path: Path) -> None:
    (tmp_path / "kraken.db").write_bytes(DAMAGE)
    item = _start(desktop, octopus, tmp_path)
    _wait_for_news(item)
    assert [path.read_bytes() for path in tmp_path.glob("kraken.db.corrupt-*")] == [DAMAGE]
    assert "The stored history was damaged" in _doctor(desktop, octopus, tmp_path)

    # The new one is whole: it paints the icon of a start without a network.
    item.choose("Quit")
    wait_until(lambda: not desktop.tray_items(), "the end")
    octopus.inject("no-network")
    assert "p until" in _start(desktop, octopus, tmp_path).tooltip


def test_killed_app_starts_again_with_what_it_knew(desktop: VirtualDesktop, octopus: Simulated, tmp_path: Path) -> None:
    app = start_app(desktop, octopus, "--data-dir", str(tmp_path))
    _wait_for_news(desktop.tray_item(app))
    app.kill()
    app.wait(PATIENCE_SECONDS)
    wait_until(lambda: not desktop.tray_items(), "an empty tray")
    octopus.inject("no-network")
    again = _start(desktop, octopus, tmp_path)
    wait_until(lambda: "No connection to Octopus" in again.tooltip, "a lost network")
    assert "p until" in again.tooltip
    assert "Store           no trouble" in _doctor(desktop, octopus, tmp_path)


def test_two_starts_at_the_same_moment_are_one_app(desktop: VirtualDesktop, octopus: Simulated, tmp_path: Path) -> None:
    both = [start_app(desktop, octopus, "--data-dir", str(tmp_path)) for _ in range(2)]
    ended = wait_until(lambda: [app for app in both if app.poll() is not None], "the end of one")
    assert [app.returncode for app in ended] == [0], desktop.log_of(ended[0])
    (running,) = (app for app in both if app not in ended)
    _wait_for_news(desktop.tray_item(running))
    assert len(desktop.tray_items()) == 1
    assert running.poll() is None


def test_page_of_a_hotel_is_not_taken_for_an_answer(
    desktop: VirtualDesktop, octopus: Simulated, tmp_path: Path
) -> None:
    item = _start(desktop, octopus, tmp_path)
    _wait_for_news(item)
    price = item.tooltip.splitlines()[0]
    octopus.inject("captive-portal")
    item.choose("Refresh now")
    wait_until(lambda: "This network wants you to sign in first, since 18:3" in item.tooltip, "what is wrong")
    assert item.tooltip.splitlines()[0] == price
    octopus.clear()
    item.choose("Refresh now")
    _wait_for_news(item)
    assert not desktop.windows(), "nobody is asked to sign in at Octopus again"


def test_locked_keyring_is_said_and_the_key_serves_from_memory(
    desktop: VirtualDesktop, octopus: Simulated, tmp_path: Path, locked: None
) -> None:
    command = (APP, "--data-dir", str(tmp_path), *clock_of(octopus, 1))
    app = desktop.start(*command, "--page", "sign-in", env=server_of(octopus))
    dialog = desktop.window("Sign in")
    desktop.focus(dialog)
    desktop.type(octopus.api_key)
    desktop.key("Return")
    wait_until(lambda: desktop.window("Sign in").height > dialog.height, "what was found")
    desktop.key("Return")
    item = desktop.tray_item(app)
    _wait_for_news(item)
    assert "The keyring was not opened" in _doctor(desktop, octopus, tmp_path, is_signed_in=False)
    assert [window.title for window in desktop.windows()] == ["Sign in"], "the dialog stays to say it"
    desktop.key("Return")
    wait_until(lambda: [window.title for window in desktop.windows()] == ["Kraken Desktop"], "the app after the dialog")
    item.choose("Quit")
    assert app.wait(PATIENCE_SECONDS) == 0, desktop.log_of(app)

    octopus.forget_calls()
    again = desktop.tray_item(desktop.start(*command, "--hidden", env=server_of(octopus)))
    wait_until(lambda: "The keyring was not opened" in again.tooltip, "why nothing is read")
    assert calls_of(octopus, "obtainKrakenToken") == []
    desktop.unlock_keyring()
    assert kept_secret(desktop, tmp_path, "api-key") is None


def test_keyring_that_was_shut_at_the_start_is_opened_from_the_menu(
    desktop: VirtualDesktop, octopus: Simulated, tmp_path: Path, lock_keyring: Callable[[], None]
) -> None:
    before = desktop.tray_item(start_app(desktop, octopus, "--data-dir", str(tmp_path)))
    _wait_for_news(before)
    price = before.tooltip.splitlines()[0]
    before.choose("Quit")
    wait_until(lambda: not desktop.tray_items(), "the end")

    Paths(tmp_path).settings.write_text(json.dumps({"version": 1, "account_number": octopus.account}), "utf-8")
    keep_secret(desktop, tmp_path, "api-key", octopus.api_key)
    lock_keyring()
    item = desktop.tray_item(
        desktop.start(APP, "--data-dir", str(tmp_path), "--hidden", *clock_of(octopus, 1), env=server_of(octopus))
    )
    wait_until(lambda: item.tooltip.endswith("The keyring was not opened: nothing is fetched"), "why it waits")
    assert item.tooltip.startswith(price), "what was known stays"
    desktop.unlock_keyring()
    item.choose("Open the keyring…")
    _wait_for_news(item)


def _start(desktop: VirtualDesktop, octopus: Simulated, folder: Path) -> TrayItem:
    return desktop.tray_item(start_app(desktop, octopus, "--data-dir", str(folder)))


def _wait_for_news(item: TrayItem) -> None:
    """Price and live power, with nothing amiss."""
    wait_until(lambda: "p until" in item.tooltip and "Home Mini" in item.tooltip, "price and power")


def _doctor(desktop: VirtualDesktop, octopus: Simulated, folder: Path, *, is_signed_in: bool = True) -> str:
    """What the running app tells who looks for the reason."""
    env = credentials_of(octopus) if is_signed_in else server_of(octopus)
    return desktop.run(APP, "doctor", "--data-dir", str(folder), env=env).stdout
