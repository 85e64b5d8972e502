"""The simulator's own paths, by which a test steers it: credentials, clock, faults, calls, car."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kraken_desktop.simulator import owed, plan, steering
from kraken_desktop.simulator.car import CarLife
from kraken_desktop.simulator.catalogue import Edit
from kraken_desktop.simulator.faults import Trouble
from kraken_desktop.simulator.london import BUCKET_SECONDS, at_unix, read_moment, unix
from kraken_desktop.simulator.night import Run
from kraken_desktop.simulator.rest.replies import RestError, reply
from kraken_desktop.simulator.world import World


async def credentials(request: Request) -> Response:
    home = _world(request).home
    return reply({"api_key": _world(request).api_key, "account": home.account, "accounts": list(home.accounts)})


async def clock(request: Request) -> Response:
    world = _world(request)
    if request.method == "POST":
        asked = await _asked(request)
        moment = read_moment(asked["now"]) if "now" in asked else world.clock.now()
        world.clock.jump_to(moment + timedelta(seconds=float(asked.get("advance", 0))))
    return reply({"now": world.clock.now().isoformat()})


async def faults(request: Request) -> Response:
    world = _world(request)
    if request.method == "POST":
        asked = await _asked(request)
        for fault in asked.get("faults", [asked]):
            count, seconds = fault.get("count"), fault.get("seconds")
            if not isinstance(count, int | None):
                raise ValueError(f"count is a whole number, not {count!r}")
            if not isinstance(seconds, int | float | None):
                raise ValueError(f"seconds is a number, not {seconds!r}")
            world.inject(Trouble(fault["name"], fault.get("operation"), count, seconds))
    elif request.method == "DELETE":
        world.faults.clear(request.query_params.get("name"))
    standing = [
        asdict(fault)
        | {"since": fault.since.isoformat(), "until": None if fault.until is None else fault.until.isoformat()}
        for fault in world.faults.standing(world.clock.now())
    ]
    return reply({"faults": standing})


async def calls(request: Request) -> Response:
    world = _world(request)
    if request.method == "DELETE":
        world.calls.forget()
    return reply(world.calls.as_json())


async def allowance(request: Request) -> Response:
    """What is used and left of each limit; {"spend": n, "of": name} is another app's, of telemetry if not named."""
    world = _world(request)
    limits, now = world.limits.by_name, world.clock.now()
    if request.method == "POST":
        asked = await _asked(request)
        limits[asked.get("of", world.limits.telemetry.field)].take(now, int(asked["spend"]))
    used = {name: limit.used(now) for name, limit in limits.items()}
    return reply({name: {"used": used[name], "left": limit.limit - used[name]} for name, limit in limits.items()})


async def tokens(request: Request) -> Response:
    world = _world(request)
    asked = await _asked(request)
    if asked.get("revoke"):
        world.tokens.revoke_all()
    if asked.get("expire"):
        world.tokens.expire_all()
    return reply({})


async def devices(request: Request) -> Response:
    """See the cars, or script one: {"action": …, "device": id of the car, the first if not named}."""
    world = _world(request)
    if request.method == "POST":
        asked = await _asked(request)
        lives = world.household.cars
        wanted = asked.get("device")
        life = next((each for each in lives if wanted in (None, each.car.device_id)), None)
        if life is None:
            raise RestError(404, {"detail": "This home has no such car."})
        _steer(life, _ten_seconds(world.clock.now()), asked)
    return reply({"devices": [_car(world, life) for life in world.household.cars]})


async def ledger(request: Request) -> Response:
    """?from=&to=[&supply=MPAN or MPRN]: what is truly owed, for each half hour and each day."""
    asked = request.query_params
    start, end = (read_moment(asked[name].replace(" ", "+")) for name in ("from", "to"))
    return reply(owed.slots_owed(_world(request), start, end, asked.get("supply")))


async def bills(request: Request) -> Response:
    """[?account=]: the bills that have been issued by now."""
    world = _world(request)
    account = request.query_params.get("account", world.home.account)
    return reply(owed.bills_issued(world, account, world.clock.now()))


async def prices(request: Request) -> Response:
    """Overwrite the row of a price list that holds at an instant, as Octopus does now and then."""
    world, asked = _world(request), await _asked(request)
    moment = read_moment(asked["at"]) if "at" in asked else world.clock.now()
    change = Edit(asked["tariff"], asked.get("list", "standard-unit-rates"), moment, Decimal(str(asked["exc_vat"])))
    world.household.catalogue.edit(change)
    return reply({})


def _steer(life: CarLife, now: int, asked: dict[str, Any]) -> None:
    action = asked.get("action")
    if action in _SPANS:
        start, end = (_ten_seconds(read_moment(asked[name])) for name in ("start", "end"))
        _SPANS[action](life, now, start, end)
    elif action == "plug":
        steering.plug(life, now, int(asked.get("soc", steering.USUAL_PERCENT)))
    elif action == "lose":
        steering.lose(life, now, now + _tens(int(asked.get("seconds", steering.LOST_SECONDS))))
    elif action == "state":
        steering.report(life, now, asked.get("state"))
    elif action == "leave-alone":
        life.leave_alone()
    elif action in _ACTIONS:
        _ACTIONS[action](life, now)
    else:
        known = ", ".join([*_ACTIONS, *_SPANS, "plug", "lose", "state", "leave-alone"])
        raise RestError(400, {"detail": f"No car does {action!r}; there are: {known}."})


_ACTIONS = {
    "unplug": steering.unplug,
    "withdraw": steering.withdraw,
    "boost": steering.boost,
    "cancel-boost": steering.cancel_boost,
    "suspend": steering.suspend,
    "resume": steering.resume,
}

_SPANS = {"plan": steering.plan, "charge-elsewhere": steering.charge_elsewhere}


def _car(world: World, life: CarLife) -> dict[str, Any]:
    now: datetime = world.clock.now()
    night = life.night_at(unix(now))
    return {
        "device": life.car.device_id,
        "state": plan.state(life, now, world.household.seed),
        "plugged_from": at_unix(night.plugged_from).isoformat(),
        "plugged_until": at_unix(night.plugged_until).isoformat(),
        "runs": [_run(run) for run in night.runs],
        "phantom": None if night.phantom is None else _run(night.phantom),
    }


def _ten_seconds(moment: datetime) -> int:
    return _tens(unix(moment))


def _tens(seconds: int) -> int:
    return seconds // BUCKET_SECONDS * BUCKET_SECONDS


def _run(run: Run) -> dict[str, str]:
    return {"start": at_unix(run.start).isoformat(), "end": at_unix(run.end).isoformat(), "type": run.kind}


def _world(request: Request) -> World:
    world: World = request.app.state.world
    return world


async def _asked(request: Request) -> dict[str, Any]:
    body = await request.body()
    asked = json.loads(body) if body else {}
    return asked if isinstance(asked, dict) else {}


ROUTES = [
    Route("/simulator/credentials", credentials),
    Route("/simulator/clock", clock, methods=["GET", "POST"]),
    Route("/simulator/faults", faults, methods=["GET", "POST", "DELETE"]),
    Route("/simulator/calls", calls, methods=["GET", "DELETE"]),
    Route("/simulator/allowance", allowance, methods=["GET", "POST"]),
    Route("/simulator/tokens", tokens, methods=["POST"]),
    Route("/simulator/ledger", ledger),
    Route("/simulator/ledger/bills", bills),
    Route("/simulator/prices", prices, methods=["POST"]),
    Route("/simulator/devices", devices, methods=["GET", "POST"]),
]
