"""What the first picture is painted from, read in a few milliseconds."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

from kraken_desktop.domain.account import Account
from kraken_desktop.domain.dispatch import DispatchBook
from kraken_desktop.domain.moments import Span, today_span
from kraken_desktop.domain.money import Standing
from kraken_desktop.domain.past_means import KeptMeans
from kraken_desktop.domain.rates import FOREVER, PaymentMethod
from kraken_desktop.domain.reminder import Reminder
from kraken_desktop.storage import dispatches_table, facts, notices_table, rates_table, readings_table, samples_table
from kraken_desktop.storage.facts import StartFacts

NOTICES_SHOWN = 200
PAST_MEANS = "past-means"
STANDINGS = "standing:"
LIVE_AT_START = timedelta(hours=1)


def start_facts(store: sqlite3.Connection, now: datetime, payment_method: PaymentMethod | None) -> StartFacts:
    account, account_saved_at = facts.load(store, "account", Account) or (None, None)
    others, others_saved_at = facts.load(store, "other-accounts", tuple[Account, ...]) or ((), None)
    today = today_span(now)
    wanted = Span(today.start - timedelta(days=1), FOREVER)
    codes = {
        agreement.tariff_code
        for known in (*((account,) if account else ()), *others)
        for point in known.meter_points
        for agreement in point.agreements
        if agreement.covers(now)
    }
    return StartFacts(
        account=account,
        account_saved_at=account_saved_at,
        other_accounts=others,
        other_accounts_saved_at=others_saved_at,
        rates={code: rates_table.schedules(store, code, payment_method, wanted) for code in sorted(codes)},
        has_mini=facts.load_all(store, "has-mini:", bool),
        samples=samples_table.newest(store, now, LIVE_AT_START),
        half_hours={
            device: readings_table.half_hours(store, device, today)
            for device in readings_table.devices_with_half_hours(store, today.start)
        },
        dispatches=facts.load_dated(store, dispatches_table.BOOKS, DispatchBook),
        standings=facts.load_dated(store, STANDINGS, Standing),
        past_means=means[0] if (means := facts.load(store, PAST_MEANS, KeptMeans)) is not None else None,
        notices=notices_table.newest(store, NOTICES_SHOWN),
        reminders=tuple(
            sorted(facts.load_all(store, "reminder:", Reminder).values(), key=lambda reminder: reminder.at)
        ),
    )
