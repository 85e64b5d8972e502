"""What only a real socket shows: silence, trickles, nobody there, proxies, certificates."""

from __future__ import annotations

import asyncio
import ssl
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kraken_desktop.kraken.errors import TimedOut, Unreachable
from kraken_desktop.kraken.transport import Transport, certificates
from tests.fake_clock import FakeClock
from tests.waiting import PATIENCE_SECONDS

Behaviour = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
CLOCK = FakeClock(datetime(2026, 10, 5, 17, 30, tzinfo=UTC))
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"


@asynccontextmanager
async def listening(behave: Behaviour, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """The port of a server that treats everybody alike; at the end every conversation is over."""
    conversations: list[asyncio.Event] = []

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        over = asyncio.Event()
        conversations.append(over)
        with suppress(ConnectionError):
            await behave(reader, writer)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
        over.set()

    server = await asyncio.start_server(converse, "127.0.0.1", 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for over in conversations:
            await over.wait()


async def silence(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    await reader.read()


async def trickle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A byte every 20 ms until the other side has had enough: never silent for long, never done."""
    writer.write(ANSWER % 1_000_000)
    is_heard = True
    while is_heard:
        writer.write(b" ")
        with suppress(TimeoutError):
            async with asyncio.timeout(0.02):
                is_heard = bool(await reader.read(65_536))


async def hang_up_halfway(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(ANSWER % 100 + b'{"data"')
    await writer.drain()


async def empty_object(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(ANSWER % 2 + b"{}")
    await writer.drain()


@pytest.fixture
def certificate_of_nobody(tmp_path: Path) -> ssl.SSLContext:
    """Signed by itself alone."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", *subject]
    subprocess.run([*command, "-keyout", key, "-out", certificate], capture_output=True, check=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


@pytest.mark.parametrize(
    ("behave", "seconds", "error"),
    [(silence, 0.5, TimedOut), (trickle, 0.5, TimedOut), (hang_up_halfway, PATIENCE_SECONDS, Unreachable)],
)
async def test_nobody_keeps_us_waiting(behave: Behaviour, seconds: float, error: type[Exception]) -> None:
    async with listening(behave) as port:
        transport = Transport(CLOCK.now, f"http://127.0.0.1:{port}", read_seconds=seconds)
        with pytest.raises(error):
            await transport.graphql("{ viewer }", {})
        await transport.close()


async def test_nobody_listening_is_unreachable() -> None:
    async with listening(silence) as port:
        pass
    transport = Transport(CLOCK.now, f"http://127.0.0.1:{port}")
    with pytest.raises(Unreachable):
        await transport.graphql("{ viewer }", {})
    await transport.close()


async def test_after_closing_the_next_question_opens_anew() -> None:
    async with listening(empty_object) as port:
        transport = Transport(CLOCK.now, f"http://127.0.0.1:{port}")
        for _ in range(2):
            assert await transport.rest("products/") == b"{}"
            await transport.close()


async def test_the_proxy_of_the_person_is_used_for_the_real_server(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []

    async def proxy(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        asked.append(await reader.readline())

    async with listening(proxy) as port:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
        transport = Transport(CLOCK.now)
        with pytest.raises(Unreachable):
            await transport.graphql("{ viewer }", {})
        await transport.close()
    assert asked == [b"CONNECT api.octopus.energy:443 HTTP/1.1\r\n"]


async def test_no_proxy_stands_between_us_and_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    async with listening(silence) as nobody:
        pass
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{nobody}")
    async with listening(empty_object) as port:
        transport = Transport(CLOCK.now, f"http://127.0.0.1:{port}")
        assert await transport.rest("products/") == b"{}"
        await transport.close()


async def test_a_certificate_of_nobody_is_refused_even_beside_a_plain_server(
    certificate_of_nobody: ssl.SSLContext,
) -> None:
    heard: list[bytes] = []

    async def listen_in(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        heard.append(await reader.readline())

    async with listening(listen_in, certificate_of_nobody) as port:
        transport = Transport(CLOCK.now, "http://127.0.0.1:9", backend_url=f"https://127.0.0.1:{port}")
        with pytest.raises(Unreachable):
            await transport.graphql("{ viewer }", {}, "a.token.b", is_backend=True)
        await transport.close()
    assert heard == []


def test_certificates_are_demanded() -> None:
    context = certificates()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


def test_a_computer_without_certificates_uses_those_that_came_along(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    assert certificates().cert_store_stats()["x509_ca"] > 100
