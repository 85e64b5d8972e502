"""Fields of a later year in the bodies of today."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kraken_desktop.simulator.rest.replies import exchange_of, reply

STRANGER = "never_heard_of"
Endpoint = Callable[[Request], Awaitable[Response]]


def may_hold_strangers(endpoint: Endpoint) -> Endpoint:
    """The same resource, with an unknown field in every object while the fault stands."""

    @wraps(endpoint)
    async def answered(request: Request) -> Response:
        answer = await endpoint(request)
        if not exchange_of(request).fault("unknown-fields"):
            return answer
        return reply(_with_strangers(json.loads(bytes(answer.body))), answer.status_code)

    return answered


def _with_strangers(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_strangers(each) for each in value]
    if isinstance(value, dict):
        return {STRANGER: {"since": "2031"}} | {key: _with_strangers(each) for key, each in value.items()}
    return value
