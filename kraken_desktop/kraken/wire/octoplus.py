"""Points and the wheel. Points come as texts or numbers."""

from __future__ import annotations

import msgspec

from kraken_desktop.kraken.wire import NOTHING


class Eligibility(msgspec.Struct, rename="camel"):
    is_eligible: bool


class Membership(msgspec.Struct, rename="camel"):
    is_octoplus_enrolled: bool | None = None
    is_loyalty_points_user: bool | None = None
    enrollment_status: str | None = None
    octoplus_eligibility: msgspec.Raw = NOTHING


class Entry(msgspec.Struct, rename="camel"):
    id: str
    value: int
    ledger_type: str | None = None
    balance_carried_forward: int | None = None
    reason_code: str | None = None
    posted_at: str | None = None


class Redeemed(msgspec.Struct, rename="camel"):
    points_redeemed: int | None = None


class Spins(msgspec.Struct, rename="camel"):
    spins_allowed: int | None = None
    max_spins: int | None = None


class Prize(msgspec.Struct):
    display: str | None = None
    value: int | None = None


class Spin(msgspec.Struct, rename="camel"):
    """A spin of now has a ``spin_reference``, a past one a ``reference`` and a time."""

    prize: msgspec.Raw = NOTHING
    spin_reference: str | None = None
    reference: str | None = None
    spun_at: str | None = None


class SpinEdge(msgspec.Struct):
    node: Spin


class SpinHistory(msgspec.Struct):
    edges: list[msgspec.Raw] | None = None
