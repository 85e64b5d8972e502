"""Free electricity: the hours on main, and what they brought on backend (docs/api.md, 7.19 and 8.5)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kraken_desktop.simulator import access
from kraken_desktop.simulator.answers.paging import connection
from kraken_desktop.simulator.errors import refusal
from kraken_desktop.simulator.london import local
from kraken_desktop.simulator.session_calendar import Session
from kraken_desktop.simulator.world import Answers, Exchange

SLUG = "free_electricity"


def campaign_events(
    exchange: Exchange, accountNumber: str, supplyPointIdentifier: str, campaignSlug: str, **page: Any
) -> dict[str, Any]:
    """Raises KT-CT-1111 for a meter point of somebody else."""
    is_in = is_enrolled(exchange, accountNumber, supplyPointIdentifier, campaignSlug)
    hours = exchange.world.saving.free(exchange.now)[::-1] if campaignSlug == SLUG else []
    rows = [
        {
            "name": f"Free Electricity {(session.code or '').rpartition('_')[2]}",
            "code": session.code,
            "startAt": session.start,
            "endAt": session.end,
            "isEventParticipant": is_in,
        }
        for session in hours
    ]
    return connection(rows, **page)


def is_enrolled(exchange: Exchange, accountNumber: str, supplyPointIdentifier: str, campaignSlug: str) -> bool:
    access.require_account(exchange, accountNumber)
    if exchange.world.home.point(supplyPointIdentifier) is None:
        raise refusal("KT-CT-1111")
    return campaignSlug == SLUG and exchange.world.saving.takes_free_hours


def results(
    exchange: Exchange,
    accountNumber: str,
    startDate: datetime | None = None,
    endDate: datetime | None = None,
    **page: Any,
) -> dict[str, Any]:
    access.require_account(exchange, accountNumber)
    rows = [
        row
        for row in _results(exchange)
        if (startDate is None or row["eventDate"] >= startDate) and (endDate is None or row["eventDate"] < endDate)
    ]
    return connection(rows[::-1], **page)


def summary(exchange: Exchange, accountNumber: str) -> dict[str, Any]:
    access.require_account(exchange, accountNumber)
    rows = _results(exchange)
    taken = [row for row in rows if row["isOptedIn"]]
    return {
        "totalEvents": len(rows),
        "participatedEvents": len(taken),
        "successfulEvents": sum(row["isIncrease"] for row in taken),
        "totalConsumptionAboveBaseline": round(sum(row["consumptionAboveBaseline"] for row in taken), 3),
        "totalPayment": round(sum(row["payment"] for row in taken), 2),
    }


def _results(exchange: Exchange) -> list[dict[str, Any]]:
    saving, now = exchange.world.saving, exchange.now
    if saving.point is None:
        return []
    past = (session for session in saving.free(now) if session.end <= now)
    return [_result(exchange, session) for session in past if saving.result(session).settled <= now]


def _result(exchange: Exchange, session: Session) -> dict[str, Any]:
    """Pounds."""
    saving = exchange.world.saving
    result = saving.result(session)
    above = result.changed if result.is_whole else 0.0
    return {
        "eventDate": local(session.start),
        "isOptedIn": saving.takes_free_hours,
        "hasMissingReadings": not result.is_whole,
        "consumptionAboveBaseline": above,
        "payment": float(round(saving.payment(session)) / 100),
        "isIncrease": above > 0,
    }


FIELDS: Answers = {
    "customerFlexibilityCampaignEvents": campaign_events,
    "isEnrolledInCustomerFlexibilityCampaign": is_enrolled,
    "freeElectricityAccountEvents": results,
    "freeElectricityAccountSummary": summary,
}
