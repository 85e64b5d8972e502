"""Why a slot is cheap or not, with what was known and when: through the services and their store."""

from kraken_desktop.domain.explanation import Why
from kraken_desktop.services.why import why, why_on_its_day
from kraken_desktop.storage.database import Database
from tests.services.conftest import Filled
from tests.services.given import running, utc
from tests.services.test_charging import START, plan


async def test_a_withdrawn_plan_is_told_with_when_it_was_known(filled: Filled) -> None:
    store = Database.open(await filled("intelligent", START))
    async with running("intelligent", START, database=store) as run:
        await run.car("plug")
        await plan(run, "14:10", "14:50")
        await run.advance(minutes=30)
        await run.car("withdraw")
        await run.advance(hours=3)
        found = await why(run.state, utc("2026-10-14 14:15"), store)
        assert found.explanation.why is Why.WITHDRAWN
        assert found.sentence == (
            "28.4p until 23:30: Octopus had planned a charge of Family car 15:10–15:50 and took it back (13:31)"
        )
        listed, gone = found.known
        assert listed.endswith("Family car: a charge 15:10–15:50 was listed")
        assert listed.startswith("13:01–13:30")
        assert gone.endswith("nothing listed for 15:00–15:30 any more")


async def test_the_phantom_plan_of_an_unplugged_car_is_told_as_ignored(filled: Filled) -> None:
    store = Database.open(await filled("intelligent", START))
    async with running("intelligent", START, database=store) as run:
        await run.car("unplug")
        await plan(run, "13:00", "14:00")
        await run.advance(minutes=3)
        ahead = await why(run.state, utc("2026-10-14 13:15"), store)
        assert ahead.explanation.why is Why.IGNORED
        assert "your car is unplugged" in ahead.sentence
        await run.advance(hours=4)
        past = await why(run.state, utc("2026-10-14 13:15"), store)
        assert past.explanation.why is Why.IGNORED
        assert past.sentence == (
            "28.4p until 23:30: Octopus listed a charge of Family car 14:00–15:00, which we ignored (unplugged or away "
            "from home)"
        )
        assert "was listed and ignored (unplugged or away from home)" in past.known[0]


async def test_days_later_the_store_still_knows_what_was_charged(filled: Filled) -> None:
    store = Database.open(await filled("intelligent", START))
    async with running("intelligent", START, database=store) as run:
        await run.car("plug")
        await plan(run, "14:10", "14:50")
        await run.advance(hours=3)
        await run.suspend(hours=24 * 4)
        await run.advance(minutes=2)
        found = await why_on_its_day(run.services.state_of_day, utc("2026-10-14 14:15"), store)
        assert found.explanation.why is Why.SMART_CHARGE
        assert "15:10–15:50 makes the half hours 15:00–16:00 cheap" in found.sentence


async def test_without_a_store_the_reasons_are_there_all_the_same() -> None:
    async with running("intelligent", START) as run:
        found = await why(run.state, utc("2026-10-14 23:15"), None)
        assert (found.explanation.why, found.known) == (Why.NIGHT, ())


async def test_a_plan_that_ended_with_the_plug_is_not_said_to_be_taken_back(filled: Filled) -> None:
    store = Database.open(await filled("intelligent", START))
    async with running("intelligent", START, database=store) as run:
        await run.car("plug")
        await plan(run, "13:10", "13:50")
        await run.advance(minutes=5)
        await run.car("unplug")
        await run.car("withdraw")
        await run.advance(minutes=5)
        found = await why(run.state, utc("2026-10-14 13:15"), store)
        assert found.sentence.endswith(
            "Octopus had planned a charge of Family car 14:10–14:50, gone since 13:06 (unplugged or away from home)"
        )
