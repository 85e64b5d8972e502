"""Where a run keeps everything."""

from pathlib import Path

import pytest

from kraken_desktop.system.paths import Paths


def all_of(paths: Paths) -> list[Path]:
    return [paths.database, paths.settings, paths.logs]


def test_by_itself_it_is_the_platforms_places(private_folders: Path) -> None:
    assert all(place.is_relative_to(private_folders) for place in all_of(Paths()))
    assert not list(private_folders.iterdir())


def test_a_folder_given_holds_everything(tmp_path: Path) -> None:
    assert all(place.is_relative_to(tmp_path) for place in all_of(Paths(tmp_path)))


def test_a_demo_never_meets_what_is_real(tmp_path: Path) -> None:
    for folder in (tmp_path, None):
        runs = [Paths(folder), Paths(folder, "agile"), Paths(folder, "flexible")]
        assert len({place for run in runs for place in (*all_of(run), run.socket)}) == 4 * len(runs)


def test_a_folder_has_one_socket_however_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "a")
    monkeypatch.chdir(tmp_path)
    sockets = {Paths(folder).socket for folder in (tmp_path / "a", Path("a"), tmp_path / "link")}
    assert len(sockets) == 1
    assert Paths(tmp_path / "b").socket not in sockets


def test_a_sockets_path_is_short_in_the_deepest_folder(tmp_path: Path) -> None:
    deep = Paths(tmp_path.joinpath(*["deep"] * 60))
    assert len(str(deep.socket)) < 108
    assert len(str(deep.folder)) > 200


def test_the_session_has_a_place_for_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/run/user/1000")
    assert Paths(Path("/nowhere")).socket.parent == Path("/run/user/1000/kraken-desktop")
