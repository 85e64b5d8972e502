"""Where an export goes: a file whose ending decides the format, and is there whatever the person typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

SHEETS = {"CSV (*.csv)": "csv", "Excel (*.xlsx)": "xlsx"}
PAPERS = {"PDF (*.pdf)": "pdf", "Page for a browser (*.html)": "html"}
"""The ending of each type of file, the one that is suggested first."""


def ask_where_to_export(
    parent: QWidget, title: str, name: str, chosen: Callable[[Path], None], endings: Mapping[str, str] = SHEETS
) -> None:
    """``name`` is what is suggested, without an ending: that follows the type of file which the person chooses."""
    first = next(iter(endings.values()))
    dialog = QFileDialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(list(endings))
    dialog.setDefaultSuffix(first)
    dialog.selectFile(f"{name}.{first}")
    dialog.filterSelected.connect(partial(_follow, dialog, endings))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda path: chosen(with_ending(Path(path), dialog.selectedNameFilter(), endings)))
    QDialog.open(dialog)  # its own wants a slot by name


def with_ending(path: Path, kind: str, endings: Mapping[str, str] = SHEETS) -> Path:
    """An ending that says no format is part of the name, and that of the chosen type follows it."""
    has_one = path.suffix.lower().removeprefix(".") in endings.values()
    return path if has_one else path.with_name(f"{path.name}.{endings.get(kind, next(iter(endings.values())))}")


def _follow(dialog: QFileDialog, endings: Mapping[str, str], kind: str) -> None:
    ending = endings.get(kind, "")
    dialog.setDefaultSuffix(ending)
    for name in dialog.selectedFiles()[:1]:
        path = Path(name)
        if path.suffix.lower().removeprefix(".") in endings.values():
            path = path.with_suffix("")
        dialog.selectFile(f"{path.name}.{ending}")
