"""Faults below the service: what the network, the content network or somebody's hotel makes of a request."""

from __future__ import annotations

import asyncio
import socket
import struct
from http.client import responses
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Send

from kraken_desktop.simulator.faults import status_of
from kraken_desktop.simulator.world import Exchange

SLOW_SECONDS = 3.0
SILENCE: Final = object()

_BLOCKED = """<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">
<HTML><HEAD><TITLE>ERROR: The request could not be satisfied</TITLE></HEAD>
<BODY><H1>403 ERROR</H1><H2>The request could not be satisfied.</H2>Request blocked.</BODY></HTML>
"""
_PORTAL = """<!doctype html><html><head><title>Welcome to our free Wi-Fi</title></head>
<body><form action="/accept"><button>Accept and continue</button></form></body></html>
"""
_GATEWAY = "<html><head><title>{reason}</title></head><body><h1>{reason}</h1></body></html>"


async def meet(exchange: Exchange, request: Request, receive: Receive, send: Send) -> Response | object | None:
    """The answer that a fault gives in the service's place, SILENCE where none comes, None where all is well."""
    if exchange.fault("no-network"):
        _reset(send)
        # The server takes a return before the connection is gone for an answer that was forgotten.
        await _until_hung_up(receive)
        return SILENCE
    if exchange.fault("timeout"):
        await _until_hung_up(receive)
        return SILENCE
    if exchange.fault("slow"):
        await asyncio.sleep(SLOW_SECONDS)
    if exchange.fault("captive-portal"):
        return HTMLResponse(_PORTAL)
    if exchange.fault("blocked") or _is_too_fast(exchange):
        return blocked()
    if exchange.fault("bad-gateway"):
        return HTMLResponse(_GATEWAY.format(reason="502 Bad Gateway"), 502)
    for name in exchange.world.faults.statuses(exchange.now):
        status = status_of(name)
        if status is not None and exchange.fault(name):
            return HTMLResponse(_GATEWAY.format(reason=f"{status} {responses.get(status, 'Error')}"), status)
    return None


def _is_too_fast(exchange: Exchange) -> bool:
    """Whether a burst of REST requests has come to its end."""
    if "rest" not in exchange.subjects or not exchange.fault("burst-limited"):
        return False
    return not exchange.world.limits.rest.spend(exchange.now)


def blocked() -> Response:
    return HTMLResponse(_BLOCKED, 403)


def _reset(send: Send) -> None:
    """Cut the connection as a router does, where there is one; in-process, say so by the same exception."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if not isinstance(transport, asyncio.Transport):
        raise ConnectionResetError("the simulator was told to have no network")
    connection = transport.get_extra_info("socket")
    if connection is not None:
        # Linger for no time at all: the peer sees a reset, not an orderly end.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


async def _until_hung_up(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
