"""The simulator as a program and as an object: it starts, says where it is, runs its own clock, and ends."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import httpx

from kraken_desktop.simulator import HOMES, create_app
from tests.simulated import Simulated
from tests.simulator.conftest import Living
from tests.waiting import PATIENCE_SECONDS

VIEWER = "query Who { viewer { id } }"


def test_it_runs_in_a_process_of_its_own_and_ends_when_asked() -> None:
    octopus = Simulated(
        "flexible", start="2026-10-05T17:30:00+01:00", speed=0, seed=3, faults=["slow"], own_process=True
    )
    octopus.start()

    assert octopus.base_url.startswith("http://127.0.0.1:")
    assert octopus.account == "A-F1EB0003"
    assert octopus.now() == datetime(2026, 10, 5, 16, 30, tzinfo=UTC)
    assert octopus.stop() == 0


def test_it_ends_although_somebody_still_waits_for_an_answer() -> None:
    octopus = Simulated("flexible", faults=["timeout"], own_process=True)
    octopus.start()
    with httpx.Client(base_url=octopus.base_url, timeout=httpx.Timeout(PATIENCE_SECONDS, read=0.2)) as client:
        try:
            client.get("/v1/products/")
        except httpx.ReadTimeout:
            code = octopus.stop()

    assert code == 0


def test_its_clock_runs_as_fast_as_told() -> None:
    with Simulated("flexible", start="2026-10-05T17:30:00Z", speed=3600) as octopus:
        began = time.monotonic()
        first = octopus.now()
        second = octopus.now()
        while second == first:
            second = octopus.now()

        assert second - first <= timedelta(hours=time.monotonic() - began)
        set_to = octopus.set_clock("2025-01-01T00:00:00Z")
        assert set_to - datetime(2025, 1, 1, tzinfo=UTC) <= timedelta(hours=time.monotonic() - began)


def test_importing_it_costs_nothing() -> None:
    heavy = "graphql", "starlette", "uvicorn"
    check = f"import sys, kraken_desktop.simulator; sys.exit(any(name in sys.modules for name in {heavy}))"

    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


def test_calls_are_logged_with_their_size_and_without_secrets(living: Living) -> None:
    customer = living()
    customer.octopus.forget_calls()

    reply = customer.post(VIEWER)
    customer.rest("products/")

    calls = customer.octopus.calls()
    assert [call["operation"] for call in calls] == ["Who", None]
    assert calls[0] == {
        "at": "2026-10-05T17:30:00+00:00",
        "method": "POST",
        "path": "/v1/graphql/",
        "host": "main",
        "operation": "Who",
        "fields": ["viewer"],
        "status": 200,
        "bytes": len(reply.content),
    }
    assert customer.token not in str(calls)


async def test_it_serves_in_process_with_a_clock_of_the_callers() -> None:
    now = datetime(2025, 3, 4, 5, 6, 7, tzinfo=UTC)
    simulator = create_app("agile", clock=lambda: now)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=simulator), base_url="http://octopus") as client:
        reply = await client.get("/v1/products/")

    assert reply.headers["date"] == "Tue, 04 Mar 2025 05:06:07 GMT"
    assert [call.path for call in simulator.calls] == ["/v1/products/"]
    assert set(simulator.credentials) == {"api_key", "account"}


def test_every_home_has_a_key_and_an_account_of_its_own() -> None:
    homes = [create_app(name).credentials for name in HOMES]

    assert len({home["account"] for home in homes}) == len({home["api_key"] for home in homes}) == len(HOMES)
    assert all(home["api_key"].startswith("sk_live_INVENTED") for home in homes)


def test_every_mpan_is_invented() -> None:
    weights = (3, 5, 7, 13, 17, 19, 23, 29, 31, 37, 41, 43)
    for name in HOMES:
        for point in create_app(name).world.home.meter_points:
            check = sum(int(digit) * weight for digit, weight in zip(point.mpan, weights, strict=False)) % 11 % 10
            assert str(check) != point.mpan[12]


def test_steering_that_makes_no_sense_is_refused(living: Living) -> None:
    customer = living("agile")

    assert customer.client.post("/simulator/faults", json={"name": "rain"}).status_code == 400
    assert customer.client.post("/simulator/devices", json={"action": "plug"}).status_code == 404
    now = customer.octopus.now()
    for wrong in ({"now": "soon"}, {"advance": 1e12}, {"advance": 1e300}, {"now": "2030-01-01T00:00:00Z"}):
        assert customer.client.post("/simulator/clock", json=wrong).status_code == 400
        assert customer.octopus.now() == now
    assert customer.client.get("/simulator/nonsense").status_code == 404
