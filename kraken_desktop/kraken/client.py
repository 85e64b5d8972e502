"""The small face of Octopus that the services see. Every method raises KrakenError and nothing else.

What the icon needs is asked here; every other subject has a face of its own, loaded when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from kraken_desktop.domain.account import Account, Customer, MeterPoint, Property
from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.offers import Product, ProductTariff
from kraken_desktop.domain.power import HalfHour
from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.domain.rates import Rate
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.domain.usage import Reading
from kraken_desktop.kraken import accounts, prices, products, telemetry
from kraken_desktop.kraken.budget import RequestBudget
from kraken_desktop.kraken.consumption import ReadingsPage, consumption, newest_page
from kraken_desktop.kraken.conversation import Conversation
from kraken_desktop.kraken.decoding import Rows, meanings, zulu
from kraken_desktop.kraken.errors import Refused, SignedOut
from kraken_desktop.kraken.light import LightAnswer, LightAsk
from kraken_desktop.kraken.light_poll import LightPoll
from kraken_desktop.kraken.tokens import Tokens
from kraken_desktop.kraken.transport import Transport
from kraken_desktop.kraken.viewer import viewer
from kraken_desktop.kraken.wire.envelope import UNAUTHORIZED, loads
from kraken_desktop.kraken.wire.telemetry import Network, NetworkDevice

if TYPE_CHECKING:
    from kraken_desktop.kraken.charging import Charging
    from kraken_desktop.kraken.greenness import Greenness
    from kraken_desktop.kraken.heat_pumps import HeatPumps
    from kraken_desktop.kraken.limits import Limits
    from kraken_desktop.kraken.market import Market
    from kraken_desktop.kraken.measurements import Measurements
    from kraken_desktop.kraken.money import Money
    from kraken_desktop.kraken.octoplus import Octoplus
    from kraken_desktop.kraken.saving_sessions import Sessions

_MINIS = frozenset({"CAD", "IHD_OR_CAD"})


class KrakenClient:
    """One customer's view of the service. ``budget`` is asked by the poller before and told by us after a call."""

    def __init__(
        self, transport: Transport, tokens: Tokens, budget: RequestBudget, now: Callable[[], datetime]
    ) -> None:
        self._ours = Conversation(transport, tokens, budget, now)
        self._light = LightPoll(self._ours)
        self.budget = budget

    @cached_property
    def charging(self) -> Charging:
        """Cars and chargers: boost, suspend, goals, sessions."""
        from kraken_desktop.kraken.charging import Charging

        return Charging(self._ours)

    @cached_property
    def measurements(self) -> Measurements:
        """Energy with the cost that Octopus itself counts."""
        from kraken_desktop.kraken.measurements import Measurements

        return Measurements(self._ours)

    @cached_property
    def money(self) -> Money:
        """Balance, bills, transactions, payments."""
        from kraken_desktop.kraken.money import Money

        return Money(self._ours)

    @cached_property
    def market(self) -> Market:
        """Meter points, rates and products beyond the public lists, and Octopus's own comparison."""
        from kraken_desktop.kraken.market import Market

        return Market(self._ours)

    @cached_property
    def octoplus(self) -> Octoplus:
        """Points and the wheel."""
        from kraken_desktop.kraken.octoplus import Octoplus

        return Octoplus(self._ours)

    @cached_property
    def sessions(self) -> Sessions:
        """Saving sessions and free electricity."""
        from kraken_desktop.kraken.saving_sessions import Sessions

        return Sessions(self._ours)

    @cached_property
    def greenness(self) -> Greenness:
        """Greener nights and carbon intensity."""
        from kraken_desktop.kraken.greenness import Greenness

        return Greenness(self._ours)

    @cached_property
    def heat_pumps(self) -> HeatPumps:
        from kraken_desktop.kraken.heat_pumps import HeatPumps

        return HeatPumps(self._ours)

    @cached_property
    def limits(self) -> Limits:
        """What the service lets the customer ask, and what is left of it."""
        from kraken_desktop.kraken.limits import Limits

        return Limits(self._ours)

    @property
    def clock_offset(self) -> timedelta | None:
        """This computer's clock less the server's, where it is off by more than five minutes."""
        return self._ours.transport.clock_offset

    async def viewer(self) -> Customer:
        """The key's owner and their accounts, closed ones included."""
        return await viewer(self._ours)

    async def account(self, number: str) -> Account:
        """The home behind an account number. Raises SignedOut(ACCOUNT_REFUSED) for somebody else's or a wrong one."""
        try:
            content = await self._ours.needed("account", "account", {"account": number})
        except Refused as refused:
            if refused.code != UNAUTHORIZED:
                raise
            raise SignedOut(kind=ProblemKind.ACCOUNT_REFUSED, code=refused.code) from refused
        return accounts.account(content, self._ours.now())

    async def supply_history(self, number: str) -> Account:
        """The same account with the homes that were left and the agreements that ended; no devices, no balance."""
        from kraken_desktop.kraken.supply_history import supply_history

        return await supply_history(self._ours, number)

    async def homes(self, number: str, *, is_current: bool = True) -> Rows[Property]:
        """Where the account is supplied; without ``is_current`` the homes that were left as well."""
        from kraken_desktop.kraken.homes import homes

        return await homes(self._ours, number, is_current=is_current)

    async def has_mini(self, device_id: str) -> bool:
        """Whether a Home Mini is on the meter's network: telemetry can work then."""
        content = await self._ours.root("smartDeviceNetwork", "home_network", {"deviceId": device_id})
        network: Network = loads(content, Network) if content else Network()
        return any(kind in _MINIS for kind in meanings(network.smart_devices, NetworkDevice, lambda row: row.type).rows)

    async def rates(self, tariff_code: str, register: Register, span: Span) -> tuple[Rate, ...]:
        """Public prices that touch the span, in pence; both payment methods, marked. STANDING is pence a day."""
        with self._ours.heeding_limits():
            return (await prices.rates(self._ours.transport, tariff_code, register, span)).rows

    async def products(self) -> tuple[Product, ...]:
        """What Octopus sells to households just now. Needs no key, as the next two."""
        with self._ours.heeding_limits():
            return (await products.products(self._ours.transport, self._ours.now())).rows

    async def product_tariffs(self, product_code: str, region: str) -> tuple[ProductTariff, ...]:
        """Of one register first; () where it is not sold in the region. Raises Refused for one that nobody may see."""
        with self._ours.heeding_limits():
            return await products.product_tariffs(self._ours.transport, product_code, region)

    async def regions_of(self, postcode: str) -> tuple[str, ...]:
        """The letters of the regions that a postcode lies in."""
        with self._ours.heeding_limits():
            return await products.regions_of(self._ours.transport, postcode)

    async def light(self, ask: LightAsk) -> LightAnswer:
        """Everything that changes from minute to minute, in one request. What failed alone says so in its part."""
        return await self._light.ask(ask)

    async def half_hours(self, device_id: str, span: Span) -> tuple[HalfHour, ...]:
        """The Mini's half-hourly rows. Empty without a Mini."""
        variables = {"deviceId": device_id, "start": zulu(span.start), "end": zulu(span.end)}
        with self._ours.spending(telemetry=1):
            content = await self._ours.root("smartMeterTelemetry", "half_hours", variables)
        return telemetry.half_hours(content).rows

    async def consumption(self, point: MeterPoint, serial: str, span: Span) -> tuple[Reading, ...]:
        """Metered half hours in order of time."""
        with self._ours.heeding_limits():
            return (await consumption(self._ours.transport, self._ours.api_key, point, serial, span)).rows

    async def newest_consumption(self, point: MeterPoint, serial: str, span: Span, most: int) -> ReadingsPage:
        """The newest metered half hours of the span, in one request."""
        with self._ours.heeding_limits():
            return await newest_page(self._ours.transport, self._ours.api_key, point, serial, span, most)

    async def is_telemetry_blocked(self) -> bool | None:
        """Whether the shared telemetry allowance is used up, by anybody; None where the service does not tell."""
        return (await self.limits.standing()).is_blocked("smartMeterTelemetry")

    async def close(self) -> None:
        await self._ours.transport.close()
