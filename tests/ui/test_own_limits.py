"""One's own price limits: typed, said back as bands and drawn over today, before they count."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt

from kraken_desktop.ui.dialogs.settings_dialog import SettingsDialog
from kraken_desktop.ui.dialogs.thresholds_editor import ThresholdsEditor, spoken_bands
from tests.ui.conftest import FakeCommands
from tests.ui.test_settings_dialog import dialog as dialog
from tests.ui.test_settings_dialog import words


@pytest.fixture
def editor(dialog: SettingsDialog, commands: FakeCommands) -> ThresholdsEditor:
    commands.change_setting("scheme", "thresholds")
    found = dialog.findChild(ThresholdsEditor)
    assert found is not None
    return found


def test_they_are_there_only_for_their_scheme(
    dialog: SettingsDialog, commands: FakeCommands, editor: ThresholdsEditor
) -> None:
    assert editor.isVisible()
    commands.change_setting("scheme", "quadrant")
    assert not editor.isVisible()


def test_they_are_typed_as_prices(editor: ThresholdsEditor, commands: FakeCommands, qtbot: Any) -> None:
    qtbot.keyClicks(editor, "10p, 18.5; 25")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert commands.settings.thresholds == (Decimal(10), Decimal("18.5"), Decimal(25))
    assert editor.said.text() == "up to 10.0p low · up to 18.5p fair · up to 25.0p high · above highest"


@pytest.mark.parametrize("typed", ["25, 10", "cheap", "1e400", "-1000"])
def test_what_cannot_be_is_said_and_changes_nothing(
    typed: str, editor: ThresholdsEditor, commands: FakeCommands, qtbot: Any
) -> None:
    qtbot.keyClicks(editor, typed)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert commands.settings.thresholds == ()
    assert "limit" in editor.said.text().lower()
    assert editor.text() == typed


def test_what_is_said_follows_the_typing(
    dialog: SettingsDialog, commands: FakeCommands, editor: ThresholdsEditor, qtbot: Any
) -> None:
    assert "quarters" in editor.said.text()
    qtbot.keyClicks(editor, "20")
    assert editor.said.text() == "up to 20.0p low · above highest"
    qtbot.keyClicks(editor, ", 2")
    assert "48 highest" not in words(dialog, "General"), "unfinished, it says what stood last"
    assert editor.said.text() == "up to 20.0p low · above highest"
    qtbot.keyClicks(editor, "5")
    assert editor.said.text() == "up to 20.0p low · up to 25.0p high · above highest"
    assert commands.settings.thresholds == ()


def test_what_serves_is_said() -> None:
    assert "quarters" in spoken_bands(())
    limits = (Decimal(-5), Decimal(0), Decimal(10))
    assert spoken_bands(limits) == "under 0.0p below zero · up to 10.0p fair · above highest"
    assert spoken_bands(limits[:1]) == "under 0.0p below zero · above highest"


def test_limits_colour_today_while_they_are_typed(dialog: SettingsDialog, commands: FakeCommands, qtbot: Any) -> None:
    commands.change_setting("scheme", "thresholds")
    line = dialog.findChild(ThresholdsEditor)
    before = commands.settings.thresholds
    line.clear()
    qtbot.keyClicks(line, "1")
    assert "Half hours today: 48 highest. Mean today" in words(dialog, "General")
    line.clear()
    qtbot.keyClicks(line, "500")
    assert "Half hours today: 48 low. Mean today" in words(dialog, "General")
    assert commands.settings.thresholds == before, "nothing is applied before the line is left"
