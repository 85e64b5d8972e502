"""Price lists: shapes, pages, publication, clock changes (docs/api.md, 5.3 to 5.6 and 7.3)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kraken_desktop.simulator import market
from kraken_desktop.simulator.catalogue import Catalogue
from kraken_desktop.simulator.london import at_local, local, local_date
from kraken_desktop.simulator.tariffs import HalfHours, RateRow, Window
from tests.simulator.conftest import Living

AGILE = "products/AGILE-24-10-01/electricity-tariffs/E-1R-AGILE-24-10-01-C/"
INTELLIGENT = "products/INTELLI-VAR-24-10-29/electricity-tariffs/E-1R-INTELLI-VAR-24-10-29-C/"
FLEXIBLE = "products/VAR-22-11-01/electricity-tariffs/E-1R-VAR-22-11-01-C/"
OUTGOING = "products/AGILE-OUTGOING-19-05-13/electricity-tariffs/E-1R-AGILE-OUTGOING-19-05-13-C/"
INLINE = """query($a: String!) { account(accountNumber: $a) { electricityAgreements(active: true) {
  tariff { ... on HalfHourlyTariff { unitRates { validFrom validTo value } } } } } }"""
CODES = (
    "E-1R-AGILE-24-10-01-C",
    "E-1R-AGILE-OUTGOING-19-05-13-C",
    "E-1R-INTELLI-VAR-24-10-29-C",
    "E-1R-GO-VAR-22-10-14-C",
    "E-1R-VAR-22-11-01-C",
    "G-1R-VAR-22-11-01-C",
    "E-1R-COSY-22-12-08-C",
    "E-1R-FLUX-IMPORT-23-02-14-C",
    "E-1R-FLUX-EXPORT-23-02-14-C",
    "E-1R-PREPAY-VAR-18-09-21-C",
)


def starts(rows: list[dict[str, Any]]) -> list[datetime]:
    return [datetime.fromisoformat(row["valid_from"]) for row in rows]


def seen(code: str, start: datetime, end: datetime, now: datetime) -> list[RateRow]:
    tariff = Catalogue(1).tariff(code)
    assert tariff is not None
    return list(tariff.unit_rates.rows(Window(start, end, now, market.known_until(1, now))))


@pytest.mark.parametrize(("path", "page_size"), [(AGILE, 40), (INTELLIGENT, 3), (FLEXIBLE, 1)])
def test_pages_join_without_gap_newest_first(living: Living, path: str, page_size: int) -> None:
    customer = living()
    period: dict[str, Any] = {"period_from": "2026-09-28T00:00:00Z", "period_to": "2026-10-04T00:00:00Z"}

    paged = customer.rows(f"{path}standard-unit-rates/", page_size=page_size, **period)

    whole = customer.rest(f"{path}standard-unit-rates/", page_size=1500, **period).json()
    assert paged == whole["results"]
    assert whole["count"] == len(paged) > page_size
    assert whole["next"] is None
    assert starts(paged) == sorted(starts(paged), reverse=True)


def test_a_period_takes_every_row_that_overlaps_it(living: Living) -> None:
    rows = living().rows(
        f"{INTELLIGENT}standard-unit-rates/", period_from="2026-10-05T01:00:00Z", period_to="2026-10-05T01:01:00Z"
    )

    assert [(row["valid_from"], row["valid_to"]) for row in rows] == [("2026-10-04T22:30:00Z", "2026-10-05T04:30:00Z")]


def test_a_variable_tariff_lists_every_period_twice(living: Living) -> None:
    rows = living().rows(f"{FLEXIBLE}standard-unit-rates/", period_from="2026-10-05T00:00:00Z")

    assert {row["payment_method"] for row in rows} == {"DIRECT_DEBIT", "NON_DIRECT_DEBIT"}
    assert [row["valid_to"] for row in rows] == [None, None]
    assert rows[0]["value_exc_vat"] != rows[1]["value_exc_vat"]


def test_vat_was_five_percent_until_october_and_export_has_none(living: Living) -> None:
    customer = living()
    for path, before, after in ((AGILE, Decimal("1.05"), 1), (OUTGOING, 1, 1), (FLEXIBLE, Decimal("1.05"), 1)):
        for day, factor in (("2026-09-30T12:00:00Z", before), ("2026-10-01T12:00:00Z", after)):
            row = customer.rest(
                f"{path}standard-unit-rates/", period_from=day, period_to=day.replace("12:00:00", "12:00:01")
            ).json()
            first = row["results"][0]
            assert Decimal(str(first["value_inc_vat"])) == Decimal(str(first["value_exc_vat"])) * factor


@settings(max_examples=40)
@given(st.dates(date(2024, 1, 2), date(2027, 12, 30)), st.integers(0, 24 * 60 - 1), st.integers(1, 3))
def test_tomorrow_is_never_seen_before_four_and_always_the_next_day(day: date, minute: int, seed: int) -> None:
    now = at_local(day) + timedelta(minutes=minute)

    known = market.known_until(seed, now)

    today = local_date(now)
    assert known in (at_local(today, 23), at_local(today + timedelta(days=1), 23))
    if local(now).hour < 16:
        assert known == at_local(today, 23)
    assert market.known_until(seed, at_local(today, 22)) == at_local(today + timedelta(days=1), 23)


@settings(max_examples=40)
@given(st.sampled_from(CODES), st.dates(date(2024, 12, 1), date(2027, 12, 1)), st.integers(1, 10))
def test_the_rows_of_any_days_touch_end_to_end(code: str, day: date, days: int) -> None:
    start, end = at_local(day), at_local(day + timedelta(days=days))

    rows = [row for row in seen(code, start, end, end + timedelta(days=1)) if row.payment_method != "NON_DIRECT_DEBIT"]

    assert rows[-1].start <= start
    assert rows[0].end is None or rows[0].end >= end
    assert all(older.end == newer.start for newer, older in pairwise(rows))


@pytest.mark.parametrize(("day", "slots"), [(date(2026, 3, 29), 46), (date(2026, 10, 25), 50), (date(2026, 7, 1), 48)])
def test_a_local_day_of_agile_has_46_48_or_50_prices(day: date, slots: int) -> None:
    start, end = at_local(day), at_local(day + timedelta(days=1))

    assert len(seen("E-1R-AGILE-24-10-01-C", start, end, end)) == slots


def test_night_begins_by_the_clock_on_the_wall() -> None:
    for day in (date(2026, 1, 10), date(2026, 3, 29), date(2026, 7, 10), date(2026, 10, 25)):
        rows = seen("E-1R-INTELLI-VAR-24-10-29-C", at_local(day), at_local(day, 12), at_local(day, 12))
        assert [local(row.start).strftime("%H:%M") for row in reversed(rows)] == ["23:30", "05:30"]


def test_the_inline_bands_are_the_public_rates_merged(living: Living) -> None:
    for home, path in (("agile", AGILE), ("intelligent", INTELLIGENT)):
        customer = living(home)
        agreement = customer.ask(INLINE, a=customer.account)["account"]["electricityAgreements"][0]
        bands = agreement["tariff"]["unitRates"]
        public = customer.rows(f"{path}standard-unit-rates/", period_from=bands[0]["validFrom"], page_size=1500)

        def price(moment: datetime, rows: list[dict[str, Any]] = public) -> float:
            row = next(row for row in rows if datetime.fromisoformat(row["valid_from"]) <= moment)
            found: float = row["value_inc_vat"]
            return found

        for band, following in pairwise(bands):
            assert band["validTo"] == following["validFrom"]
            assert band["value"] != following["value"]
        for band in bands:
            moment = datetime.fromisoformat(band["validFrom"])
            while moment < datetime.fromisoformat(band["validTo"]):
                assert price(moment) == band["value"]
                moment += timedelta(minutes=30)


def test_tomorrow_appears_while_the_simulator_runs(living: Living) -> None:
    customer = living(start="2026-10-06T14:00:00Z")
    tomorrow: dict[str, Any] = {"period_from": "2026-10-06T23:00:00Z", "period_to": "2026-10-07T22:00:00Z"}
    assert customer.rows(f"{AGILE}standard-unit-rates/", **tomorrow) == []

    customer.octopus.set_clock("2026-10-06T20:00:00Z")

    assert len(customer.rows(f"{AGILE}standard-unit-rates/", **tomorrow)) == 46


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("products/NO-SUCH-1/", 404),
        ("products/INTELLI-VAR-22-10-14/", 404),
        (f"{AGILE}day-unit-rates/", 400),
        (f"{AGILE}weekend-unit-rates/", 404),
        ("products/AGILE-24-10-01/electricity-tariffs/E-1R-VAR-22-11-01-C/standard-unit-rates/", 404),
        (f"{AGILE}standard-unit-rates/?period_from=2026-10-05T00:00Z&period_to=2026-10-04T00:00Z", 400),
        (f"{AGILE}standard-unit-rates/".replace("electricity-tariffs", "gas-tariffs"), 404),
        (f"{AGILE}standard-unit-rates/?period_from=yesterday", 400),
        (f"{AGILE}standard-unit-rates/?page_size=none", 400),
        (f"{AGILE}standard-unit-rates/?page=9999999", 404),
    ],
)
def test_what_does_not_exist_is_refused_in_words(living: Living, path: str, status: int) -> None:
    reply = living().client.get(f"/v1/{path}")

    assert reply.status_code == status
    assert isinstance(reply.json(), dict)


def test_a_list_that_the_tariff_has_not_is_told_from_those_that_it_has(living: Living) -> None:
    iog = "products/IOG-SMB-TOU-25-12-12/electricity-tariffs/E-1R-IOG-SMB-TOU-25-12-12-C"

    assert living().rest(f"{iog}/off-peak-unit-rates/").json() == {
        "detail": "This tariff has day and night rates, not off-peak."
    }


def test_a_product_names_its_price_lists(living: Living) -> None:
    customer = living()
    listed = customer.rest("products/").json()
    assert listed["count"] == len(listed["results"]) > 4

    for summary in listed["results"]:
        product = customer.client.get(summary["links"][0]["href"]).json()
        sections = [section for name, section in product.items() if name.endswith("_tariffs") and section]
        assert sections
        for section in sections:
            entry = next(iter(section["_C"].values()))
            assert entry["code"].endswith("-C")
            for link in entry["links"]:
                assert customer.client.get(link["href"], params={"page_size": 1}).json()["count"] > 0


def test_a_time_without_a_zone_is_londons(living: Living) -> None:
    customer = living()
    plain = customer.rows(f"{AGILE}standard-unit-rates/", period_from="2026-10-05T00:00", period_to="2026-10-05T00:30")
    zulu = customer.rows(
        f"{AGILE}standard-unit-rates/", period_from="2026-10-04T23:00:00Z", period_to="2026-10-04T23:30:00Z"
    )

    assert plain == zulu
    assert starts(plain) == [datetime(2026, 10, 4, 23, tzinfo=UTC)]


def test_years_of_half_hours_are_not_made_for_one_page() -> None:
    made: list[int] = []

    def price(slot: int) -> Decimal:
        made.append(slot)
        return Decimal(1)

    now = datetime(2026, 10, 5, tzinfo=UTC)
    rows = HalfHours(price, date(2022, 10, 1)).rows(Window(None, None, now, now))

    assert len(rows) > 70_000
    assert len(rows[:100]) == 100
    assert len(made) == 100
