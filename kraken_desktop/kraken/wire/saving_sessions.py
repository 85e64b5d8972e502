"""Saving sessions and free electricity."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from kraken_desktop.kraken.wire import NOTHING


class Region(msgspec.Struct, rename="camel"):
    region_id: int


class Event(msgspec.Struct, rename="camel"):
    id: int
    start_at: str
    end_at: str
    code: str | None = None
    event_type: str | None = None
    status: str | None = None
    reward_per_kwh_in_octo_points: int | None = None
    target_region: list[msgspec.Raw] | None = None
    dev_event: bool | None = None


class SignedUp(msgspec.Struct, rename="camel"):
    mpan: str | None = None
    region_id: int | None = None


class Joined(msgspec.Struct, rename="camel"):
    event_id: int
    start_at: str | None = None
    end_at: str | None = None
    reward_given_in_octo_points: int | None = None
    event_status: str | None = None
    results_status: str | None = None
    energy_saved_in_kwh: Decimal | None = None
    baseline_consumption_delta_kwh: Decimal | None = None
    consumption_delta_kwh: Decimal | None = None
    percentage_saved: Decimal | None = None
    results_set_at: str | None = None


class SavingAccount(msgspec.Struct, rename="camel"):
    has_joined_campaign: bool | None = None
    can_join_campaign: bool | None = None
    signed_up_meter_point: msgspec.Raw = NOTHING
    joined_events: list[msgspec.Raw] | None = None


class SavingSessions(msgspec.Struct):
    events: list[msgspec.Raw] | None = None
    account: msgspec.Raw = NOTHING


class Capacity(msgspec.Struct, rename="camel"):
    id: int
    capacity_status: str


class Tokens(msgspec.Struct, rename="camel"):
    token_balance: int | None = None


class HappyHours(msgspec.Struct):
    events: list[msgspec.Raw] | None = None
    account: Tokens | None = None


class JoinedEvent(msgspec.Struct, rename="camel"):
    joined_event: msgspec.Raw = NOTHING


class BookedEvent(msgspec.Struct, rename="camel"):
    booked_event: msgspec.Raw = NOTHING


class CampaignEvent(msgspec.Struct, rename="camel"):
    start_at: str
    end_at: str
    name: str | None = None
    code: str | None = None
    is_event_participant: bool | None = None


class CampaignEdge(msgspec.Struct):
    node: CampaignEvent


class CampaignEvents(msgspec.Struct):
    edges: list[msgspec.Raw] | None = None


class FreeSummary(msgspec.Struct, rename="camel"):
    """Money in pounds."""

    total_events: int | None = None
    successful_events: int | None = None
    total_consumption_above_baseline: Decimal | None = None
    total_payment: Decimal | None = None


class FreeEvent(msgspec.Struct, rename="camel"):
    """Money in pounds."""

    event_date: str
    consumption_above_baseline: Decimal
    payment: Decimal
    is_opted_in: bool | None = None
    has_missing_readings: bool | None = None


class FreeEdge(msgspec.Struct):
    node: FreeEvent
