"""No key, no token, anywhere that somebody reads: logs, reprs, texts of errors and their tracebacks."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kraken_desktop.domain.moments import Span
from kraken_desktop.kraken.budget import RequestBudget
from kraken_desktop.kraken.client import KrakenClient
from kraken_desktop.kraken.errors import KrakenError
from kraken_desktop.kraken.light import LightAsk
from kraken_desktop.kraken.tokens import RefreshToken, Tokens
from kraken_desktop.kraken.transport import Message, Transport
from tests.fake_clock import FakeClock
from tests.simulated import Simulated
from tests.waiting import PATIENCE_SECONDS

NOW = datetime(2026, 10, 14, 17, 20, tzinfo=UTC)
FAULTS = [
    "wrong-key",
    "token-revoked",
    "login-limited",
    "no-network",
    "captive-portal",
    "blocked",
    "bad-gateway",
    "half-json",
    "timeout",
]


@pytest.fixture
def octopus() -> Iterator[Simulated]:
    with Simulated("agile", start=NOW, speed=0) as simulated:
        yield simulated


class Line:
    """A client together with every secret that it came to hold."""

    def __init__(self, octopus: Simulated) -> None:
        clock = FakeClock(NOW)
        self.account = octopus.account
        self.transport = Transport(clock.now, octopus.base_url, read_seconds=PATIENCE_SECONDS)
        self.kept: list[RefreshToken] = []
        self.tokens = Tokens(self.transport, clock.now, octopus.api_key, on_renewed=self.kept.append)
        self.client = KrakenClient(self.transport, self.tokens, RequestBudget(clock.now), clock.now)
        impatient = Transport(clock.now, octopus.base_url, read_seconds=0.3)
        self.hasty = KrakenClient(impatient, self.tokens, RequestBudget(clock.now), clock.now)
        """Of the same customer, for a service that never answers."""
        self.secrets = {octopus.api_key}

    async def learn(self) -> None:
        self.secrets |= {await self.tokens.token(), *(token.value for token in self.kept)}
        assert len(self.secrets) >= 3

    def check(self, text: str) -> None:
        assert not [secret for secret in self.secrets if secret in text]


async def test_no_secret_is_logged_or_told(octopus: Simulated, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore", "asyncio", "hpack"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    line = Line(octopus)
    await line.learn()
    point = (await line.client.account(line.account)).meter_points[0]
    told: list[str] = []
    questions: list[Callable[[KrakenClient], Awaitable[Any]]] = [
        lambda client: client.light(LightAsk(line.account, point.device_ids[0], wants_devices=True)),
        lambda client: client.consumption(point, point.meters[0].serial, Span(NOW - timedelta(days=2), NOW)),
        lambda client: client.viewer(),
    ]
    for fault in [None, *FAULTS]:
        if fault is not None:
            octopus.inject(fault)
        for ask in questions:
            try:
                await ask(line.hasty if fault == "timeout" else line.client)
            except KrakenError as error:
                told += [*traceback.format_exception(error), repr(error)]
        octopus.clear()
    await line.client.close()
    await line.hasty.close()
    assert told
    assert any(record.name.startswith("httpcore") for record in caplog.records)
    line.check("\n".join([*told, caplog.text, *(str(record.args) for record in caplog.records)]))


async def test_no_secret_is_in_a_repr(octopus: Simulated) -> None:
    line = Line(octopus)
    await line.learn()
    await line.client.close()
    line.check(" ".join(map(repr, [line.client, line.tokens, line.transport, *line.kept])))
    assert "RefreshToken" in repr(line.kept[0])


@pytest.mark.parametrize("odd", ["a.secret\\n.token", "a.sécret.token", "a.secret.token\\u0000"])
async def test_a_token_that_cannot_be_sent_is_odd_and_not_quoted(odd: str) -> None:
    async def app(_: Message, receive: Callable[[], Awaitable[Message]], send: Callable[..., Awaitable[None]]) -> None:
        await receive()
        body = f'{{"data": {{"obtainKrakenToken": {{"token": "{odd}"}}}}}}'.encode()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
        await send({"type": "http.response.body", "body": body})

    clock = FakeClock(NOW)
    transport = Transport(clock.now, asgi_app=app)
    client = KrakenClient(transport, Tokens(transport, clock.now, "sk_live_X"), RequestBudget(clock.now), clock.now)
    with pytest.raises(KrakenError) as caught:
        await client.viewer()
    assert "cret" not in "".join(traceback.format_exception(caught.value))
    await client.close()
