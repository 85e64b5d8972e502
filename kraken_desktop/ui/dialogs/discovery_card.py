"""What a tried key opened: found, missing, wrong; and the choices where there are several."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kraken_desktop.services.state import Selection
from kraken_desktop.ui.dialogs.parts import heading, words
from kraken_desktop.ui.theme import BODY, SPACE, Theme
from kraken_desktop.ui.view_models.sign_in import FoundView

_KINDS = (("account", "Account"), ("home", "Property"), ("import", "Import meter"), ("export", "Export meter"))
_PLACEHOLDER = "Choose one of yours"


class DiscoveryCard(QFrame):
    """``chosen(kind, value)`` with ``account home import export`` when the person takes another one."""

    chosen = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._theme = theme
        self._title, self._explanation = heading(theme, ""), words(theme)
        self._found, self._missing = words(theme), words(theme, muted=True)
        self._boxes: dict[str, tuple[QLabel, QComboBox]] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * SPACE, 3 * SPACE, 4 * SPACE, 3 * SPACE)
        column.setSpacing(2 * SPACE)
        for label in (self._title, self._explanation, self._found, self._missing):
            column.addWidget(label)
        for kind, name in _KINDS:
            column.addLayout(self._choice(kind, name))
        self.hide()

    def _choice(self, kind: str, label: str) -> QHBoxLayout:
        name, box = QLabel(label), QComboBox()
        name.setFont(self._theme.font(BODY))
        name.setMinimumWidth(self._theme.scaled(110))
        name.setBuddy(box)
        box.setFont(self._theme.font(BODY))
        box.setAccessibleName(label)
        box.setPlaceholderText(_PLACEHOLDER)
        # A long address must not widen the dialog; the list below shows it whole.
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.activated.connect(lambda index: self.chosen.emit(kind, box.itemData(index)))
        self._boxes[kind] = (name, box)
        row = QHBoxLayout()
        row.addWidget(name)
        row.addWidget(box, 1)
        return row

    @property
    def spoken(self) -> str:
        return self.accessibleDescription()

    def show_found(self, view: FoundView, selection: Selection) -> None:
        self._title.setText(view.title)
        self._title.setStyleSheet("" if view.is_good else f"color: {self._theme.colour('danger').name()};")
        self._explanation.setText(view.explanation)
        self._explanation.setVisible(bool(view.explanation))
        for label, mark, lines in ((self._found, "✓", view.found), (self._missing, "–", view.missing)):
            label.setText("\n".join(f"{mark}  {line}" for line in lines))
            label.setVisible(bool(lines))
        self._fill("account", view.accounts, selection.account_number)
        self._fill("home", view.homes, selection.property_id)
        self._fill("import", view.imports, selection.import_number)
        self._fill("export", view.exports, selection.export_number)
        self.setAccessibleName(view.title)
        self.setAccessibleDescription(
            "\n".join(part for part in (view.explanation, *view.found, *view.missing) if part)
        )
        self.show()

    def _fill(self, kind: str, choices: Sequence[tuple[str, str]], chosen: str | None) -> None:
        name, box = self._boxes[kind]
        with QSignalBlocker(box):
            box.clear()
            for value, label in choices:
                box.addItem(label, value)
            box.setCurrentIndex(next((i for i, (value, _) in enumerate(choices) if value == chosen), -1))
        box.setToolTip(box.currentText())
        is_a_choice = len(choices) > 1 or (kind == "account" and len(choices) == 1 and chosen is None)
        name.setVisible(is_a_choice)
        box.setVisible(is_a_choice)
