"""The notification daemon (dunst) of the virtual desktop: what it showed, and pressing the buttons it offers."""

import itertools
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.waiting import wait_until

_MARKER = "marker"
_FIELD, _ROW = "\x1f", "\x1e"
# dunst runs the recorder for each notice it shows; a replaced one keeps its number.
_RECORDER = """#!/bin/sh
printf '%s\\037%s\\037%s\\037%s\\036' "$DUNST_ID" "$DUNST_APP_NAME" "$DUNST_SUMMARY" "$DUNST_BODY" >> {log}
"""
# dunst offers the buttons of all notices to a chooser, a line each, and presses the line that comes back.
_CHOOSER = """#!/bin/sh
tee {offered} | grep --max-count=1 --fixed-strings --file={wanted}
"""
_CONFIGURATION = """[global]
monitor = 0
origin = top-right
offset = 16x48
width = 380
notification_limit = 5
font = DejaVu Sans 10
frame_width = 1
dmenu = {chooser}
always_run_script = true
[record]
summary = *
script = {recorder}
[urgency_low]
timeout = 0
[urgency_normal]
timeout = 0
[urgency_critical]
timeout = 0
"""


@dataclass(frozen=True, slots=True)
class ShownNotice:
    """A notice as the daemon showed it."""

    key: int
    app: str
    summary: str
    body: str


class NoticeBoard:
    """Files beside the daemon's configuration in `folder`; `env` reaches the desktop's bus."""

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        self._env = env
        self._marks = (f"mark {number}" for number in itertools.count(1))
        self._log, self._offered, self._wanted = folder / "shown", folder / "offered", folder / "wanted"
        self.configuration = folder / "dunstrc"
        folder.mkdir(parents=True)
        self._log.touch()
        recorder = _write_script(folder / "record", _RECORDER.format(log=self._log))
        chooser = _write_script(folder / "choose", _CHOOSER.format(offered=self._offered, wanted=self._wanted))
        self.configuration.write_text(_CONFIGURATION.format(recorder=recorder, chooser=chooser), encoding="utf-8")

    def shown(self) -> list[ShownNotice]:
        """Every notice since the desktop began, oldest first, each replacement as one more row."""
        return [notice for notice in self._recorded() if notice.app != _MARKER]

    def shown_by_now(self) -> list[ShownNotice]:
        """The same, once all that was handed over before this call is among them."""
        mark = next(self._marks)
        subprocess.run(["dunstify", "--appname", _MARKER, mark], env=self._env, check=True)
        wait_until(lambda: any(notice.summary == mark for notice in self._recorded()), "a mark after the notices")
        return self.shown()

    def count_displayed(self) -> int:
        """How many are on the screen now."""
        return int(self._control("count", "displayed"))

    def press(self, summary: str, label: str) -> None:
        """Press the button `label` of the notice on screen with this summary."""
        self._wanted.write_text(f"#{label} ({summary})", encoding="utf-8")
        self._offered.unlink(missing_ok=True)
        self._control("context")
        offered = wait_until(lambda: self._offered.exists() and self._offered.read_text("utf-8"), "dunst's menu")
        assert f"#{label} ({summary})" in str(offered), f"no button {label!r} of {summary!r} among:\n{offered}"

    def close_all(self) -> None:
        """Take every notice off the screen, as a person would."""
        self._control("close-all")

    def _recorded(self) -> list[ShownNotice]:
        rows = self._log.read_text(encoding="utf-8").split(_ROW)[:-1]
        return [ShownNotice(int(key), *rest) for key, *rest in (row.split(_FIELD) for row in rows)]

    def _control(self, *words: str) -> str:
        return subprocess.run(["dunstctl", *words], env=self._env, check=True, capture_output=True, text=True).stdout


def _write_script(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path
