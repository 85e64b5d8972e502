"""What was found of an account, where its prices come from, and what is missing, why, and what would bring it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kraken_desktop.domain.account import Account, Direction, Fuel, MeterPoint, Property
from kraken_desktop.domain.moments import london_date, today_span, tomorrow_span
from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.domain.rates import PaymentMethod
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.domain.tariffs import family_of
from kraken_desktop.services import text
from kraken_desktop.services.pricing import night_hours
from kraken_desktop.services.state import AppState, Tariff
from kraken_desktop.services.text.found import hours_words, sources_words


@dataclass(frozen=True, slots=True)
class Finding:
    """``remedy`` is what would bring what is missing; "" where nothing is."""

    name: str
    detail: str
    is_good: bool = True
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class FoundPart:
    """An account, a property, a meter point. ``private`` (a number, an address) is for the customer's eyes only."""

    title: str
    private: str
    findings: tuple[Finding, ...]


def found_parts(state: AppState) -> tuple[FoundPart, ...]:
    """From the account down to its meters; () before the account was ever read."""
    account = state.account.value
    if account is None:
        return ()
    parts = [FoundPart("Account", account.number, tuple(_account(account, state)))]
    for number, home in enumerate(account.properties, start=1):
        title = "Property" if len(account.properties) == 1 else f"Property {number}"
        parts.append(FoundPart(title, home.address or home.postcode, tuple(_property(home, state))))
        parts.extend(FoundPart(_kind(point), point.number, tuple(_point(point, state))) for point in home.meter_points)
    return (*parts, FoundPart("Live power and smart devices", "", tuple(_devices(state))))


def _account(account: Account, state: AppState) -> Iterator[Finding]:
    count = len(account.properties)
    yield Finding("Status", f"{account.status.capitalize()}, {'1 property' if count == 1 else f'{count} properties'}")
    way = "direct debit" if state.selection.payment_method is not PaymentMethod.NON_DIRECT_DEBIT else "another way"
    yield Finding("Paid by", f"{way}: where a tariff has two prices, this one is shown")
    if not account.meter_points:
        yield Finding(
            "Meters", "Octopus lists none on this account", False, "They appear once supply begins, without signing in"
        )


def _property(home: Property, state: AppState) -> Iterator[Finding]:
    yield Finding("Supply", "lived in" if home.is_occupied(state.now) else "moved out: kept for its history")
    kinds = {(point.fuel, point.direction) for point in home.meter_points}
    if not home.is_occupied(state.now):
        return
    if (Fuel.ELECTRICITY, Direction.IMPORT) not in kinds:
        yield Finding("Import", "no electricity meter", False, "An electricity supply with Octopus")
    if (Fuel.ELECTRICITY, Direction.EXPORT) not in kinds:
        yield Finding("Export", "no export meter", remedy="An export tariff, for homes with panels or a battery")
    if not any(fuel is Fuel.GAS for fuel, _ in kinds):
        yield Finding("Gas", "no gas meter", remedy="A gas supply with Octopus")


def _kind(point: MeterPoint) -> str:
    return "Gas" if point.fuel is Fuel.GAS else f"Electricity {point.direction.value}"


def _point(point: MeterPoint, state: AppState) -> Iterator[Finding]:
    selection = state.selection
    is_shown = point.number in (selection.import_number, selection.export_number, selection.gas_number)
    agreement = point.agreement_at(state.now)
    if agreement is None:
        yield Finding("Tariff", "no agreement in force now", False, "An agreement that begins; past costs stay")
    else:
        told = agreement.tariff.display_name if agreement.tariff is not None else None
        name, code = told or family_of(agreement.product_code).value, agreement.tariff_code
        yield Finding("Tariff", f"{name} ({code}), since {text.day_word(london_date(agreement.valid_from), state.now)}")
    if not is_shown:
        yield Finding("Prices", "not shown", remedy="Choose it in Settings, Account")
    else:
        yield from _prices(point, _served(point, state), state)
    past = len(point.agreements) - (agreement is not None)
    if past:
        yield Finding("Earlier agreements", f"{past}: days under them keep their prices")
    yield from _meters(point)


