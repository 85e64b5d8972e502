"""The one HTTP client: both GraphQL servers and REST, time limits, and every failure as a KrakenError."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from kraken_desktop import __version__
from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.kraken.errors import Limited, OddAnswer, Refused, SignedOut, TimedOut, Unavailable, Unreachable
from kraken_desktop.kraken.wire.envelope import Answer, gravest, loads

if TYPE_CHECKING:
    import httpx

Message = MutableMapping[str, Any]
AsgiApp = Callable[[Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]]

OFFICIAL = "https://api.octopus.energy"
OFFICIAL_BACKEND = "https://api.backend.octopus.energy"
USER_AGENT = f"kraken-desktop/{__version__} (+https://github.com/kraken-desktop/kraken-desktop)"
CLOCK_TOLERANCE = timedelta(minutes=5)
LIMITED_FOR = timedelta(minutes=5)
"""How long to keep away where the service limits us and names no time."""


def checked_server(url: str) -> str:
    """A server that may be spoken to instead of the official one. Raises ValueError with a plain word."""
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return url.rstrip("/")
    if parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1"):
        return url.rstrip("/")
    raise ValueError("only an https address, or http on this computer itself, can stand in for Octopus's server")


class Transport:
    """Speaks HTTP; knows nothing of what is said. ``asgi_app`` takes the network's place in a demo.

    ``clock_offset`` is how far this computer's clock is from the server's, once it is beyond five minutes.
    """

    def __init__(
        self,
        now: Callable[[], datetime],
        base_url: str = OFFICIAL,
        backend_url: str | None = None,
        asgi_app: AsgiApp | None = None,
    ) -> None:
        self._now = now
        self._base = base_url.rstrip("/")
        self._backend = backend_url or (OFFICIAL_BACKEND if self._base == OFFICIAL else f"{self._base}/backend")
        self._asgi_app = asgi_app
        self._client: httpx.AsyncClient | None = None
        self.clock_offset: timedelta | None = None

    async def graphql(
        self, document: str, variables: Mapping[str, Any], token: str | None = None, *, is_backend: bool = False
    ) -> Answer:
        """One operation on one server. The answer may hold data beside errors. Raises KrakenError."""
        headers = {"Authorization": token} if token else {}
        base = self._backend if is_backend else self._base
        response = await self._send(
            "POST", f"{base}/v1/graphql/", headers=headers, json={"query": document, "variables": dict(variables)}
        )
        if response.status_code == 400:
            raise Refused(code="HTTP 400")
        self._expect_json(response)
        answer: Answer = loads(response.content, Answer)
        if answer.data is None and not answer.errors:
            raise OddAnswer()
        return answer

    async def rest(self, path_or_url: str, params: Mapping[str, Any] | None = None, key: str | None = None) -> bytes:
        """The body of a GET; ``next`` links of our own server are followed by giving them whole. Raises KrakenError."""
        url = path_or_url if path_or_url.startswith("http") else f"{self._base}/v1/{path_or_url}"
        if urlsplit(url).netloc != urlsplit(self._base).netloc:
            raise OddAnswer()
        response = await self._send("GET", url, params=params, auth=(key, "") if key else None)
        if response.status_code == 401:
            raise SignedOut(code="HTTP 401")
        if response.status_code in (400, 404):
            raise Refused(code=f"HTTP {response.status_code}")
        self._expect_json(response)
        return response.content

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def _send(self, method: str, url: str, **more: Any) -> httpx.Response:
        import httpx

        if self._client is None:
            self._client = self._opened()
        try:
            response = await self._client.request(method, url, **{k: v for k, v in more.items() if v is not None})
        except httpx.TimeoutException as late:
            raise TimedOut() from late
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as broken:
            raise Unreachable() from broken
        self._compare_clocks(response)
        if response.status_code == 403:
            raise Limited(kind=ProblemKind.BLOCKED, code="HTTP 403", retry_at=self._now() + LIMITED_FOR)
        if response.status_code == 429:
            raise Limited(code="HTTP 429", retry_at=self._now() + LIMITED_FOR)
        if response.status_code >= 500:
            raise Unavailable(code=f"HTTP {response.status_code}")
        if response.is_redirect:
            raise Unreachable(kind=ProblemKind.CAPTIVE_PORTAL, code=f"HTTP {response.status_code}")
        return response

    def _opened(self) -> httpx.AsyncClient:
        import httpx

        limits = httpx.Limits(max_connections=2, max_keepalive_connections=1)
        transport = (
            httpx.ASGITransport(app=self._asgi_app) if self._asgi_app is not None else _network(self._base, limits)
        )
        return httpx.AsyncClient(
            transport=transport,
            timeout=httpx.Timeout(20.0, connect=5.0),
            headers={"User-Agent": USER_AGENT},
            trust_env=self._asgi_app is None,
        )

    @staticmethod
    def _expect_json(response: httpx.Response) -> None:
        if "html" in response.headers.get("content-type", "") or response.content[:1] == b"<":
            raise Unreachable(kind=ProblemKind.CAPTIVE_PORTAL)

    def _compare_clocks(self, response: httpx.Response) -> None:
        try:
            theirs = parsedate_to_datetime(response.headers["date"])
            offset = self._now() - theirs
        except (KeyError, ValueError, TypeError):
            return
        self.clock_offset = offset if abs(offset) > CLOCK_TOLERANCE else None


def _network(base_url: str, limits: httpx.Limits) -> httpx.AsyncHTTPTransport:
    """A plain HTTP server on this computer needs no certificates, which are slow to load and heavy."""
    import httpx

    is_plain = base_url.startswith("http://")
    return httpx.AsyncHTTPTransport(limits=limits, verify=not is_plain)


def raised(answer: Answer) -> None:
    """Raise the gravest error of an answer without data."""
    error = gravest(answer.errors)
    if error is not None and not answer.has_data:
        raise error
