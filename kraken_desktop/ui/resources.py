"""Where the pictures and themes stand: beside the checkout, inside the wheel, or inside a frozen build."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


@cache
def resource_root() -> Path:
    """Raises FileNotFoundError where the installation is incomplete."""
    for root in (_PACKAGE / "_resources", _PACKAGE.parent / "resources"):
        if (root / "themes").is_dir():
            return root
    raise FileNotFoundError("resources are missing: install again")


def resource_path(name: str) -> Path:
    """``name`` as in ``icons/live.svg``."""
    return resource_root() / name
