"""What stands in resources/: valid for the desktop, readable for people."""

import json
import shutil
import subprocess
from itertools import product
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.house.source import ROOT

RESOURCES = ROOT / "resources"
APP_ID = "io.github.kraken_desktop.KrakenDesktop"
THEMES = ("light", "dark")
GROUNDS = ("window", "surface", "raised")
INKS = ("text", "text-muted", "accent", "danger", "warning", "success", "export")


def test_desktop_entry_is_valid(tmp_path: Path) -> None:
    entry = shutil.copy(RESOURCES / f"linux/{APP_ID}.desktop.in", tmp_path / f"{APP_ID}.desktop")
    assert _output_of("desktop-file-validate", str(entry)) == ""


def test_metainfo_is_valid_and_says_unofficial() -> None:
    path = RESOURCES / f"linux/{APP_ID}.metainfo.xml"
    assert "Validation was successful" in _output_of("appstreamcli", "validate", "--no-net", str(path))
    text = " ".join("".join(ElementTree.parse(path).getroot().itertext()).split())
    assert "Unofficial: not affiliated with" in text


@pytest.mark.parametrize("path", sorted((RESOURCES / "icons").glob("*.svg")), ids=lambda path: path.stem)
def test_icon_is_self_contained(path: Path) -> None:
    root = ElementTree.parse(path).getroot()
    text = path.read_text(encoding="utf-8")
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "href" not in text
    assert path.stem == APP_ID or "currentColor" in text, "a symbol takes the theme's colour"


@pytest.mark.parametrize(("theme", "ground", "ink"), list(product(THEMES, GROUNDS, INKS)))
def test_text_is_readable(theme: str, ground: str, ink: str) -> None:
    colours = json.loads((RESOURCES / f"themes/{theme}.json").read_text(encoding="utf-8"))
    assert _contrast(colours[ground], colours[ink]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_focus_is_seen(theme: str) -> None:
    colours = json.loads((RESOURCES / f"themes/{theme}.json").read_text(encoding="utf-8"))
    assert min(_contrast(colours[ground], colours["focus"]) for ground in GROUNDS) >= 3


def test_contrast_runs_from_1_to_21() -> None:
    assert _contrast("#777777", "#777777") == pytest.approx(1)
    assert _contrast("#000000", "#ffffff") == pytest.approx(21)


def _contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2."""

    def luminance(colour: str) -> float:
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _output_of(*command: str) -> str:
    result = subprocess.run(command, capture_output=True, text=True)
    return result.stdout + result.stderr
