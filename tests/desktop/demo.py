"""`make demo` where there is no display: the app on a virtual desktop, and pictures of all there is to see.

python -m tests.desktop.demo [--home NAME] [--clock WHEN] [--pictures FOLDER]
"""

import argparse
import re
import shutil
import sys
from pathlib import Path

from tests.desktop.desktop_session import SCREEN
from tests.desktop.virtual_desktop import VirtualDesktop, Window
from tests.waiting import NeverHappenedError, wait_until

COMMAND = str(Path(sys.executable).with_name("kraken-desktop"))
PAGES = (
    "live",
    "prices",
    "prices/best",
    "prices/others",
    "dispatches",
    "usage",
    "bills",
    "insight",
    "notices",
    "found",
)
DIALOGS = ("settings", "sign-in", "other-tariffs", "about")
_PANEL_HEIGHT = 34


def take_pictures(home: str, pictures: Path, clock: str | None = None) -> list[Path]:
    """Start the sample home and leave a picture of the tray, the glance panel, and every page and dialog.

    ``clock`` is the app's own option of that name; without it the sample home lives now.
    """
    shutil.rmtree(pictures, ignore_errors=True)
    with VirtualDesktop() as desktop:
        app = desktop.start(COMMAND, f"--demo={home}", "--hidden", *(("--clock", clock) if clock else ()))
        item = desktop.tray_item(app)
        wait_until(lambda: re.search(r"\dp\b", item.tooltip), "a price in the tray")
        taken = [
            desktop.screenshot(pictures / "tray.png", (SCREEN[0] - 160, 0, 160, _PANEL_HEIGHT)),
            *(_picture_of(desktop, home, name, pictures) for name in ("glance", *PAGES, *DIALOGS)),
        ]
        (pictures / "tray.txt").write_text(
            "\n".join([item.tooltip, "", *(line.label for line in item.menu())]) + "\n", encoding="utf-8"
        )
        return [*taken, pictures / "tray.txt"]


def _picture_of(desktop: VirtualDesktop, home: str, name: str, pictures: Path) -> Path:
    """A second start asks the running one for the page; its window is the new one, else the active one."""
    before = {window.key for window in desktop.windows()}
    asked = desktop.run(COMMAND, f"--demo={home}", "--page", name)
    assert asked.returncode == 0, asked.stderr

    def shown() -> Window | None:
        new = [window for window in desktop.windows() if window.key not in before]
        return new[-1] if new else None

    try:
        window = wait_until(shown, f"a window for {name}", 3)
    except NeverHappenedError:
        window = desktop.active_window()
    assert window is not None, f"{name} opened no window"
    try:
        path = desktop.settled_screenshot(pictures / f"{name.replace('/', '-')}.png", window, 5)
    except NeverHappenedError:  # a page that moves has its picture all the same
        path = pictures / f"{name.replace('/', '-')}.png"
    if name not in PAGES:
        desktop.key("Escape")
    return path


def main() -> None:
    arguments = argparse.ArgumentParser(description="Pictures of the app with a sample home.")
    arguments.add_argument("--home", default="agile")
    arguments.add_argument("--clock", help="the time to begin at, such as 2026-11-25T17:20:00Z")
    arguments.add_argument("--pictures", type=Path, default=Path("build/demo"))
    asked = arguments.parse_args()
    print("No display here: showing the app on a virtual desktop.")
    for path in take_pictures(asked.home, asked.pictures.absolute(), asked.clock):
        print(f"  {path}")


if __name__ == "__main__":
    main()
