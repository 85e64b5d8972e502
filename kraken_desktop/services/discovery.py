"""Trying a key without saving anything: what it opens, what is missing, what is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kraken_desktop.domain.account import Account, AccountSummary, MeterPoint
from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.kraken.client import KrakenClient
from kraken_desktop.kraken.errors import KrakenError, Limited, SignedOut, TimedOut, Unreachable, problem_of
from kraken_desktop.kraken.light import LightAsk
from kraken_desktop.services.accounts_feed import is_closed
from kraken_desktop.services.choice import chosen, minis_may_hang_on
from kraken_desktop.services.ports import Clock
from kraken_desktop.services.pricing import tariff_of
from kraken_desktop.services.session import Discovery
from kraken_desktop.services.state import Selection, Tariff
from kraken_desktop.services.text import device_name, missing_sentences


async def discover(client: KrakenClient, api_key: str, account_number: str | None, clock: Clock) -> Discovery:
    """Never raises KrakenError: what is wrong stands in ``problem``, beside whatever was found before it."""
    if not api_key.strip():
        return Discovery(problem=Problem(ProblemKind.KEY_REFUSED, clock.now()))
    found = Discovery()
    try:
        found = Discovery(accounts=(await client.viewer()).accounts)
        number = account_number.strip().upper() if account_number else _only_one(found.accounts)
        if number is None:
            return found
        return await _described(client, replace(found, account=await client.account(number)), clock.now())
    except KrakenError as error:
        return replace(found, account=None, problem=problem_of(error, clock.now()))


def _only_one(accounts: tuple[AccountSummary, ...]) -> str | None:
    """The account, where there is nothing to choose from."""
    in_use = [account for account in accounts if not is_closed(account.status)]
    return in_use[0].number if len(in_use) == 1 else None


async def _described(client: KrakenClient, found: Discovery, now: datetime) -> Discovery:
    account = found.account
    if account is None:
        return found
    selection = chosen(account, Selection(account.number), now)
    selection, has_mini = await _mini(client, account, selection, now)
    devices = await _devices(client, account.number)
    imports, exports = (account.meter_point(n) for n in (selection.import_number, selection.export_number))
    import_tariff, export_tariff = _tariff(imports, now), _tariff(exports, now)
    return replace(
        found,
        selection=selection,
        import_tariff=import_tariff.name if import_tariff is not None else None,
        export_tariff=export_tariff.name if export_tariff is not None else None,
        has_mini=has_mini,
        devices=devices,
        missing=missing_sentences(imports, exports, import_tariff is not None, has_mini),
    )


async def _mini(
    client: KrakenClient, account: Account, selection: Selection, now: datetime
) -> tuple[Selection, bool | None]:
    """None where the service does not say."""
    has_mini: bool | None = False
    for device_id in minis_may_hang_on(account, selection, now):
        try:
            if await client.has_mini(device_id):
                return replace(selection, device_id=device_id), True
        except (SignedOut, Limited, Unreachable, TimedOut):
            raise
        except KrakenError:
            has_mini = None
    return selection, has_mini


async def _devices(client: KrakenClient, account_number: str) -> tuple[str, ...]:
    answer = await client.light(LightAsk(account_number, None, wants_devices=True))
    devices = [status.device for status in answer.statuses.value or ()]
    return tuple(device_name(device.name, device.kind) for device in devices if device.is_chargeable)


def _tariff(point: MeterPoint | None, now: datetime) -> Tariff | None:
    return tariff_of(point, {}, now) if point is not None else None
