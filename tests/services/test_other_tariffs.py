"""Other tariffs: without an account, once a publication, from the store when offline."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from pathlib import Path

from kraken_desktop.domain.moments import Span, day_span, london_date
from kraken_desktop.domain.offers import SHELF, Metering, Shelf
from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.domain.tariffs import Family, changes_daily
from kraken_desktop.services import text
from kraken_desktop.services.answers import answer_of
from kraken_desktop.services.comparison import compared
from kraken_desktop.services.comparison_report import other_tariffs_report
from kraken_desktop.services.other_tariffs import region_of
from kraken_desktop.services.state import Phase
from kraken_desktop.storage.database import Database
from tests.services.given import Running, running


def asked(run: Running) -> Counter[str]:
    """How often which kind of public list."""
    paths = (call["path"].strip("/").split("/") for call in run.calls() if call["operation"] is None)
    return Counter(path[-1] if len(path) != 3 else "product" for path in paths)


def shelf_of(run: Running) -> Shelf:
    shelf = run.state.other_tariffs.value
    assert shelf is not None
    return shelf


async def test_without_an_account_every_listed_tariff_has_prices_today() -> None:
    async with running(is_signed_in=False) as run:
        assert run.state.phase is Phase.SIGNED_OUT
        await run.passing(run.services.other_tariffs.read("P"))
        rows = compared(run.state)
        assert {"Agile Octopus", "Flexible Octopus", "Octopus Go"} <= {row.name for row in rows}
        (economy_7,) = [row for row in rows if row.name == "Flexible Octopus, Economy 7"]
        flexible = next(row for row in rows if row.name == "Flexible Octopus")
        assert economy_7.days[0].lowest is not None
        assert flexible.now_pence is not None
        assert economy_7.days[0].lowest < flexible.now_pence < (economy_7.days[0].highest or 0)
        assert economy_7.standing_pence is not None
        assert all(row.code.endswith("-P") and not row.is_mine for row in rows)
        assert all(row.days[0].is_whole and row.now_pence is not None for row in rows)
        assert {row.is_export for row in compared(run.state, is_export=True)} == {True}
        assert not [call for call in run.calls() if call["operation"] is not None]


async def test_mine_stands_first_and_once() -> None:
    async with running("agile") as run:
        await run.settle()
        await run.passing(run.services.other_tariffs.read("C"))
        rows = compared(run.state)
        assert [row.is_mine for row in rows] == [True, *[False] * (len(rows) - 1)]
        assert len({row.code for row in rows}) == len(rows)


async def test_a_meter_of_two_registers_has_each_products_two_beside_its_own() -> None:
    async with running("economy7") as run:
        await run.settle()
        mine = run.state.import_tariff.value
        assert mine is not None
        await run.passing(run.services.other_tariffs.read("A"))
        rows = {row.code: row for row in compared(run.state)}
        assert next(iter(rows)) == mine.code == "E-2R-VAR-22-11-01-A"
        assert {"E-1R-VAR-22-11-01-A", "E-1R-AGILE-24-10-01-A", "E-1R-SILVER-25-04-02-A"} <= rows.keys()
        tracker, fixed = rows["E-FLAT2R-SILVER-25-04-02-A"], rows["E-2R-OE-FIX-12M-26-03-02-A"]
        assert (tracker.name, fixed.name) == ("Octopus Tracker, Economy 7", "Octopus 12M Fixed, Economy 7")
        assert tracker.now_pence == rows["E-1R-SILVER-25-04-02-A"].now_pence
        day = day_span(london_date(run.state.now))
        night = [Span(rate.start, rate.stop) for rate in fixed.schedule.between(day) if rate.pence_inc_vat < 20]
        own = [Span(rate.start, rate.stop) for rate in mine.schedule.between(day) if rate.pence_inc_vat < 20]
        assert night == own, "the meter's own hours, in two pieces by Greenwich time"
        assert not [code for code in rows if "-3R-" in code]
        run.forget_calls()
        await run.passing(run.services.other_tariffs.read("A"))
        assert not asked(run)


async def test_a_meter_of_three_registers_has_its_own_prices_at_its_own_hours() -> None:
    async with running("three-rate") as run:
        await run.settle()
        await run.passing(run.services.other_tariffs.read("K"))
        mine, *others = compared(run.state)
        assert mine.code == "E-3R-VAR-22-11-01-K"
        assert "E-2R-VAR-22-11-01-K" in {row.code for row in others}
        assert not {"E-FLAT2R-SILVER-25-04-02-K", mine.code} & {row.code for row in others}


async def test_looking_again_asks_nothing_until_something_can_be_new() -> None:
    async with running(is_signed_in=False, start="2026-10-14 10:00") as run:
        other = run.services.other_tariffs
        await run.passing(other.read("C"))
        first = asked(run)
        assert first["products"] == 1
        assert first["standard-unit-rates"] == first["product"]
        assert first["day-unit-rates"] == first["night-unit-rates"] == 1, "Economy 7, on the flexible product's page"
        run.forget_calls()
        await run.passing(other.read("C"))
        assert not asked(run)
        await run.advance(hours=4)  # 15:00 in London
        await run.passing(other.read("C"))
        assert not asked(run)
        await run.advance(hours=6)  # tomorrow's are out
        await run.passing(other.read("C"))
        daily = [offer for offer in shelf_of(run).suiting(Metering()) if changes_daily(offer.family)]
        assert asked(run) == {"standard-unit-rates": len(daily)}
        run.forget_calls()
        await run.passing(other.read("C"))
        assert not asked(run)
        await run.advance(hours=12)
        await run.passing(other.read("C"))
        assert asked(run) == first, "standing charges too"


async def test_several_at_once_ask_as_one() -> None:
    async with running(is_signed_in=False) as run:
        other = run.services.other_tariffs
        await run.passing(asyncio.gather(other.read("C"), other.read("C")))
        assert asked(run)["products"] == 1
        assert all(row.now_pence is not None for row in compared(run.state))
        await run.passing(asyncio.gather(other.read("D"), other.read("P")))
        assert shelf_of(run).region == "P"
        assert all(row.now_pence is not None for row in compared(run.state))


async def test_a_burst_limit_is_never_met() -> None:
    async with running(is_signed_in=False, faults=("burst-limited",)) as run:
        await run.passing(run.services.other_tariffs.read("C"))
        assert run.state.other_tariffs.problem is None
        assert all(row.now_pence is not None for row in compared(run.state))


async def test_what_fails_costs_its_own_prices_alone_and_is_asked_for_again(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "store.db")
    async with running(is_signed_in=False, database=database) as run:
        run.octopus.inject("bad-gateway", operation="product", count=2)
        run.octopus.inject("bad-gateway", operation="rates", count=1)
        await run.passing(run.services.other_tariffs.read("C"))
        found = run.state.other_tariffs
        assert found.problem is not None
        assert found.problem.kind is ProblemKind.UNAVAILABLE
        shelf = shelf_of(run)
        assert len(shelf.unread) == 2
        assert [offer.read_at for offer in shelf.suiting(Metering())].count(None) == 1
        assert await database.shelf("C") is not None
        first = asked(run)
        run.forget_calls()
        await run.passing(run.services.other_tariffs.read("C"))
        assert run.state.other_tariffs.problem is None
        assert asked(run)["product"] == 2
        assert sum(asked(run).values()) < sum(first.values()) / 2, "what was read is not asked for again"
        assert all(row.now_pence is not None for row in compared(run.state))
        places = [SHELF.index((offer.family, offer.product.is_export)) for offer in shelf_of(run).offers]
        assert places == sorted(places)


async def test_offline_what_the_store_keeps_is_shown_with_the_trouble(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "store.db")
    async with running(is_signed_in=False, database=database) as run:
        await run.passing(run.services.other_tariffs.read("C"))
        shelf = run.state.other_tariffs.value
    database = Database.open(tmp_path / "store.db")
    async with running(is_signed_in=False, database=database, start="2026-10-15 17:20", faults=("bad-gateway",)) as run:
        await run.passing(run.services.other_tariffs.read("C"))
        found = run.state.other_tariffs
        assert found.value == shelf
        assert found.problem is not None
        assert found.problem.kind is ProblemKind.UNAVAILABLE
        await run.passing(run.services.other_tariffs.read("D"))
        assert run.state.other_tariffs.value is None


async def test_a_region_that_is_asked_for_anew_comes_from_the_store(tmp_path: Path) -> None:
    async with running(is_signed_in=False, database=Database.open(tmp_path / "store.db")) as run:
        await run.passing(run.services.other_tariffs.read("C"))
        await run.passing(run.services.other_tariffs.read("D"))
        run.forget_calls()
        await run.passing(run.services.other_tariffs.read("C"))
        assert not run.calls()
        assert run.state.other_tariffs.value is not None
        assert run.state.other_tariffs.value.region == "C"


async def test_the_doctor_knows_what_the_store_keeps_and_asks_for_nothing(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    async with running("agile", database=Database.open(path)) as run:
        await run.settle()
        await run.passing(run.services.other_tariffs.read(run.services.region or ""))
    async with running("agile", database=Database.open(path)) as run:
        await run.settle()
        run.forget_calls()
        (line,) = (line for line in (await answer_of(run.services, "doctor", {})).lines if "Other tariffs" in line)
        assert "price lists, read at 18:" in line
        assert not run.calls()


async def test_the_region_is_the_chosen_one_else_the_meters() -> None:
    async with running("agile") as run:
        await run.settle()
        own = region_of(run.state, None)
        assert own is not None
        assert region_of(run.state, "P") == "P"
        assert run.services.region == own


async def test_a_place_that_is_not_on_sale_is_told() -> None:
    async with running(is_signed_in=False) as run:
        await run.passing(run.services.other_tariffs.read("C"))
        shelf = run.state.other_tariffs.value
        assert shelf is not None
        listed = {(offer.family, offer.product.is_export) for offer in shelf.offers}
        assert listed.isdisjoint(shelf.missing)
        assert (Family.INTELLIGENT_FLUX, False) in {*listed, *shelf.missing}
        lacking = replace(shelf, offers=tuple(o for o in shelf.offers if o.family is not Family.TRACKER))
        state = replace(run.state, other_tariffs=replace(run.state.other_tariffs, value=lacking))
        said = other_tariffs_report(state, "C").lines
        places = ", ".join(text.place_on_shelf(family, is_export) for family, is_export in lacking.missing)
        assert "Tracker" in places
        assert f"Octopus lists no {places} just now" in said
        assert any(line.startswith("Read at 18:") for line in said)
