"""Several accounts behind one key: each is found, and turned to at once, with what was chosen of it."""

from __future__ import annotations

from dataclasses import replace

from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.services import derive
from kraken_desktop.services.session import API_KEY
from kraken_desktop.services.start import state_at_start
from kraken_desktop.services.state import AppState, Phase
from kraken_desktop.simulator.homes import home_named
from kraken_desktop.storage.database import Database
from kraken_desktop.storage.secrets import MemorySecrets
from kraken_desktop.storage.settings import Settings, with_value
from tests.services.given import operations, running

HOUSE, FLAT = "A-2ACC0013", "A-2ACC0113"


def others(state: AppState) -> list[str]:
    return [account.number for account in state.other_accounts.value or ()]


def price_of(state: AppState) -> tuple[str | None, str | None]:
    tariff = state.import_tariff.value
    return (tariff.name if tariff is not None else None), str(derive.price_now(state).pence)


async def test_every_other_account_is_found_with_its_homes_and_meters() -> None:
    async with running("two-accounts") as run:
        assert run.state.selection.account_number == HOUSE
        (flat,) = run.state.other_accounts.value or ()
        assert (flat.number, flat.status) == (FLAT, "ACTIVE")
        assert [point.number for point in flat.meter_points] == ["2200099999984"]


async def test_whoever_has_one_account_is_asked_for_it_once_a_day() -> None:
    async with running("flexible") as run:
        assert run.state.other_accounts.value == ()
        assert operations(run)["Viewer"] == 1
        await run.advance(hours=23)
        assert operations(run)["Viewer"] == 1
        await run.advance(hours=2)
        assert operations(run)["Viewer"] == 2


async def test_another_account_is_turned_to_without_signing_in_again() -> None:
    database = Database.in_memory()
    async with running("two-accounts", database=database) as run:
        house = price_of(run.state)
        run.forget_calls()
        await run.services.show_account(FLAT)
        painted = run.state
        assert painted.selection.account_number == FLAT
        assert painted.import_tariff.value is not None, "known from the store before anything is asked"
        assert painted.live.value is None
        assert painted.half_hours.value is None
        await run.settle()
        assert run.state.phase is Phase.SIGNED_IN
        assert run.state.account.value is not None
        assert run.state.account.value.number == FLAT
        assert price_of(run.state)[0] == "Flexible Octopus"
        assert others(run.state) == [HOUSE]
        assert operations(run)["ObtainToken"] == 0, "the sign-in goes on"
        await run.services.show_account(HOUSE)
        await run.settle()
        assert price_of(run.state) == house
        assert run.state.has_mini
        assert others(run.state) == [FLAT]


async def test_what_was_chosen_of_each_is_kept_apart_and_the_next_start_shows_the_last() -> None:
    settings = with_value(with_value(Settings(), "account_number", HOUSE), "import_number", "1200099999985")
    secrets = MemorySecrets()
    await secrets.write(API_KEY, home_named("two-accounts").api_key)
    async with running("two-accounts", secrets=secrets, settings=settings, is_signed_in=False) as run:
        await run.services.show_account(FLAT)
        await run.settle()
        assert run.changed["account_number"] == FLAT
        assert run.changed["import_number"] is None
        assert run.changed["choices_of_accounts"] == {f"{HOUSE} import_number": "1200099999985"}
        await run.services.show_account(HOUSE)
        await run.settle()
        assert run.changed["import_number"] == "1200099999985"
        assert run.changed["choices_of_accounts"] == {}


async def test_the_next_start_paints_whichever_account_was_shown_last() -> None:
    database = Database.in_memory()
    async with running("two-accounts", database=database) as run:
        facts = await database.facts(run.clock.now())
        for number, other in ((HOUSE, FLAT), (FLAT, HOUSE)):
            state = state_at_start(facts, run.clock.now(), Settings(account_number=number))
            assert state.account.value is not None
            assert state.account.value.number == number
            assert derive.price_now(state).pence is not None
            assert others(state) == [other]


async def test_an_account_that_does_not_answer_keeps_what_was_known_of_it() -> None:
    async with running("two-accounts") as run:
        (known,) = run.state.other_accounts.value or ()
        run.octopus.inject("bad-gateway", operation="Viewer")
        await run.advance(hours=24, minutes=5)
        assert run.state.other_accounts.problem is not None
        assert run.state.other_accounts.problem.kind is ProblemKind.UNAVAILABLE
        assert [one.number for one in run.state.other_accounts.value or ()] == [known.number]
        run.octopus.clear_faults()
        await run.advance(minutes=15)
        assert run.state.other_accounts.problem is None
        assert run.state.phase is Phase.SIGNED_IN


async def test_nothing_is_turned_to_while_nobody_is_signed_in() -> None:
    async with running("two-accounts", is_signed_in=False) as run:
        await run.services.show_account(FLAT)
        assert run.state.phase is Phase.SIGNED_OUT


async def test_another_home_is_shown_at_once_from_what_is_known() -> None:
    async with running("moved-house", database=Database.in_memory()) as run:
        await run.advance(minutes=5)
        account = run.state.account.value
        assert account is not None
        old = next(home for home in account.properties if not home.is_occupied(run.state.now))
        settings = replace(run.settings, property_id=old.id)
        run.services.apply_settings(settings)
        assert run.state.selection.property_id == old.id
        assert run.state.selection.import_number == old.meter_points[0].number
        await run.settle()
        assert run.state.selection.property_id == old.id
        run.services.apply_settings(replace(settings, property_id=None))
        assert run.state.selection.property_id != old.id
