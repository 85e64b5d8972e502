"""Where an export goes: a file whose ending decides the format, and is there whatever the person typed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

_CSV, _EXCEL = "CSV (*.csv)", "Excel (*.xlsx)"
_ENDINGS = {_CSV: "csv", _EXCEL: "xlsx"}


def ask_where_to_export(parent: QWidget, title: str, name: str, chosen: Callable[[Path], None]) -> None:
    """``name`` is what is suggested, without an ending: that follows the type of file which the person chooses."""
    dialog = QFileDialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(list(_ENDINGS))
    dialog.setDefaultSuffix(_ENDINGS[_CSV])
    dialog.selectFile(f"{name}.{_ENDINGS[_CSV]}")
    dialog.filterSelected.connect(lambda kind: _follow(dialog, _ENDINGS.get(kind, "")))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda path: chosen(with_ending(Path(path), dialog.selectedNameFilter())))
    QDialog.open(dialog)  # its own wants a slot by name


def with_ending(path: Path, kind: str) -> Path:
    """An ending that says no format is part of the name, and that of the chosen type follows it."""
    has_one = path.suffix.lower().removeprefix(".") in _ENDINGS.values()
    return path if has_one else path.with_name(f"{path.name}.{_ENDINGS.get(kind, _ENDINGS[_CSV])}")


def _follow(dialog: QFileDialog, ending: str) -> None:
    dialog.setDefaultSuffix(ending)
    for name in dialog.selectedFiles()[:1]:
        path = Path(name)
        if path.suffix.lower().removeprefix(".") in _ENDINGS.values():
            path = path.with_suffix("")
        dialog.selectFile(f"{path.name}.{ending}")
