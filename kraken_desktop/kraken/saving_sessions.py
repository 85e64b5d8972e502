"""Saving sessions and free electricity (docs/api.md, 8.1; docs/api.md, 7.19)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.saving_sessions import (
    FreeElectricity,
    FreeResult,
    FreeResults,
    FreeSession,
    HappyHours,
    JoinedSession,
    SavingAccount,
    SavingEvent,
    SavingSessions,
    SessionKind,
)
from kraken_desktop.kraken.conversation import Conversation
from kraken_desktop.kraken.decoding import as_it_is, if_known, instant, meaning_of, meanings, number, part_of
from kraken_desktop.kraken.errors import Refused
from kraken_desktop.kraken.wire import saving_sessions as wire
from kraken_desktop.kraken.wire.envelope import loads

_UNKNOWN_FIELD = "HTTP 400"
_PENCE_A_POUND = 100


class Sessions:
    """Joining and booking are changes: sent once, never retried, and only at the person's own wish."""

    def __init__(self, ours: Conversation) -> None:
        self._ours = ours

    async def saving(self, account_number: str) -> SavingSessions:
        """What is announced, and what this account joined."""
        content = await self._ours.needed(
            "savingSessions", "saving_sessions", {"account": account_number}, is_backend=True
        )
        return saving_sessions(content)

    async def happy_hours(self, account_number: str) -> HappyHours | None:
        """Tokens and places; None out of season, when the server does not know the words."""
        try:
            content = await self._ours.needed(
                "savingSessions", "happy_hours", {"account": account_number}, is_backend=True
            )
        except Refused as refused:
            if refused.is_not_offered or refused.code == _UNKNOWN_FIELD:
                return None
            raise
        told: wire.HappyHours = loads(content, wire.HappyHours)
        places = meanings(told.events, wire.Capacity, lambda row: (row.id, row.capacity_status)).rows
        return HappyHours(told.account.token_balance if told.account else None, places)

    async def join(self, account_number: str, code: str) -> JoinedSession | None:
        """Take part in a power-down or power-up. Raises Refused with its reason: too late, wrong region.

        None where the service says yes without saying to what.
        """
        content = await self._changed("joinSavingSessionsEvent", "join_session", account_number, code=code)
        told: wire.JoinedEvent = loads(content, wire.JoinedEvent)
        return meaning_of(told.joined_event, wire.Joined, _joined)

    async def book_happy_hour(self, account_number: str, code: str) -> JoinedSession | None:
        """Spend tokens on a free hour."""
        name = "bookSavingSessionsWeekendHappyHourEvent"
        told: wire.BookedEvent = loads(
            await self._changed(name, "book_happy_hour", account_number, code=code), wire.BookedEvent
        )
        return meaning_of(told.booked_event, wire.Joined, _joined)

    async def join_campaign(self, account_number: str, mpan: str) -> None:
        """Sign a meter point up, once, before any session can be joined."""
        await self._changed("joinSavingSessionsCampaign", "join_campaign", account_number, mpan=mpan)

    async def free_electricity(self, account_number: str, mpan: str) -> FreeElectricity:
        """The announced free hours of an import meter point."""
        answer = await self._ours.whole("free_electricity", {"account": account_number, "mpan": mpan})
        content = answer.content("customerFlexibilityCampaignEvents")
        told: wire.CampaignEvents = loads(content, wire.CampaignEvents) if content else wire.CampaignEvents()
        found = meanings(told.edges, wire.CampaignEdge, lambda edge: _free_session(edge.node))
        ordered = tuple(sorted(found.rows, key=lambda session: session.span))
        return FreeElectricity(ordered, _flag(answer.parts, "isEnrolledInCustomerFlexibilityCampaign"), found.skipped)

    async def free_results(self, account_number: str) -> FreeResults:
        """What free hours brought. The one place where the service counts in pounds; ours are pence.

        Raises the error where neither totals nor results came.
        """
        answer = await self._ours.whole("free_results", {"account": account_number}, is_backend=True)
        summary = part_of(answer, "freeElectricityAccountSummary", _free_summary)
        results = part_of(answer, "freeElectricityAccountEvents", _free_results)
        if summary.error is not None and results.error is not None:
            raise summary.error
        return replace(summary.value or FreeResults(), results=results.value)

    async def _changed(self, name: str, document_name: str, account_number: str, **asked: str) -> bytes:
        variables = {"account": account_number, **asked}
        return await self._ours.needed(name, document_name, variables, is_backend=True)


