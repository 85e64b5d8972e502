"""The one HTTP client: both GraphQL servers and REST, time limits, and every failure as a KrakenError."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from types import ModuleType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from kraken_desktop import __version__
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
from kraken_desktop.kraken.wire.envelope import Answer, loads

if TYPE_CHECKING:
    import ssl

    import httpx

Message = MutableMapping[str, Any]
AsgiApp = Callable[[Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]]

OFFICIAL = "https://api.octopus.energy"
OFFICIAL_BACKEND = "https://api.backend.octopus.energy"
USER_AGENT = f"kraken-desktop/{__version__} (+https://github.com/kraken-desktop/kraken-desktop)"
CONNECT_SECONDS = 5.0
READ_SECONDS = 20.0
CLOCK_TOLERANCE = timedelta(minutes=5)
LIMITED_FOR = timedelta(minutes=5)
"""How long to keep away where the service limits us and names no time."""
LONGEST_LIMIT = timedelta(hours=1)
NETWORK_SIGN_IN = 511


def checked_server(url: str) -> str:
    """A server that may be spoken to instead of the official one. Raises ValueError with a plain word."""
    try:
        parts = urlsplit(url.strip())
        is_whole = parts.port != 0 and not (parts.username or parts.password or parts.query or parts.fragment)
    except ValueError:
        raise ValueError("this is not an address") from None
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and _is_this_computer(parts.hostname or ""))
    if is_whole and is_safe and parts.hostname:
        return urlunsplit(parts).rstrip("/")
    raise ValueError("only an https address, or http on this computer itself, can stand in for Octopus's server")


def _is_this_computer(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def certificates() -> ssl.SSLContext:
    """The authorities that this computer trusts; where it keeps none, those that came with httpx."""
    import ssl
    from pathlib import Path

    context = ssl.create_default_context()
    folder = ssl.get_default_verify_paths().capath
    # A folder of certificates is read as they are needed: it counts as none loaded.
    has_folder = bool(folder) and any(Path(folder).iterdir())
    if not has_folder and context.cert_store_stats()["x509_ca"] == 0:
        import certifi

        context.load_verify_locations(certifi.where())
    return context


class Transport:
    """Speaks HTTP; knows nothing of what is said. ``asgi_app`` takes the network's place in a demo.

    ``clock_offset`` is this computer's clock less the server's, where it is off by more than five minutes.
    ``read_seconds`` is how long a silence is borne; a whole request may take twice that.
    """

    def __init__(
        self,
        now: Callable[[], datetime],
        base_url: str = OFFICIAL,
        backend_url: str | None = None,
        asgi_app: AsgiApp | None = None,
        read_seconds: float = READ_SECONDS,
    ) -> None:
        self._now = now
        self._base = base_url.rstrip("/")
        self._backend = backend_url or (OFFICIAL_BACKEND if self._base == OFFICIAL else f"{self._base}/backend")
        self._asgi_app = asgi_app
        self._read_seconds = read_seconds
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
        # Not on REST: a public price list may come from somebody's cache, with the date at which it was put there.
        self._compare_clocks(response)
        answer: Answer = loads(response.content, Answer)
        if answer.parts is None and not answer.errors:
            raise OddAnswer()
        return answer

    async def rest(self, path_or_link: str, params: Mapping[str, str] | None = None, key: str | None = None) -> bytes:
        """The body of a GET of a path under ``/v1/``, or of a list's own ``next`` link. Raises KrakenError."""
        more: dict[str, Any] = {"auth": (key, "")} if key else {}
        if params is not None:
            more["params"] = params
        return (await self._send("GET", self._address(path_or_link), **more)).content

    async def close(self) -> None:
        if self._client is not None:
            client, self._client = self._client, None
            await client.aclose()

    def _address(self, path_or_link: str) -> str:
        """A link is followed on our own server, whatever host it names: the key goes nowhere else."""
        try:
            own, asked = urlsplit(self._base), urlsplit(path_or_link)
        except ValueError as odd:
            raise OddAnswer() from odd
        if not asked.netloc:
            return f"{self._base}/v1/{path_or_link}"
        return urlunsplit((own.scheme, own.netloc, asked.path, asked.query, ""))

    async def _send(self, method: str, url: str, **more: Any) -> httpx.Response:
        """An answer that is the service's own. Raises KrakenError."""
        httpx = _httpx()
        if self._client is None:
            self._client = self._opened()
        try:
            # The client's own limit counts from byte to byte: a trickle would never end.
            async with asyncio.timeout(2 * self._read_seconds):
                response = await self._client.request(method, url, **more)
        except (httpx.ConnectTimeout, httpx.PoolTimeout) as nobody:
            raise Unreachable(kind=ProblemKind.TIMED_OUT) from nobody
        except (httpx.TimeoutException, TimeoutError) as late:
            raise TimedOut() from late
        except (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError, ConnectionResetError) as broken:
            raise CutOff() from broken
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as broken:
            raise Unreachable() from broken
        failure = _failure(response, self._now())
        if failure is not None:
            raise failure
        return response

    def _opened(self) -> httpx.AsyncClient:
        """The person's proxies and certificates are heeded, except where nothing leaves this computer.

        Without TLS no certificates are loaded: they are slow and heavy.
        """
        import httpx

        is_plain = self._base.startswith("http://") and self._backend.startswith("http://")
        is_here = is_plain or self._asgi_app is not None
        return httpx.AsyncClient(
            transport=None if self._asgi_app is None else httpx.ASGITransport(app=self._asgi_app),
            verify=False if is_here else certificates(),
            trust_env=not is_here,
            limits=httpx.Limits(max_connections=2, max_keepalive_connections=1),
            timeout=httpx.Timeout(self._read_seconds, connect=min(CONNECT_SECONDS, self._read_seconds)),
            headers={"User-Agent": USER_AGENT},
        )

    def _compare_clocks(self, response: httpx.Response) -> None:
        try:
            offset = self._now() - parsedate_to_datetime(response.headers["date"])
        except (KeyError, ValueError, TypeError, OverflowError):
            return
        self.clock_offset = offset if abs(offset) > CLOCK_TOLERANCE else None


