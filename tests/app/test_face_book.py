"""The faces of the icon are kept anew when prices or settings change, and let go when there are none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kraken_desktop.app.face_book import FaceBook
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.services.state import StateHolder
from kraken_desktop.storage.settings import Settings
from kraken_desktop.ui.kept_faces import kept_face
from kraken_desktop.ui.view_models.tray import tray_view
from tests.ui.states import NOW, agile_home, flat_home

pytestmark = pytest.mark.usefixtures("qapp")


class Kept:
    """A face book over a state and settings that a test changes."""

    def __init__(self, path: Path) -> None:
        self.path, self.settings = path, Settings()
        self.holder = StateHolder(replace(agile_home(), import_tariff=Snapshot()))
        self.book = FaceBook(path, "mine", self.holder, lambda: self.settings)

    @property
    def fill(self) -> str | None:
        face = kept_face(self.path, "mine", NOW.timestamp())
        return None if face is None else face.icon.pixmap(64).toImage().pixelColor(32, 3).name()

    @property
    def price(self) -> str | None:
        face = kept_face(self.path, "mine", NOW.timestamp())
        return None if face is None else face.tooltip.splitlines()[0]


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "faces")


def test_new_prices_are_kept_at_once(kept: Kept) -> None:
    assert kept.fill is None
    for state in (agile_home(), flat_home()):
        kept.holder.fold(lambda _before, state=state: state)
        assert kept.price == tray_view(state, kept.settings).tooltip.splitlines()[0]


def test_another_palette_is_kept_at_once(kept: Kept) -> None:
    kept.holder.fold(lambda _before: agile_home())
    before = kept.fill
    kept.settings = replace(kept.settings, palette="colour-blind")
    kept.book.settings_changed()
    assert kept.fill not in (None, before)


def test_signed_out_there_is_no_face(kept: Kept) -> None:
    kept.holder.fold(lambda _before: agile_home())
    kept.holder.fold(lambda _before: replace(agile_home(), import_tariff=Snapshot()))
    assert not kept.path.exists()


def test_the_end_keeps_what_was_known_last(kept: Kept) -> None:
    kept.holder.fold(lambda _before: agile_home())
    kept.path.unlink()
    kept.book.close()
    assert kept.price is not None
