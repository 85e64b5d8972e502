"""A whole desktop without a screen, as a person sees and uses it.

X server, session bus, window manager, tray, notification daemon and keyring are real, and private: nothing of the
person's own session is read or touched. Used by the desktop tests, `make demo` without a display, and `make bench`.
"""

import itertools
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from tests.desktop.desktop_session import DesktopSession, end
from tests.desktop.tray import TrayItem, registered_items
from tests.waiting import PATIENCE_SECONDS, wait_until

_SECRETS = ("org.freedesktop.secrets", "/org/freedesktop/secrets", "org.freedesktop.Secret.Service")
# Titles of the session's own windows.
_NOT_OURS = frozenset({"xfce4-panel", "wrapper-2.0", "Xfwm4", "xfwm4", "Dunst"})


@dataclass(frozen=True, slots=True)
class Window:
    """A window on the screen; place and size in pixels, without its frame."""

    key: int
    title: str
    x: int
    y: int
    width: int
    height: int


class VirtualDesktop:
    """Used as a context: ready when entered, gone without a trace when left."""

    def __init__(self) -> None:
        self._session = DesktopSession()
        self.folder, self.env = self._session.folder, self._session.env
        self.bus, self.notices = self._session.bus, self._session.notices
        self._programs: dict[subprocess.Popen[bytes], Path] = {}
        self._numbers = itertools.count(1)

    def __enter__(self) -> "VirtualDesktop":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end_programs()
        self._session.close()

    # Programs

    def start(self, *command: str, env: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Start a program that goes on by itself; `log_of` reads what it writes."""
        path = self.folder / "log" / f"{next(self._numbers)}-{Path(command[0]).name}.log"
        with path.open("wb") as log:
            program = subprocess.Popen(
                command,
                env=self.env | (env or {}),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd=self.env["HOME"],
            )
        self._programs[program] = path
        return program

    def run(
        self, *command: str, env: dict[str, str] | None = None, text: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end on this desktop, with `text` as its input."""
        return subprocess.run(
            command,
            env=self.env | (env or {}),
            input=text,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            cwd=self.env["HOME"],
        )

    def log_of(self, program: subprocess.Popen[bytes]) -> str:
        """What a program started here has written."""
        return self._programs[program].read_text(encoding="utf-8", errors="replace")

    def end_programs(self) -> None:
        """End everything that `start` started, and clear the notices."""
        for program in reversed(self._programs):
            end(program)
        self._programs.clear()
        self.notices.close_all()

    def restart_daemon(self) -> None:
        """The notification daemon ends and another takes its place, knowing no notice of before."""
        end(self._session.daemon)
        wait_until(lambda: not self.bus.has("org.freedesktop.Notifications"), "the old daemon's end")
        self._session.daemon = self._session.start_daemon()

    def lock_keyring(self) -> None:
        """As after leaving the computer alone: what is inside needs the password again."""
        self.bus.call(*_SECRETS, "Lock", "ao", (["/org/freedesktop/secrets/collection/login"],))

    def unlock_keyring(self) -> None:
        """As the next login does, with a keyring daemon of its own."""
        end(self._session.keyring)
        wait_until(lambda: not self.bus.has(_SECRETS[0]), "the old keyring's end")
        self._session.keyring = self._session.start_keyring()

    # What is to be seen

    def tray_items(self) -> list[TrayItem]:
        """Every registered tray item, oldest first."""
        return registered_items(self.bus)

    def tray_item(self, program: subprocess.Popen[bytes] | None = None) -> TrayItem:
        """The tray item of this program, else the newest one, as soon as there is one."""

        def newest() -> TrayItem | None:
            items = [item for item in self.tray_items() if program is None or item.is_of(program.pid)]
            if not items and program is not None and program.poll() is not None:
                raise AssertionError(f"exit code {program.returncode} before a tray item:\n{self.log_of(program)}")
            return items[-1] if items else None

        item = wait_until(newest, "a tray item")
        assert item is not None
        return item

    def windows(self) -> list[Window]:
        """Every visible window with a title, the session's own left out."""
        keys = self.run("xdotool", "search", "--onlyvisible", "--name", ".+").stdout.split()
        found = (self._window_of(key) for key in keys)
        return [window for window in found if window is not None and window.title not in _NOT_OURS]

    def active_window(self) -> Window | None:
        """The window that has the keyboard."""
        key = self.run("xdotool", "getactivewindow").stdout.strip()
        return self._window_of(key) if key else None

    def window(self, title: str) -> Window:
        """The window whose title holds these words, as soon as there is one."""

        def matching() -> Window | None:
            return next((window for window in self.windows() if title in window.title), None)

        window = wait_until(matching, f"a window titled {title!r}")
        assert window is not None
        return window

    def screenshot(self, path: Path, crop: Window | tuple[int, int, int, int] | None = None) -> Path:
        """A PNG of the screen, or of one window or `(x, y, width, height)` of it."""
        if isinstance(crop, Window):
            crop = crop.x, crop.y, crop.width, crop.height
        part = ["-crop", "{2}x{3}+{0}+{1}".format(*crop), "+repage"] if crop else []
        path.parent.mkdir(parents=True, exist_ok=True)
        # Without the times of day that PNG files carry, equal pictures are equal files.
        self._xrun("import", "-window", "root", *part, "+set", "date:create", "+set", "date:modify",
                   "-define", "png:exclude-chunks=date,time", str(path.absolute()))  # fmt: skip
        return path

    def settled_screenshot(self, path: Path, crop: Window, seconds: float = PATIENCE_SECONDS) -> Path:
        """A picture once two in a row are the same: everything asked for has been painted."""
        pictures = [b""]

        def is_settled() -> bool:
            pictures.append(self.screenshot(path, crop).read_bytes())
            return pictures[-1] == pictures[-2]

        wait_until(is_settled, f"a still picture of {crop.title}", seconds)
        return path

    # What a person does

    def key(self, *keys: str) -> None:
        """Press keys one after the other: "Tab", "ctrl+comma", "Return"."""
        self._xrun("xdotool", "key", "--clearmodifiers", *keys)

    def type(self, text: str) -> None:
        """Type this text into whatever has the focus."""
        self._xrun("xdotool", "type", "--clearmodifiers", "--delay", "5", text)

    def click(self, x: int, y: int, button: int = 1) -> None:
        """Click at this point of the screen."""
        self._xrun("xdotool", "mousemove", str(x), str(y), "click", str(button))

    def focus(self, window: Window) -> None:
        """Bring a window to the front and give it the keyboard."""
        self._xrun("xdotool", "windowactivate", "--sync", str(window.key))

    def _window_of(self, key: str) -> Window | None:
        """What the X server says of a window; None when it has just gone."""
        told = self.run("xwininfo", "-id", key).stdout
        title = re.search(r'Window id: \S+ "(.*)"', told)
        place = [re.search(rf"{name}:? +(-?\d+)", told) for name in ("left X", "left Y", "Width", "Height")]
        if title is None or None in place:
            return None
        return Window(int(key), title[1], *(int(found[1]) for found in place if found))

    def _xrun(self, *command: str) -> None:
        result = self.run(*command)
        assert result.returncode == 0, f"{' '.join(command[:2])}: {result.stderr}"