def _failure(response: httpx.Response, now: datetime) -> KrakenError | None:
    """What the status and the look of the body say before anything is read (docs/api.md, Errors)."""
    status, code = response.status_code, f"HTTP {response.status_code}"
    is_page = "html" in response.headers.get("content-type", "") or response.content.lstrip()[:1] == b"<"
    if status == 429 or (status == 403 and is_page):
        kind = ProblemKind.LIMITED if status == 429 else ProblemKind.BLOCKED
        return Limited(kind=kind, code=code, retry_at=now + _asked_to_wait(response))
    if response.is_redirect or status == NETWORK_SIGN_IN:
        return Unreachable(kind=ProblemKind.CAPTIVE_PORTAL, code=code)
    if status >= 500:
        return Unavailable(code=code)
    if is_page and status in (200, 401):
        return Unreachable(kind=ProblemKind.CAPTIVE_PORTAL, code=code)
    if is_page:
        return OddAnswer(code=code)
    if status == 401:
        return SignedOut(code=code)
    return Refused(code=code) if status >= 400 else None


def _asked_to_wait(response: httpx.Response) -> timedelta:
    """The service's own word for when to come back, in seconds; an hour at most."""
    asked = response.headers.get("retry-after", "")
    if not (asked.isascii() and asked.isdigit()):
        return LIMITED_FOR
    return min(timedelta(seconds=int(asked[:9])), LONGEST_LIMIT)


def _httpx() -> ModuleType:
    """httpx, imported with the first request, without its command line, which loads 5 MB where it finds rich."""
    sys.modules.setdefault("httpx._main", ModuleType("httpx._main"))
    import httpx

    return httpx
