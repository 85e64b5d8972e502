"""Start-up paints from the store, before any request and without one."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from kraken_desktop.domain.bands import SchemeKind
from kraken_desktop.domain.billing import BillingPeriod
from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.services import derive, text
from kraken_desktop.services.start import state_at_start
from kraken_desktop.services.state import AppState, Phase
from kraken_desktop.storage.database import Database
from kraken_desktop.storage.facts import StartFacts
from kraken_desktop.storage.settings import Settings, with_value
from tests.services.conftest import Filled
from tests.services.given import running, utc


async def stored(home: str, filled: Filled) -> tuple[AppState, Settings, Path]:
    """A run that ended: its last state, settings that know the account, and its store."""
    path = await filled(home, "2026-10-14 17:20")
    async with running(home, "2026-10-14 17:20", database=Database.open(path)) as run:
        await run.advance(minutes=5)
        return run.state, with_value(Settings(), "account_number", run.world.home.account), path


@pytest.mark.parametrize("home", ["agile", "intelligent", "flexible", "no-mini"])
async def test_next_start_knows_the_price_without_a_request(home: str, filled: Filled) -> None:
    before, settings, path = await stored(home, filled)
    now = before.now + timedelta(minutes=20)
    database = Database.open(path)
    after = state_at_start(database.at_start(now), now, settings)
    await database.close()
    expected = derive.price_now(replace(before, now=now))
    assert derive.price_now(after) == expected
    assert expected.pence is not None
    assert after.phase is Phase.STARTING
    assert after.selection == before.selection
    assert after.has_mini == before.has_mini
    assert derive.device_lines(after) == derive.device_lines(replace(before, now=now))


async def test_next_start_knows_power_and_today(filled: Filled) -> None:
    before, settings, path = await stored("agile", filled)
    database = Database.open(path)
    after = state_at_start(database.at_start(before.now), before.now, settings)
    await database.close()
    assert derive.power_now(after).watts == derive.power_now(before).watts
    assert derive.today(after) == derive.today(before)
    assert text.tooltip_lines(after) == text.tooltip_lines(before)


async def test_offline_start_goes_on_with_what_it_has(filled: Filled) -> None:
    before, settings, path = await stored("agile", filled)
    database = Database.open(path)
    facts = database.at_start(before.now)
    async with running(
        "agile", "2026-10-14 17:25", faults=("no-network",), database=database, facts=facts, settings=settings
    ) as run:
        assert derive.price_now(run.state).pence == derive.price_now(before).pence
        assert run.state.account.problem is not None
        assert run.state.account.problem.kind is ProblemKind.UNREACHABLE
        standing, told = run.state.standing, before.standing.value
        assert (standing.value, standing.fetched_at) == (told, before.standing.fetched_at)
        bills = await run.services.past.bills()
        assert bills is not None
        assert bills.so_far is not None
        assert told is not None
        assert bills.so_far.period == BillingPeriod(told.billing.period_start, told.billing.period_end)
        await run.advance(hours=4)
        assert derive.price_now(run.state).pence is not None, "prices go on changing offline"
        assert run.state.standing.value == told
        assert run.state.standing.problem is not None


async def test_what_is_stored_is_not_asked_again(filled: Filled) -> None:
    before, settings, path = await stored("agile", filled)
    database = Database.open(path)
    facts = database.at_start(before.now)
    async with running("agile", "2026-10-14 17:25", database=database, facts=facts, settings=settings) as run:
        (light,) = [call for call in run.calls() if call["operation"] == "Light"]
        assert light["bytes"] < 3000, "only the rows since the last sample"
        assert not any(call["operation"] == "HomeNetwork" for call in run.calls())


def test_nobody_signed_in() -> None:
    state = state_at_start(StartFacts(), utc("2026-10-14 17:20"), Settings())
    assert state.phase is Phase.SIGNED_OUT
    assert derive.price_now(state).pence is None


async def test_facts_of_another_account_are_not_shown(filled: Filled) -> None:
    before, settings, path = await stored("flexible", filled)
    database = Database.open(path)
    facts = database.at_start(before.now)
    await database.close()
    state = state_at_start(facts, before.now, with_value(settings, "account_number", "A-00000000"))
    assert state.account.value is None
    assert derive.price_now(state).pence is None


def test_settings_shape_the_first_picture() -> None:
    settings = with_value(with_value(Settings(), "scheme", "thresholds"), "thresholds", ("10", "25.5"))
    state = state_at_start(StartFacts(), utc("2026-10-14 17:20"), with_value(settings, "polling_minutes", 3))
    assert state.scheme.kind is SchemeKind.THRESHOLDS
    assert state.scheme.thresholds == (Decimal(10), Decimal("25.5"))
    assert state.polling.every == state.polling.current == timedelta(minutes=3)


async def test_store_in_trouble_costs_only_the_keeping(tmp_path: Path) -> None:
    path = tmp_path / "kraken.db"
    path.write_bytes(b"this is no database, whatever its name says" * 100)
    async with running("flexible", database=Database.open(path)) as run:
        assert run.state.store_problem is not None
        assert run.state.store_problem.kind is ProblemKind.STORE_CORRUPT
        assert derive.price_now(run.state).pence is not None


async def test_one_fetch_for_a_command() -> None:
    async with running("agile", is_started=False) as run:
        state = await run.services.fetch_once()
        assert derive.price_now(state).pence is not None
        assert derive.power_now(state).watts is not None
        assert derive.today(state) is not None
        assert not {"ticker", "poller", "notices"} & run.services.supervisor.names


async def test_one_fetch_brings_the_car_and_its_plan() -> None:
    async with running("intelligent", is_started=False) as run:
        state = await run.services.fetch_once()
        (line,) = derive.device_lines(state)
        assert line.span is not None


async def test_one_fetch_signed_out_says_so() -> None:
    async with running("agile", is_started=False, is_signed_in=False) as run:
        assert (await run.services.fetch_once()).phase is Phase.SIGNED_OUT
        assert run.calls() == []


async def test_one_fetch_with_a_refused_key() -> None:
    async with running("agile", is_started=False, faults=("wrong-key",)) as run:
        assert (await run.services.fetch_once()).phase is Phase.KEY_REFUSED
