"""From the state to the widgets: one Qt signal a turn of the loop, and views that watch only while visible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from kraken_desktop.services.state import AppState, StateHolder
    from kraken_desktop.ui.theme import Theme

_UNSHOWN = object()
"""Equal to no view."""


class StateBridge(QObject):
    """``changed(AppState)`` follows any number of updates within one turn of the loop once, with the newest state."""

    changed = Signal(object)

    def __init__(self, holder: StateHolder, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._holder = holder
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._announce)
        self._unsubscribe = holder.subscribe(self._heard)

    @property
    def state(self) -> AppState:
        return self._holder.state

    def close(self) -> None:
        """Say no more; for the end of the run."""
        self._turn.stop()
        self._unsubscribe()

    def _heard(self, _state: AppState) -> None:
        if not self._turn.isActive():
            self._turn.start(0)

    def _announce(self) -> None:
        self.changed.emit(self._holder.state)


class StatefulView(QWidget):
    """A widget that follows the state while it can be seen.

    Overriding ``view_of`` (pure) and ``show_view`` gives a view that touches its widgets only when its view value
    changed; a page that needs the whole state overrides ``set_state``.
    """

    def __init__(self, bridge: StateBridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.theme = theme
        self._view: object = _UNSHOWN
        self._is_watching = False

    def view_of(self, state: AppState) -> object:
        """The frozen value that this widget shows."""
        return state

    def show_view(self, view: object) -> None:
        """Put a changed view value on the screen."""

    def set_state(self, state: AppState) -> None:
        view = self.view_of(state)
        if view != self._view:
            self._view = view
            self.show_view(view)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_watching:
            self._is_watching = True
            self.bridge.changed.connect(self.set_state)
            self.theme.changed.connect(self.recolour)
            self.recolour()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._is_watching:
            self._is_watching = False
            self.bridge.changed.disconnect(self.set_state)
            self.theme.changed.disconnect(self.recolour)

    def recolour(self) -> None:
        """Show everything anew: at showing, and after the theme or the palette changed."""
        self._view = _UNSHOWN
        self.set_state(self.bridge.state)
