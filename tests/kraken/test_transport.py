"""The road itself: time limits, what is not the service's own answer, and where the key may go."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.kraken.errors import (
    CutOff,
    KrakenError,
    Limited,
    OddAnswer,
    Refused,
    SignedOut,
    TimedOut,
    Unavailable,
    Unreachable,
)
from kraken_desktop.kraken.transport import LIMITED_FOR, LONGEST_LIMIT, OFFICIAL_BACKEND, Message, Transport
from kraken_desktop.simulator import create_app
from tests.fake_clock import FakeClock

NOW = datetime(2026, 10, 5, 17, 30, tzinfo=UTC)
PAGE = b"<!doctype html><title>Welcome to our free Wi-Fi</title>"
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Server:
    """Answers everything alike and keeps what it was asked."""

    def __init__(self, status: int = 200, body: bytes = b'{"data": {"viewer": 1}}', **headers: str) -> None:
        self.status, self.body = status, body
        self.headers = {"content-type": "application/json"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        self.asked: list[dict[str, Any]] = []

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        await receive()
        self.asked.append(
            {
                "url": f"{scope['scheme']}://{dict(scope['headers'])[b'host'].decode()}{scope['raw_path'].decode()}",
                "query": scope["query_string"].decode(),
                "headers": {name.decode(): value.decode() for name, value in scope["headers"]},
            }
        )
        headers = [(name.encode(), value.encode()) for name, value in self.headers.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.body})


def _transport(app: Any, **more: Any) -> Transport:
    return Transport(FakeClock(NOW).now, asgi_app=app, **more)


async def _failure(app: Any, **more: Any) -> KrakenError:
    """What a question ends in; REST must see it alike."""
    errors: list[KrakenError] = []
    for is_rest in (False, True):
        transport = _transport(app, **more)
        with pytest.raises(KrakenError) as caught:
            await (transport.rest("products/") if is_rest else transport.graphql("{ viewer }", {}))
        errors.append(caught.value)
        await transport.close()
    assert (type(errors[0]), errors[0].kind, errors[0].code) == (type(errors[1]), errors[1].kind, errors[1].code)
    return errors[0]


@pytest.mark.parametrize(
    ("server", "error", "kind"),
    [
        (Server(200, PAGE, content_type="text/html"), Unreachable, ProblemKind.CAPTIVE_PORTAL),
        (Server(200, PAGE), Unreachable, ProblemKind.CAPTIVE_PORTAL),
        (Server(302, b"", location="http://wifi.example/"), Unreachable, ProblemKind.CAPTIVE_PORTAL),
        (Server(511, PAGE, content_type="text/html"), Unreachable, ProblemKind.CAPTIVE_PORTAL),
        (Server(403, PAGE, content_type="text/html"), Limited, ProblemKind.BLOCKED),
        (Server(403, b'{"detail": "Not yours."}'), Refused, ProblemKind.REFUSED),
        (Server(429, b"{}"), Limited, ProblemKind.LIMITED),
        (Server(500, b""), Unavailable, ProblemKind.UNAVAILABLE),
        (Server(502, PAGE, content_type="text/html"), Unavailable, ProblemKind.UNAVAILABLE),
        (Server(503, b"{}"), Unavailable, ProblemKind.UNAVAILABLE),
        (Server(400, b'{"errors": []}'), Refused, ProblemKind.REFUSED),
        (Server(404, b'{"detail": "Not found."}'), Refused, ProblemKind.REFUSED),
        (Server(401, b'{"detail": "No."}'), SignedOut, ProblemKind.KEY_REFUSED),
        (Server(404, PAGE, content_type="text/html"), OddAnswer, ProblemKind.ODD_ANSWER),
        (Server(401, b"<html>Please sign in</html>"), Unreachable, ProblemKind.CAPTIVE_PORTAL),
    ],
    ids=lambda value: f"{value.status}" if isinstance(value, Server) else None,
)
async def test_what_is_no_answer(server: Server, error: type[KrakenError], kind: ProblemKind) -> None:
    found = await _failure(server)
    assert type(found) is error
    assert found.kind is kind


@pytest.mark.parametrize("body", [b'{"data": {"viewer', b"", b"[]", b"7", b'{"detail": "Not found."}', b"\xff\xfe"])
async def test_an_answer_that_cannot_be_read_is_odd(body: bytes) -> None:
    with pytest.raises(OddAnswer):
        await _transport(Server(body=body)).graphql("{ viewer }", {})


@pytest.mark.parametrize(
    ("asked", "wait"),
    [
        ({}, LIMITED_FOR),
        ({"retry_after": "30"}, timedelta(seconds=30)),
        ({"retry_after": "999999999999"}, LONGEST_LIMIT),
        ({"retry_after": "Wed, 21 Oct 2026 07:28:00 GMT"}, LIMITED_FOR),
        ({"retry_after": "-5"}, LIMITED_FOR),
    ],
)
async def test_a_limit_says_when_to_come_back(asked: dict[str, str], wait: timedelta) -> None:
    found = await _failure(Server(429, b"{}", **asked))
    assert found.retry_at == NOW + wait


async def test_a_reset_in_process_is_unreachable_and_may_have_been_heard() -> None:
    app = create_app("agile", clock=lambda: NOW, faults=["no-network"])
    found = await _failure(app)
    assert (type(found), found.kind) == (CutOff, ProblemKind.UNREACHABLE)


async def test_silence_in_process_ends_in_time() -> None:
    app = create_app("agile", clock=lambda: NOW, faults=["timeout"])
    assert type(await _failure(app, read_seconds=0.05)) is TimedOut


@pytest.mark.parametrize(
    ("hours", "offset"), [(0, None), (5, timedelta(hours=-5)), (-24, timedelta(days=1)), (0.08, None)]
)
async def test_a_clock_that_is_wrong_is_noticed(hours: float, offset: timedelta | None) -> None:
    server = Server(date=format_datetime(NOW + timedelta(hours=hours), usegmt=True))
    transport = _transport(server)
    await transport.graphql("{ viewer }", {})
    assert transport.clock_offset == offset
    server.headers["date"] = format_datetime(NOW, usegmt=True)
    await transport.graphql("{ viewer }", {})
    assert transport.clock_offset is None


@pytest.mark.parametrize(
    "date", ["", "soon", "Mon, 05 Oct 2026 17:30:00 -0000", f"Mon, 05 Oct 2026 17:30:00 +{10**30}"]
)
async def test_an_odd_date_says_nothing(date: str) -> None:
    transport = _transport(Server(date=date))
    await transport.graphql("{ viewer }", {})
    assert transport.clock_offset is None


async def test_a_cached_list_says_nothing_of_the_clock() -> None:
    transport = _transport(Server(body=b"{}", date="Mon, 05 Oct 2026 10:00:00 GMT"))
    await transport.rest("products/")
    assert transport.clock_offset is None


async def test_both_servers_are_named_and_greeted() -> None:
    server = Server()
    transport = _transport(server, backend_url=OFFICIAL_BACKEND)
    await transport.graphql("{ viewer }", {}, "a.token.b")
    await transport.graphql("{ viewer }", {}, "a.token.b", is_backend=True)
    assert [asked["url"] for asked in server.asked] == [
        "https://api.octopus.energy/v1/graphql/",
        "https://api.backend.octopus.energy/v1/graphql/",
    ]
    for asked in server.asked:
        assert asked["headers"]["authorization"] == "a.token.b"
        assert asked["headers"]["user-agent"].startswith("kraken-desktop/")


@pytest.mark.parametrize(
    "link",
    ["http://api.octopus.energy/v1/products/?page=2", "https://elsewhere.example/v1/products/?page=2"],
)
async def test_the_key_follows_no_link_off_our_own_server(link: str) -> None:
    server = Server(body=b"{}")
    await _transport(server).rest(link, key="sk_live_INVENTED")
    assert server.asked[0]["url"] == "https://api.octopus.energy/v1/products/"
    assert server.asked[0]["query"] == "page=2"


async def test_a_link_that_is_none_is_odd() -> None:
    with pytest.raises(OddAnswer):
        await _transport(Server()).rest("http://[")


def test_httpx_is_not_loaded_before_the_first_request() -> None:
    script = (
        "import sys, kraken_desktop.kraken.client; "
        "from kraken_desktop.kraken.transport import Transport; Transport(lambda: None); "
        "print(sorted({'httpx', 'httpcore', 'anyio', 'rich'} & set(sys.modules)))"
    )
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"
