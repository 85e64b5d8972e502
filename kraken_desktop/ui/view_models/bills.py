"""What the bill page shows: balance, the bill so far by parts, where it goes, and past bills beside ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kraken_desktop.domain.account import Direction, Fuel
from kraken_desktop.domain.billing import BillingPeriod, BillPart
from kraken_desktop.domain.money import Payment, Standing
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.domain.units import exact
from kraken_desktop.services import text
from kraken_desktop.services.bills import Bills, PastBill
from kraken_desktop.services.mini_days import MiniPart
from kraken_desktop.services.text.lacking import half_hours
from kraken_desktop.services.text.settled import estimated_words, settled_words
from kraken_desktop.ui.view_models.table import Row

A_WHILE = timedelta(hours=7)
"""A balance older than this was to be asked for anew already."""
NO_PERIOD = "Octopus has not told when your billing period begins; Settings, History can say it"


@dataclass(frozen=True, slots=True)
class Card:
    """A figure with what it is called and what is to be known of it."""

    title: str
    figure: str
    note: str


@dataclass(frozen=True, slots=True)
class BillsView:
    cards: tuple[Card, Card, Card]
    parts: tuple[Row, ...]
    past: tuple[Row, ...]
    payments: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    """Octopus's own figure of each part beside ours, and what is only an estimate."""


def bills_view(bills: Bills, standing: Snapshot[Standing], now: datetime) -> BillsView:
    return BillsView(
        cards=(_balance(standing, now), _so_far(bills), _projection(bills)),
        parts=_parts(bills),
        past=tuple(
            Row(
                (
                    period_words(bill.period),
                    text.money(exact(bill.octopus_pence)) if bill.octopus_pence is not None else text.UNKNOWN,
                    text.money(exact(bill.ours_pence)) if bill.ours_pence is not None else text.UNKNOWN,
                    _difference(bill),
                    bill.why,
                    text.money(bill.mean_pence),
                )
            )
            for bill in bills.past
        ),
        payments=tuple(_payment(payment) for payment in bills.payments),
        notes=tuple(filter(None, (_rounded(bills), *_settled(bills), estimated_words(bills.estimated)))),
    )


def _difference(bill: PastBill) -> str:
    """By how much ours is more, with its sign."""
    pence = bill.difference_pence
    if pence is None:
        return text.UNKNOWN
    return f"{'+' if pence > 0 else ''}{text.money(exact(pence))}"


def period_words(period: BillingPeriod) -> str:
    first, last = period.first, period.last
    year = f" {first.year}" if first.year != last.year else ""
    return f"{first.day} {first:%b}{year} – {last.day} {last:%b %Y}"


def _balance(told: Snapshot[Standing], now: datetime) -> Card:
    """With its age where it could not be asked anew."""
    standing = told.value
    if standing is None or standing.balance_pence is None:
        return Card("Balance", text.UNKNOWN, "Octopus has not told it yet")
    pence = standing.balance_pence
    note = "in credit" if pence > 0 else "to pay" if pence < 0 else "nothing owed"
    if standing.overdue_pence:
        note += f", {text.money(exact(standing.overdue_pence))} overdue"
    schedule = next(iter(standing.schedules), None)
    if schedule is not None:
        day = f" on day {schedule.day}" if schedule.day else ""
        way = "paid to you" if schedule.pence < 0 else "by direct debit"
        note += f" · {text.money(exact(abs(schedule.pence)))} {way}{day}"
    if told.fetched_at is not None and (told.problem is not None or told.is_older_than(A_WHILE, now)):
        note += f" · as Octopus told it {text.age(told.fetched_at, now)}"
    return Card("Balance", text.money(exact(abs(pence))), note)


