"""Night hours learnt from the import meter's own labels, kept with its agreement (docs/domain.md, Rates)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from kraken_desktop.domain.account import Account, Agreement, MeterPoint, with_former
from kraken_desktop.domain.moments import DailyWindow, Span, today_span
from kraken_desktop.domain.tariffs import Family, family_of, parse_tariff_code
from kraken_desktop.kraken.client import KrakenClient

ASKED = timedelta(days=7)
LATE = timedelta(days=2)
"""Measurements come about two days late."""


def teachable(account: Account, number: str | None, now: datetime) -> tuple[str, MeterPoint, Agreement] | None:
    """The property, the point and its agreement in force, where nothing but the textbook tells its night.

    Never Intelligent Go: a dispatch paints its labels.
    """
    for home in account.properties:
        for point in home.meter_points:
            agreement = point.agreement_at(now) if point.number == number else None
            if agreement is None or agreement.scheme:
                continue
            if _has_two_prices(agreement) and family_of(agreement.product_code) is not Family.INTELLIGENT_GO:
                return home.id, point, agreement
    return None


def _has_two_prices(agreement: Agreement) -> bool:
    """By its code, or by the names of its own prices."""
    code, tariff = parse_tariff_code(agreement.tariff_code), agreement.tariff
    named = tariff.named if tariff is not None else None
    is_named = named is not None and named.day is not None and named.night is not None
    return is_named or (code is not None and code.is_day_and_night)


def carried_over(account: Account, before: Account | None, now: datetime) -> Account:
    """A newly read account with what was found out of it before: its ended meter points, and hours learnt of the
    same agreements.
    """
    if before is None or before.number != account.number:
        return account
    account = with_former(account, before, now)
    known = {
        (point.number, agreement.tariff_code, agreement.valid_from): agreement.learnt
        for point in before.meter_points
        for agreement in point.agreements
        if agreement.learnt
    }
    for (number, code, start), hours in known.items():
        account = taught(account, number, code, start, hours)
    return account


def taught(account: Account, number: str, code: str, start: datetime, hours: tuple[DailyWindow, ...]) -> Account:
    """The account with these hours at one agreement."""

    def agreement(one: Agreement) -> Agreement:
        return replace(one, learnt=hours) if (one.tariff_code, one.valid_from) == (code, start) else one

    def point(one: MeterPoint) -> MeterPoint:
        return replace(one, agreements=tuple(map(agreement, one.agreements))) if one.number == number else one

    homes = tuple(replace(home, meter_points=tuple(map(point, home.meter_points))) for home in account.properties)
    return replace(account, properties=homes)


async def learnt(client: KrakenClient, account: Account, number: str | None, now: datetime) -> Account:
    """What the labels of the last week settle; the same account where they settle nothing. Raises KrakenError."""
    from kraken_desktop.domain.learnt_hours import learnt_hours  # seldom needed, and never by the first picture

    found = teachable(account, number, now)
    if found is None:
        return account
    property_id, point, agreement = found
    end = today_span(now - LATE).end
    span = Span(today_span(end - ASKED).start, end)
    rows = (await client.measurements.measured(property_id, point, span)).rows
    since = tuple(row for row in rows if row.span.start >= agreement.valid_from)
    hours = learnt_hours(since, is_utc=family_of(agreement.product_code) is not Family.GO)
    if not hours:
        return account
    return taught(account, point.number, agreement.tariff_code, agreement.valid_from, hours)
