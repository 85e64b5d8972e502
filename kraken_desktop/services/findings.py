"""What was found of every account, where prices come from, and what is missing, why, and what would bring it. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from kraken_desktop.domain.account import Account, Direction, Fuel, Property
from kraken_desktop.domain.rates import PaymentMethod
from kraken_desktop.domain.tariffs import Family, family_of
from kraken_desktop.services import text
from kraken_desktop.services.accounts_feed import is_closed
from kraken_desktop.services.checks import checks
from kraken_desktop.services.finding import Finding, FoundPart
from kraken_desktop.services.point_findings import kind_words, point_findings
from kraken_desktop.services.state import AppState

_TURN = "Show this account, in Settings, Account"


def found_parts(state: AppState) -> tuple[FoundPart, ...]:
    """The account that is shown down to its meters and devices, every other one, and how all of it is read.

    () before the account was ever read.
    """
    account = state.account.value
    if account is None:
        return ()
    others = [part for other in state.other_accounts.value or () for part in _parts(other, state, is_shown=False)]
    return (
        *_parts(account, state, is_shown=True),
        FoundPart("Live power and smart devices", "", tuple(_devices(state))),
        *others,
        FoundPart("How it is read", "", tuple(checks(state))),
    )


def _parts(account: Account, state: AppState, *, is_shown: bool) -> Iterator[FoundPart]:
    turns_to = None if is_shown or is_closed(account.status) else account.number
    title = "Account" if is_shown else "Another account"
    findings = _account(account, state) if is_shown else _other(account, state)
    yield FoundPart(title, account.number, tuple(findings), turns_to)
    for number, home in enumerate(account.properties, start=1):
        title = "Property" if len(account.properties) == 1 else f"Property {number}"
        yield FoundPart(title, home.address or home.postcode, tuple(_property(home, state)))
        for point in home.meter_points:
            yield FoundPart(kind_words(point), point.number, tuple(point_findings(point, state, is_known=is_shown)))


def _account(account: Account, state: AppState) -> Iterator[Finding]:
    yield Finding("Status", _status_words(account))
    yield Finding("Way of paying", _paying_words(account, state))
    if not account.meter_points:
        yield Finding(
            "Meters", "Octopus lists none on this account", False, "They appear once supply begins, without signing in"
        )
    others, read_at = state.other_accounts.value, state.other_accounts.fetched_at
    problem = state.other_accounts.problem
    if problem is not None:
        yield Finding("Other accounts", text.problem_text(problem).title, False, "The next try, which comes by itself")
    elif others is not None and read_at is not None:
        yield Finding("Other accounts", f"{len(others) or 'none'} behind the same key")


def _paying_words(account: Account, state: AppState) -> str:
    held = (point.agreement_at(state.now) for point in account.meter_points)
    if any(one is not None and family_of(one.product_code) is Family.PREPAY for one in held):
        return "in advance, by a prepayment tariff: its price list has one price"
    is_other = state.selection.payment_method is PaymentMethod.NON_DIRECT_DEBIT
    way = "another way" if is_other else "direct debit"
    return f"{way}, as Settings say: where a tariff has two prices, this one is shown"


def _other(account: Account, state: AppState) -> Iterator[Finding]:
    """It is known, and nothing of it is fetched but what it is."""
    if is_closed(account.status):
        yield Finding("Status", f"{_status_words(account)}: Octopus keeps it for its bills")
        return
    yield Finding("Status", _status_words(account))
    if not account.properties:
        yield Finding("Properties", "Octopus does not tell them just now", False, "The next reading, once a day")
        return
    missing = "not asked for while another account is shown"
    yield Finding("Live power", missing, remedy=_TURN)
    yield Finding("History and bills", missing, remedy=_TURN)


def _status_words(account: Account) -> str:
    count = len(account.properties)
    homes = "1 property" if count == 1 else f"{count or 'no'} properties"
    return f"{account.status.capitalize()}, {homes}"


def _property(home: Property, state: AppState) -> Iterator[Finding]:
    is_lived_in = home.is_occupied(state.now)
    yield Finding("Supply", "lived in" if is_lived_in else "moved out: kept for its history")
    kinds = {(point.fuel, point.direction) for point in home.meter_points}
    if not is_lived_in:
        if not kinds:
            yield Finding("Meters", "Octopus lists none any more", remedy="The history, which asks for them once a day")
        return
    if (Fuel.ELECTRICITY, Direction.IMPORT) not in kinds:
        sells = (Fuel.ELECTRICITY, Direction.EXPORT) in kinds
        detail = "no import meter: bought from somebody else" if sells else "no electricity meter"
        yield Finding("Import", detail, sells, "An electricity supply with Octopus")
    if (Fuel.ELECTRICITY, Direction.EXPORT) not in kinds:
        yield Finding("Export", "no export meter", remedy="An export tariff, for homes with panels or a battery")
    if not any(fuel is Fuel.GAS for fuel, _ in kinds):
        yield Finding("Gas", "no gas meter", remedy="A gas supply with Octopus")


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
