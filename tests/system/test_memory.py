"""A hidden app is a small one."""

import sys
from pathlib import Path

import pytest

from kraken_desktop.system.memory import give_back

PAGE = 4096


@pytest.fixture
def pieces() -> list[bytes]:
    """Forty megabytes in pieces that the C library hands out."""
    return [bytes(700) for _ in range(60_000)]


def megabytes() -> float:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGE / 1e6


def test_what_lies_between_pieces_that_stay_goes_back_to_the_system(pieces: list[bytes]) -> None:
    kept = pieces[::1000]
    before = megabytes() if sys.platform == "linux" else 0.0
    pieces.clear()
    give_back()
    if sys.platform == "linux":
        assert megabytes() < before - 25
    assert len(kept) == 60
