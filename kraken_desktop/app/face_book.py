"""Keeps the faces of the icon for the next start, whenever prices change and at the end."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from kraken_desktop.ui.kept_faces import Face, forget_faces, keep_faces
from kraken_desktop.ui.tray_icon import tray_icon
from kraken_desktop.ui.view_models.faces import faces_ahead

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kraken_desktop.services.state import AppState, StateHolder
    from kraken_desktop.storage.settings import Settings

_log = logging.getLogger(__name__)


class FaceBook:
    """``owner`` is whose prices they are, see `kraken_desktop.app.first_face.owner`."""

    def __init__(self, path: Path, owner: str, holder: StateHolder, settings: Callable[[], Settings]) -> None:
        self._path, self._owner = path, owner
        self._holder, self._settings = holder, settings
        self._kept_of: tuple[object, ...] | None = None
        self._unsubscribe = holder.subscribe(self._state_changed)

    def close(self) -> None:
        """Keep what is known last."""
        self._unsubscribe()
        self._keep(self._holder.state)

    def settings_changed(self) -> None:
        """Colours, style or limits may be others now."""
        self._keep(self._holder.state)

    def _state_changed(self, state: AppState) -> None:
        prices = state.import_tariff.value, state.export_tariff.value, state.past_means
        if self._kept_of is None or any(new is not old for new, old in zip(prices, self._kept_of, strict=True)):
            self._kept_of = prices
            self._keep(state)

    def _keep(self, state: AppState) -> None:
        faces = [
            Face(span.start.timestamp(), span.end.timestamp(), view.tooltip, tray_icon(view.icon))
            for span, view in faces_ahead(state, self._settings())
        ]
        if not faces:
            forget_faces(self._path)
        elif not keep_faces(self._path, self._owner, faces):
            _log.info("the icon of the next start could not be kept")
