"""Imports as Python has them, also after Qt's binding was loaded."""

from __future__ import annotations

import builtins


def load_qt() -> None:
    """Load the binding and take its import hook off again.

    The hook looks through the source text of every module that is imported later for switches of the binding
    (`from __feature__ import snake_case`), which nothing here uses, and keeps all that text: a third of the time
    until the tray icon is there and 10 MB. The binding itself keeps the import it found under `__orig_import__`.
    """
    import PySide6.QtCore  # noqa: F401 - for its hook

    original = getattr(builtins, "__orig_import__", None)
    if original is not None:
        builtins.__import__ = original
