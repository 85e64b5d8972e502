"""A StatusNotifier item as a tray host sees it: over D-Bus."""

from dataclasses import dataclass
from typing import Any

from tests.desktop.session_bus import BusError, SessionBus

_WATCHER = ("org.kde.StatusNotifierWatcher", "/StatusNotifierWatcher", "org.kde.StatusNotifierWatcher")
_ITEM = "org.kde.StatusNotifierItem"
_MENU = "com.canonical.dbusmenu"


@dataclass(frozen=True, slots=True)
class Pixmap:
    """One size of a tray icon; `argb` is four bytes a pixel, row by row."""

    width: int
    height: int
    argb: bytes

    def colour_at(self, x: float, y: float) -> str:
        """The colour at a point given as fractions of width and height, as `#rrggbb`."""
        column, row = min(int(x * self.width), self.width - 1), min(int(y * self.height), self.height - 1)
        offset = 4 * (row * self.width + column)
        return "#" + self.argb[offset + 1 : offset + 4].hex()

    def commonest_colour(self) -> str:
        """The opaque colour of most pixels, as `#rrggbb`: the icon's fill."""
        pixels = [self.argb[i : i + 4] for i in range(0, len(self.argb), 4)]
        opaque = [pixel for pixel in pixels if pixel[0] == 255]
        return "#" + max(set(opaque), key=opaque.count)[1:].hex()


@dataclass(frozen=True, slots=True)
class MenuLine:
    """A line of the tray menu; `label` is without its mnemonic mark."""

    key: int
    label: str
    is_enabled: bool
    is_checked: bool
    lines: tuple["MenuLine", ...]


class TrayItem:
    """One registered item."""

    def __init__(self, bus: SessionBus, name: str, path: str) -> None:
        self._bus, self.name, self.path = bus, name, path

    def __repr__(self) -> str:
        return f"TrayItem({self.name}{self.path})"

    @property
    def process_id(self) -> int:
        return self._bus.process_id(self.name)

    def is_of(self, process_id: int) -> bool:
        """Whether it is this process's; of one that has just ended the host may still tell."""
        try:
            return self.process_id == process_id
        except BusError:
            return False

    def is_gone(self) -> bool:
        """Whether its program has ended."""
        return not self._bus.has(self.name)

    @property
    def title(self) -> str:
        return str(self._read("Title"))

    @property
    def tooltip(self) -> str:
        """Title and text of the tooltip, a line each."""
        _, _, title, text = self._read("ToolTip")
        return "\n".join(part for part in (title, text) if part)

    @property
    def pixmaps(self) -> dict[int, Pixmap]:
        """The icon's sizes by width in pixels."""
        return {width: Pixmap(width, height, bytes(argb)) for width, height, argb in self._read("IconPixmap")}

    @property
    def fill(self) -> str:
        """The icon's colour, which all its sizes share."""
        fills = {pixmap.commonest_colour() for pixmap in self.pixmaps.values()}
        return fills.pop() if len(fills) == 1 else f"several: {fills}"

    def activate(self) -> None:
        """What a left click does."""
        self._bus.call(self.name, self.path, _ITEM, "Activate", "ii", (1200, 20))

    def menu(self) -> tuple[MenuLine, ...]:
        """The visible lines, separators left out."""
        path = self._read("Menu")
        self._bus.call(self.name, path, _MENU, "AboutToShow", "i", (0,))
        _, root = self._bus.call(self.name, path, _MENU, "GetLayout", "iias", (0, -1, []))
        return _menu_lines(root)

    def choose(self, *labels: str) -> None:
        """Click the line with this label, or the one inside the submenus named before it."""
        lines = self.menu()
        for label in labels:
            line = next((line for line in lines if line.label == label), None)
            if line is None:
                raise LookupError(f"{label!r} is not among {[line.label for line in lines]}")
            lines = line.lines
            self._bus.call(self.name, self._read("Menu"), _MENU, "AboutToShow", "i", (line.key,))
        assert line is not None
        self._bus.call(self.name, self._read("Menu"), _MENU, "Event", "isvu", (line.key, "clicked", ("s", ""), 0))

    def _read(self, attribute: str) -> Any:
        return self._bus.read(self.name, self.path, _ITEM, attribute)


def registered_items(bus: SessionBus) -> list[TrayItem]:
    """Every item the tray host knows, oldest first; none while there is no host."""
    try:
        names = bus.read(*_WATCHER, "RegisteredStatusNotifierItems")
    except BusError:
        return []
    return [
        TrayItem(bus, name, "/" + (path or "StatusNotifierItem")) for name, _, path in (n.partition("/") for n in names)
    ]


def _menu_lines(node: tuple[int, dict[str, tuple[str, Any]], list[tuple[str, Any]]]) -> tuple[MenuLine, ...]:
    lines = []
    for _, child in node[2]:
        key, attributes, _ = child
        known = {name: value for name, (_, value) in attributes.items()}
        if known.get("type") == "separator" or not known.get("visible", True):
            continue
        label = known.get("label", "").replace("__", "\0").replace("_", "").replace("\0", "_")
        lines.append(
            MenuLine(key, label, known.get("enabled", True), known.get("toggle-state", 0) == 1, _menu_lines(child))
        )
    return tuple(lines)
