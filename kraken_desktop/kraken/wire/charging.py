"""Changes of devices, past charges and catalogues."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from kraken_desktop.kraken.wire import NOTHING


class ChangedStatus(msgspec.Struct, rename="camel"):
    current_state: str | None = None
    is_suspended: bool | None = None


class ChangedDevice(msgspec.Struct):
    id: str
    status: msgspec.Raw = NOTHING


class Energy(msgspec.Struct):
    value: Decimal


class Cost(msgspec.Struct):
    """In the currency's smallest unit, pence."""

    amount: Decimal


class Session(msgspec.Struct, rename="camel"):
    start: str
    end: str
    type: str | None = None
    state_of_charge_change: Decimal | None = None
    state_of_charge_final: Decimal | None = None
    energy_added: msgspec.Raw = NOTHING
    cost: msgspec.Raw = NOTHING


class SessionEdge(msgspec.Struct):
    node: Session


class SessionPage(msgspec.Struct, rename="camel"):
    """Cursors are times here."""

    has_previous_page: bool | None = None
    start_cursor: str | None = None


class SessionList(msgspec.Struct, rename="camel"):
    edges: list[msgspec.Raw] | None = None
    page_info: msgspec.Raw = NOTHING


class SessionDevice(msgspec.Struct, rename="camel"):
    id: str
    charging_sessions: SessionList | None = None


class Model(msgspec.Struct, rename="camel"):
    model: str
    battery_size: Decimal | None = None
    power_in_kw: Decimal | None = None


class Make(msgspec.Struct):
    make: str
    models: list[msgspec.Raw] | None = None


class Eligibility(msgspec.Struct, rename="camel"):
    is_eligible_for_io: bool | None = None