def _served(point: MeterPoint, state: AppState) -> Snapshot[Tariff]:
    if point.fuel is Fuel.GAS:
        return state.gas_tariff
    return state.export_tariff if point.direction is Direction.EXPORT else state.import_tariff


_REMEDIES: dict[ProblemKind | None, str] = {
    ProblemKind.UNKNOWN_TARIFF: "Your own prices in Settings, Prices",
    ProblemKind.NOT_LISTED: "Your own prices in Settings, Prices; days that your agreement tells are shown",
    ProblemKind.NO_HOURS: "Your night hours in Settings, Prices, or some days of readings, which teach them",
}


def _prices(point: MeterPoint, snapshot: Snapshot[Tariff], state: AppState) -> Iterator[Finding]:
    tariff, problem, agreement = snapshot.value, snapshot.problem, point.agreement_at(state.now)
    rate = tariff.schedule.at(state.now) if tariff is not None else None
    if tariff is None or rate is None:
        why = text.problem_text(problem).title if problem is not None else "no price is known for now"
        kind = problem.kind if problem is not None else None
        yield Finding("Price now", why, False, _REMEDIES.get(kind, "The next try, or your own prices in Settings"))
        return
    yield Finding("Price now", f"{text.rate(rate.pence_inc_vat)} with VAT, from {rate.source.value}")
    if tariff.gap is not None:
        why = text.problem_text(Problem(tariff.gap, state.now)).title
        yield Finding("Price list", why, False, _REMEDIES[tariff.gap])
    days = (("today", today_span(state.now)), ("tomorrow", tomorrow_span(state.now)))
    for word, day in days:
        rates = tariff.schedule.between(day)
        if not rates:
            when = "published from 16:00" if tariff.has_changing_list else "not known yet"
            yield Finding(f"Prices {word}", when, word == "tomorrow", "")
        elif len({one.source for one in rates}) > 1 or word == "tomorrow":
            yield Finding(f"Prices {word}", sources_words(rates))
    if tariff.standing_pence is None:
        yield Finding("Standing charge", "not told", False, "The next reading of the price list")
    else:
        yield Finding("Standing charge", f"{text.price(tariff.standing_pence)} a day")
    windows, source = night_hours(agreement, state.own.windows) if agreement is not None else ((), None)
    is_import = point.fuel is Fuel.ELECTRICITY and point.direction is Direction.IMPORT
    if windows and source is not None and is_import:
        yield Finding("Night hours", hours_words(windows, source))


def _meters(point: MeterPoint) -> Iterator[Finding]:
    active = [meter for meter in point.meters if meter.is_active]
    if not active:
        yield Finding("Meter", "none in use", False, "A meter that Octopus lists as fitted")
        return
    older = len(point.meters) - len(active)
    parts = ["smart" if any(meter.device_id for meter in active) else "not on the smart network"]
    parts += [f"counts {meter.unit.value}" for meter in active if meter.unit is not None][:1]
    parts += [f"{older} taken out earlier"] if older else []
    is_smart = any(meter.device_id for meter in active)
    remedy = "" if is_smart or point.fuel is Fuel.GAS else "A smart meter: live power and half hours need one"
    yield Finding("Meter", ", ".join(parts), is_smart or point.fuel is Fuel.GAS, remedy)


def _devices(state: AppState) -> Iterator[Finding]:
    mini = {True: "on the meter's network", False: "none on the meter's network", None: "Octopus does not say"}
    remedy = "" if state.has_mini else "A Home Mini, which Octopus sends to homes with a smart meter that ask for one"
    yield Finding("Home Mini", mini[state.has_mini], state.has_mini is not False, remedy)
    book = state.dispatches.value
    statuses = book.statuses if book is not None else ()
    for status in statuses:
        device = status.device
        name = text.device_name(device.name, device.kind)
        maker = " ".join(part for part in (device.make, device.model) if part)
        word = text.charge_state_text(status.state or "") if device.is_chargeable else device.life.lower()
        yield Finding(name, ": ".join(part for part in (maker, word) if part), device.is_chargeable)
    if not statuses:
        yield Finding("Smart devices", "none", remedy="A car or charger connected in Octopus's app")
