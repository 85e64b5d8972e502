"""The faces of the icon that are kept for the next start: which there are, and what is read back."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.services.state import AppState
from kraken_desktop.storage.settings import Settings
from kraken_desktop.ui.kept_faces import Face, forget_faces, keep_faces, kept_face
from kraken_desktop.ui.tray_icon import tray_icon
from kraken_desktop.ui.view_models.faces import AHEAD, faces_ahead
from kraken_desktop.ui.view_models.icon import Overlay
from kraken_desktop.ui.view_models.tray import tray_view
from tests.ui.states import NOW, agile_home, export_only_home, flat_home, intelligent_home

HOMES = {"agile": agile_home, "flat": flat_home, "export": export_only_home, "intelligent": intelligent_home}
SETTINGS = Settings()
OWNER = "A-0000TEST"


def state_at(state: AppState, minutes: float) -> AppState:
    return replace(state, now=state.now + timedelta(minutes=minutes))


@pytest.mark.parametrize("home", HOMES)
@given(minutes=st.floats(min_value=0, max_value=35 * 60))
@example(minutes=15.0)
@example(minutes=15.1)
def test_a_face_is_the_icon_of_its_time(home: str, minutes: float) -> None:
    state = HOMES[home]()
    later = state_at(state, minutes)
    spans = list(faces_ahead(state, SETTINGS))
    face = next((view for span, view in spans if span.contains(later.now)), None)
    expected = tray_view(later, SETTINGS)
    if face is None:
        assert later.now >= spans[-1][0].end
    else:
        assert (face.icon, face.tooltip.splitlines()[0]) == (expected.icon, expected.tooltip.splitlines()[0])


@pytest.mark.parametrize("home", HOMES)
def test_faces_follow_each_other_from_now_on(home: str) -> None:
    spans = [span for span, _ in faces_ahead(HOMES[home](), SETTINGS)]
    assert spans[0].start == NOW
    assert [span.start for span in spans[1:]] == [span.end for span in spans[:-1]]


def test_there_is_no_face_where_the_price_is_not_known() -> None:
    state = agile_home(has_tomorrow=False)
    end = max(span.end for span, _ in faces_ahead(state, SETTINGS))
    assert end == state.import_tariff.value.schedule.rates[-1].stop  # type: ignore[union-attr]
    assert end - NOW < AHEAD
    assert not list(faces_ahead(replace(state, import_tariff=Snapshot()), SETTINGS))


def test_a_later_start_begins_with_a_stale_face() -> None:
    faces = list(faces_ahead(agile_home(), SETTINGS))
    assert faces[0][1].icon.overlay is Overlay.NONE
    assert faces[-1][1].icon.overlay is Overlay.STALE


def kept(state: AppState) -> list[Face]:
    return [
        Face(span.start.timestamp(), span.end.timestamp(), view.tooltip, tray_icon(view.icon))
        for span, view in faces_ahead(state, SETTINGS)
    ]


@pytest.mark.usefixtures("qapp")
def test_what_was_kept_is_painted_in_every_size(tmp_path: Path) -> None:
    faces = kept(agile_home())
    assert keep_faces(tmp_path / "faces", OWNER, faces)
    for face in faces:
        found = kept_face(tmp_path / "faces", OWNER, face.start)
        assert found is not None
        assert (found.start, found.end, found.tooltip) == face[:3]
        sizes = face.icon.availableSizes()
        assert found.icon.availableSizes() == sizes
        assert all(found.icon.pixmap(size).toImage() == face.icon.pixmap(size).toImage() for size in sizes)


@pytest.mark.usefixtures("qapp")
def test_nobody_elses_and_no_old_face_is_shown(tmp_path: Path) -> None:
    path, faces = tmp_path / "faces", kept(flat_home())
    keep_faces(path, OWNER, faces)
    assert kept_face(path, "A-0000MINE", NOW.timestamp()) is None
    assert kept_face(path, OWNER, faces[-1].end) is None
    assert kept_face(path, OWNER, NOW.timestamp() - 1) is None
    forget_faces(path)
    assert kept_face(path, OWNER, NOW.timestamp()) is None


@pytest.mark.usefixtures("qapp")
def test_a_damaged_file_shows_nothing(tmp_path: Path) -> None:
    path = tmp_path / "faces"
    keep_faces(path, OWNER, kept(flat_home())[:1])
    whole = path.read_bytes()
    for length in range(0, len(whole), 7):
        path.write_bytes(whole[:length])
        assert kept_face(path, OWNER, NOW.timestamp()) is None
    path.write_bytes(b"\xff" * 64)
    assert kept_face(path, OWNER, NOW.timestamp()) is None


@pytest.mark.usefixtures("qapp")
def test_a_folder_that_refuses_is_told(tmp_path: Path) -> None:
    assert not keep_faces(tmp_path / "missing" / "faces", OWNER, kept(flat_home()))


def test_nothing_heavy_is_loaded_before_the_first_face() -> None:
    script = (
        "import sys\n"
        "from kraken_desktop.app.plain_imports import load_qt\n"
        "import kraken_desktop.__main__, kraken_desktop.app.main\n"
        "load_qt()\n"
        "import kraken_desktop.app.first_face\n"
        "heavy = {'asyncio', 'qasync', 'httpx', 'msgspec', 'sqlite3', 'keyring',\n"
        "    'kraken_desktop.domain', 'kraken_desktop.services', 'kraken_desktop.storage'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
