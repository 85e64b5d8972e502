"""The public REST interface, each kind of resource in a file of its own (docs/api.md, 5)."""

from __future__ import annotations

from starlette.routing import Route

from kraken_desktop.simulator.rest import account, consumption, places, products, rates
from kraken_desktop.simulator.rest.strangers import may_hold_strangers

ROUTES: list[Route] = [
    Route(route.path, may_hold_strangers(route.endpoint), name=route.name)
    for subject in (account, products, rates, consumption, places)
    for route in subject.ROUTES
]
