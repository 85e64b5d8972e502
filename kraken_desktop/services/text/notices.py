"""Notices, worded: what to show, with which buttons, and why it was sent."""

from __future__ import annotations

from decimal import Decimal

from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.month_over import MonthOver
from kraken_desktop.domain.notices import (
    BandChanged,
    FactsStale,
    Notice,
    PriceNegative,
    SignInNeeded,
    TomorrowPublished,
)
from kraken_desktop.domain.reminder import Reminder, ReminderDue, ReminderOff, ReminderPoint
from kraken_desktop.domain.tariff_change import TariffChanged
from kraken_desktop.services.ports import NoticeText
from kraken_desktop.services.text.bands import band_word
from kraken_desktop.services.text.charge_notices import ChargeNotice, charge_notice_reason, charge_notice_words
from kraken_desktop.services.text.numbers import price
from kraken_desktop.services.text.times import clock_time, span

SHOW = "show"
"""The button that opens the notice's page."""
REFRESH = "refresh"
"""The button that polls at once."""
_POINTS = {ReminderPoint.START: "Time to start", ReminderPoint.END: "Time is over"}


def notice_text(notice: Notice) -> NoticeText:
    """The notice as the desktop shows it."""
    title, body = _words(notice)
    return NoticeText(
        group=notice.group,
        kind=notice.kind,
        title=title,
        body=body,
        page=notice.page,
        actions={"open": "Open", **_buttons(notice)},
        is_urgent=isinstance(notice, SignInNeeded),
    )


def notice_reason(notice: Notice) -> str:
    """Why it was sent, for the list of notices."""
    if isinstance(notice, ReminderDue):
        return "You asked to be reminded"
    if isinstance(notice, ReminderOff):
        return "The time you asked to be reminded of is not what it was"
    if isinstance(notice, TomorrowPublished):
        return "The price list now reaches to the end of tomorrow; once a day"
    if isinstance(notice, PriceNegative):
        return "The price fell below zero"
    if isinstance(notice, BandChanged):
        return f"The price went from {band_word(notice.before)} to {band_word(notice.after)}; at most once an hour"
    if isinstance(notice, ChargeNotice):
        return charge_notice_reason(notice)
    if isinstance(notice, TariffChanged):
        return "What Octopus tells of your tariff is not what it was"
    if isinstance(notice, MonthOver):
        return "A month is over; once a month"
    if isinstance(notice, SignInNeeded):
        return "Octopus refused the key; asked once"
    return "Nothing fresh has come for long"


def reminder_words(reminder: Reminder) -> str:
    """``Time to start: dishwasher``."""
    return f"{'Time to pause' if _is_pause(reminder) else _POINTS[reminder.point]}: {reminder.what}"


def _is_pause(reminder: Reminder) -> bool:
    return reminder.point is ReminderPoint.END and reminder.rest is not None


def _reminder(notice: ReminderDue) -> tuple[str, str]:
    reminder = notice.reminder
    late = f" It was due at {clock_time(reminder.at)}." if notice.is_late else ""
    if _is_pause(reminder):
        return reminder_words(reminder), f"It goes on {', '.join(map(span, reminder.parts[1:]))}.{late}"
    at = "" if reminder.mean_pence is None else f", about {price(reminder.mean_pence)} per kWh"
    times = ", ".join(span(part) for part in reminder.parts)
    found = "The time found for it is" if len(reminder.parts) == 1 else "The times found for it are"
    return reminder_words(reminder), f"{found} {times}{at}.{late}"


def _reminder_off(notice: ReminderOff) -> tuple[str, str]:
    reminder = notice.reminder
    why = "The smart charge that made it cheap was withdrawn" if notice.is_charge_gone else "Its price has changed"
    now = (
        f"{span(reminder.span)} is about {price(notice.mean_pence)} per kWh now, no longer {price(reminder.span_pence)}"
    )
    return f"Reminder taken back: {reminder.what}", f"{why}: {now}. Look for another time on the Prices page."


