"""What the command line answers: each report as an object for programs and as lines for people, from one state.

Prices are pence including VAT, energy kWh, power watts (negative = export), instants ISO 8601 in UTC.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kraken_desktop.domain.moments import day_span, london_date
from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.domain.rates import RateSchedule
from kraken_desktop.domain.usage import DayUsage
from kraken_desktop.services import derive, text
from kraken_desktop.services.car_prices import car_prices
from kraken_desktop.services.derive import PricedSlot, PriceNow, Publication
from kraken_desktop.services.plain import instant, number, problem_of, span_of
from kraken_desktop.services.state import AppState, Phase
from kraken_desktop.services.unknown_day import why_unknown

VERSION = 1
Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Report:
    """``content`` is plain JSON; ``lines`` say the same in words."""

    content: Content
    lines: tuple[str, ...]


def report(state: AppState, name: str, body: Content, lines: Sequence[str]) -> Report:
    """The envelope that every report has: schema, as_of, home, problems."""
    troubles = problems_of(state)
    content = {
        "schema": f"kraken-desktop/{name}/{VERSION}",
        "as_of": instant(state.now),
        "home": state.home or state.selection.account_number,
        "is_sample": state.home is not None,
        "problems": [problem_of(problem) for problem in troubles],
        **body,
    }
    heading = [f"Sample home: {state.home}", ""] if state.home else []
    return Report(content, (*heading, *lines, *_problem_lines(troubles, state)))


def status_report(state: AppState) -> Report:
    """The facts of the tray, the glance panel and their reasons."""
    price, power, day = derive.price_now(state), derive.power_now(state), derive.today(state)
    export = derive.price_now(state, export=True) if state.export_tariff.value is not None else None
    coming, cheap, devices = derive.tomorrow(state), derive.next_cheap(state), derive.device_lines(state)
    body = {
        "phase": state.phase.value,
        "price": {**_price_now(price), "explanation": text.price_explanation(state)},
        "export_price": _price_now(export) if export is not None else None,
        "power": {
            "watts": number(power.watts),
            "pence_an_hour": number(power.pence_an_hour),
            "read_at": instant(power.read_at),
            "is_stale": power.is_stale,
        },
        "today": _today(day),
        "next_cheap": span_of(cheap.span, mean_pence=number(cheap.mean_pence)) if cheap is not None else None,
        "tomorrow": {
            "publication": coming.publication.value,
            "lowest_pence": number(coming.lowest),
            "highest_pence": number(coming.highest),
        },
        "devices": [
            {"name": line.name, "kind": line.kind.value, "state": line.state, "activity": line.activity.value}
            for line in devices
        ],
    }
    rows = [("Price", _price_words(price, state))]
    if derive.smart_terms(state) is not None:
        rows.append(("Why", text.price_explanation(state)))
    if export is not None:
        rows.append(("Export", text.price_line(export, state.now)))
    rows.append(("Power", _power_words(state)))
    if day is not None:
        standing = f" (+ {text.money(day.standing_pence)} standing charge)" if day.standing_pence is not None else ""
        rows.append(("Today", f"{text.kwh(day.imported.kwh)}, {text.money(day.imported.pence)}{standing}"))
    if cheap is not None:
        is_running = cheap.span.start <= state.now
        rows.append(
            (
                "Cheap now" if is_running else "Next cheap",
                f"{text.span_with_day(cheap.span, state.now)}, {text.price(cheap.mean_pence)}",
            )
        )
    if coming.publication is Publication.PUBLISHED:
        rows.append(("Tomorrow", f"{text.price(coming.lowest)} to {text.price(coming.highest)}"))
    elif coming.publication is Publication.WAITING:
        rows.append(("Tomorrow", "prices are not published yet"))
    rows += [("Charging", text.device_line(line, state.now)) for line in devices]
    left = derive.allowance_left(state)
    if left is not None:
        rows.append(("Allowance", text.allowance_line(left, state.now)))
    return report(state, "status", body, _columns(rows))


def prices_report(state: AppState, day: date, of: str = "import") -> Report:
    """The day's slots; ``reason`` says why where there are none. ``of`` is ``import`` (export beside it), ``export``
    or ``gas``. ``car_pence`` is None where a car pays what the house pays.
    """
    served = derive.as_gas(state) if of == "gas" else state
    is_export = of == "export"
    slots = derive.day_prices(served, day, is_export)
    has_both = not is_export and served.export_tariff.value is not None
    exported = derive.day_prices(served, day, export=True) if has_both else ()
    car = None if is_export else car_prices(served, day_span(day))
    known = [slot.pence for slot in slots if slot.pence is not None]
    reason = None if known else _why_no_prices(state, day, of)
    mean = derive.day_mean(served, day, is_export)
    body = {
        "date": day.isoformat(),
        "of": of,
        "reason": reason,
        "lowest_pence": number(min(known, default=None)),
        "mean_pence": number(mean),
        "highest_pence": number(max(known, default=None)),
        "slots": [_slot(slot) | {"car_pence": _car_pence(car, slot)} for slot in slots] if known else [],
        "export_slots": [_slot(slot) for slot in exported if slot.pence is not None],
    }
    word = text.day_word(day, state.now)
    if reason is not None:
        return report(state, "prices", body, [reason])
    name = "Prices" if of == "import" else f"{of.capitalize()} prices"
    means = f"{text.price(min(known))} to {text.price(max(known))}, mean {text.price(mean)}"
    if len(known) == len(slots) and len(set(known)) == 1:
        means = f"{text.price(mean)} all day"
    table = _price_table(served, slots, exported, car, of)
    return report(state, "prices", body, [f"{name} {word}: {means}", "", *table])


def problems_of(state: AppState) -> tuple[Problem, ...]:
    """Every trouble of the state, each kind once."""
    # a shut keyring is why nobody is signed in: then it alone is the trouble
    is_signed_out = state.phase is Phase.SIGNED_OUT and state.secrets_problem is None
    found = [
        *([Problem(ProblemKind.SIGNED_OUT, state.now)] if is_signed_out else []),
        *(
            snapshot.problem
            for snapshot in (
                state.account,
                state.import_tariff,
                state.export_tariff,
                state.live,
                state.half_hours,
                state.dispatches,
                state.history,
            )
        ),
        state.polling.slowed_by,
        state.secrets_problem,
        state.store_problem,
        state.clock_problem,
    ]
    return tuple({problem.kind: problem for problem in found if problem is not None}.values())


def _why_no_prices(state: AppState, day: date, of: str) -> str:
    if state.phase is Phase.SIGNED_OUT:
        return "No prices: not signed in."
    if state.account.value is None:
        return "No prices: the account has not been read yet."
    when = text.full_date(day)
    tariff = {"import": state.import_tariff, "export": state.export_tariff, "gas": state.gas_tariff}[of].value
    if tariff is None:
        has_export = of == "import" and state.export_tariff.value is not None
        other = "; there is one for export: --export" if has_export else ""
        # A supply that ended may still be read.
        is_sure = day >= london_date(state.now) or (state.history.value is not None and state.history.value.is_whole)
        return f"No prices: no tariff for {of} on {when}{'' if is_sure else ' is known yet'}{other}."
    if day > london_date(state.now):
        reasons = why_unknown(derive.as_gas(state) if of == "gas" else state, day, of == "export")
        return " ".join((f"No prices are known for {when} yet.", *reasons))
    return f"No prices are known for {when}."


def _price_words(price: PriceNow, state: AppState) -> str:
    words = text.price_line(price, state.now)
    if price.pence is None:
        return words
    return f"{words} ({text.band_word(price.band, derive.scheme_of(state))})"


def _power_words(state: AppState) -> str:
    power = derive.power_now(state)
    words = text.power_line(power)
    return words if power.read_at is None else f"{words}, at {text.moment(power.read_at, state.now)}"


def _price_table(
    state: AppState, slots: Sequence[PricedSlot], exported: Sequence[PricedSlot], car: RateSchedule | None, of: str
) -> list[str]:
    paid = {slot.span.start: slot.pence for slot in exported}
    rows = []
    scheme = derive.scheme_of(state, of == "export")
    for slot in slots:
        marks = [*(["now"] if slot.span.contains(state.now) else []), *(["smart charge"] if slot.is_dispatch else [])]
        prices = [slot.pence, *([paid.get(slot.span.start)] if exported else [])]
        prices += [car.pence_at(slot.span.start)] if car is not None else []
        words = text.band_word(slot.band, scheme) if slot.pence is not None else "not known"
        figures = "".join(f"  {text.price(price):>7}" for price in prices)
        rows.append(f"{text.span(slot.span)}{figures}  {', '.join([words, *marks])}")
    names = [of, *(["export"] if exported else []), *(["car"] if car is not None else [])]
    return [" " * 11 + "".join(f"  {name:>7}" for name in names), *rows]


def _car_pence(car: RateSchedule | None, slot: PricedSlot) -> float | None:
    return None if car is None else number(car.pence_at(slot.span.start))


def _problem_lines(problems: Sequence[Problem], state: AppState) -> list[str]:
    found = []
    for problem in problems:
        words = text.problem_text(problem, is_known=state.account.value is not None)
        found += [
            "",
            f"{words.title}, since {text.moment(problem.since, state.now)}.",
            f"  {words.meaning} {words.action}",
        ]
    return found


def _columns(rows: Sequence[tuple[str, str]]) -> list[str]:
    width = max(len(name) for name, _ in rows) + 2
    return [f"{name:<{width}}{words}" for name, words in rows]


def _price_now(price: PriceNow) -> Content:
    return {
        "pence": number(price.pence),
        "until": instant(price.until),
        "next_pence": number(price.next_pence),
        "band": price.band.value,
        "source": price.source.value if price.source is not None else None,
        "reason": price.reason.value,
    }


def _today(day: DayUsage | None) -> Content | None:
    if day is None:
        return None
    return {
        "import_kwh": number(day.imported.kwh),
        "import_pence": number(day.imported.pence),
        "export_kwh": number(day.exported.kwh),
        "export_pence": number(day.exported.pence),
        "standing_pence": number(day.standing_pence),
        "until": instant(day.until),
        "basis": day.basis.value,
        "is_complete": day.is_complete,
    }


def _slot(slot: PricedSlot) -> Content:
    return span_of(slot.span, pence=number(slot.pence), band=slot.band.value, is_dispatch=slot.is_dispatch)
