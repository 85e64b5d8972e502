"""One virtual desktop for all desktop tests, and a clean one for each."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.virtual_desktop import VirtualDesktop

_HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Desktop tests run in one worker."""
    for item in items:
        if item.path.is_relative_to(_HERE):
            item.add_marker("desktop")
            item.add_marker(pytest.mark.xdist_group("desktop"))


@pytest.fixture(scope="session")
def session_desktop() -> Iterator[VirtualDesktop]:
    with VirtualDesktop() as desktop:
        yield desktop


@pytest.fixture
def desktop(session_desktop: VirtualDesktop) -> Iterator[VirtualDesktop]:
    """The desktop with nothing running on it; what the test starts ends with it."""
    yield session_desktop
    session_desktop.end_programs()
