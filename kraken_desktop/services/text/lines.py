"""The tray's tooltip and the short lines that glance panel and menu share with it."""

from __future__ import annotations

from datetime import datetime

from kraken_desktop.domain.moments import today_span
from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.services import derive
from kraken_desktop.services.derive import PowerNow, PriceNow, PriceReason
from kraken_desktop.services.state import AppState, Phase
from kraken_desktop.services.text.bands import word_among
from kraken_desktop.services.text.charging import device_line
from kraken_desktop.services.text.numbers import an_hour, kilowatts, price
from kraken_desktop.services.text.problems import problem_text
from kraken_desktop.services.text.times import moment, until

_MOST_LINES = 4


def tooltip_lines(state: AppState) -> tuple[str, ...]:
    """At most four short lines: price, power, charging, as of when. Times, not ages: it must not change by itself."""
    is_export = state.import_tariff.value is None and state.export_tariff.value is not None
    if state.phase is Phase.SIGNED_OUT and state.import_tariff.value is None and not is_export:
        return ("Kraken Desktop", _as_of(state, derive.power_now(state)))
    lines = [price_line(derive.price_now(state, is_export), state.now, is_export)]
    power = derive.power_now(state)
    if power.watts is not None:
        lines.append(power_line(power))
    lines.extend(device_line(line, state.now) for line in derive.device_lines(state)[: _MOST_LINES - len(lines) - 1])
    lines.append(_as_of(state, power))
    return tuple(lines)


def price_line(now_price: PriceNow, now: datetime, is_export: bool = False) -> str:
    """``24.3p until 16:00, then 38.1p``."""
    if now_price.pence is None:
        if now_price.reason is PriceReason.NO_SUPPLY:
            return f"No {'export' if is_export else 'import'} on this account"
        return "Price not read yet" if now_price.reason is PriceReason.NOT_YET else "No price known for now"
    words = ("Export " if is_export else "") + price(now_price.pence)
    if now_price.until is not None:
        words += f" until {until(now_price.until, now)}"
    if now_price.next_pence is not None:
        words += f", then {price(now_price.next_pence)}"
    return words


def price_word(state: AppState, is_export: bool = False) -> str:
    """How dear the price now is among those of its day."""
    rates = derive.schedule_of(state, is_export).between(today_span(state.now))
    return word_among(derive.price_now(state, is_export).band, rates, derive.scheme_of(state, is_export))


def power_line(power: PowerNow) -> str:
    """``Using 1.24 kW, 30p an hour``; while exporting ``Exporting 0.80 kW, earning 12p an hour``."""
    if power.watts is None:
        return "Live power not known"
    words = f"{'Exporting' if power.is_export else 'Using'} {kilowatts(abs(power.watts))}"
    if power.pence_an_hour is None:
        return words
    is_earning = power.pence_an_hour < 0
    return f"{words}, {'earning ' if is_earning else ''}{an_hour(power.pence_an_hour)}"


def _as_of(state: AppState, power: PowerNow) -> str:
    """``at 17:30, Home Mini``: the newest fact's time and where it is from, or the trouble since when."""
    if state.phase is Phase.SIGNED_OUT:
        shut = state.secrets_problem
        return "Not signed in" if shut is None else f"{problem_text(shut).title}: nothing is fetched"
    if state.phase is Phase.KEY_REFUSED:
        return "Sign in again: the API key is not accepted"
    if state.clock_problem is not None:  # without a since: that time would be wrong too
        return problem_text(state.clock_problem).title
    troubled = next(
        (
            snapshot.problem
            for snapshot in (state.live, state.dispatches, state.import_tariff, state.export_tariff, state.account)
            if snapshot.problem is not None and snapshot.problem.kind is not ProblemKind.NO_MINI
        ),
        None,
    )
    if troubled is not None:
        return f"{problem_text(troubled).title}, since {moment(troubled.since, state.now)}"
    if power.read_at is not None:
        return f"at {moment(power.read_at, state.now)}, Home Mini"
    fetched = [snapshot.fetched_at for snapshot in (state.import_tariff, state.export_tariff, state.dispatches)]
    read_at = max((at for at in fetched if at is not None), default=None)
    if read_at is None:
        return "Waiting for Octopus"
    return f"at {moment(read_at, state.now)}{', without a Home Mini' if state.has_mini is False else ''}"
