from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cli.command_line import CommandLine


@pytest.fixture(scope="session")
def command_line() -> Iterator[CommandLine]:
    line = CommandLine()
    yield line
    line.close()


@pytest.fixture
def run(command_line: CommandLine) -> CommandLine:
    """One command; what it said, and its exit code."""
    return command_line
