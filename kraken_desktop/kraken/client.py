"""The small face of Octopus that the services see. Every method raises KrakenError and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kraken_desktop.domain.account import Account, MeterPoint
from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.power import HalfHour
from kraken_desktop.domain.rates import Rate
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.domain.usage import Reading
from kraken_desktop.kraken import accounts, prices, telemetry
from kraken_desktop.kraken.budget import RequestBudget
from kraken_desktop.kraken.consumption import consumption
from kraken_desktop.kraken.errors import KrakenError, Limited, OddAnswer, SignedOut
from kraken_desktop.kraken.light import LightAnswer, LightAsk, answered, question
from kraken_desktop.kraken.tokens import Tokens
from kraken_desktop.kraken.transport import LIMITED_FOR, Transport
from kraken_desktop.kraken.wire import account as wire_account
from kraken_desktop.kraken.wire import document
from kraken_desktop.kraken.wire.envelope import Answer, gravest, loads
from kraken_desktop.kraken.wire.limits import RateLimitInfo
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
        viewer: wire_account.Viewer = loads(await self._field("viewer", "viewer", {}), wire_account.Viewer)
        return tuple(AccountSummary(row.number, row.status or "UNKNOWN") for row in viewer.accounts or () if row)

    async def account(self, number: str) -> Account:
        """The home behind an account number. Raises SignedOut(ACCOUNT_REFUSED) for somebody else's or a wrong one."""
        return accounts.account(await self._field("account", "account", {"account": number}), self._now())

    async def has_mini(self, device_id: str) -> bool:
        """Whether a Home Mini is on the meter's network: telemetry can work then."""
        answer = await self._ask(document("home_network"), {"deviceId": device_id})
        content = answer.part("smartDeviceNetwork")
        network: Network = loads(content, Network) if content else Network()
        return any(device.type in _MINIS for device in network.smart_devices or ())

    async def rates(self, tariff_code: str, register: Register, span: Span) -> tuple[Rate, ...]:
        """Public prices that touch the span, in pence; both payment methods, marked. STANDING is pence a day."""
        return (await prices.rates(self._transport, tariff_code, register, span)).rows

    async def light(self, ask: LightAsk) -> LightAnswer:
        """Everything that changes from minute to minute, in one request."""
        now = self._now()
        text, variables = question(ask, now)
        self.budget.spent(telemetry=ask.telemetry_calls, dispatch_queries=ask.dispatch_queries)
        answer = await self._ask(text, variables, is_partial_fine=True)
        found = answered(answer, ask, now)
        self._heed(found.samples.error)
        return found

    async def half_hours(self, device_id: str, span: Span) -> tuple[HalfHour, ...]:
        """The Mini's half-hourly rows. Empty without a Mini."""
        self.budget.spent(telemetry=1)
        variables = {"deviceId": device_id, "start": span.start.isoformat(), "end": span.end.isoformat()}
        answer = await self._ask(document("half_hours"), variables)
        return telemetry.half_hours(answer.part("smartMeterTelemetry")).rows

    async def consumption(self, point: MeterPoint, serial: str, span: Span) -> tuple[Reading, ...]:
        """Metered half hours in order of time."""
        return (await consumption(self._transport, self._tokens.api_key, point, serial, span)).rows

    async def is_telemetry_blocked(self) -> bool | None:
        """Whether the shared telemetry allowance is used up, by anybody; None where the service does not tell."""
        answer = await self._ask(document("rate_limits"), {})
        content = answer.part("rateLimitInfo")
        info: RateLimitInfo = loads(content, RateLimitInfo) if content else RateLimitInfo()
        return info.is_blocked("smartMeterTelemetry")

    async def close(self) -> None:
        await self._transport.close()

    async def _field(self, name: str, document_name: str, variables: Mapping[str, Any]) -> bytes:
        """One root field that must be there."""
        answer = await self._ask(document(document_name), variables)
        content = answer.part(name)
        if content is None:
            raise OddAnswer()
        return content

    async def _ask(self, text: str, variables: Mapping[str, Any], *, is_partial_fine: bool = False) -> Answer:
        """With a token; where the service calls it stale, once more with a new one."""
        token = await self._token()
        answer = await self._transport.graphql(text, variables, token)
        stale = answer.authentication()
        if stale is not None:
            self._tokens.reject(token)
            answer = await self._transport.graphql(text, variables, await self._token())
            stale = answer.authentication()
            if stale is not None:
                raise stale
        error = gravest(answer.errors)
        is_lost = error is not None and not answer.has_data
        if error is not None and is_lost and not (is_partial_fine and not isinstance(error, SignedOut)):
            self._heed(error)
            raise error
        return answer

    async def _token(self) -> str:
        try:
            return await self._tokens.token()
        except KrakenError as error:
            self._heed(error)
            raise

    def _heed(self, error: KrakenError | None) -> None:
        """A limit closes the budget, so that nothing of ours knocks before it is over."""
        if isinstance(error, Limited):
            error.retry_at = error.retry_at or self._now() + LIMITED_FOR
            self.budget.limited(error.retry_at)
