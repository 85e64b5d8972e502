"""The settings of history: applied at once, and the store told about in words."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QDoubleSpinBox, QFileDialog, QLabel, QProgressBar, QPushButton

from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.services.state import HistoryProgress
from kraken_desktop.storage.settings import Settings, with_value
from kraken_desktop.ui.dialogs.history_section import HistorySection
from kraken_desktop.ui.theme import Theme
from tests.ui.conftest import FakeCommands
from tests.ui.states import NOW, agile_home


def section(commands: FakeCommands, theme: Theme, qtbot: Any) -> HistorySection:
    found = HistorySection(commands, theme)  # type: ignore[arg-type]
    qtbot.addWidget(found)
    found.show_settings(commands.settings)
    return found


def test_a_calorific_value_applies_at_once(commands: FakeCommands, theme: Theme, qtbot: Any) -> None:
    found = section(commands, theme, qtbot)
    box = found.findChild(QDoubleSpinBox)
    assert isinstance(box, QDoubleSpinBox)
    assert box.value() == 39.5
    box.setValue(40.1)
    assert commands.settings.calorific_value == Decimal("40.1")


def test_the_store_is_checked_and_told_of(commands: FakeCommands, theme: Theme, qtbot: Any) -> None:
    found = section(commands, theme, qtbot)
    found.show_state(replace(agile_home(), history=Snapshot(HistoryProgress(0.25, NOW, False, 3, "Gas"), NOW)))
    words = [label.text() for label in found.findChildren(QLabel)]
    assert (
        "Fetching your history from Octopus, newest first: 25%, now gas, which is here back to 23 November 2026."
        " It goes on by itself." in words
    )
    bar = found.findChild(QProgressBar)
    assert isinstance(bar, QProgressBar)
    assert bar.value() == 25
    found.show_state(replace(agile_home(), history=Snapshot(HistoryProgress(1.0, NOW, True, 3), NOW)))
    assert bar.isHidden() or bar.parentWidget().isHidden()
    next(button for button in found.findChildren(QPushButton) if button.text() == "Check").click()
    (name, then) = commands.calls[-1]
    assert name == "check_store"
    then("The store is sound.")
    assert "The store is sound." in [label.text() for label in found.findChildren(QLabel)]


def test_the_store_says_where_it_is_and_how_large(commands: FakeCommands, theme: Theme, qtbot: Any) -> None:
    found = section(commands, theme, qtbot)
    found.show()
    (name, then) = commands.calls[-1]
    assert name == "describe_store"
    then("In /home/sam/store, 12.4 MB.")
    assert "In /home/sam/store, 12.4 MB." in [label.text() for label in found.findChildren(QLabel)]
    next(button for button in found.findChildren(QPushButton) if button.text() == "Move…").click()
    dialog = found.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit("/mnt/large")
    dialog.close()
    (name, folder, told) = commands.calls[-1]
    assert (name, folder) == ("move_store", Path("/mnt/large"))
    told("The store is in /mnt/large from now on.")
    assert commands.calls[-1][0] == "describe_store"


@pytest.mark.parametrize(
    ("key", "value"), [("calorific_value", "12"), ("calorific_value", "NaN"), ("billing_day", 32), ("gas_unit", "ft3")]
)
def test_every_setting_of_history_has_its_limits(key: str, value: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        with_value(Settings(), key, value)
    assert with_value(Settings(), "billing_day", 31).billing_day == 31
