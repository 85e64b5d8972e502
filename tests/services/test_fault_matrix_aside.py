"""The fault matrix for what not every home has, and for what is read aside or on demand: other accounts, gas, history,
what stands on the account, tariffs on sale. Warm: exactly the old value, the problem, the next try. Cold: no value, the
problem, the next try.
"""

from __future__ import annotations

import pytest

from kraken_desktop.services.feeds import FIELDS, FeedName
from kraken_desktop.services.state import Phase
from kraken_desktop.storage.database import Database
from tests.services.fault_cases import ANY, BEFORE, check_troubled, snapshots
from tests.services.given import Running, running
from tests.services.waiting import caught_up

# Of which home, which snapshots, asked by whom.
POLLED = {
    "other accounts": ("two-accounts", "Viewer", FIELDS[FeedName.ACCOUNTS]),
    "gas and what it costs": ("flexible-dual-fuel", "AccountDiscovery", FIELDS[FeedName.HEAVY]),
    "export": ("agile", "AccountDiscovery", FIELDS[FeedName.HEAVY]),
    "two cars": ("intelligent-four-rate", "Light", ("live", "dispatches")),
}


async def _polled(run: Running) -> None:
    """Somebody asks for everything that is old."""
    await run.advance(minutes=16)
    run.services.refresh()
    await run.settle()


# Other accounts are asked of once a day: tests/services/test_accounts.py.
@pytest.mark.parametrize("name", ["gas and what it costs", "export", "two cars"])
async def test_one_fault_after_the_other_keeps_what_was_known(name: str) -> None:
    home, asked_by, fields = POLLED[name]
    async with running(home, BEFORE) as run:
        await _polled(run)
        for fault, kind in ANY.items():
            before = snapshots(run.state)
            assert set(before) >= set(fields) - {"import_tariff", "export_tariff", "gas_tariff"}
            run.octopus.inject(fault, operation=asked_by)
            await _polled(run)
            after = snapshots(run.state)
            for field in set(fields) & set(before):
                check_troubled(field, before[field], after[field], kind, run.clock.now())
                if field not in ("live", "dispatches"):
                    assert after[field].value == before[field].value, (fault, field)
            assert run.state.phase is Phase.SIGNED_IN
            run.octopus.clear_faults()
            await run.advance(minutes=16)
            await _polled(run)
            healed = {each: one.problem for each, one in snapshots(run.state).items() if one.problem}
            assert healed == {}, fault


@pytest.mark.parametrize("fault", ANY)
@pytest.mark.parametrize("name", ["other accounts", "gas and what it costs", "two cars"])
async def test_nothing_is_known_and_the_next_try_is(name: str, fault: str) -> None:
    home, asked_by, fields = POLLED[name]
    async with running(home, BEFORE, faults=(f"{fault}:{asked_by}",)) as run:
        await run.advance(minutes=2)
        for field in fields:
            snapshot = getattr(run.state, field)
            assert (snapshot.value or None, snapshot.fetched_at) == (None, None), field
            if not field.endswith("_tariff"):
                assert snapshot.problem is not None, field
                assert snapshot.problem.kind is ANY[fault], field
                assert snapshot.next_try is not None
                assert snapshot.next_try > run.clock.now(), field


async def test_history_waits_for_its_readings_and_keeps_what_it_has() -> None:
    async with running("flexible", "2026-10-14 10:05", database=Database.in_memory()) as run:
        await caught_up(run)
        for fault, kind in ANY.items():
            before = run.state.history
            run.octopus.inject(fault, operation="consumption")
            await run.advance(minutes=31)
            check_troubled("history", before, run.state.history, kind, run.clock.now())
            run.octopus.clear_faults()
            await run.advance(minutes=31)
            assert run.state.history.problem is None, fault


@pytest.mark.parametrize("fault", ANY)
async def test_bills_that_were_never_read_are_tried_again(fault: str) -> None:
    async with running("flexible", BEFORE, faults=(f"{fault}:Standing",), database=Database.in_memory()) as run:
        for _ in range(40):
            await run.advance(seconds=5)
            if run.state.standing.problem is not None:
                break
        standing = run.state.standing
        assert (standing.value, standing.fetched_at) == (None, None)
        assert standing.problem is not None
        assert standing.problem.kind is ANY[fault]
        assert standing.next_try is not None
        assert standing.next_try > run.clock.now()


async def test_tariffs_on_sale_stay_as_they_were_read() -> None:
    async with running("agile", BEFORE) as run:
        await run.passing(run.services.other_tariffs.read("C"))
        known = run.state.other_tariffs.value
        assert known is not None
        await run.suspend(hours=25)
        for fault, kind in ANY.items():
            run.octopus.inject(fault, operation="products")
            await run.passing(run.services.other_tariffs.read("C"))
            shown = run.state.other_tariffs
            assert shown.problem is not None, fault
            assert shown.problem.kind is kind, fault
            assert shown.value is not None
            assert shown.value.listed_at == known.listed_at
            assert {offer.tariff.code for offer in shown.value.offers} == {offer.tariff.code for offer in known.offers}
            run.octopus.clear_faults()


@pytest.mark.parametrize("fault", ANY)
async def test_tariffs_that_were_never_listed(fault: str) -> None:
    async with running(is_signed_in=False, faults=(fault,)) as run:
        await run.passing(run.services.other_tariffs.read("C"))
        shown = run.state.other_tariffs
        assert shown.problem is not None
        assert shown.problem.kind is ANY[fault]
        assert shown.fetched_at is None
        assert shown.value is None or not shown.value.offers
