"""The ledger against first principles: every half hour's price, the reason for it, and the bill they add up to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import groupby
from typing import Any

import pytest

from kraken_desktop.simulator import HOMES
from kraken_desktop.simulator.homes import home_named
from kraken_desktop.simulator.homes.declaration import GasPoint, Supply
from kraken_desktop.simulator.household import Household
from kraken_desktop.simulator.ledger import Ledger, OwedDay
from kraken_desktop.simulator.london import at_local, day_slots, local, slot_start
from kraken_desktop.simulator.money import Bills
from tests.simulator.conftest import Living
from tests.simulator.customer import Customer

CLOCK_CHANGES = (date(2026, 3, 29), date(2026, 10, 25))
CENT = Decimal("0.01")


@cache
def household(name: str) -> Household:
    return Household(home_named(name), 1)


def owed(name: str, day: date, supply: Supply | None = None) -> OwedDay:
    home = household(name)
    found = Ledger(home).day(supply or home.home.properties[-1].supplies[0], day)
    assert found is not None
    return found


def told(customer: Customer, start: str, end: str) -> list[dict[str, Any]]:
    answer = customer.client.get("/simulator/ledger", params={"from": start, "to": end})
    supplies: list[dict[str, Any]] = answer.raise_for_status().json()["supplies"]
    return supplies


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2026, 9, 30), date(2026, 10, 1), *CLOCK_CHANGES])
@pytest.mark.parametrize("home", HOMES)
def test_a_day_owes_every_half_hour_of_it_once(home: str, day: date) -> None:
    for supply in household(home).home.supplies:
        found = Ledger(household(home)).day(supply, day)
        if found is None:
            assert household(home).agreement_at(supply, at_local(day)) is None
            continue
        assert [one.slot for one in found.slots] == list(day_slots(day))
        for one in found.slots:
            assert one.metered == household(home).metered(supply, one.slot) >= 0
            assert sum(part.kwh for part in one.parts) == one.kwh
            assert abs(one.billed_kwh - one.kwh) <= CENT / 2
            assert all(part.kwh >= 0 for part in one.parts)
            export = not isinstance(supply, GasPoint) and supply.direction == "EXPORT"
            assert one.vat == (0 if export or day >= date(2026, 10, 1) else Decimal("0.05"))


@pytest.mark.parametrize("home", HOMES)
def test_a_bill_sums_its_half_hours_and_days(home: str) -> None:
    living = household(home)
    ledger = Ledger(living)
    for account in living.home.accounts:
        bills = Bills(living, ledger, account)
        bill = bills.bill(bills.period_start(date(2026, 3, 30)))
        for charge in bill.charges:
            net = tax = kwh = Decimal(0)
            for number in range((charge.last - charge.first).days + 1):
                day = ledger.day(charge.supply, charge.first + timedelta(days=number))
                assert day is not None
                billed = {one.slot: one.kwh.quantize(CENT) for one in day.slots}
                kwh += sum(billed.values())
                parts = [part.billed_kwh * part.exc_vat for one in day.slots for part in one.parts]
                net += sum(parts) + day.standing
                tax += (sum(parts) + day.standing) * day.vat
            assert charge.kwh == kwh
            assert abs(charge.net_pence) == round(net)
            assert abs(charge.tax_pence) == round(tax)
            assert (charge.net_pence < 0) == charge.is_export or net <= 0
            assert charge.tax_pence == 0 or not charge.is_export


@pytest.mark.parametrize("home", HOMES)
def test_only_a_smart_tariff_makes_dispatched_half_hours_cheap(home: str) -> None:
    days = [owed(home, date(2026, 7, 3) + timedelta(days=number)) for number in range(7)]
    reasons = {part.why for day in days for one in day.slots for part in one.parts}

    assert ("smart-dispatch" in reasons) == bool(household(home).cars)


def test_a_smart_dispatch_makes_the_whole_house_cheap_and_only_then() -> None:
    runs = household("intelligent").cars[0].runs_between
    day = owed("intelligent", date(2026, 10, 5))
    evening = [one for one in day.slots if 17 <= one.start.hour < 22]
    touched = {one.slot for one in evening if runs(one.slot * 1800, (one.slot + 1) * 1800)}

    assert touched
    for one in evening:
        (part,) = one.parts
        dispatched = one.slot in touched
        assert (part.exc_vat, part.why) == (
            (Decimal("6.8"), "smart-dispatch") if dispatched else (Decimal("28.4"), "day")
        )


def test_night_lasts_six_hours_on_the_wall_clock_over_both_changes() -> None:
    for day, nights in ((CLOCK_CHANGES[0], 10), (CLOCK_CHANGES[1], 14), (date(2026, 7, 1), 12)):
        named = [one.start for one in owed("intelligent", day).slots if one.parts[0].why == "night"]
        assert len(named) == nights
        assert all(local(start).hour < 6 or local(start).hour == 23 for start in named)


@pytest.mark.parametrize("day", [date(2026, 1, 14), date(2026, 7, 14), *CLOCK_CHANGES])
def test_economy_7_goes_by_its_own_hours_in_greenwich_time(day: date) -> None:
    for one in owed("economy7", day).slots:
        (part,) = one.parts
        clock = f"{one.start:%H:%M}"
        is_night = clock >= "22:30" or clock < "00:30" or "02:30" <= clock < "07:30"
        assert part.why == ("night" if is_night else "day")
        assert part.label == ("ECO7_NIGHT" if is_night else "ECO7_DAY")


def test_gas_in_cubic_metres_is_converted_and_then_rounded() -> None:
    for one in owed("flexible-dual-fuel", date(2026, 1, 14), household("flexible-dual-fuel").home.supplies[1]).slots:
        (part,) = one.parts
        exact = one.metered * Decimal("1.02264") * Decimal("39.5") / Decimal("3.6")
        assert one.metered == one.metered.quantize(Decimal("0.001"))
        assert part.kwh == exact
        assert part.billed_kwh == exact.quantize(CENT)
        assert part.exc_vat == Decimal("5.63")


def test_the_car_has_prices_of_its_own_and_six_smart_hours_from_noon_to_noon() -> None:
    """Forty days of the four-rate tariff, worked out again second by second from what the cars drew."""
    home = household("intelligent-four-rate")
    beyond = 0
    for number in range(40):
        day = date(2026, 9, 1) + timedelta(days=number)
        used = _smart_seconds(home, day)
        for one in owed("intelligent-four-rate", day).slots:
            home_part = next(part for part in one.parts if part.who == "home")
            cars = {part.why: part for part in one.parts if part.who == "car"}
            seconds = used.get(one.slot, (0, 0))
            is_night = (local(one.start) + timedelta(minutes=30)).hour < 6
            assert (home_part.exc_vat == Decimal("6.666")) == (is_night or seconds[0] > 0)
            assert home_part.exc_vat in (Decimal("6.666"), Decimal("28.00"))
            assert ("smart-dispatch" in cars) == (seconds[0] > 0)
            assert ("beyond-allowance" in cars) == (seconds[1] > 0)
            for why, price in (("smart-dispatch", "5.714"), ("beyond-allowance", "28.00"), ("boost", "28.00")):
                assert why not in cars or cars[why].exc_vat == Decimal(price)
            renamed = one.start >= at_local(date(2026, 9, 28))
            assert all((" RATE" in part.label) == renamed for part in one.parts)
            beyond += "beyond-allowance" in cars
    assert beyond > 0


def _smart_seconds(home: Household, day: date) -> dict[int, tuple[int, int]]:
    """Seconds of smart charging by any car in each half hour of a day: within six hours since noon, and after."""
    found: dict[int, tuple[int, int]] = {}
    for noon in (at_local(day - timedelta(days=1), 12), at_local(day, 12)):
        begin = int(noon.timestamp())
        end = int(at_local(local(noon).date() + timedelta(days=1), 12).timestamp())
        runs = [run for life in home.cars for run in life.runs_between(begin, end) if run.kind == "SMART"]
        left = 6 * 3600
        for ten in range(begin, end, 10):
            if any(run.start <= ten < run.end for run in runs):
                within, after = found.get(ten // 1800, (0, 0))
                found[ten // 1800] = (within + 10, after) if left > 0 else (within, after + 10)
                left -= 10
    return found


def test_the_ledger_is_read_over_http(living: Living) -> None:
    customer = living("agile", start="2026-10-14T12:00:00Z")

    supplies = told(customer, "2026-10-04T23:00:00Z", "2026-10-06T11:00:00Z")

    assert {supply["direction"] for supply in supplies} == {"IMPORT", "EXPORT"}
    for supply in supplies:
        assert len(supply["slots"]) == 72
        assert [day["day"] for day in supply["days"]] == ["2026-10-05", "2026-10-06"]
        consumption = customer.consumption(
            supply["direction"], period_from="2026-10-04T23:00:00Z", period_to="2026-10-05T23:00:00Z", order_by="period"
        )
        by_start = {datetime.fromisoformat(one["start"]): one for one in supply["slots"]}
        assert len(consumption) == 48
        for row in consumption:
            one = by_start[datetime.fromisoformat(row["interval_start"])]
            assert Decimal(one["metered"]) == Decimal(str(row["consumption"]))
            assert Decimal(one["net_pence"]) == sum(
                Decimal(part["billed_kwh"]) * Decimal(part["exc_vat"]) for part in one["parts"]
            )
            assert datetime.fromisoformat(one["arrives"]) <= datetime(2026, 10, 14, 12, tzinfo=UTC)


def test_a_meter_that_is_read_by_eye_tells_of_no_arrival(living: Living) -> None:
    (supply,) = told(living("no-smart-meter"), "2026-10-04T23:00:00Z", "2026-10-05T23:00:00Z")

    assert [one["arrives"] for one in supply["slots"]] == [None] * 48


@pytest.mark.parametrize("span", [("2026-10-05T00:00:00Z", "2026-10-05T00:00:00Z"), ("2024-01-01", "2026-01-01")])
def test_a_span_that_makes_no_sense_is_refused(living: Living, span: tuple[str, str]) -> None:
    answer = living().client.get("/simulator/ledger", params={"from": span[0], "to": span[1]})

    assert answer.status_code == 400


def test_issued_bills_are_told_newest_first_and_explain_the_balance(living: Living) -> None:
    customer = living("flexible", start="2026-09-20T12:00:00Z")
    bills = customer.client.get("/simulator/ledger/bills").json()["bills"]
    balance = customer.ask("query($a: String!) { account(accountNumber: $a) { balance } }", a=customer.account)

    assert [bill["first"] for bill in bills] == sorted((bill["first"] for bill in bills), reverse=True)
    assert len(bills) == 14
    outstanding = sum(bill["gross_pence"] for bill in bills if bill["issued"] <= "2026-09-20" < bill["paid"])
    assert outstanding > 0
    assert balance["account"]["balance"] == 11380 - outstanding
    for bill in bills:
        assert bill["gross_pence"] == sum(charge["gross_pence"] for charge in bill["charges"])


def test_two_adjacent_prices_of_agile_are_its_rates(living: Living) -> None:
    customer = living("agile")
    path = "products/AGILE-24-10-01/electricity-tariffs/E-1R-AGILE-24-10-01-C/standard-unit-rates/"
    span = {"period_from": "2026-10-03T23:00:00Z", "period_to": "2026-10-04T23:00:00Z"}
    rates = {row["valid_from"]: row for row in customer.rows(path, **span)}

    (imported, _) = told(customer, span["period_from"], span["period_to"])

    assert len(imported["slots"]) == len(rates) == 48
    for one in imported["slots"]:
        row = rates[one["start"].replace("+00:00", "Z")]
        (part,) = one["parts"]
        assert float(part["exc_vat"]) == row["value_exc_vat"]
        assert float(part["inc_vat"]) == row["value_inc_vat"]
        assert part["why"] == "standard"


def test_beyond_an_agreement_nothing_is_owed() -> None:
    home = household("agile")
    supply = home.home.supplies[0]

    assert Ledger(home).day(supply, date(2022, 9, 30)) is None
    codes = [Ledger(home).day(supply, date(2024, 9, 30) + timedelta(days=number)) for number in range(2)]
    changes = [key for key, _ in groupby(day.tariff_code for day in codes if day)]
    assert changes == ["E-1R-AGILE-FLEX-22-11-25-C", "E-1R-AGILE-24-10-01-C"]
    assert slot_start(day_slots(date(2024, 10, 1)).start) == at_local(date(2024, 10, 1))


def test_a_booked_free_hour_is_owed_nothing_and_an_offered_one_changes_nothing(living: Living) -> None:
    customer = living("rewards", start="2026-10-08T12:00:00Z")
    offered = "{ savingSessions { events(includeDev: false) { code eventType startAt endAt status } } }"
    events = customer.ask(offered, "backend")["savingSessions"]["events"]
    first, second = [
        one for one in events if (one["eventType"], one["status"]) == ("WEEKEND_HAPPY_HOUR", "UPCOMING") and one["code"]
    ][:2]
    booking = """mutation($a: String!, $c: String!) { bookSavingSessionsWeekendHappyHourEvent(
      input: {accountNumber: $a, eventCode: $c}) { bookedEvent { eventId } } }"""
    customer.ask(booking, "backend", a=customer.account, c=first["code"])

    for event, reasons in ((first, {"free-hour"}), (second, {"standard"})):
        slots = told(customer, event["startAt"], event["endAt"])[0]["slots"]
        assert len(slots) == 2
        assert {part["why"] for one in slots for part in one["parts"]} == reasons
        assert all((Decimal(one["net_pence"]) == 0) == (event is first) for one in slots)
        assert all(Decimal(one["kwh"]) > 0 for one in slots)
