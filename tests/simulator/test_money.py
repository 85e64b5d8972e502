"""Consumption times prices is the bill, and the bill moves the balance (docs/api.md, 5.7, 5.10 and 7.17)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from kraken_desktop.simulator.homes import home_named
from kraken_desktop.simulator.household import Household
from kraken_desktop.simulator.london import at_local, day_slots, slot_start
from tests.simulator.conftest import Living
from tests.simulator.customer import Customer

MONEY = """query($a: String!) { account(accountNumber: $a) { balance ledgers { balance }
  billingOptions { currentBillingPeriodStartDate currentBillingPeriodEndDate nextBillingDate } } }"""


def balance(customer: Customer) -> int:
    account = customer.ask(MONEY, a=customer.account)["account"]
    assert account["ledgers"] == [{"balance": account["balance"]}]
    found: int = account["balance"]
    return found


def at(customer: Customer, moment: str) -> Customer:
    customer.octopus.set_clock(moment)
    customer.token = customer.login({"APIKey": customer.octopus.api_key})["token"]
    return customer


def test_the_bill_is_what_anyone_can_work_out_over_http(living: Living) -> None:
    """Flexible, 11 August to 10 September 2026: one price, one standing charge, 5 % VAT."""
    customer = living("flexible", start="2026-09-14T12:00:00Z")
    before = balance(customer)
    after = balance(at(customer, "2026-09-15T12:00:00Z"))
    paid = balance(at(customer, "2026-09-29T12:00:00Z"))

    period: dict[str, Any] = {
        "period_from": "2026-08-10T23:00:00Z",
        "period_to": "2026-09-10T23:00:00Z",
        "page_size": 25_000,
    }
    rows = customer.consumption(**period)
    assert len(rows) == 31 * 48
    rates = "products/VAR-22-11-01/electricity-tariffs/E-1R-VAR-22-11-01-C"
    instant: dict[str, Any] = {"period_from": "2026-08-20T00:00:00Z", "period_to": "2026-08-20T00:01:00Z"}
    price, standing = (
        next(row for row in customer.rows(f"{rates}/{name}/", **instant) if row["payment_method"] == "DIRECT_DEBIT")
        for name in ("standard-unit-rates", "standing-charges")
    )
    billed = sum(Decimal(str(row["consumption"])).quantize(Decimal("0.01")) for row in rows)
    net = billed * Decimal(str(price["value_exc_vat"])) + 31 * Decimal(str(standing["value_exc_vat"]))

    assert before - after == round(net) + round(net * Decimal("0.05"))
    assert paid == before


def test_yesterday_arrives_late_in_the_morning(living: Living) -> None:
    customer = living(start="2026-10-05T06:00:00Z")
    yesterday: dict[str, Any] = {"period_from": "2026-10-03T23:00:00Z", "period_to": "2026-10-04T23:00:00Z"}
    assert customer.consumption(**yesterday) == []

    assert len(at(customer, "2026-10-05T12:00:00Z").consumption(**yesterday)) == 48


def test_some_half_hours_arrive_days_later() -> None:
    household = Household(home_named("agile"), 1)
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(200)]
    waits = {slot_start(slot): household.arrives(slot) - at_local(day) for day in days for slot in day_slots(day)}

    late = [start for start, wait in waits.items() if wait > timedelta(days=1, hours=12)]
    assert 0 < len(late) < len(waits) / 20
    assert min(waits.values()) >= timedelta(days=1, hours=8)


def test_consumption_changes_its_offset_with_the_clocks(living: Living) -> None:
    customer = living(start="2026-10-27T12:00:00Z")

    rows = customer.consumption(period_from="2026-10-24T23:00:00Z", period_to="2026-10-26T00:00:00Z", order_by="period")

    assert len(rows) == 50
    assert rows[0]["interval_start"] == "2026-10-25T00:00:00+01:00"
    assert rows[4]["interval_start"] == "2026-10-25T01:00:00+00:00"
    assert rows[-1]["interval_end"] == "2026-10-26T00:00:00+00:00"


def test_consumption_pages_orders_and_groups(living: Living) -> None:
    customer = living()
    week: dict[str, Any] = {"period_from": "2026-09-20T23:00:00Z", "period_to": "2026-09-27T23:00:00Z"}

    oldest_first = customer.consumption(**week, order_by="period", page_size=50)
    newest_first = customer.consumption(**week)
    by_day = customer.consumption(**week, group_by="day", order_by="period")

    assert len(oldest_first) == 7 * 48
    assert newest_first == oldest_first[::-1]
    assert [len(row["interval_start"]) for row in by_day] == [25] * 7
    for number, row in enumerate(by_day):
        parts = oldest_first[number * 48 : (number + 1) * 48]
        assert Decimal(str(row["consumption"])) == sum(Decimal(str(part["consumption"])) for part in parts)


def test_sometimes_there_is_a_row_more_than_asked_for(living: Living) -> None:
    customer = living()
    point = customer.meter_points()[0]
    path = f"electricity-meter-points/{point['mpan']}/meters/{point['meters'][0]['serialNumber']}/consumption/"
    counts = set()
    for day in range(1, 21):
        period = {"period_from": f"2026-08-{day:02}T00:00:00Z", "period_to": f"2026-08-{day + 1:02}T00:00:00Z"}
        counts.add(customer.rest(path, signed=True, **period).json()["count"])

    assert counts == {48, 49}


def test_there_are_fourteen_months_of_half_hours(living: Living) -> None:
    customer = living(start="2026-10-05T12:00:00Z")

    rows = customer.consumption(page_size=25_000)

    oldest = datetime.fromisoformat(rows[-1]["interval_start"])
    assert oldest == datetime(2025, 8, 4, 23, tzinfo=UTC)
    starts = {datetime.fromisoformat(row["interval_start"]) for row in rows}
    assert len(starts) == len(rows)
    assert len(rows) == (max(starts) - oldest) // timedelta(minutes=30) + 1


@pytest.mark.parametrize(
    "parameters",
    [
        {"period_to": "2026-10-04T00:00:00Z"},
        {"order_by": "size"},
        {"group_by": "decade"},
        {"period_from": "2026-10-05T00:00:00Z", "period_to": "2026-10-04T00:00:00Z"},
    ],
)
def test_a_period_that_makes_no_sense_is_refused(living: Living, parameters: dict[str, str]) -> None:
    customer = living()
    point = customer.meter_points()[0]
    path = f"electricity-meter-points/{point['mpan']}/meters/{point['meters'][0]['serialNumber']}/consumption/"

    assert customer.rest(path, signed=True, **parameters).status_code == 400
    assert customer.rest(path).status_code == 401
    assert customer.rest("electricity-meter-points/1200000000009/meters/X/consumption/", signed=True).status_code == 404


def test_the_billing_period_holds_today(living: Living) -> None:
    options = living().ask(MONEY, a=living().account)["account"]["billingOptions"]

    assert options == {
        "currentBillingPeriodStartDate": "2026-09-22",
        "currentBillingPeriodEndDate": "2026-10-21",
        "nextBillingDate": "2026-10-22",
    }
