"""Two accounts behind one key: turned to in the settings by keyboard, live, and remembered over a restart."""

import json
import re
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kraken_desktop.services.session import API_KEY
from kraken_desktop.system.paths import Paths
from tests.desktop.signed_in import APP, clock_of, keep_secret, server_of
from tests.desktop.virtual_desktop import VirtualDesktop
from tests.simulated import Simulated
from tests.waiting import PATIENCE_SECONDS, wait_until

AFTERNOON = datetime(2026, 11, 25, 14, 10, tzinfo=UTC)
HOUSE, FLAT = "A-2ACC0013", "A-2ACC0113"


@pytest.fixture
def octopus() -> Iterator[Simulated]:
    with Simulated("two-accounts", start=AFTERNOON, own_process=True) as running:
        yield running


def test_the_other_account_is_turned_to_and_remembered(
    desktop: VirtualDesktop, octopus: Simulated, tmp_path: Path
) -> None:
    settings = Paths(tmp_path).settings
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(json.dumps({"account_number": HOUSE, "welcome_done": True}), encoding="utf-8")
    keep_secret(desktop, tmp_path, API_KEY, octopus.api_key)
    command = (APP, "--hidden", "--data-dir", str(tmp_path), *clock_of(octopus, 1))
    app = desktop.start(*command, env=server_of(octopus))
    item = desktop.tray_item(app)
    wait_until(lambda: "p until" in item.tooltip, "the price of the house, which changes each half hour")

    before = {window.key for window in desktop.windows()}
    asked = desktop.run(APP, "--data-dir", str(tmp_path), "--page", "settings", env=server_of(octopus))
    assert asked.returncode == 0, asked.stderr
    wait_until(lambda: {window.key for window in desktop.windows()} - before, "the settings")
    wait_until(lambda: (window := desktop.active_window()) is not None and window.title.startswith("Settings"), "focus")
    desktop.key("a", "Tab", "Down")
    wait_until(lambda: _is_one_price(item.tooltip), "the one price of the flat")
    wait_until(lambda: json.loads(settings.read_text(encoding="utf-8"))["account_number"] == FLAT, "the setting")

    app.send_signal(signal.SIGTERM)
    assert app.wait(PATIENCE_SECONDS) == 0, desktop.log_of(app)
    again = desktop.tray_item(desktop.start(*command, env=server_of(octopus)))
    wait_until(lambda: _is_one_price(again.tooltip), "the flat's price after the restart")
    again.choose("Quit")
    wait_until(lambda: not desktop.tray_items(), "the end")


def _is_one_price(tooltip: str) -> bool:
    return re.search(r"\d\.\dp", tooltip) is not None and "p until" not in tooltip
