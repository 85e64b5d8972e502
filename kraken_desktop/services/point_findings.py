"""What was found of a meter point: its tariff, its prices and whence they come, its hours, its meter. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from kraken_desktop.domain.account import Direction, Fuel, MeterPoint
from kraken_desktop.domain.moments import london_date, today_span, tomorrow_span
from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.domain.rates import Rate
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.domain.tariffs import family_of
from kraken_desktop.services import text
from kraken_desktop.services.car_prices import car_price_words
from kraken_desktop.services.finding import Finding
from kraken_desktop.services.pricing import WindowSource, night_hours, tariff_of
from kraken_desktop.services.state import AppState, Tariff
from kraken_desktop.services.text.found import day_words, hours_words, sources_words, third_hours_words


def kind_words(point: MeterPoint) -> str:
    """``Electricity import``, ``Gas``."""
    return "Gas" if point.fuel is Fuel.GAS else f"Electricity {point.direction.value}"


def point_findings(point: MeterPoint, state: AppState, *, is_known: bool = True) -> Iterator[Finding]:
    """``is_known``: the point is of the account that is shown, so that it could be chosen."""
    selection = state.selection
    is_shown = point.number in (selection.import_number, selection.export_number, selection.gas_number)
    agreement = point.agreement_at(state.now)
    if agreement is None:
        yield Finding("Tariff", "no agreement in force now", False, "An agreement that begins; past costs stay")
    else:
        told = agreement.tariff.display_name if agreement.tariff is not None else None
        name, code = told or family_of(agreement.product_code).value, agreement.tariff_code
        since = text.day_word(london_date(agreement.valid_from), state.now)
        until = f", until {text.moment(agreement.valid_to, state.now)}" if agreement.valid_to is not None else ""
        yield Finding("Tariff", f"{name} ({code}), since {since}{until}")
    if not is_shown:
        yield from _told_prices(point, state)
        remedy = "Choose it in Settings, Account" if is_known else "Show its account"
        yield Finding("Shown", "not on the pages now", remedy=remedy)
    else:
        yield from _prices(point, _served(point, state), state)
    past = len(point.agreements) - (agreement is not None)
    if past:
        yield Finding("Earlier agreements", f"{past}: days under them keep their prices")
    yield from _meters(point)


def _told_prices(point: MeterPoint, state: AppState) -> Iterator[Finding]:
    """What the agreement itself tells: of what is not shown no price list is read."""
    tariff = tariff_of(point, {}, state.now)
    rate = tariff.schedule.at(state.now) if tariff is not None else None
    if rate is not None:
        yield _price(point, rate)
    if tariff is not None and tariff.standing_pence:
        yield _standing(tariff)


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
        if tariff is not None and tariff.standing_pence:
            yield _standing(tariff)
        return
    yield _price(point, rate)
    if car := car_price_words(tariff.terms, state.now):
        yield Finding("Car's own price", car)
    if tariff.gap is not None:
        why = text.problem_text(Problem(tariff.gap, state.now)).title
        yield Finding("Price list", why, False, _REMEDIES[tariff.gap])
    yield from _days(point, tariff, state)
    if tariff.standing_pence is None or tariff.standing_pence:
        yield _standing(tariff)
    windows, source = night_hours(agreement, state.own.windows) if agreement is not None else ((), None)
    is_import = point.fuel is Fuel.ELECTRICITY and point.direction is Direction.IMPORT
    does_matter = tariff.hangs_on_hours or source is WindowSource.OWN
    if windows and source is not None and is_import and does_matter:
        yield Finding("Night hours", hours_words(windows, source, do_count=tariff.hangs_on_hours))
    if agreement is not None and agreement.off_peak_scheme and is_import:
        yield Finding("Third price", third_hours_words(agreement.off_peak_scheme))


def _days(point: MeterPoint, tariff: Tariff, state: AppState) -> Iterator[Finding]:
    today, tomorrow = today_span(state.now), tomorrow_span(state.now)
    rates = tariff.schedule.between(today)
    hours = day_words(rates) if tariff.schedule.covers(today) else ""
    if hours or len({one.source for one in rates}) > 1:
        yield Finding("Prices today", f"{hours}: {sources_words(rates)}" if hours else sources_words(rates))
    coming = tariff.schedule.between(tomorrow)
    if not coming:
        yield Finding("Prices tomorrow", "not known yet", remedy=_coming(point, tariff, state))
        return
    part = "" if coming[-1].stop == tomorrow.end else f" until {text.clock_time(coming[-1].stop)}"
    yield Finding("Prices tomorrow", f"known{part}, from {sources_words(coming)}")


def _coming(point: MeterPoint, tariff: Tariff, state: AppState) -> str:
    ends_at = point.agreed_until(state.now)
    if ends_at is not None and ends_at < tomorrow_span(state.now).end:
        return "The tariff after this agreement, which Octopus does not name yet"
    return "Its publication, about 16:00" if tariff.has_changing_list else ""


def _price(point: MeterPoint, rate: Rate) -> Finding:
    """What is earned bears no VAT."""
    vat = "" if point.direction is Direction.EXPORT else " with VAT"
    return Finding("Price now", f"{text.rate(rate.pence_inc_vat)}{vat}, from {rate.source.value}")


def _standing(tariff: Tariff) -> Finding:
    if tariff.standing_pence is None:
        return Finding("Standing charge", "not told", False, "The next reading of the price list")
    whence = f", from {tariff.standing_source.value}" if tariff.standing_source is not None else ""
    return Finding("Standing charge", f"{text.price(tariff.standing_pence)} a day{whence}")


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