def _words(notice: Notice) -> tuple[str, str]:
    if isinstance(notice, ReminderOff):
        return _reminder_off(notice)
    if isinstance(notice, ReminderDue):
        return _reminder(notice)
    if isinstance(notice, TomorrowPublished):
        return "Tomorrow's prices are here", _tomorrow(notice)
    if isinstance(notice, PriceNegative):
        rest = "" if notice.until is None else f" until {clock_time(notice.until)}"
        return f"You are paid to use power: {price(notice.pence)}", f"The price is below zero{rest}."
    if isinstance(notice, BandChanged):
        return _band_changed(notice)
    if isinstance(notice, ChargeNotice):
        return charge_notice_words(notice)
    if isinstance(notice, TariffChanged):
        return _tariff_changed(notice)
    if isinstance(notice, MonthOver):
        month = f"{notice.first:%B}"
        return (
            f"{month} is over: its report is ready",
            f"What you used and paid in {month}, and how well you bought it.",
        )
    if isinstance(notice, SignInNeeded):
        return "Please sign in again", "Octopus does not accept the API key any more. What was kept is still here."
    return _stale(notice)


def _tomorrow(notice: TomorrowPublished) -> str:
    prices = f"{price(notice.lowest)} to {price(notice.highest)}."
    if notice.cheapest is None:
        return prices
    best = notice.cheapest
    return f"{prices} Cheapest three hours: {span(best.span)} at {price(best.mean_pence)}."


def _band_changed(notice: BandChanged) -> tuple[str, str]:
    rest = "" if notice.until is None else f" until {clock_time(notice.until)}"
    if notice.after is Band.QUADRANT_0:
        return f"Power is cheap now: {price(notice.pence)}", f"In the lowest quarter of today's prices{rest}."
    if notice.after is Band.QUADRANT_3:
        return f"Power is dearest now: {price(notice.pence)}", f"In the highest quarter of today's prices{rest}."
    left = "lowest" if notice.before in (Band.QUADRANT_0, Band.NEGATIVE) else "highest"
    return f"The price is {price(notice.pence)} now", f"It has left the {left} quarter of today's prices."


def _tariff_changed(notice: TariffChanged) -> tuple[str, str]:
    old, new = notice.before, notice.after
    parts = []
    if notice.is_other_tariff:
        title, parts = f"{new.kind}: {new.name} from now on", [f"Before it was {old.name}."]
        if new.is_backdated and new.since is not None:
            title = f"{new.kind}: {new.name} since {new.since.day} {new.since:%B}"
            parts.append("The days since then are costed by it.")
    elif old.prices != new.prices and old.prices and new.prices:
        title = f"{new.kind}: other prices"
    else:
        title = f"{new.kind}: another standing charge"
    if new.prices and old.prices != new.prices:
        was = f", before {_list(old.prices)}" if old.prices else ""
        parts.append(f"Per kWh {_list(new.prices)}{was}.")
    if new.standing_pence is not None and new.standing_pence != old.standing_pence:
        was = f", before {price(old.standing_pence)}" if old.standing_pence is not None else ""
        parts.append(f"Standing charge {price(new.standing_pence)} a day{was}.")
    return title, " ".join(parts)


def _list(prices: tuple[Decimal, ...]) -> str:
    return ", ".join(price(one) for one in prices)


def _stale(notice: FactsStale) -> tuple[str, str]:
    return f"Nothing new for long: {notice.what}", f"The last good answer came at {clock_time(notice.since)}."


def _buttons(notice: Notice) -> dict[str, str]:
    if isinstance(notice, SignInNeeded):
        return {SHOW: "Sign in"}
    if isinstance(notice, FactsStale):
        return {REFRESH: "Try now", SHOW: "Open"}
    if isinstance(notice, TariffChanged):
        return {SHOW: "Show what was found"}
    if isinstance(notice, MonthOver):
        return {SHOW: "Open the report"}
    return {SHOW: "Open Dispatches" if notice.page == "dispatches" else "Open Prices"}