def saving_sessions(content: bytes) -> SavingSessions:
    told: wire.SavingSessions = loads(content, wire.SavingSessions)
    found = meanings(told.events, wire.Event, _event)
    account = meaning_of(told.account, wire.SavingAccount, _account)
    skipped = found.skipped if account is None else found.skipped + account[1]
    events = tuple(sorted(found.rows, key=lambda event: (event.span, event.id)))
    return SavingSessions(events, account[0] if account else None, skipped)


def _event(row: wire.Event) -> SavingEvent | None:
    """None for the service's own trials. Power-down is assumed only where points are paid and nothing else is said."""
    if row.dev_event:
        return None
    kind = next((known for known in SessionKind if known.value == row.event_type), None)
    if row.event_type is None and (row.reward_per_kwh_in_octo_points or 0) > 0:
        kind = SessionKind.POWER_DOWN
    regions = meanings(row.target_region, wire.Region, lambda region: region.region_id)
    if regions.skipped and not regions.rows:
        raise ValueError("for regions that cannot be read")
    return SavingEvent(
        row.id,
        _span(row.start_at, row.end_at),
        kind,
        row.code or None,
        row.status,
        row.reward_per_kwh_in_octo_points,
        regions.rows,
    )


def _account(row: wire.SavingAccount) -> tuple[SavingAccount, int]:
    point = meaning_of(row.signed_up_meter_point, wire.SignedUp, as_it_is) or wire.SignedUp()
    joined = meanings(row.joined_events, wire.Joined, _joined)
    account = SavingAccount(
        bool(row.has_joined_campaign), bool(row.can_join_campaign), point.mpan, point.region_id, joined.rows
    )
    return account, joined.skipped


def _joined(row: wire.Joined) -> JoinedSession:
    span = None
    if row.start_at is not None and row.end_at is not None:
        span = if_known(lambda _: _span(row.start_at or "", row.end_at or ""), row)
    return JoinedSession(
        row.event_id,
        span,
        row.reward_given_in_octo_points,
        row.event_status,
        row.results_status,
        if_known(number, row.energy_saved_in_kwh),
        if_known(number, row.baseline_consumption_delta_kwh),
        if_known(number, row.consumption_delta_kwh),
        if_known(number, row.percentage_saved),
        if_known(instant, row.results_set_at),
    )


def _free_session(row: wire.CampaignEvent) -> FreeSession:
    name = row.name or row.code or "Free electricity"
    return FreeSession(name, _span(row.start_at, row.end_at), row.code, row.is_event_participant)


def _free_summary(content: bytes | None) -> FreeResults:
    told: wire.FreeSummary = loads(content, wire.FreeSummary) if content else wire.FreeSummary()
    return FreeResults(
        told.total_events,
        told.successful_events,
        if_known(number, told.total_consumption_above_baseline),
        if_known(_pence, told.total_payment),
    )


def _free_results(content: bytes | None) -> tuple[FreeResult, ...]:
    """null and an empty list are both nothing."""
    told: wire.CampaignEvents = loads(content, wire.CampaignEvents) if content else wire.CampaignEvents()
    results = meanings(told.edges, wire.FreeEdge, lambda edge: _free_result(edge.node)).rows
    return tuple(sorted(results, key=lambda result: result.at, reverse=True))


def _free_result(row: wire.FreeEvent) -> FreeResult:
    return FreeResult(
        instant(row.event_date),
        bool(row.is_opted_in),
        bool(row.has_missing_readings),
        number(row.consumption_above_baseline),
        _pence(row.payment),
    )


def _span(start: str, end: str) -> Span:
    """Raises ValueError for one that ends before it begins."""
    span = Span(instant(start), instant(end))
    if span.start >= span.end:
        raise ValueError("ends before it begins")
    return span


def _pence(pounds: Decimal) -> Decimal:
    return number(pounds) * _PENCE_A_POUND


def _flag(parts: dict[str, Any] | None, name: str) -> bool | None:
    raw = (parts or {}).get(name)
    return None if raw is None else meaning_of(raw, bool, as_it_is)
