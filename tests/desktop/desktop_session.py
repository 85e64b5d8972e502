"""The parts of a desktop session in one private folder: X server, bus, keyring, window manager, tray, notices."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from tests.desktop.notice_board import NoticeBoard
from tests.desktop.session_bus import SessionBus
from tests.waiting import wait_until

SCREEN = (1280, 800)
_KEYRING_PASSWORD = "login password"
_KEPT = ("PATH", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR", "PYTHONPATH", "VIRTUAL_ENV")
_WATCHER = "org.kde.StatusNotifierWatcher"
# Only the panel's settings may be started by being asked for: no accessibility bus, no portals, no second keyring.
_BUS = """<busconfig>
  <type>session</type>
  <listen>unix:dir={runtime}</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{services}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
"""
_XFCONF_SERVICE = Path("/usr/share/dbus-1/services/org.xfce.Xfconf.service")
_PANEL = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=640;y=16"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="length" type="uint" value="100"/>
      <property name="size" type="uint" value="32"/>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/><value type="int" value="2"/><value type="int" value="3"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="tasklist"/>
    <property name="plugin-2" type="string" value="separator">
      <property name="expand" type="bool" value="true"/><property name="style" type="uint" value="0"/>
    </property>
    <property name="plugin-3" type="string" value="systray"/>
  </property>
</channel>
"""


class DesktopSession:
    """Everything is up when the constructor returns; `close` ends it and removes its folder."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="desktop-"))
        self._parts: list[subprocess.Popen[bytes]] = []
        self._bus: SessionBus | None = None
        try:
            self.env = self._environment()
            self.env["DISPLAY"] = ":" + self._start_announcing(
                "Xvfb", "-displayfd", "{fd}", "-screen", "0", "{}x{}x24".format(*SCREEN), "-nolisten", "tcp"
            )
            self.env["DBUS_SESSION_BUS_ADDRESS"] = self._start_announcing(
                "dbus-daemon", f"--config-file={self._write_bus_configuration()}", "--nofork", "--print-address={fd}"
            )
            self.bus = self._bus = SessionBus(self.env["DBUS_SESSION_BUS_ADDRESS"])
            self.notices = NoticeBoard(self.folder / "notices", self.env)
            self._start_parts()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        if self._bus is not None:
            self._bus.close()
        for part in reversed(self._parts):
            end(part)
        shutil.rmtree(self.folder, ignore_errors=True)

    def start_daemon(self) -> subprocess.Popen[bytes]:
        """The notification daemon, once the bus knows it."""
        daemon = self._start("dunst", "-config", str(self.notices.configuration))
        wait_until(lambda: self.bus.has("org.freedesktop.Notifications"), "a notification daemon")
        return daemon

    def start_keyring(self) -> subprocess.Popen[bytes]:
        """As a login does: the password unlocks, and the first time creates, the keyring named "login"."""
        command = ("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets")
        keyring = self._start(*command, text=_KEYRING_PASSWORD)
        wait_until(lambda: self.bus.has("org.freedesktop.secrets"), "a keyring")
        return keyring

    def _environment(self) -> dict[str, str]:
        home, runtime = self.folder / "home", self.folder / "run"
        for folder in (home, runtime, self.folder / "log"):
            folder.mkdir(mode=0o700)
        return {name: os.environ[name] for name in _KEPT if name in os.environ} | {
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(runtime),
            "XDG_CONFIG_HOME": str(home / ".config"),
            "XDG_DATA_HOME": str(home / ".local/share"),
            "XDG_CACHE_HOME": str(home / ".cache"),
            "XDG_STATE_HOME": str(home / ".local/state"),
            "XDG_CURRENT_DESKTOP": "XFCE",
            "XDG_SESSION_TYPE": "x11",
            "LC_ALL": "C.UTF-8",
            "NO_AT_BRIDGE": "1",
            "GTK_A11Y": "none",
            "GSETTINGS_BACKEND": "memory",
            "QT_QPA_PLATFORM": "xcb",
        }

    def _start_parts(self) -> None:
        panel = Path(self.env["XDG_CONFIG_HOME"], "xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml")
        panel.parent.mkdir(parents=True)
        panel.write_text(_PANEL, encoding="utf-8")
        self.keyring = self.start_keyring()
        self._start("xfwm4", "--compositor=off")
        self._start("xfce4-panel", "--disable-wm-check")
        self.daemon = self.start_daemon()
        wait_until(lambda: self.bus.has(_WATCHER), "a tray")
        wait_until(self._has_window_manager, "a window manager")

    def _has_window_manager(self) -> bool:
        asked = subprocess.run(["xdotool", "get_num_desktops"], env=self.env, capture_output=True)
        return asked.returncode == 0

    def _start(self, *command: str, text: str | None = None, pass_fds: tuple[int, ...] = ()) -> subprocess.Popen[bytes]:
        with self._log_of(command[0]).open("ab") as log:
            part = subprocess.Popen(
                command,
                env=self.env,
                stdin=subprocess.DEVNULL if text is None else subprocess.PIPE,
                stdout=log,
                stderr=log,
                pass_fds=pass_fds,
                start_new_session=True,
            )
        self._parts.append(part)
        if text is not None:
            assert part.stdin is not None
            part.stdin.write(text.encode() + b"\n")
            part.stdin.close()
        return part

    def _start_announcing(self, *command: str) -> str:
        """Start a server that writes where it listens to a descriptor, and return what it wrote."""
        reading, writing = os.pipe()
        self._start(*(word.format(fd=writing) for word in command), pass_fds=(writing,))
        os.close(writing)
        with os.fdopen(reading, encoding="utf-8") as announced:
            if line := announced.readline().strip():
                return line
        raise RuntimeError(f"{command[0]} did not start:\n{self._log_of(command[0]).read_text(errors='replace')}")

    def _log_of(self, command: str) -> Path:
        return self.folder / "log" / f"{command}.log"

    def _write_bus_configuration(self) -> Path:
        services = self.folder / "services"
        services.mkdir()
        (services / _XFCONF_SERVICE.name).symlink_to(_XFCONF_SERVICE)
        path = self.folder / "bus.conf"
        path.write_text(_BUS.format(runtime=self.env["XDG_RUNTIME_DIR"], services=services), encoding="utf-8")
        return path


def end(process: subprocess.Popen[bytes], seconds: float = 5) -> int:
    """Ask a program and its children to end, insist after `seconds`, and return its exit code."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
    return process.wait()
