"""Sizes, words, and what files are for: CONTRIBUTING.md, words."""

import ast
import re

import pytest

from tests.house.source import ROOT, modules

LONGEST_FILE = 320
NEVER = {"manager", "helper", "helpers", "util", "utils", "handler", "info", "data", "process", "do"}
# Places that carry the API's own names, and methods that override Qt's.
API_WORDS = ("simulator/answers/", "kraken/wire/")
NAMED = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
QT_WORDS = {"data", "headerData"}
# What may be asked of a document: its headings.
REFERENCE = re.compile(r"docs/(?P<document>[a-z]+)\.md,? (?P<section>\d[\d.]*|[A-Z][^.;:()\"`]+)")


def test_no_file_is_too_long() -> None:
    files = [*modules(), *modules(ROOT / "tests")]
    long = {module.path: lines for module in files if (lines := module.text.count("\n")) > LONGEST_FILE}
    assert not long


def test_names_say_what_they_are() -> None:
    found = []
    for module in modules():
        if module.is_in(*API_WORDS):
            continue
        names = {part.removesuffix(".py"): 1 for part in module.path.split("/")}
        for node in ast.walk(module.tree):
            if isinstance(node, NAMED) and node.name not in QT_WORDS:
                names[node.name] = node.lineno
        found += [f"{module.path}:{line} {name}" for name, line in names.items() if _last_word(name) in NEVER]
    assert not found


def test_every_reference_names_a_heading() -> None:
    """A rule's source is given as "docs/domain.md, Rates" or "docs/api.md, 7.3": such a heading must exist."""
    found = []
    for module in modules():
        for reference in REFERENCE.finditer(" ".join(module.text.split())):
            section = reference["section"].strip().casefold()
            headings = _headings(reference["document"])
            if not any(section.startswith(heading) or heading.startswith(section + " ") for heading in headings):
                found.append(f"{module.path}: {reference[0]}")
    assert not found


def _headings(document: str) -> set[str]:
    text = (ROOT / "docs" / f"{document}.md").read_text(encoding="utf-8")
    found = re.findall(r"^#+ +(?:(\d[\d.]*?)\.? +)?(.+)$", text, re.M)
    return {part.casefold() for numbered in found for part in numbered if part}


def _last_word(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).casefold().strip("_").split("_")[-1]


@pytest.mark.parametrize(("name", "last"), [("RateManager", "manager"), ("_fetch_data", "data"), ("redo", "redo")])
def test_last_word(name: str, last: str) -> None:
    assert _last_word(name) == last
