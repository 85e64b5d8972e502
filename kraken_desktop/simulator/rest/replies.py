"""What every REST resource shares: refusals, parameters, pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from kraken_desktop.simulator.london import LONDON, read_moment
from kraken_desktop.simulator.world import Exchange


class RestError(Exception):
    """An answer that is not 200."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(status, body)
        self.status = status
        self.body = body


def not_found() -> RestError:
    return RestError(404, {"detail": "Not found."})


def unauthorised() -> RestError:
    return RestError(401, {"detail": "Authentication credentials were not provided or are not valid."})


def exchange_of(request: Request) -> Exchange:
    exchange: Exchange = request.scope["exchange"]
    return exchange


def reply(body: dict[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(body, separators=(",", ":")), status, media_type="application/json")


def period(request: Request) -> tuple[datetime | None, datetime | None]:
    """`period_from` and `period_to` in UTC; a time without a zone is London's."""
    start, end = (_moment(request, name) for name in ("period_from", "period_to"))
    if start is not None and end is not None and start > end:
        raise RestError(400, {"period_from": ["Must not be greater than `period_to`."]})
    return start, end


def page(request: Request, count: int, write: Callable[[slice], Iterable[str]], *, most: int) -> Response:
    """One page of a list of so many rows, with the addresses of its neighbours; `write` makes rows of JSON."""
    size = min(_whole(request, "page_size", 100), most)
    number = _whole(request, "page", 1)
    begins = (number - 1) * size
    if begins >= count and number > 1:
        raise RestError(404, {"detail": "Invalid page."})
    following = _page_address(request, number + 1) if begins + size < count else None
    previous = _page_address(request, number - 1) if number > 1 else None
    head = json.dumps({"count": count, "next": following, "previous": previous}, separators=(",", ":"))
    rows = ",".join(write(slice(begins, min(begins + size, count))))
    return Response(f'{head[:-1]},"results":[{rows}]}}', media_type="application/json")


@lru_cache(maxsize=16384)
def zulu(moment: datetime) -> str:
    """An instant of UTC."""
    return f"{moment.replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def _moment(request: Request, name: str) -> datetime | None:
    text = request.query_params.get(name)
    if text is None:
        return None
    try:
        return read_moment(text.replace(" ", "+"), LONDON)
    except ValueError:
        wording = (
            "Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|Z]."
        )
        raise RestError(400, {name: [wording]}) from None


def _whole(request: Request, name: str, default: int) -> int:
    text = request.query_params.get(name, str(default))
    if not text.isdigit() or int(text) < 1:
        raise RestError(400, {name: ["A valid integer is required."]})
    return int(text)


def _page_address(request: Request, number: int) -> str:
    pairs = [(name, value) for name, value in request.query_params.multi_items() if name != "page"]
    if number > 1:
        pairs.append(("page", str(number)))
    return str(request.url.replace(query=urlencode(sorted(pairs))))
