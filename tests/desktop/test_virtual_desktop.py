"""The desktop itself, proved with the cheapest tray program there is."""

import sys
from pathlib import Path

from tests.desktop.session_bus import SessionBus
from tests.desktop.virtual_desktop import VirtualDesktop
from tests.waiting import wait_until

FLOOR = str(Path(__file__).parents[2] / "packaging/bench/floor.py")
NOTIFICATIONS = ("org.freedesktop.Notifications", "/org/freedesktop/Notifications", "org.freedesktop.Notifications")
FIELD = """
from PySide6.QtWidgets import QApplication, QLineEdit
application = QApplication([])
field = QLineEdit()
field.setWindowTitle("A field")
field.textChanged.connect(lambda text: field.setWindowTitle("Holds " + text))
field.show()
application.exec()
"""


def notify(bus: SessionBus, summary: str, *buttons: str) -> None:
    actions = [word for button in buttons for word in (button.lower(), button)]
    bus.call(*NOTIFICATIONS, "Notify", "susssasa{sv}i", ("test", 0, "", summary, "Body", actions, {}, -1))


def test_tray_item_shows_its_colour_tooltip_and_menu(desktop: VirtualDesktop) -> None:
    floor = desktop.start(sys.executable, FLOOR)
    item = desktop.tray_item(floor)
    assert item.tooltip == "12.3p/kWh"
    assert {pixmap.commonest_colour() for pixmap in item.pixmaps.values()} == {"#2e7d32"}
    assert [line.label for line in item.menu()] == ["Quit"]
    item.choose("Quit")
    wait_until(lambda: floor.poll() is not None, "the program's end")
    wait_until(lambda: not desktop.tray_items(), "an empty tray")


def test_daemon_shows_a_notice_and_the_named_button_is_pressed(desktop: VirtualDesktop) -> None:
    listener = desktop.start("dbus-monitor", "interface='org.freedesktop.Notifications',member='ActionInvoked'")
    wait_until(lambda: "NameAcquired" in desktop.log_of(listener), "the listener")
    notify(desktop.bus, "First", "Open", "Later")
    notify(desktop.bus, "Second", "Open", "Later")
    wait_until(lambda: {"First", "Second"} <= {notice.summary for notice in desktop.notices.shown()}, "both notices")
    desktop.notices.press("Second", "Later")
    wait_until(lambda: 'string "later"' in desktop.log_of(listener), "the press")
    shown = {notice.summary: notice.key for notice in desktop.notices.shown()}
    assert f"uint32 {shown['Second']}\n" in desktop.log_of(listener)


def test_another_daemon_takes_over(desktop: VirtualDesktop) -> None:
    before = desktop.bus.process_id("org.freedesktop.Notifications")
    desktop.restart_daemon()
    assert desktop.bus.process_id("org.freedesktop.Notifications") != before
    notify(desktop.bus, "After")
    wait_until(lambda: "After" in [notice.summary for notice in desktop.notices.shown()], "a notice")


def test_keyring_is_unlocked_and_keeps_a_secret(desktop: VirtualDesktop) -> None:
    script = "import keyring; keyring.set_password('s', 'n', 'word'); print(type(keyring.get_keyring()).__module__)"
    assert desktop.run(sys.executable, "-c", script).stdout == "keyring.backends.SecretService\n"
    read = "import keyring; print(keyring.get_password('s', 'n'))"
    assert desktop.run(sys.executable, "-c", read).stdout == "word\n"


def test_window_is_typed_into_and_pictured(desktop: VirtualDesktop, tmp_path: Path) -> None:
    desktop.start(sys.executable, "-c", FIELD)
    window = desktop.window("A field")
    desktop.focus(window)
    desktop.type("24p")
    assert desktop.window("Holds 24p").key == window.key
    picture = desktop.screenshot(tmp_path / "field.png", window)
    size = desktop.run("identify", "-format", "%w %h", str(picture)).stdout
    assert size == f"{window.width} {window.height}"
