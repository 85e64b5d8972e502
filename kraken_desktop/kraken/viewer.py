"""Who the key belongs to (docs/api.md, Who am I)."""

from __future__ import annotations

from kraken_desktop.domain.account import AccountSummary, Customer
from kraken_desktop.kraken.conversation import Conversation
from kraken_desktop.kraken.decoding import as_it_is, if_known, meaning_of, meanings, number
from kraken_desktop.kraken.wire import account as wire
from kraken_desktop.kraken.wire.envelope import loads


async def viewer(ours: Conversation) -> Customer:
    """The key's owner and their accounts, closed ones included."""
    told: wire.Viewer = loads(await ours.needed("viewer", "viewer", {}), wire.Viewer)
    name = meaning_of(told.preferred_name, str, as_it_is)
    return Customer(name or None, meanings(told.accounts, wire.ViewerAccount, _summary).rows)


def _summary(row: wire.ViewerAccount) -> AccountSummary:
    balance = if_known(number, row.balance)
    return AccountSummary(
        row.number,
        row.status or "UNKNOWN",
        row.brand,
        None if row.account_type is None else row.account_type == "BUSINESS",
        None if balance is None else int(balance),
    )
