"""The package's source as the house rules read it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "kraken_desktop"


@dataclass(frozen=True, slots=True)
class Module:
    """One file: its path inside the package, as `layer/name.py`, its text and its tree."""

    path: str
    text: str
    tree: ast.Module

    def is_in(self, *places: str) -> bool:
        """Whether it is one of these files or stands under one of these folders (`ui/`)."""
        return any(self.path == place or (place.endswith("/") and self.path.startswith(place)) for place in places)

    def calls(self) -> Iterator[tuple[int, str]]:
        """Line and text of whatever is called, as it is written: `loop.create_task`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield node.lineno, ast.unparse(node.func)

    def names(self) -> Iterator[tuple[int, str]]:
        """Line and last name of every name or attribute used, imports included."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Attribute):
                yield node.lineno, node.attr
            elif isinstance(node, ast.Name):
                yield node.lineno, node.id
            elif isinstance(node, ast.ImportFrom):
                yield from ((node.lineno, alias.name) for alias in node.names)


@cache
def modules(folder: Path = PACKAGE) -> tuple[Module, ...]:
    """Every Python file under a folder."""
    found = []
    for path in sorted(folder.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        found.append(Module(path.relative_to(folder).as_posix(), text, ast.parse(text)))
    return tuple(found)
