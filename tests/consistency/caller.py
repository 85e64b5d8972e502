"""A stranger's way to ask the service: httpx, an API key, and nothing of the application."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from tests.waiting import PATIENCE_SECONDS

LONDON = ZoneInfo("Europe/London")
HALF_HOUR = timedelta(minutes=30)
LOGIN = "mutation($i: ObtainJSONWebTokenInput!) { obtainKrakenToken(input: $i) { token } }"


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def zulu(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def slots(first: datetime, last: datetime) -> list[datetime]:
    return [first + HALF_HOUR * index for index in range((last - first) // HALF_HOUR)]


def number(value: Any) -> Decimal | None:
    """As exact as it came; JSON's own numbers are read as decimals already."""
    return None if value is None else Decimal(str(value))


@dataclass
class Report:
    """What was compared how often, and what did not agree."""

    compared: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def same(self, what: str, one: Any, other: Any, where: object = "", within: Decimal | int = 0) -> None:
        self.compared[what] = self.compared.get(what, 0) + 1
        is_number = isinstance(one, Decimal | int) and isinstance(other, Decimal | int)
        if not (abs(one - other) <= within if is_number else one == other):
            self.wrong.append(f"{what} at {where}: {one} against {other}")

    def holds(self, what: str, is_so: bool, where: object = "") -> None:
        self.same(what, is_so, True, where)


class Caller:
    """One customer. ``ask`` answers data, null fields included; an error of a field is a null."""

    def __init__(self, base_url: str, api_key: str, account: str) -> None:
        self.account = account
        self.api_key = api_key
        self._auth = (api_key, "")
        self._http = httpx.Client(
            base_url=base_url, timeout=PATIENCE_SECONDS, headers={"User-Agent": "consistency-walk"}
        )
        self._token = self.ask(LOGIN, i={"APIKey": api_key})["obtainKrakenToken"]["token"]

    def close(self) -> None:
        self._http.close()

    def accounts(self) -> list[str]:
        """All that the key opens."""
        return [one["number"] for one in self.ask("{ viewer { accounts { number } } }")["viewer"]["accounts"]]

    def ask(self, query: str, host: str = "", **variables: Any) -> dict[str, Any]:
        """``host`` is "/backend" for the second server."""
        token = getattr(self, "_token", None)
        reply = self._http.post(
            f"{host}/v1/graphql/",
            json={"query": query, "variables": variables},
            headers={"Authorization": token} if token else {},
        )
        assert reply.status_code == 200, reply.text
        found: dict[str, Any] = json.loads(reply.text, parse_float=Decimal)["data"] or {}
        return found

    def one(self, path: str) -> dict[str, Any]:
        reply = self._http.get(f"/v1/{path}", auth=self._auth).raise_for_status()
        found: dict[str, Any] = json.loads(reply.text, parse_float=Decimal)
        return found

    def rows(self, path: str, **asked: Any) -> list[dict[str, Any]]:
        """Every page; none for what is not found or not of this kind."""
        reply = self._http.get(f"/v1/{path}", params=asked, auth=self._auth)
        if reply.status_code in (400, 404):
            return []
        page = json.loads(reply.raise_for_status().text, parse_float=Decimal)
        found: list[dict[str, Any]] = page["results"]
        while page["next"]:
            page = json.loads(
                self._http.get(page["next"], auth=self._auth).raise_for_status().text, parse_float=Decimal
            )
            found += page["results"]
        return found

    def newest(self, path: str, most: int) -> list[dict[str, Any]]:
        """The first page of a list that begins with the newest."""
        reply = self._http.get(f"/v1/{path}", params={"page_size": most}, auth=self._auth).raise_for_status()
        found: list[dict[str, Any]] = json.loads(reply.text, parse_float=Decimal)["results"]
        return found
