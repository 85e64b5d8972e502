"""Saving Sessions: what is announced, joined and settled, and the changes a customer makes (docs/api.md, 8.1)."""

from __future__ import annotations

from typing import Any

from kraken_desktop.simulator import access
from kraken_desktop.simulator.answers import odd_sessions
from kraken_desktop.simulator.errors import refusal
from kraken_desktop.simulator.london import local_date
from kraken_desktop.simulator.session_calendar import DOWN, HAPPY, HAPPY_FROM, HAPPY_UNTIL, Session
from kraken_desktop.simulator.sessions import IneligibleError, points_of
from kraken_desktop.simulator.world import Answers, Exchange


def saving_sessions(exchange: Exchange) -> dict[str, Any]:
    events = [_event(exchange, each) for each in odd_sessions.announced(exchange)]
    return {
        "events": lambda _, **__: events,
        "eventCount": lambda _, **__: len(events),
        "account": lambda _, accountNumber: _account(exchange, accountNumber),
    }


def join_campaign(exchange: Exchange, input: dict[str, Any]) -> dict[str, Any]:
    number = input["accountNumber"]
    access.require_account(exchange, number)
    saving = exchange.world.saving
    if _is_in(exchange):
        raise refusal("OE-1303")
    is_own = saving.point is not None and input["mpan"] == saving.point.mpan
    if not exchange.world.home.is_octoplus_member or not is_own:
        raise refusal("OE-1302")
    saving.sign_up(exchange.now)
    return {"account": {"number": number}}


def join_event(exchange: Exchange, input: dict[str, Any]) -> dict[str, Any]:
    access.require_account(exchange, input["accountNumber"])
    saving, now = exchange.world.saving, exchange.now
    if not _is_in(exchange):
        raise refusal("OE-1307")
    session = _coded(exchange, input["eventCode"])
    if session is None or session.kind == HAPPY:
        raise refusal("OE-1305")
    if session in saving.joined(now):
        raise refusal("OE-1306")
    try:
        saving.join(session, now)
    except IneligibleError as why:
        raise refusal("OE-1308", reason=str(why)) from why
    codes = [each.code for each in saving.joined(now) if each.code is not None]
    return {"joinedEventCodes": codes, "joinedEvent": _joined(exchange, session)}


def book_happy_hour(exchange: Exchange, input: dict[str, Any]) -> dict[str, Any]:
    access.require_account(exchange, input["accountNumber"])
    saving, now = exchange.world.saving, exchange.now
    if not _is_in(exchange):
        raise refusal("OE-1307")
    session = _coded(exchange, input["eventCode"])
    if session is None or session.kind != HAPPY:
        raise refusal("OE-1305")
    if session in saving.joined(now):
        raise refusal("OE-1306")
    try:
        saving.book(session, now)
    except IneligibleError as why:
        raise refusal("OE-1308", reason=str(why)) from why
    return {"bookedEvent": _joined(exchange, session)}


def _is_in(exchange: Exchange) -> bool:
    return exchange.world.saving.has_signed_up(exchange.now) and not exchange.fault("campaign-left")


def _account(exchange: Exchange, number: str) -> dict[str, Any]:
    access.require_account(exchange, number)
    saving, now = exchange.world.saving, exchange.now
    point = saving.point
    told = None if point is None else {"mpan": point.mpan, "regionId": saving.region}
    is_in = _is_in(exchange)
    is_season = HAPPY_FROM <= local_date(now) <= HAPPY_UNTIL
    return {
        "hasJoinedCampaign": is_in,
        "canJoinCampaign": not is_in and point is not None and exchange.world.home.is_octoplus_member,
        "isBusinessAccount": False,
        "signedUpMeterPoint": told if is_in else None,
        "eligibleMeterPoints": [] if told is None else [told],
        "joinedEvents": lambda _: [_joined(exchange, each) for each in odd_sessions.joined(exchange)],
        "tokenBalance": saving.tokens(now) if is_in and is_season else None,
    }


def _coded(exchange: Exchange, code: str) -> Session | None:
    return next((each for each in odd_sessions.announced(exchange) if each.code == code), None)


def _event(exchange: Exchange, session: Session) -> dict[str, Any]:
    return {
        "id": session.number,
        "code": session.code,
        "eventType": session.kind,
        "startAt": session.start,
        "endAt": session.end,
        "status": session.status(exchange.now),
        "rewardPerKwhInOctoPoints": session.points_a_kwh,
        "targetRegion": [{"regionId": region} for region in session.regions],
        "capacityStatus": "AVAILABLE" if session.kind == HAPPY and exchange.now < session.start else None,
        "devEvent": False,
    }


def _joined(exchange: Exchange, session: Session) -> dict[str, Any]:
    status = session.status(exchange.now)
    row: dict[str, Any] = {
        "eventId": session.number,
        "startAt": session.start,
        "endAt": session.end,
        "eventType": session.kind,
        "eventStatus": status,
        "resultsStatus": "CALCULATING" if status == "DONE" else "UPCOMING",
    }
    # A free hour has no result: what it gives is left out of the bill.
    if status != "DONE" or session.kind == HAPPY:
        return row
    result = exchange.world.saving.result(session)
    if exchange.now < result.settled or exchange.fault("results-late"):
        return row
    is_whole = result.is_whole and not exchange.fault("results-missing")
    points = 0 if exchange.fault("results-failed") or not is_whole else points_of(session, result)
    row["rewardGivenInOctoPoints"], row["resultsSetAt"] = points, result.settled
    if not is_whole:
        return row | {"resultsStatus": "MISSING_READINGS"}
    sign = 1 if session.kind == DOWN else -1
    is_partial = result.is_partial or exchange.fault("results-partial")
    return row | {
        "resultsStatus": "FAIL" if not points else "PARTIAL_SUCCESS" if is_partial else "SUCCESS",
        "energySavedInKwh": sign * result.changed,
        "baselineConsumptionDeltaKwh": result.baseline,
        "consumptionDeltaKwh": result.used,
        "percentageSaved": round(100 * sign * result.changed / result.baseline, 1) if result.baseline else None,
    }


FIELDS: Answers = {
    "savingSessions": saving_sessions,
    "joinSavingSessionsCampaign": join_campaign,
    "joinSavingSessionsEvent": join_event,
    "bookSavingSessionsWeekendHappyHourEvent": book_happy_hour,
}
