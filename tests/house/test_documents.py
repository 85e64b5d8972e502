"""The documents say what is so: commands, targets, dependencies and links exist."""

import re
import tomllib
from pathlib import Path

import pytest

from kraken_desktop.options import COMMANDS
from kraken_desktop.simulator import HOMES
from kraken_desktop.simulator.faults import FAULTS
from tests.house.source import PACKAGE, ROOT, modules

DOCUMENTS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted(ROOT.glob("docs/*.md"))


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_readme_names_every_command_and_no_other() -> None:
    assert set(re.findall(r"^kraken-desktop ([\w-]+)", _text("README.md"), re.M)) == set(COMMANDS)


def test_readme_names_real_targets() -> None:
    targets = set(re.findall(r"^([a-z-]+):", _text("Makefile"), re.M))
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", _text("README.md"), re.M)) <= targets


def test_every_dependency_has_its_line_of_why() -> None:
    project = tomllib.loads(_text("pyproject.toml"))["project"]
    wanted = {re.split(r"[<>=; ]", dependency)[0] for dependency in project["dependencies"]}
    table = _text("CONTRIBUTING.md").partition("\n## Dependencies")[2]
    named = {name.split(" (")[0] for row in re.findall(r"^\| (.+?) \|", table, re.M) for name in row.split(", ")}
    assert wanted <= named
    written = table.casefold()
    tools = {re.split(r"[<>=; ]", dependency)[0] for dependency in project["optional-dependencies"]["dev"]}
    assert not {tool for tool in tools if tool.casefold().removeprefix("pytest-") not in written}


def test_simulator_page_names_every_home_and_fault() -> None:
    page = _text("docs/simulator.md")
    assert {*HOMES, *FAULTS} <= set(re.findall(r"^\| `([a-z0-9-]+)` \|", page, re.M))


def test_changelog_knows_this_version() -> None:
    version = re.search(r'__version__ = "([^"]+)"', (PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    assert version is not None
    assert f"## [{version[1]}]" in _text("CHANGELOG.md") or "## [Unreleased]" in _text("CHANGELOG.md")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)", document.read_text(encoding="utf-8"))
    assert not [link for link in links if "://" not in link and not (document.parent / link).exists()]


@pytest.mark.parametrize(
    "document", ["README.md", "resources/linux/io.github.kraken_desktop.KrakenDesktop.metainfo.xml"]
)
def test_says_that_it_is_unofficial(document: str) -> None:
    words = " ".join(re.sub(r"[>*]", " ", _text(document)).split()).casefold()
    for name in ("not affiliated with", "octopus energy", "kraken technologies", "exchange of that name"):
        assert name in words


def test_code_cites_documents_that_exist() -> None:
    cited = {name for module in modules() for name in re.findall(r"docs/[a-z]+\.md", module.text)}
    assert cited
    assert not [name for name in cited if not (ROOT / name).exists()]
