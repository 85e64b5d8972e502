"""Price lists of each kind of tariff, and a row that is edited in place (docs/api.md, 5.4 to 5.6)."""

from __future__ import annotations

from tests.simulator.conftest import Living

AGILE = "products/AGILE-24-10-01/electricity-tariffs/E-1R-AGILE-24-10-01-C/"
FLEXIBLE = "products/VAR-22-11-01/electricity-tariffs/E-1R-VAR-22-11-01-C/"
FOUR_RATES = "products/IOG-SMB-TOU-25-12-12/electricity-tariffs/E-1R-IOG-SMB-TOU-25-12-12-C/"
ECONOMY_7 = "products/VAR-22-11-01/electricity-tariffs/E-2R-VAR-22-11-01-A/"
GAS = "products/VAR-22-11-01/gas-tariffs/G-1R-VAR-22-11-01-C/"
TRACKER = "products/SILVER-25-04-02/electricity-tariffs/E-1R-SILVER-25-04-02-C/"


def test_the_tariff_of_four_rates_lists_each_once_and_no_standard_rate(living: Living) -> None:
    customer = living("intelligent-four-rate")
    product = customer.rest("products/IOG-SMB-TOU-25-12-12/").json()
    entry = product["four_rate_ev_electricity_tariffs"]["_C"]["direct_debit_monthly"]
    rows = {
        link["rel"]: customer.client.get(link["href"], params={"period_from": "2026-10-05T00:00Z"}).json()["results"]
        for link in entry["links"]
    }

    assert customer.rest(f"{FOUR_RATES}standard-unit-rates/").json()["results"] == []
    assert product["single_register_electricity_tariffs"] == {}
    assert product["is_restricted"] is True
    assert set(rows) == {"standing_charges"} | {
        f"{name}_unit_rates" for name in ("day", "night", "ev_device_peak", "ev_device_off_peak")
    }
    assert all(len(found) == 1 and found[0]["valid_to"] is None for found in rows.values())
    assert entry["day_unit_rate_inc_vat"] == rows["day_unit_rates"][0]["value_inc_vat"]
    assert entry["night_unit_rate_exc_vat"] == rows["night_unit_rates"][0]["value_exc_vat"]


def test_economy_7_has_two_lists_for_both_ways_of_paying_and_no_third(living: Living) -> None:
    customer = living("economy7")
    now = {"period_from": "2026-10-05T00:00Z"}
    day, night = (customer.rows(f"{ECONOMY_7}{name}-unit-rates/", **now) for name in ("day", "night"))

    assert customer.rest(f"{ECONOMY_7}standard-unit-rates/").status_code == 400
    for rows in (day, night):
        assert [row["payment_method"] for row in rows] == ["NON_DIRECT_DEBIT", "DIRECT_DEBIT"]
    assert min(row["value_exc_vat"] for row in day) > max(row["value_exc_vat"] for row in night)


def test_tracker_has_a_row_for_each_local_day_and_learns_of_tomorrow(living: Living) -> None:
    customer = living(start="2026-10-24T14:00:00Z")
    days = {"period_from": "2026-10-23T23:00:00Z", "period_to": "2026-10-26T00:00:00Z"}
    before = customer.rows(f"{TRACKER}standard-unit-rates/", **days)

    customer.octopus.set_clock("2026-10-24T20:00:00Z")
    after = customer.rows(f"{TRACKER}standard-unit-rates/", **days)

    assert [(row["valid_from"], row["valid_to"]) for row in before] == [
        ("2026-10-23T23:00:00Z", "2026-10-24T23:00:00Z")
    ]
    assert after[0]["valid_from"] == "2026-10-24T23:00:00Z"
    assert after[0]["valid_to"] == "2026-10-26T00:00:00Z"
    assert after[1:] == before
    assert after[0]["value_exc_vat"] != before[0]["value_exc_vat"]


def test_a_row_edited_in_place_keeps_its_validity_and_changes_what_is_owed(living: Living) -> None:
    customer = living("flexible")
    span = {"period_from": "2026-10-05T00:00:00Z", "period_to": "2026-10-05T00:30:00Z"}
    before = customer.rows(f"{FLEXIBLE}standard-unit-rates/")
    order = {"tariff": "E-1R-VAR-22-11-01-C", "exc_vat": "26.5", "at": "2026-10-05T00:00:00Z"}

    assert customer.client.post("/simulator/prices", json=order).status_code == 200

    after = customer.rows(f"{FLEXIBLE}standard-unit-rates/")
    validity = ("valid_from", "valid_to", "payment_method")
    assert [[row[key] for key in validity] for row in after] == [[row[key] for key in validity] for row in before]
    changed = [row for row, old in zip(after, before, strict=True) if row != old]
    assert [row["value_exc_vat"] for row in changed] == [27.77, 26.5]
    ledger = customer.client.get("/simulator/ledger", params={"from": span["period_from"], "to": span["period_to"]})
    assert ledger.json()["supplies"][0]["slots"][0]["parts"][0]["exc_vat"] == "26.5"
    assert customer.client.post("/simulator/prices", json=order | {"list": "day-unit-rates"}).status_code == 400


def test_gas_has_its_own_rates_and_standing_charge(living: Living) -> None:
    customer = living("flexible-dual-fuel")
    instant = {"period_from": "2026-10-05T00:00:00Z", "period_to": "2026-10-05T00:01:00Z"}
    gas, power = (customer.rows(f"{path}standard-unit-rates/", **instant) for path in (GAS, FLEXIBLE))
    entry = customer.rest("products/VAR-22-11-01/").json()["single_register_gas_tariffs"]["_C"]["varying"]

    assert len(gas) == 2
    assert 3 * gas[-1]["value_exc_vat"] < power[-1]["value_exc_vat"]
    assert entry["standard_unit_rate_exc_vat"] in [row["value_exc_vat"] for row in gas]
    assert customer.rows(f"{GAS}standing-charges/", **instant)
