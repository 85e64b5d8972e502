"""One login at a time, as few as can be, and none that the service would mind."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.kraken.errors import KrakenError, Limited, Refused, SignedOut, TimedOut, Unreachable
from kraken_desktop.kraken.tokens import RefreshToken, Tokens
from kraken_desktop.kraken.transport import Transport
from kraken_desktop.kraken.wire.envelope import Answer, loads
from tests.fake_clock import FakeClock
from tests.kraken.conftest import Online
from tests.kraken.line import Line

MINUTE = 60
NOW = datetime(2026, 10, 5, 17, 30, tzinfo=UTC)
LOGIN = "ObtainToken"
KEY = "sk_live_INVENTEDinvented"


def logins(line: Line) -> int:
    return line.operations().count(LOGIN)


async def test_many_questions_share_one_login(online: Online) -> None:
    line = online()
    await asyncio.gather(*(line.client.viewer() for _ in range(8)))
    assert logins(line) == 1


async def test_waiting_questions_share_a_failed_login(online: Online) -> None:
    line = online(api_key="sk_live_INVENTEDwrong")
    found = await asyncio.gather(*(line.tokens.token() for _ in range(8)), return_exceptions=True)
    assert [type(one) for one in found] == [SignedOut] * 8
    assert logins(line) == 1
    with pytest.raises(SignedOut):
        await line.tokens.token()
    assert logins(line) == 2


async def test_token_is_renewed_five_minutes_early(online: Online) -> None:
    line = online()
    first = await line.tokens.token()
    line.advance(54 * MINUTE)
    assert await line.tokens.token() == first
    line.advance(1 * MINUTE)
    assert await line.tokens.token() != first
    assert logins(line) == 2
    assert len(line.refreshed) == 2


async def test_refresh_token_serves_after_a_restart(online: Online) -> None:
    before = online()
    await before.tokens.token()
    after = Line(before.octopus, api_key="sk_live_INVENTEDnever-sent", saved=before.refreshed[-1])
    assert await after.client.viewer()
    await after.client.close()


@pytest.mark.parametrize("life", [timedelta(hours=-1), timedelta(days=1)], ids=["run out", "unknown to the service"])
async def test_key_serves_where_the_refresh_token_does_not(online: Online, life: timedelta) -> None:
    octopus = online().octopus
    saved = RefreshToken("0f1e2d3c4b5a69788796a5b4c3d2e1f0", octopus.now() + life)
    line = Line(octopus, saved=saved)
    assert await line.client.viewer()
    assert logins(line) == (1 if life < timedelta() else 2)
    await line.client.close()


async def test_revoked_token_costs_one_login_more(online: Online) -> None:
    line = online()
    await line.client.viewer()
    line.octopus.revoke_tokens()
    line.octopus.forget_calls()
    assert await line.client.viewer()
    assert line.operations() == ["Viewer", LOGIN, LOGIN, "Viewer"]  # the refresh token is revoked too


async def test_token_revoked_at_every_turn_ends_in_one_error(online: Online) -> None:
    line = online()
    await line.client.viewer()
    line.octopus.inject("token-revoked")
    line.octopus.forget_calls()
    assert await line.client.viewer()
    assert line.operations().count("Viewer") == 2


async def test_token_that_expired_too_soon_is_renewed(online: Online) -> None:
    line = online()
    await line.client.viewer()
    line.octopus.inject("token-expired")
    line.advance(2 * MINUTE)
    assert await line.client.viewer()
    assert logins(line) == 2


async def test_limited_login_waits_without_knocking(online: Online) -> None:
    line = online()
    line.octopus.inject("login-limited")
    with pytest.raises(Limited) as caught:
        await line.client.viewer()
    assert caught.value.kind is ProblemKind.LIMITED
    assert caught.value.retry_at is not None
    assert line.budget.may_poll() == caught.value.retry_at
    line.octopus.clear()
    with pytest.raises(Limited):
        await line.client.viewer()
    assert logins(line) == 1
    line.advance((caught.value.retry_at - line.now).total_seconds())
    assert await line.client.viewer()


async def test_limited_login_forgives_a_clock_set_back(online: Online) -> None:
    line = online()
    line.octopus.inject("login-limited")
    with pytest.raises(Limited):
        await line.tokens.token()
    line.octopus.clear()
    line.clock.advance(-3600)
    assert await line.tokens.token()
    assert line.budget.may_poll() is None


class Desk(Transport):
    """Answers each login with the next of the given bodies, or raises it; ``asked`` are the credentials."""

    def __init__(self, clock: FakeClock, *answers: dict[str, Any] | KrakenError) -> None:
        super().__init__(clock.now)
        self._answers = list(answers)
        self.asked: list[str] = []

    async def graphql(
        self, document: str, variables: Any, token: str | None = None, *, is_backend: bool = False
    ) -> Any:
        self.asked += variables["input"]
        answer = self._answers.pop(0)
        if isinstance(answer, KrakenError):
            raise answer
        found: Answer = loads(json.dumps(answer).encode(), Answer)
        return found


def obtained(token: str, **more: Any) -> dict[str, Any]:
    return {"data": {"obtainKrakenToken": {"token": token, **more}}}


def refused(code: str) -> dict[str, Any]:
    error = {"path": ["obtainKrakenToken"], "extensions": {"errorCode": code}}
    return {"errors": [error], "data": {"obtainKrakenToken": None}}


def at_desk(clock: FakeClock, *answers: dict[str, Any] | KrakenError, saved: bool = False) -> tuple[Desk, Tokens]:
    desk = Desk(clock, *answers)
    return desk, Tokens(desk, clock.now, KEY, RefreshToken("kept", NOW + timedelta(days=7)) if saved else None)


@pytest.mark.parametrize("seconds", [1, 60, 599])
async def test_short_life_is_no_login_a_question(seconds: int) -> None:
    clock = FakeClock(NOW)
    claims = {"iat": 0, "exp": seconds}
    desk, tokens = at_desk(clock, obtained("a", payload=claims), obtained("b", payload=claims))
    assert [await tokens.token(), await tokens.token()] == ["a", "a"]
    clock.advance(seconds / 2 + 1)
    assert await tokens.token() == "b"
    assert desk.asked == ["APIKey", "APIKey"]


async def test_renewal_is_by_the_refresh_token() -> None:
    clock = FakeClock(NOW)
    good = {"refreshToken": "kept", "refreshExpiresIn": int((NOW + timedelta(days=7)).timestamp())}
    desk, tokens = at_desk(clock, obtained("a", **good), obtained("b"))
    await tokens.token()
    clock.advance(55 * MINUTE)
    assert await tokens.token() == "b"
    assert desk.asked == ["APIKey", "refreshToken"]


@pytest.mark.parametrize("payload", [None, "a text", {}, {"exp": None, "iat": 1}, {"exp": 5, "iat": 5}, [1]])
async def test_odd_claims_mean_an_hour(payload: Any) -> None:
    clock = FakeClock(NOW)
    _, tokens = at_desk(clock, obtained("a", payload=payload), obtained("b"))
    await tokens.token()
    clock.advance(54 * MINUTE)
    assert await tokens.token() == "a"
    clock.advance(1 * MINUTE)
    assert await tokens.token() == "b"


@pytest.mark.parametrize("expires", [None, "soon", -(10**18), 10**18, {}])
async def test_refresh_token_without_a_sane_end_is_not_kept(expires: Any) -> None:
    heard: list[RefreshToken] = []
    clock = FakeClock(NOW)
    desk = Desk(clock, obtained("a", refreshToken="kept", refreshExpiresIn=expires))
    assert await Tokens(desk, clock.now, KEY, on_renewed=heard.append).token() == "a"
    assert heard == []


@pytest.mark.parametrize("code", ["KT-CT-1134", "KT-CT-1135", "KT-CT-1139", "KT-CT-1111", "KT-CT-1605"])
async def test_refused_refresh_token_falls_back_to_the_key(code: str) -> None:
    desk, tokens = at_desk(FakeClock(NOW), refused(code), obtained("b"), saved=True)
    assert await tokens.token() == "b"
    assert desk.asked == ["refreshToken", "APIKey"]


@pytest.mark.parametrize("trouble", [Unreachable(), TimedOut(), refused("KT-CT-1199")])
async def test_refresh_token_outlives_trouble_on_the_way(trouble: dict[str, Any] | KrakenError) -> None:
    clock = FakeClock(NOW)
    desk, tokens = at_desk(clock, trouble, obtained("b"), saved=True)
    with pytest.raises(KrakenError):
        await tokens.token()
    clock.advance(3600)
    assert await tokens.token() == "b"
    assert desk.asked == ["refreshToken", "refreshToken"]


@pytest.mark.parametrize(
    ("code", "error"), [("KT-CT-1139", SignedOut), ("KT-CT-1111", SignedOut), ("KT-CT-9999", Refused)]
)
async def test_refused_key(code: str, error: type[KrakenError]) -> None:
    _, tokens = at_desk(FakeClock(NOW), refused(code))
    with pytest.raises(error) as caught:
        await tokens.token()
    assert caught.value.code == code


async def test_only_the_token_that_was_refused_is_thrown_away() -> None:
    _, tokens = at_desk(FakeClock(NOW), obtained("a"), obtained("b"))
    assert await tokens.token() == "a"
    tokens.reject("an older one")
    assert await tokens.token() == "a"
    tokens.reject("a")
    assert await tokens.token() == "b"