def _so_far(bills: Bills) -> Card:
    bill = bills.so_far
    if bill is None:
        return Card("Bill so far", text.UNKNOWN, NO_PERIOD)
    days = bill.period.days - bills.remaining_days
    note = f"{period_words(bill.period)} · {days} of {bill.period.days} days"
    if bills.never_read and not bills.by_mini:
        return Card("Bill so far", text.UNKNOWN, f"{period_words(bill.period)} · {bills.never_read}")
    incomplete = len({day for part in bill.parts for day in part.incomplete})
    if incomplete:
        note += f" · {incomplete} {'day' if incomplete == 1 else 'days'} incomplete"
    if bills.by_mini:
        note += f" · {text.money(bills.pence_so_far - bill.pence)} estimated by the Home Mini"
    is_known = bool(bills.by_mini) or any(part.kwh or part.pence for part in bill.parts)
    return Card("Bill so far", text.money(bills.pence_so_far) if is_known else text.UNKNOWN, note)


def _projection(bills: Bills) -> Card:
    found = bills.projection
    if bills.so_far is None:
        return Card("At the end of the period", text.UNKNOWN, "")
    if found is None:
        return Card(
            "At the end of the period", text.UNKNOWN, "" if bills.never_read else "no complete day is known yet"
        )
    days = f"{found.from_days} {'day' if found.from_days == 1 else 'days'}"
    basis = f"the last {days}, this period is young" if found.is_fallback else f"this period's {days}"
    note = f"likely {text.money(found.low)} to {text.money(found.high)} · from {basis}"
    if found.missing_days:
        count = "1 day that lacks" if found.missing_days == 1 else f"{found.missing_days} days that lack"
        note += f" · {count} readings by their mean"
    return Card("At the end of the period", text.money(found.pence), note)


def part_name(part: BillPart | MiniPart) -> str:
    if part.fuel is Fuel.GAS:
        return "Gas"
    return "Export" if part.direction is Direction.EXPORT else "Electricity"


def _by_mini(part: MiniPart) -> Row:
    words = f"{'1 day' if len(part.days) == 1 else f'{len(part.days)} days'} estimated by the Home Mini"
    if part.told < part.expected:
        words += f", {part.told} of {part.expected} half hours"
    if part.priced < part.told:
        words += f", {half_hours(part.told - part.priced)} without a price"
    return Row(
        (
            part_name(part),
            text.kwh(part.kwh),
            text.money(part.pence - part.standing_pence),
            text.money(part.standing_pence) if part.standing_pence else text.UNKNOWN,
            text.money(part.pence),
            words,
        ),
        is_past=True,
    )


def _part(part: BillPart) -> Row:
    sign = -1 if part.direction is Direction.EXPORT else 1
    energy = part.pence - sign * part.standing_pence
    incomplete = f"{len(part.incomplete)} incomplete" if part.incomplete else ""
    return Row(
        (
            part_name(part),
            text.kwh(part.kwh),
            text.money(energy),
            text.money(sign * part.standing_pence) if part.standing_pence else text.UNKNOWN,
            text.money(part.pence),
            incomplete,
        )
    )


def _settled(bills: Bills) -> tuple[str, ...]:
    return tuple(f"{part_name(part)}: {settled_words(found)}" for part, found in bills.settled)


def _parts(bills: Bills) -> tuple[Row, ...]:
    """With their sum where they are several."""
    if bills.so_far is None:
        return ()
    metered = tuple(_part(part) for part in bills.so_far.parts if part.kwh or part.pence)
    rows = (*metered, *(_by_mini(part) for part in bills.by_mini))
    if len(rows) < 2:
        return rows
    return (*rows, Row(("Together", "", "", "", text.money(bills.pence_so_far), ""), is_current=True))


def _rounded(bills: Bills) -> str:
    """Where a bill, which rounds each of its parts, comes to another sum."""
    bill = bills.so_far
    if bill is None or bills.by_mini:
        return ""
    billed = text.money(exact(bill.billed_pence))
    if not bill.parts or billed == text.money(bill.pence):
        return ""
    return f"As a bill rounds its parts, {billed} together."


def _payment(payment: Payment) -> Row:
    day = payment.day
    return Row((f"{day.day} {day:%B %Y}", text.money(exact(payment.pence)), (payment.status or "").capitalize()))
