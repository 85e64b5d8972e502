"""What is particular to one home: a move, an exchange of meters, two accounts, a new Mini, agreements entered late."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from kraken_desktop.simulator.homes import home_named
from kraken_desktop.simulator.household import Household
from kraken_desktop.simulator.ledger import Ledger
from kraken_desktop.simulator.london import at_local, day_slots, unix
from tests.simulator.conftest import Living
from tests.simulator.customer import Customer

POWER = """query($d: String!, $from: DateTime, $to: DateTime) { smartMeterTelemetry(deviceId: $d, start: $from,
  end: $to,
  grouping: HALF_HOURLY) { readAt consumption consumptionDelta } }"""
AGREEMENTS = """query($a: String!) { account(accountNumber: $a) { properties { id }
  electricityAgreements(active: true) { validFrom validTo tariff { ... on TariffType { productCode }
    ... on HalfHourlyTariff { unitRates { value } } } meterPoint { mpan } } } }"""


def agreements(customer: Customer, account: str | None = None) -> list[tuple[str, str, str | None]]:
    found = customer.ask(AGREEMENTS, a=account or customer.account)["account"]["electricityAgreements"]
    return [(one["tariff"]["productCode"], one["validFrom"][:10], one["validTo"]) for one in found]


def at(customer: Customer, moment: str) -> Customer:
    customer.octopus.set_clock(moment)
    customer.token = customer.login({"APIKey": customer.octopus.api_key})["token"]
    return customer


def test_a_home_mini_comes_alive_ten_minutes_after_the_start(living: Living) -> None:
    customer = living("mini-not-live")
    device = customer.device()
    ask: dict[str, Any] = {"d": device, "from": "2026-10-05T00:00:00Z", "to": "2026-10-05T18:00:00Z"}
    assert customer.ask(POWER, **ask)["smartMeterTelemetry"] == []

    customer.octopus.advance(11 * 60)

    assert customer.device() == device
    latest = "query($d: String!) { smartMeterTelemetry(deviceId: $d) { readAt demand } }"
    (row,) = customer.ask(latest, d=device)["smartMeterTelemetry"]
    assert datetime.fromisoformat(row["readAt"]) >= datetime(2026, 10, 5, 17, 40, tzinfo=UTC)


def test_a_move_shows_first_one_property_then_two_then_one_that_is_left(living: Living) -> None:
    customer = living("moved-house", start="2026-05-01T12:00:00Z")
    places = [customer.rest(f"accounts/{customer.account}/", signed=True).json()["properties"]]
    for moment in ("2026-06-13T12:00:00Z", "2026-10-05T12:00:00Z"):
        at(customer, moment)
        places.append(customer.rest(f"accounts/{customer.account}/", signed=True).json()["properties"])

    assert [[place["moved_out_at"] for place in seen] for seen in places] == [
        [None],
        [None, None],
        ["2026-06-15T00:00:00+01:00", None],
    ]
    assert agreements(customer) == [("GO-VAR-22-10-14", "2026-09-01", None)]


def test_nothing_is_metered_for_the_customer_beyond_the_agreements(living: Living) -> None:
    customer = living("moved-house", start="2026-10-05T12:00:00Z")
    old, new = customer.rest(f"accounts/{customer.account}/", signed=True).json()["properties"]
    (left,) = old["electricity_meter_points"]
    (entered,) = new["electricity_meter_points"]

    def ends(point: dict[str, Any], serial: str) -> tuple[str, str]:
        path = f"electricity-meter-points/{point['mpan']}/meters/{serial}/consumption/"
        rows = customer.rows(path, signed=True, page_size=25_000, order_by="period")
        return rows[0]["interval_start"][:10], rows[-1]["interval_start"][:10]

    assert ends(left, left["meters"][0]["serial_number"])[1] == "2026-06-14"
    before, after = (ends(entered, meter["serial_number"]) for meter in entered["meters"])
    assert before == ("2026-06-12", "2026-08-18")
    assert after[0] == "2026-08-19"


def test_an_exchanged_meter_begins_at_nought_and_loses_no_energy() -> None:
    home = Household(home_named("moved-house"), 1)
    point = home.home.properties[-1].meter_points[0]
    old, new = point.meters
    day = date(2026, 8, 19)
    hung, evening = unix(at_local(day)), unix(at_local(day + timedelta(days=1)))

    assert home.register(point, new, hung) == 0
    assert home.register(point, old, evening) == home.register(point, old, hung) > 1_000_000
    assert home.register(point, new, evening) == sum(home.wh(point, slot) for slot in day_slots(day)) > 0


def test_one_key_opens_two_accounts_with_balances_of_their_own(living: Living) -> None:
    customer = living("two-accounts")
    viewer = customer.ask("{ viewer { accounts { number } } }")["viewer"]["accounts"]
    numbers = [account["number"] for account in viewer]

    assert numbers == ["A-2ACC0013", "A-2ACC0113"]
    assert [agreements(customer, number)[0][0] for number in numbers] == ["AGILE-24-10-01", "VAR-22-11-01"]
    for number in numbers:
        assert len(customer.rest(f"accounts/{number}/", signed=True).json()["properties"]) == 1
    bills = [customer.client.get("/simulator/ledger/bills", params={"account": number}).json() for number in numbers]
    mpans = [{charge["number"] for bill in answer["bills"] for charge in bill["charges"]} for answer in bills]
    assert len(mpans[0]) == len(mpans[1]) == 1
    assert mpans[0] != mpans[1]
    assert customer.refused(AGREEMENTS, a="A-00000000") == ["KT-CT-4177"]


def test_an_agreement_entered_late_was_in_force_all_along(living: Living) -> None:
    customer = living("tariff-switch", start="2026-10-05T22:59:00Z")
    assert agreements(customer) == [("AGILE-24-10-01", "2026-05-06", "2026-10-06T00:00:00+01:00")]
    customer.octopus.advance(60)
    assert agreements(customer) == [("GO-VAR-22-10-14", "2026-10-06", None)]

    before = at(customer, "2026-10-19T12:00:00Z").ask(AGREEMENTS, a=customer.account)["account"]
    assert [one["validTo"] for one in before["electricityAgreements"]] == [None]
    assert before["electricityAgreements"][0]["tariff"]["unitRates"]
    after = agreements(at(customer, "2026-10-20T12:00:00Z"))

    assert after == [("COSY-22-12-08", "2026-10-13", None)]
    home = Household(home_named("tariff-switch"), 1)
    owed = Ledger(home).day(home.home.supplies[0], date(2026, 10, 14))
    assert owed is not None
    assert owed.tariff_code == "E-1R-COSY-22-12-08-C"


@pytest.mark.parametrize(("home", "unit"), [("flexible-dual-fuel", 3), ("gas-smets1", 30)])
def test_a_winters_day_of_gas_is_counted_in_the_meters_units(home: str, unit: int) -> None:
    living = Household(home_named(home), 1)
    supply = living.home.supplies[1]
    owed = Ledger(living).day(supply, date(2026, 1, 14))
    assert owed is not None
    metered = sum((one.metered for one in owed.slots), Decimal(0))

    assert unit < metered < unit * 4
    assert 30 < owed.billed_kwh < 110


def test_who_only_exports_owes_nothing_and_earns() -> None:
    living = Household(home_named("export-only"), 1)
    (supply,) = living.home.supplies
    owed = Ledger(living).day(supply, date(2026, 6, 10))

    assert owed is not None
    assert (owed.standing, owed.vat) == (0, 0)
    assert owed.net_pence == owed.billed_kwh * 12 > 0


def test_a_battery_sells_at_the_peak_and_a_heat_pump_works_in_the_cold() -> None:
    flux, cosy = (Household(home_named(name), 1) for name in ("flux", "cosy"))
    exported = flux.home.meter_points[1]
    peak, night = at_local(date(2026, 1, 14), 17), at_local(date(2026, 1, 14), 3)
    for moment, sells in ((peak, True), (night, False)):
        assert (flux.wh(exported, unix(moment) // 1800) > 500) == sells
    january, july = (
        sum(cosy.wh(cosy.home.meter_points[0], slot) for slot in day_slots(date(2026, month, 14))) for month in (1, 7)
    )
    assert january > 2 * july
