"""A switch at midnight, and one that is entered late."""

from datetime import date, datetime
from decimal import Decimal

from kraken_desktop.services import derive
from kraken_desktop.services.answers import answer_of
from kraken_desktop.storage.database import Database
from tests.services.given import running
from tests.services.test_odd_tariffs import prices
from tests.services.waiting import caught_up


async def test_a_switch_at_midnight_is_known_before_and_changes_the_tariff_at_midnight() -> None:
    """From Agile to Go on 6 October: the last slot of one, the first of the other."""
    async with running("tariff-switch", "2026-10-05 22:50") as run:  # 23:50 in London
        assert run.state.import_tariff.value is not None
        assert run.state.import_tariff.value.code == "E-1R-AGILE-24-10-01-C"
        await run.advance(minutes=50)
        after = run.state.import_tariff.value
        assert after.code == "E-1R-GO-VAR-22-10-14-C"
        assert derive.price_now(run.state).pence is not None
        owed = run.world.ledger.slot(run.world.home.supplies[0], _slot(run.clock.now()))
        now = derive.price_now(run.state).pence
        assert now is not None
        assert abs(now - owed.parts[0].exc_vat) < Decimal("0.01")


async def test_a_backdated_switch_reprices_the_days_since_it_began() -> None:
    """From Go to Cosy on 13 October, entered on the 20th."""
    database, day = Database.in_memory(), date(2026, 10, 15)
    async with running("tariff-switch", "2026-10-19 20:00", database=database) as run:
        await caught_up(run)
        number = run.state.selection.import_number or ""
        go = prices(run.state.import_tariff, "03:00", "13:30", day="2026-10-15")
        (paid,) = await database.history.totals(number, day, day)
        await run.advance(hours=5)
        assert run.state.import_tariff.value is not None
        assert run.state.import_tariff.value.code == "E-1R-COSY-22-12-08-C"
        cosy = prices(run.state.import_tariff, "03:00", "13:30", day="2026-10-15")
        assert go != cosy
        assert None not in cosy
        assert cosy[0] is not None
        assert cosy[1] is not None
        assert cosy[1] < cosy[0], "half past one is cheap on Cosy"
        (owes,) = await database.history.totals(number, day, day)
        owed = run.world.ledger.day(run.world.home.supplies[0], day)
        assert owes.is_complete
        assert owes.kwh == paid.kwh
        assert owes.pence == sum(slot.shown_pence for slot in owed.slots) != paid.pence


def _slot(moment: datetime) -> int:
    return int(moment.timestamp()) // 1800


async def test_a_past_day_without_a_tariff_is_not_denied_before_ended_supplies_are_read() -> None:
    async with running("agile", "2026-10-14 17:20") as run:
        told = await answer_of(run.services, "prices", {"date": "2026-10-05", "gas": True})
        assert told.content["reason"].endswith("no tariff for gas on Monday 5 October is known yet.")
        today = await answer_of(run.services, "prices", {"gas": True})
        assert "is known yet" not in today.content["reason"]
