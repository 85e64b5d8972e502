"""The small face of Octopus that the services see. Every method raises KrakenError and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kraken_desktop.domain.account import Account, MeterPoint
from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.offers import Product, ProductTariff
from kraken_desktop.domain.power import HalfHour
from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.domain.rates import Rate
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.domain.usage import Reading
from kraken_desktop.kraken import accounts, prices, products, telemetry
from kraken_desktop.kraken.budget import RequestBudget
from kraken_desktop.kraken.consumption import consumption
from kraken_desktop.kraken.decoding import meanings, zulu
from kraken_desktop.kraken.errors import Limited, OddAnswer, Refused, SignedOut, Unreachable
from kraken_desktop.kraken.light import LightAnswer, LightAsk, answered, question
from kraken_desktop.kraken.tokens import Tokens
from kraken_desktop.kraken.transport import LIMITED_FOR, Transport
from kraken_desktop.kraken.wire import document
from kraken_desktop.kraken.wire.account import Viewer, ViewerAccount
from kraken_desktop.kraken.wire.envelope import UNAUTHORIZED, Answer, loads
from kraken_desktop.kraken.wire.limits import RateLimits
from kraken_desktop.kraken.wire.telemetry import Network

_MINIS = frozenset({"CAD", "IHD_OR_CAD"})


@dataclass(frozen=True, slots=True)
class AccountSummary:
    number: str
    status: str


class KrakenClient:
    """One customer's view of the service. ``budget`` is asked by the poller before and told by us after a call."""

    def __init__(
        self, transport: Transport, tokens: Tokens, budget: RequestBudget, now: Callable[[], datetime]
    ) -> None:
        self._transport = transport
        self._tokens = tokens
        self.budget = budget
        self._now = now

    @property
    def clock_offset(self) -> timedelta | None:
        """This computer's clock less the server's, where it is off by more than five minutes."""
        return self._transport.clock_offset

    async def viewer_accounts(self) -> tuple[AccountSummary, ...]:
        """The accounts of the key's owner, closed ones included."""
        viewer: Viewer = loads(await self._needed("viewer", "viewer", {}), Viewer)
        return meanings(
            viewer.accounts, ViewerAccount, lambda row: AccountSummary(row.number, row.status or "UNKNOWN")
        ).rows

    async def account(self, number: str) -> Account:
        """The home behind an account number. Raises SignedOut(ACCOUNT_REFUSED) for somebody else's or a wrong one."""
        try:
            content = await self._needed("account", "account", {"account": number})
        except Refused as refused:
            if refused.code != UNAUTHORIZED:
                raise
            raise SignedOut(kind=ProblemKind.ACCOUNT_REFUSED, code=refused.code) from refused
        return accounts.account(content, self._now())

    async def has_mini(self, device_id: str) -> bool:
        """Whether a Home Mini is on the meter's network: telemetry can work then."""
        content = await self._root("smartDeviceNetwork", "home_network", {"deviceId": device_id})
        network: Network = loads(content, Network) if content else Network()
        return any(device.type in _MINIS for device in network.smart_devices or () if device)

    async def rates(self, tariff_code: str, register: Register, span: Span) -> tuple[Rate, ...]:
        """Public prices that touch the span, in pence; both payment methods, marked. STANDING is pence a day."""
        with self._heeding_limits():
            return (await prices.rates(self._transport, tariff_code, register, span)).rows

    async def products(self) -> tuple[Product, ...]:
        """What Octopus sells to households just now. Needs no key, as the next two."""
        with self._heeding_limits():
            return (await products.products(self._transport, self._now())).rows

    async def product_tariff(self, product_code: str, region: str) -> ProductTariff | None:
        """None where the product is not sold in the region. Raises Refused for one that nobody may see."""
        with self._heeding_limits():
            return await products.product_tariff(self._transport, product_code, region)

    async def regions_of(self, postcode: str) -> tuple[str, ...]:
        """The letters of the regions that a postcode lies in."""
        with self._heeding_limits():
            return await products.regions_of(self._transport, postcode)

    async def light(self, ask: LightAsk) -> LightAnswer:
        """Everything that changes from minute to minute, in one request. What failed alone says so in its part."""
        now = self._now()
        text, variables = question(ask, now)
        with self._heeding_limits():
            with self._spending(telemetry=ask.telemetry_calls, dispatch_queries=ask.dispatch_queries):
                answer = await self._ask(text, variables)
            refusal = answer.refusal()
            if refusal is not None:
                raise refusal
        found = answered(answer, ask, now)
        if isinstance(found.samples.error, Limited):
            self._heed(found.samples.error)
        return found

    async def half_hours(self, device_id: str, span: Span) -> tuple[HalfHour, ...]:
        """The Mini's half-hourly rows. Empty without a Mini."""
        variables = {"deviceId": device_id, "start": zulu(span.start), "end": zulu(span.end)}
        with self._spending(telemetry=1):
            content = await self._root("smartMeterTelemetry", "half_hours", variables)
        return telemetry.half_hours(content).rows

    async def consumption(self, point: MeterPoint, serial: str, span: Span) -> tuple[Reading, ...]:
        """Metered half hours in order of time."""
        with self._heeding_limits():
            return (await consumption(self._transport, self._tokens.api_key, point, serial, span)).rows

    async def is_telemetry_blocked(self) -> bool | None:
        """Whether the shared telemetry allowance is used up, by anybody; None where the service does not tell."""
        content = await self._root("rateLimitInfo", "rate_limits", {})
        limits: RateLimits = loads(content, RateLimits) if content else RateLimits()
        return limits.is_blocked("smartMeterTelemetry")

    async def close(self) -> None:
        await self._transport.close()

    async def _needed(self, name: str, document_name: str, variables: Mapping[str, Any]) -> bytes:
        content = await self._root(name, document_name, variables)
        if content is None:
            raise OddAnswer()
        return content

    async def _root(self, name: str, document_name: str, variables: Mapping[str, Any]) -> bytes | None:
        """The one root field of a document; None where it is null. Raises its error where it failed."""
        with self._heeding_limits():
            return (await self._ask(document(document_name), variables)).content(name)

    async def _ask(self, text: str, variables: Mapping[str, Any]) -> Answer:
        """With a token; where the service calls it stale, once more with a new one.

        Unauthorized even with a token of this very moment speaks of the question, not of the key.
        """
        token = await self._tokens.token()
        answer = await self._transport.graphql(text, variables, token)
        if answer.authentication() is None:
            return answer
        self._tokens.reject(token)
        answer = await self._transport.graphql(text, variables, await self._tokens.token())
        still = answer.authentication()
        if still is not None and still.code != UNAUTHORIZED:
            raise still
        return answer

    @contextmanager
    def _spending(self, *, telemetry: int = 0, dispatch_queries: int = 0) -> Iterator[None]:
        """What never reached Octopus costs nothing: hours offline leave the budget whole."""
        try:
            yield
        except Unreachable:
            telemetry = dispatch_queries = 0
            raise
        finally:
            self.budget.spent(telemetry=telemetry, dispatch_queries=dispatch_queries)

    @contextmanager
    def _heeding_limits(self) -> Iterator[None]:
        try:
            yield
        except Limited as limited:
            self._heed(limited)
            raise

    def _heed(self, limited: Limited) -> None:
        """A limit closes the budget, so that nothing of ours knocks before it is over."""
        limited.retry_at = limited.retry_at or self._now() + LIMITED_FOR
        self.budget.limited(limited.retry_at)
