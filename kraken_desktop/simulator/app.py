"""The whole service as one ASGI application: both GraphQL hosts, REST, and the paths that steer it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from decimal import InvalidOperation
from email.utils import format_datetime

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kraken_desktop.simulator import control, rest, trouble
from kraken_desktop.simulator.calls import Call
from kraken_desktop.simulator.executor import Query
from kraken_desktop.simulator.faults import Trouble
from kraken_desktop.simulator.homes.declaration import Home
from kraken_desktop.simulator.rest import consumption
from kraken_desktop.simulator.rest.replies import RestError, reply
from kraken_desktop.simulator.schema import BACKEND, MAIN, schema_of
from kraken_desktop.simulator.world import Exchange, World

GRAPHQL_PATHS = {"/v1/graphql/": MAIN, "/backend/v1/graphql/": BACKEND}
BACKEND_NAME = "api.backend."
"""How the second server's own name begins: whoever calls it so, in one process, needs no other path."""
CLOCK_WRONG_BY = timedelta(hours=5)


class Simulator:
    """One home's Octopus. Call it as an ASGI application; look into and steer it through `world` and the methods."""

    def __init__(
        self,
        home: str | Home,
        *,
        clock: Callable[[], datetime] | None = None,
        seed: int = 1,
        faults: Sequence[str] = (),
    ) -> None:
        self.world = World(home, clock, seed, faults)
        self._routes: ASGIApp = _service(self.world)

    def prepare(self) -> None:
        """Make the schemas and the home's fourteen months, so that no first request waits for them."""
        for host in (MAIN, BACKEND):
            schema_of(host)
        self.world.prepare()
        for slot in self.world.history[::48]:
            consumption.stamps(slot // 48)

    @property
    def credentials(self) -> dict[str, str]:
        return {"api_key": self.world.api_key, "account": self.world.home.account}

    @property
    def calls(self) -> list[Call]:
        """Every request so far, oldest first, the steering ones left out."""
        return self.world.calls.calls()

    def inject(
        self, name: str, *, operation: str | None = None, count: int | None = None, seconds: float | None = None
    ) -> None:
        """Raises ValueError for a fault that does not exist."""
        self.world.inject(Trouble(name, operation, count, seconds))

    def clear_faults(self, name: str | None = None) -> None:
        self.world.faults.clear(name)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        if scope["path"].startswith("/simulator/"):
            await self._routes(scope, receive, send)
            return
        await self._serve(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        world = self.world
        request = Request(scope, receive)
        body = await request.body()
        host = _host_of(request)
        query = Query(body, host) if host is not None else None
        exchange = Exchange(
            world, world.clock.now(), query.host if query else MAIN, dict(request.headers), _subjects(request, query)
        )
        call = Call(
            exchange.now.isoformat(),
            request.method,
            request.url.path,
            exchange.host if query else "rest",
            query.name if query else None,
            query.fields if query else [],
        )
        world.calls.add(call)
        scope["exchange"], scope["query"] = exchange, query
        trouble_met = await trouble.meet(exchange, request, receive, send)
        if trouble_met is trouble.SILENCE:
            return
        answer = trouble_met if isinstance(trouble_met, Response) else self._routes
        await answer(scope, receive, _recording(send, exchange, call))


def _recording(send: Send, exchange: Exchange, call: Call) -> Send:
    """Log status and size, set the simulator's own date, and break the body off where a fault says so."""
    half = exchange.fault("half-json") is not None
    moment = exchange.now + (CLOCK_WRONG_BY if exchange.fault("clock-wrong") else timedelta())

    async def recorded(message: Message) -> None:
        if message["type"] == "http.response.start":
            call.status = message["status"]
            headers = MutableHeaders(raw=message["headers"])
            headers["Date"] = format_datetime(moment, usegmt=True)
            if half and "content-length" in headers:
                headers["content-length"] = str(int(headers["content-length"]) // 2)
        elif message["type"] == "http.response.body":
            if half:
                message["body"] = message["body"][: len(message["body"]) // 2]
            call.bytes += len(message.get("body", b""))
        await send(message)

    return recorded


def _host_of(request: Request) -> str | None:
    """The server that is asked, None where it is not GraphQL."""
    host = GRAPHQL_PATHS.get(request.url.path)
    return BACKEND if host and (request.url.hostname or "").startswith(BACKEND_NAME) else host


async def _graphql(request: Request) -> Response:
    query: Query = request.scope["query"]
    exchange: Exchange = request.scope["exchange"]
    if exchange.host == BACKEND and not exchange.headers.get("user-agent"):
        return trouble.blocked()
    status, body, headers = query.run(exchange)
    answer = reply(body, status)
    answer.headers.update(headers)
    return answer


async def _add_slash(request: Request) -> Response:
    """A POST is redirected like everything else, and loses its body on the way."""
    return RedirectResponse(str(request.url.replace(path=f"{request.url.path}/")), status_code=301)


async def _not_found(request: Request, _: Exception) -> Response:
    if not request.url.path.endswith("/") and not request.url.path.startswith("/simulator/"):
        return await _add_slash(request)
    return reply({"detail": "Not found."}, 404)


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, RestError)
    return reply(error.body, error.status)


async def _badly_asked(request: Request, error: Exception) -> Response:
    """A steering request that makes no sense; elsewhere a defect of the simulator, which must show."""
    if not request.url.path.startswith("/simulator/"):
        raise error
    if isinstance(error, KeyError):
        return reply({"detail": f"{error} is missing, or not known here."}, 400)
    return reply({"detail": "That is not a number." if isinstance(error, InvalidOperation) else str(error)}, 400)


def _service(world: World) -> Starlette:
    routes = [Route(path, _graphql, methods=["POST"]) for path in GRAPHQL_PATHS]
    app = Starlette(
        routes=[*routes, *rest.ROUTES, *control.ROUTES],
        exception_handlers={
            404: _not_found,
            RestError: _refused,
            **dict.fromkeys((ValueError, KeyError, InvalidOperation, OverflowError), _badly_asked),
        },
    )
    app.router.redirect_slashes = False
    app.state.world = world
    return app


def _subjects(request: Request, query: Query | None) -> tuple[str, ...]:
    """What a fault may name to strike this request alone."""
    if query is not None:
        return ("graphql", query.host, *([query.name] if query.name else []), *query.fields)
    matched = next((route.name for route in rest.ROUTES if route.path_regex.match(request.url.path)), "")
    return ("rest", matched)
