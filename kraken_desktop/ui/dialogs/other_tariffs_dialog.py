"""What tariffs cost, for somebody who has no account here: the comparison in a window of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from kraken_desktop.ui.dialogs.parts import words
from kraken_desktop.ui.theme import SPACE, TITLE
from kraken_desktop.ui.widgets.choice_bar import ChoiceBar
from kraken_desktop.ui.windows.other_tariffs_panel import OtherTariffsPanel

if TYPE_CHECKING:
    from kraken_desktop.ui.bridge import StateBridge
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme


class OtherTariffsDialog(QDialog):
    """Signed in or not."""

    def __init__(self, bridge: StateBridge, commands: Commands, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Tariffs side by side")
        self._panel = OtherTariffsPanel(bridge, commands, theme)
        direction = ChoiceBar("Prices of", [("import", "Import"), ("export", "Export")])
        direction.chosen.connect(lambda name: self._panel.set_export(name == "export"))
        head = QHBoxLayout()
        head.addWidget(words(theme, "Tariffs side by side", TITLE, bold=True), 1)
        head.addWidget(direction)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(6 * SPACE, 5 * SPACE, 6 * SPACE, 5 * SPACE)
        whole.setSpacing(4 * SPACE)
        whole.addLayout(head)
        whole.addWidget(self._panel, 1)
        self.resize(theme.scaled(860), theme.scaled(600))
