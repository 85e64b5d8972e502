"""The application's palette and its short style sheet, both from the theme's tokens."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QPalette

from kraken_desktop.ui.theme import blended, text_on

if TYPE_CHECKING:
    from kraken_desktop.ui.theme import Theme

_ROLES = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "window",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "text_muted",
    QPalette.ColorRole.Button: "raised",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Midlight: "border",
}

_SHEET = Template("""
QToolTip { background: $raised; color: $text; border: 1px solid $border; padding: 4px; }
QFrame[role="card"], QAbstractItemView[role="card"] {
  background: $surface; border: 1px solid $border; border-radius: 8px;
}
QFrame[role="line"] { background: $border; border: none; max-height: 1px; min-height: 1px; }
QLabel[role="muted"] { color: $muted; }
QAbstractSpinBox, QComboBox, QLineEdit { min-height: 24px; }
QPushButton, QToolButton[role="action"] {
  background: $raised; color: $text; border: 1px solid $border; border-radius: 6px; padding: 4px 12px; min-height: 20px;
}
QPushButton:hover, QToolButton[role="action"]:hover { background: $hover; }
QPushButton:pressed, QToolButton[role="action"]:pressed, QPushButton:checked { background: $pressed; }
QPushButton:disabled, QToolButton:disabled { color: $muted; }
QPushButton:focus, QToolButton[role="action"]:focus { border: 2px solid $focus; padding: 3px 11px; }
QToolButton[role="action"][popupMode="1"] { padding-right: 34px; }
QToolButton[role="action"][popupMode="1"]:focus { padding-right: 33px; }
QToolButton[role="action"]::menu-button { border: none; border-left: 1px solid $border; width: 22px; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[role="primary"]:hover { background: $accent_hover; }
QPushButton[role="primary"]:focus { border-color: $text; }
QLineEdit {
  background: $surface; color: $text; border: 1px solid $muted; border-radius: 6px; padding: 4px 8px; min-height: 20px;
}
QLineEdit:focus { border: 2px solid $focus; padding: 3px 7px; }
QLineEdit:read-only { border-color: $border; color: $muted; }
QToolButton[role="quiet"] { background: transparent; border: 2px solid transparent; border-radius: 6px; padding: 4px; }
QToolButton[role="quiet"]:hover { background: $hover; }
QToolButton[role="quiet"]:pressed, QToolButton[role="quiet"]:checked { background: $pressed; }
QToolButton[role="quiet"]:focus { border-color: $focus; }
QListView[role="card"] { padding: 4px; outline: none; }
QTableView[role="card"] { padding: 2px 6px; }
QHeaderView, QHeaderView::section { background: $surface; color: $muted; border: none; }
QHeaderView::section { border-bottom: 1px solid $border; padding: 4px; }
QProgressBar { background: $pressed; border: none; border-radius: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }
QAbstractScrollArea::corner { background: transparent; }
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $handle; border-radius: 4px; margin: 2px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QToolButton[role="nav"] {
  background: transparent; border: 2px solid transparent; border-radius: 6px; padding: 6px 8px; text-align: left;
}
QToolButton[role="nav"]:hover { background: $hover; }
QToolButton[role="nav"]:checked { background: $chosen; font-weight: 600; color: $accent; }
QToolButton[role="nav"]:focus { border-color: $focus; }
QScrollArea, QScrollArea > QWidget > QWidget[role="page"] { background: transparent; border: none; }
""")


def application_palette(theme: Theme) -> QPalette:
    palette = QPalette()
    for role, token in _ROLES.items():
        palette.setColor(role, theme.colour(token))
    palette.setColor(QPalette.ColorRole.HighlightedText, text_on(theme.colour("accent")))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, theme.colour("text_muted"))
    return palette


def style_sheet(theme: Theme) -> str:
    def mixed(over: str, under: str, share: float) -> QColor:
        return blended(theme.colour(over), theme.colour(under), share)

    colours = {
        "raised": theme.colour("raised"),
        "surface": theme.colour("surface"),
        "text": theme.colour("text"),
        "muted": theme.colour("text_muted"),
        "border": theme.colour("border"),
        "accent": theme.colour("accent"),
        "focus": theme.colour("focus"),
        "on_accent": text_on(theme.colour("accent")),
        "accent_hover": mixed("accent", "text", 0.88),
        "hover": mixed("text", "raised", 0.07),
        "chosen": mixed("accent", "raised", 0.13),
        "handle": mixed("text_muted", "surface", 0.45),
        "pressed": mixed("text", "raised", 0.13),
    }
    return _SHEET.substitute({name: colour.name() for name, colour in colours.items()})
