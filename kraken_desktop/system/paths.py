"""Where everything is kept. Nothing is created here, and no Qt is needed: the command line asks too."""

from __future__ import annotations

import os
from pathlib import Path
from zlib import crc32

import platformdirs

NAME = "kraken-desktop"
_LONGEST_SOCKET = 100


class Paths:
    """The places of one run: each platform's own, or all in ``data_dir``. Each sample home has a folder for itself."""

    def __init__(self, data_dir: Path | None = None, home: str | None = None) -> None:
        own = data_dir.absolute() if data_dir is not None else None
        dirs = platformdirs.PlatformDirs(NAME, appauthor=False, roaming=False)
        sample = Path("demo", home) if home else Path()
        self.folder = (own or dirs.user_data_path) / sample
        self.settings = (own or dirs.user_config_path) / sample / "settings.json"
        self.logs = (own / "logs" if own else dirs.user_log_path) / sample
        self.database = self.folder / "kraken.db"
        self.faces = self.folder / "faces"
        self.socket = self._socket(dirs.user_cache_path)

    def _socket(self, cache: Path) -> Path:
        """One app runs a data folder, so the name stands for the folder; and a socket's path must be short."""
        folder, session = self.folder.resolve(), os.environ.get("XDG_RUNTIME_DIR")
        name = f"{crc32(str(folder).encode()):08x}.sock"
        beside = (Path(session, NAME) if session else folder) / name
        return beside if len(os.fsencode(beside)) <= _LONGEST_SOCKET else cache / name

    @property
    def folders(self) -> tuple[Path, ...]:
        """Every folder in which something is kept, for a person to see or delete."""
        return tuple(dict.fromkeys((self.folder, self.settings.parent, self.logs)))
