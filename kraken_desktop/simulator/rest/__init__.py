"""The public REST interface, each kind of resource in a file of its own (docs/api.md, 5)."""

from __future__ import annotations

from starlette.routing import Route

from kraken_desktop.simulator.rest import account, consumption, places, products, rates

ROUTES: list[Route] = [*account.ROUTES, *products.ROUTES, *rates.ROUTES, *consumption.ROUTES, *places.ROUTES]
