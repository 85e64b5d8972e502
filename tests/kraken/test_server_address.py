"""Which servers may stand in for the official one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.kraken.transport import checked_server


@pytest.mark.parametrize(
    "url",
    [
        "https://octopus.example",
        "https://octopus.example:8443/path/",
        "http://127.0.0.1:8080/",
        "http://localhost:8080",
        "http://[::1]:8080",
    ],
)
def test_servers_that_may_stand_in(url: str) -> None:
    assert checked_server(url) == url.rstrip("/")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "octopus.example",
        "http://octopus.example",
        "http://127.0.0.1.example",
        "http://192.168.1.10:8080",
        "http://0.0.0.0",
        "http://localhost.example",
        "ftp://127.0.0.1",
        "file:///etc/passwd",
        "https://",
        "https://sam:secret@octopus.example",
        "https://octopus.example/?to=elsewhere",
        "https://octopus.example/#top",
        "https://octopus.example:99999",
        "http://[",
    ],
)
def test_servers_that_may_not(url: str) -> None:
    with pytest.raises(ValueError, match=r"address"):
        checked_server(url)


@given(st.text(max_size=40))
def test_nothing_typed_breaks_the_check(text: str) -> None:
    try:
        found = checked_server(text)
    except ValueError:
        return
    assert found.startswith(("https://", "http://"))
