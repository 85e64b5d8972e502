"""What the tray icon will look like, kept for the next start: it is on the screen before anything else is loaded.

A face is drawn by the same views as the icon of a running app, from what was known when it was kept, and holds for its
own time only: a start later than the last of them shows none, and never an old price.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QByteArray, QDataStream, QFile, QIODevice, QSaveFile
from PySide6.QtGui import QIcon

if TYPE_CHECKING:
    from pathlib import Path

_MARK = "kraken-desktop faces 1"
"""Another version's file is not read."""


class Face(NamedTuple):
    """The icon and its tooltip on ``[start, end)``, in Unix seconds."""

    start: float
    end: float
    tooltip: str
    icon: QIcon


def keep_faces(path: Path, owner: str, faces: Iterable[Face]) -> bool:
    """Replace what was kept, all or nothing; False where the folder refuses. ``owner`` names whose prices they are."""
    file = QSaveFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly):
        return False
    stream = QDataStream(file)
    stream.writeQString(_MARK)
    stream.writeQString(owner)
    for face in faces:
        stream.writeDouble(face.start)
        stream.writeDouble(face.end)
        stream.writeQString(face.tooltip)
        stream << _packed(face.icon)
    return file.commit()


def kept_face(path: Path, owner: str, at: float) -> Face | None:
    """The face for this instant; None where none was kept, another's was, or the file is damaged."""
    file = QFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.ReadOnly):
        return None
    stream = QDataStream(file)
    if stream.readQString() != _MARK or stream.readQString() != owner:
        return None
    while not stream.atEnd() and stream.status() is QDataStream.Status.Ok:
        start, end, tooltip, packed = stream.readDouble(), stream.readDouble(), stream.readQString(), QByteArray()
        stream >> packed
        if start <= at < end and stream.status() is QDataStream.Status.Ok:
            icon = QIcon()
            QDataStream(packed) >> icon
            return None if icon.isNull() else Face(start, end, tooltip, icon)
    return None


def forget_faces(path: Path) -> None:
    QFile.remove(str(path))


def _packed(icon: QIcon) -> QByteArray:
    packed = QByteArray()
    QDataStream(packed, QIODevice.OpenModeFlag.WriteOnly) << icon
    return packed
