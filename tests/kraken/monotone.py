"""A service that says one thing for ever: for answers that the simulator never gives."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kraken_desktop.kraken.budget import RequestBudget
from kraken_desktop.kraken.client import KrakenClient
from kraken_desktop.kraken.tokens import Tokens
from kraken_desktop.kraken.transport import Message, Transport
from tests.fake_clock import FakeClock

NOW = datetime(2026, 10, 5, 17, 30, tzinfo=UTC)
LOGIN = {"data": {"obtainKrakenToken": {"token": "a.token.b"}}}
CONTRACT = Path(__file__).parent.parent / "simulator" / "contract"


class Monotone:
    """Lets everybody log in, then says the same to whatever is asked; counts both, keeps what it heard."""

    def __init__(self, answer: Any, status: int = 200) -> None:
        self._answer, self._status = answer, status
        self.logins = self.questions = 0
        self.heard: list[Any] = []

    async def __call__(
        self, _: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        asked = (await receive()).get("body", b"")
        is_login = b"obtainKrakenToken" in asked
        if asked and not is_login:
            self.heard.append(json.loads(asked))
        self.logins += is_login
        self.questions += not is_login
        body = json.dumps(LOGIN if is_login else self._said()).encode()
        status = 200 if is_login else self._status
        await send(
            {"type": "http.response.start", "status": status, "headers": [(b"content-type", b"application/json")]}
        )
        await send({"type": "http.response.body", "body": body})

    def _said(self) -> Any:
        """A function is asked anew each time, with what was heard."""
        return self._answer(self.heard[-1]) if callable(self._answer) else self._answer


def client_of(app: Monotone) -> KrakenClient:
    clock = FakeClock(NOW)
    transport = Transport(clock.now, asgi_app=app)
    return KrakenClient(
        transport, Tokens(transport, clock.now, "sk_live_INVENTED"), RequestBudget(clock.now), clock.now
    )


def sample(name: str) -> Any:
    """The contract's own reply to one of its operations."""
    return json.loads((CONTRACT / f"{name}.json").read_text(encoding="utf-8"))["response"]


def client_hearing(name: str) -> KrakenClient:
    """A client that hears the contract's reply to that operation, whatever it asks."""
    return client_of(Monotone(sample(name)))


def refusing(code: str, field: str | None = None, **extensions: Any) -> Monotone:
    """Refuses one field, or the whole question."""
    error = {
        "message": "for people",
        "path": [field] if field else None,
        "extensions": {"errorCode": code, **extensions},
    }
    return Monotone({"data": {field: None} if field else None, "errors": [error]})
