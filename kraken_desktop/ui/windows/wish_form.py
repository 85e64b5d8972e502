"""What is to run and when it may: the planner's form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import time
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QGridLayout, QLabel, QWidget

from kraken_desktop.domain.appliances import Appliance
from kraken_desktop.services.planning import Wish
from kraken_desktop.ui.theme import BODY, SMALL, SPACE
from kraken_desktop.ui.widgets.check_switch import CheckSwitch

if TYPE_CHECKING:
    from kraken_desktop.ui.theme import Theme

_LABELS = {
    Appliance.DISHWASHER: "Dishwasher, 3 h",
    Appliance.WASHING_MACHINE: "Washing machine, 2 h",
    Appliance.CAR: "Electric car",
    Appliance.BATTERY: "Home battery",
    Appliance.CUSTOM: "Something else",
}
_SELLING = (Appliance.BATTERY, Appliance.CUSTOM)
"""What can give power to the grid."""
_USUAL = {Appliance.CAR: (20.0, 7.0), Appliance.BATTERY: (5.0, 3.6), Appliance.CUSTOM: (1.0, 1.0)}
"""kWh and kW, of what is asked for them."""

_WHAT, _WHAT_SELLS = "What is to run", "What is to sell"


class WishForm(QWidget):
    """``changed`` follows every edit; ``wish`` is what the form says."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appliance = QComboBox()
        self._is_export = False
        self._amounts = dict(_USUAL)
        self._other_way = Appliance.BATTERY
        """What is chosen where the direction turns."""
        self._offer(_LABELS)
        self._kwh = _amount(" kWh", 20, most=200, step=1)
        self._hours = _amount(" h", 3, most=48, step=0.5)
        self._kilowatts = _amount(" kW", 7, most=100, step=0.1)
        self._after, self._before = _clock("Now"), _clock("Any time")
        self._split = CheckSwitch("It may stop and start", theme)
        self._boxes = {"appliance": self._appliance, "after": self._after, "before": self._before}
        self._spins = {"kwh": self._kwh, "hours": self._hours, "kilowatts": self._kilowatts}
        self._captions: dict[QWidget, QLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(3 * SPACE)
        grid.setVerticalSpacing(SPACE)
        fields: tuple[tuple[str, QWidget, int, int, int], ...] = (
            (_WHAT, self._appliance, 0, 0, 2),
            ("Energy", self._kwh, 2, 0, 1),
            ("For", self._hours, 2, 0, 1),
            ("Power", self._kilowatts, 2, 1, 1),
            ("Not before", self._after, 4, 0, 1),
            ("Ready by", self._before, 4, 1, 1),
        )
        for words, field, row, column, columns in fields:
            caption = QLabel(words)
            caption.setFont(theme.font(SMALL))
            caption.setProperty("role", "muted")
            caption.setBuddy(field)
            field.setFont(theme.font(BODY, figures=True))
            field.setAccessibleName(words)
            self._captions[field] = caption
            grid.addWidget(caption, row, column, 1, columns)
            grid.addWidget(field, row + 1, column, 1, columns)
        grid.addWidget(self._split, 6, 0, 1, 2)
        self._appliance.currentIndexChanged.connect(self._choose)
        for box in (self._after, self._before):
            box.currentIndexChanged.connect(self.changed)
        for spin in self._spins.values():
            spin.valueChanged.connect(self._amount_edited)
        self._split.toggled.connect(self.changed)
        self._show_fields()

    def fill(self, kept: Mapping[str, str]) -> None:
        """What ``kept`` gave in an earlier run; what makes no sense any more is left as it is."""
        self._other_way = next((one for one in _SELLING if _LABELS[one] == kept.get("selling")), self._other_way)
        for name, box in self._boxes.items():
            index = box.findText(kept.get(name, ""))
            if index >= 0:
                box.setCurrentIndex(index)
        for name, spin in self._spins.items():
            with suppress(ValueError):
                spin.setValue(float(kept[name]) if name in kept else spin.value())
        self._split.setChecked(kept.get("split") == "yes")

    def kept(self) -> dict[str, str]:
        """The form as words, for ``fill``."""
        running, selling = (self._other_way, self._chosen) if self._is_export else (self._chosen, self._other_way)
        return {
            **{name: box.currentText() for name, box in self._boxes.items()},
            **{name: f"{spin.value():.1f}" for name, spin in self._spins.items()},
            "appliance": _LABELS[running],
            "selling": _LABELS[selling],
            "split": "yes" if self._split.isChecked() else "no",
        }

    def wish(self, is_export: bool) -> Wish:
        return Wish(
            appliance=self._chosen,
            hours=_decimal(self._hours),
            kwh=_decimal(self._kwh),
            kilowatts=_decimal(self._kilowatts),
            after=self._after.currentData(),
            before=self._before.currentData(),
            is_split=self._split.isChecked(),
            is_export=is_export,
        )

    def show_direction(self, is_export: bool) -> None:
        """What can be run, or what can sell; each way remembers its own choice."""
        if is_export == self._is_export:
            return
        before, self._is_export = self._chosen, is_export
        with QSignalBlocker(self._appliance):
            self._offer(_SELLING if is_export else _LABELS)
            self._appliance.setCurrentIndex(max(0, self._appliance.findData(self._other_way)))
        self._other_way = before
        caption = _WHAT_SELLS if is_export else _WHAT
        self._captions[self._appliance].setText(caption)
        self._appliance.setAccessibleName(caption)
        self._show_fields()

    def _offer(self, appliances: Iterable[Appliance]) -> None:
        self._appliance.clear()
        for appliance in appliances:
            self._appliance.addItem(_LABELS[appliance], appliance)

    @property
    def _chosen(self) -> Appliance:
        return Appliance(self._appliance.currentData())  # Qt keeps the bare word

    def show_can_pause(self, can_pause: bool) -> None:
        """A programme goes through: then the choice is greyed, with the reason."""
        self._split.setEnabled(can_pause)
        self._split.setToolTip("" if can_pause else "A programme that has begun goes through")

    def _choose(self) -> None:
        """Each appliance keeps the amounts it was given."""
        self._show_fields()
        self.changed.emit()

    def _show_fields(self) -> None:
        appliance = self._chosen
        for field, is_asked in (
            (self._kwh, appliance in (Appliance.CAR, Appliance.BATTERY)),
            (self._hours, appliance is Appliance.CUSTOM),
            (self._kilowatts, appliance in _USUAL),
        ):
            field.setVisible(is_asked)
            self._captions[field].setVisible(is_asked)
        if appliance in self._amounts:
            for spin, amount in zip((self._kwh, self._kilowatts), self._amounts[appliance], strict=True):
                with QSignalBlocker(spin):
                    spin.setValue(amount)

    def _amount_edited(self) -> None:
        if self._chosen in self._amounts:
            self._amounts[self._chosen] = (self._kwh.value(), self._kilowatts.value())
        self.changed.emit()


def _amount(unit: str, value: float, most: float, step: float) -> QDoubleSpinBox:
    spin = QDoubleSpinBox()
    spin.setRange(0.1, most)
    spin.setDecimals(1)
    spin.setSingleStep(step)
    spin.setSuffix(unit)
    spin.setValue(value)
    return spin


def _decimal(spin: QDoubleSpinBox) -> Decimal:
    return Decimal(str(round(spin.value(), 1)))


def _clock(none: str) -> QComboBox:
    box = QComboBox()
    box.setMaxVisibleItems(16)
    box.addItem(none, None)
    for half_hours in range(48):
        at = time(half_hours // 2, half_hours % 2 * 30)
        box.addItem(f"{at:%H:%M}", at)
    return box
