from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest

from kraken_desktop.domain.moments import DailyWindow, Span, day_slots, london_date
from kraken_desktop.domain.offers import Hours, Metering, Offer, Product, ProductTariff, Shelf, shelved
from kraken_desktop.domain.rates import Rate
from kraken_desktop.domain.tariffs import NIGHT_ECONOMY_7, NIGHT_GO, Family, Register
from tests.domain.moments_given import at

AGILE, FLEXIBLE = "AGILE-24-10-01", "VAR-22-11-01"


def product(code: str, available_from: str | None = "2024-10-01 00:00", *, is_export: bool = False) -> Product:
    return Product(code, code.title(), is_export, at(available_from) if available_from else None)


def offer(code: str, read_at: str | None, *days: datetime) -> Offer:
    rates = tuple(Rate(slot.start, slot.end, Decimal(9)) for day in days for slot in day_slots(london_date(day)))
    tariff = ProductTariff(f"E-1R-{code}-C", (Register.STANDARD,))
    return Offer(product(code), tariff, rates, at(read_at) if read_at else None)


def test_the_newest_product_of_each_place_in_the_shelfs_order() -> None:
    found = shelved(
        [
            product("AGILE-FLEX-22-11-25", "2022-11-25 00:00"),
            product("OUTGOING-VAR-24-10-26", is_export=True),
            product("AGILE-24-10-01"),
            product("FLUX-EXPORT-23-02-14", is_export=True),
            product("FLUX-IMPORT-23-02-14"),
            product("AGILE-BB-25-01-01", "2025-01-01 00:00"),
            product("OUTGOING-SEG-FIX-25-01-01", "2025-01-01 00:00", is_export=True),
            product("OE-FIX-12M-25-01-01"),
            product("PANEL-POWER-12M-25-06-01", "2025-06-01 00:00"),
            product(FLEXIBLE, None),
        ]
    )
    assert [found.code for found in found] == [
        "VAR-22-11-01",
        "OE-FIX-12M-25-01-01",
        "AGILE-24-10-01",
        "FLUX-IMPORT-23-02-14",
        "OUTGOING-VAR-24-10-26",
        "FLUX-EXPORT-23-02-14",
    ]


def test_what_is_not_listed_is_told() -> None:
    shelf = Shelf("C", at("2026-10-05 12:00"), (offer(AGILE, None), offer(FLEXIBLE, None)))
    assert (Family.AGILE, False) not in shelf.missing
    assert {(Family.COSY, False), (Family.FLUX, True), (Family.INTELLIGENT_GO, False)} <= set(shelf.missing)


TODAY, TOMORROW = at("2026-10-05 12:00"), at("2026-10-06 12:00")


@pytest.mark.parametrize(
    ("given", "now", "is_fresh"),
    [
        (offer(FLEXIBLE, None), "2026-10-05 12:00", False),
        (offer(FLEXIBLE, "2026-10-05 06:00", TODAY), "2026-10-05 21:00", True),
        (offer(FLEXIBLE, "2026-10-05 06:00", TODAY, TOMORROW), "2026-10-06 06:00", False),
        (offer(AGILE, "2026-10-05 06:00", TODAY), "2026-10-05 14:59", True),
        (offer(AGILE, "2026-10-05 06:00", TODAY), "2026-10-05 15:00", False),
        (offer(AGILE, "2026-10-05 15:01", TODAY), "2026-10-05 15:10", True),
        (offer(AGILE, "2026-10-05 15:01", TODAY), "2026-10-05 15:11", False),
        (offer(AGILE, "2026-10-05 15:30", TODAY, TOMORROW), "2026-10-05 22:00", True),
        (offer(AGILE, "2026-10-05 23:30", TOMORROW), "2026-10-05 22:00", False),
    ],
)
def test_prices_are_fresh_until_the_next_publication(given: Offer, now: str, is_fresh: bool) -> None:
    assert given.is_fresh(at(now)) is is_fresh


def test_the_list_itself_serves_until_midnight_in_london() -> None:
    shelf = Shelf("C", at("2026-10-05 12:00"))
    assert shelf.is_listed(at("2026-10-05 22:59"))
    assert not shelf.is_listed(at("2026-10-05 23:00"))
    assert not shelf.is_listed(at("2026-10-05 12:00") - timedelta(seconds=1))


OWN = Hours((DailyWindow(time(22, 30), time(5, 30)),), (DailyWindow(time(13), time(16)),))


@pytest.mark.parametrize(
    ("code", "one", "two", "three"),
    [
        ("E-1R-AGILE-24-10-01-C", True, True, True),
        ("E-1R-IOG-SMB-TOU-25-12-12-C", True, True, True),
        ("E-2R-VAR-22-11-01-C", True, True, True),
        ("E-3R-VAR-22-11-01-C", False, False, True),
        ("E-FLAT2R-SILVER-25-04-02-C", False, True, False),
        ("E-2R-OE-FIX-12M-26-03-02-C", False, True, False),
    ],
)
def test_what_needs_more_registers_is_compared_by_whom_it_serves(code: str, one: bool, two: bool, three: bool) -> None:
    offer = Offer(product(code.split("R-", 1)[1][:-2]), ProductTariff(code, (Register.STANDARD,)))
    assert [offer.suits(Metering(count)) for count in (1, 2, 3)] == [one, two, three]
    shelf = Shelf("C", at("2026-10-05 12:00"), (offer,))
    assert shelf.suiting(Metering()) == ((offer,) if one else ())


def test_the_meters_own_hours_serve_what_counts_as_it_does() -> None:
    economy_7 = Offer(product(FLEXIBLE), ProductTariff("E-2R-VAR-22-11-01-C", (Register.DAY, Register.NIGHT)))
    assert economy_7.hours_for(Metering(2, OWN)) == OWN
    for other in (Metering(), Metering(2), Metering(3, OWN)):
        assert economy_7.hours_for(other) == Hours((NIGHT_ECONOMY_7,))
    go = Offer(product("GO-VAR-22-10-14"), ProductTariff("E-1R-GO-VAR-22-10-14-C", (Register.STANDARD,)))
    assert go.hours_for(Metering(2, OWN)) == Hours((NIGHT_GO,))


def test_what_stands_by_other_hours_is_asked_for_again() -> None:
    held = replace(offer(FLEXIBLE, "2026-10-05 06:00", TODAY), hours=Hours((NIGHT_ECONOMY_7,)))
    held = replace(held, tariff=ProductTariff("E-2R-VAR-22-11-01-C", (Register.DAY, Register.NIGHT)))
    shelf = Shelf("C", at("2026-10-05 06:00"), (held,))
    assert shelf.is_fresh(Metering(), TODAY)
    assert shelf.waiting(Metering(2, OWN), TODAY) == (held,)


def test_the_schedule_is_the_offers_rates() -> None:
    given = offer(AGILE, "2026-10-05 06:00", TODAY)
    assert given.schedule.covers(Span(at("2026-10-04 23:00"), at("2026-10-05 23:00")))
