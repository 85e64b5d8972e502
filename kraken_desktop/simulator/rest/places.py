"""Which region a meter point or a postcode lies in (docs/api.md, 5.8)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kraken_desktop.simulator.rest.replies import exchange_of, not_found, reply


async def meter_point(request: Request) -> Response:
    point = exchange_of(request).world.home.point(request.path_params["mpan"])
    if point is None:
        raise not_found()
    region = point.agreements[-1].tariff_code[-1]
    return reply({"gsp": f"_{region}", "mpan": point.mpan, "profile_class": point.profile_class})


async def grid_supply_points(request: Request) -> Response:
    asked = request.query_params.get("postcode", "").replace(" ", "").upper()
    places = exchange_of(request).world.home.properties
    rows = [
        {"group_id": f"_{place.meter_points[0].agreements[-1].tariff_code[-1]}"}
        for place in places
        if place.postcode.replace(" ", "") == asked
    ]
    return reply({"count": len(rows), "next": None, "previous": None, "results": rows})


ROUTES = [
    Route("/v1/electricity-meter-points/{mpan}/", meter_point, name="meter-point"),
    Route("/v1/industry/grid-supply-points/", grid_supply_points, name="grid-supply-points"),
]
