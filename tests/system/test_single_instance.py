"""One app a data folder: the claim, the socket, and what becomes of both when a process dies."""

import asyncio
import json
import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from kraken_desktop.system.reception import Reception
from kraken_desktop.system.single_instance import Claim, Reply, Request, ask

_CLAIM_AND_WAIT = """
import sys
from pathlib import Path
from kraken_desktop.system.single_instance import Claim, bind
claim = Claim.make(Path(sys.argv[1]))
listening = bind(Path(sys.argv[1]))
print("claimed" if claim else "taken", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "run" / "app.socket"


async def asked(path: Path, request: Request, **more: Any) -> Reply | None:
    """`ask` blocks, so it runs beside the loop that answers."""
    with ThreadPoolExecutor(1) as beside:
        return await asyncio.get_running_loop().run_in_executor(beside, lambda: ask(path, request, **more))


@pytest.fixture
async def reception(path: Path) -> AsyncIterator[Path]:
    def answer(request: Request, reply: Callable[[Reply], None]) -> None:
        asyncio.get_running_loop().call_soon(reply, {"heard": dict(request)})

    path.parent.mkdir(parents=True)
    reception = Reception(path, answer)
    await reception.start()
    yield path
    reception.close()


def is_free(path: Path) -> bool:
    claim = Claim.make(path)
    if claim is not None:
        claim.release()
    return claim is not None


def test_second_claim_is_refused_until_the_first_is_released(path: Path) -> None:
    first = Claim.make(path)
    assert first is not None
    assert not is_free(path)
    assert is_free(path.with_name("other.socket")), "another folder has a claim of its own"
    first.release()
    assert is_free(path)


def test_a_killed_process_leaves_nothing_in_the_way(path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _CLAIM_AND_WAIT, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "claimed\n"
        assert not is_free(path)
        other.send_signal(signal.SIGKILL)
    assert path.exists(), "the socket of the dead process is still there"
    assert ask(path, {"ask": "status"}) is None
    assert is_free(path)


async def test_a_stale_socket_gives_way(path: Path) -> None:
    path.parent.mkdir(parents=True)
    with socket.socket(socket.AF_UNIX) as stale:
        stale.bind(str(path))
    reception = Reception(path, lambda _request, reply: reply({"ok": True}))
    await reception.start()
    assert await asked(path, {}) == {"ok": True}
    reception.close()


async def test_request_and_answer(reception: Path) -> None:
    assert await asked(reception, {"ask": "prices", "day": "2026-10-05"}) == {
        "heard": {"ask": "prices", "day": "2026-10-05"}
    }


async def test_only_this_user_may_open_it(reception: Path) -> None:
    assert stat.S_IMODE(os.stat(reception).st_mode) == 0o600


async def test_nonsense_is_an_empty_request(reception: Path) -> None:
    reader, writer = await asyncio.open_unix_connection(str(reception))
    writer.write(b"[1, 2\n")
    assert json.loads(await reader.readline()) == {"heard": {}}
    writer.close()
    await writer.wait_closed()


async def test_a_caller_that_never_ends_its_line_is_shown_out(reception: Path) -> None:
    reader, writer = await asyncio.open_unix_connection(str(reception))
    writer.write(b"x" * 100_000)
    assert await reader.read() == b""
    writer.close()
    await writer.wait_closed()


async def test_closing_takes_the_socket_away(path: Path) -> None:
    path.parent.mkdir(parents=True)
    reception = Reception(path, lambda _request, reply: reply({}))
    await reception.start()
    reception.close()
    assert list(path.parent.iterdir()) == []
    assert await asked(path, {}) is None


async def test_a_second_start_waits_for_the_first_to_listen(path: Path) -> None:
    """The claim is made before the window system is up, the socket after it."""
    path.parent.mkdir(parents=True)
    answering = asyncio.ensure_future(asked(path, {"ask": "show"}, is_starting=True))
    await asyncio.wait({answering}, timeout=0.2)
    assert not answering.done()
    reception = Reception(path, lambda _request, reply: reply({"shown": True}))
    await reception.start()
    assert await answering == {"shown": True}
    reception.close()
