"""Every fault on every feed by itself: the old value, the problem and the next try; the other feeds know nothing of it.

And when it is over, nothing of it is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.services.feeds import FIELDS, FeedName
from kraken_desktop.services.state import Phase
from kraken_desktop.simulator import trouble
from kraken_desktop.simulator.faults import FAULTS
from tests.services.fault_cases import ANY, ASKED_BY, BEFORE, LIMITS, check_troubled, is_kept, snapshots
from tests.services.given import Running, running

# What stands in single fields of an answer: by the snapshot in trouble.
OWN: Mapping[str, Mapping[str, ProblemKind]] = {
    "rate-limited": {"live": ProblemKind.LIMITED},
    "telemetry-unavailable": {"live": ProblemKind.UNAVAILABLE, "half_hours": ProblemKind.UNAVAILABLE},
    "telemetry-empty": {},
    "telemetry-null": {},
    "telemetry-stale": {"live": ProblemKind.MINI_SILENT},
    "telemetry-messy": {},
    "plan-null": {},
    "plan-error-one-device": {},
    "plan-empty": {},
    "plan-silent": {},
    "devices-silent": {"dispatches": ProblemKind.ODD_ANSWER},
    "devices-empty": {},
    "completed-error": {"dispatches": ProblemKind.UNAVAILABLE},
    "octoplus-refused": {},
    "points-refused": {},
    "unknown-enum": {},
    "unknown-tariff": {},
    "clock-wrong": {},
    "slow": {},
}
HARMLESS = (
    ("unknown-fields", "odd-devices", "completed-old", "sessions-all", "results-late", "burst-limited", "field-gone"),
    ("sessions-elsewhere", "results-failed", "refresh-refused", "results-partial", "plan-moved", "tomorrow-negative"),
    ("sessions-none", "results-missing", "plan-shrunk", "campaign-left", "readings-missing"),
)
"""What looks odd and is no trouble to anybody, several at once."""


async def _asked(run: Running) -> None:
    """Past the half hour, when every feed has asked."""
    await run.advance(minutes=7)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A slow service is slow in hundredths of a second."""
    monkeypatch.setattr(trouble, "SLOW_SECONDS", 0.02)
    return None


@pytest.mark.parametrize("feed", ASKED_BY)
@pytest.mark.parametrize("fault", ANY)
async def test_whatever_stands_in_the_way_of_one_feed(fault: str, feed: FeedName) -> None:
    async with running("intelligent", BEFORE) as run:
        before = snapshots(run.state)
        run.octopus.inject(fault, operation=ASKED_BY[feed])
        await _asked(run)
        now, after = run.clock.now(), snapshots(run.state)
        assert after.keys() == before.keys()
        for name, snapshot in after.items():
            if name in FIELDS[feed]:
                check_troubled(name, before[name], snapshot, ANY[fault], now)
            else:
                assert snapshot.problem is None, name
        for name in FIELDS[feed]:
            if name in after:
                assert after[name].value == before[name].value
                assert after[name].fetched_at == before[name].fetched_at or feed is FeedName.LIGHT
        assert run.state.phase is Phase.SIGNED_IN
        run.octopus.clear_faults()
        await run.advance(minutes=66)
        assert {name: snapshot.problem for name, snapshot in snapshots(run.state).items() if snapshot.problem} == {}


@pytest.mark.parametrize("fault", OWN)
async def test_whatever_is_wrong_with_a_part_of_an_answer(fault: str, quick: None) -> None:
    async with running("intelligent", BEFORE) as run:
        await run.car("plug")
        await run.advance(minutes=1)
        before = snapshots(run.state)
        run.octopus.inject(fault)
        await _asked(run)
        now, after = run.clock.now(), snapshots(run.state)
        assert after.keys() == before.keys()
        for name, snapshot in after.items():
            kind = OWN[fault].get(name)
            if kind is not None:
                check_troubled(name, before[name], snapshot, kind, now)
            elif fault not in LIMITS and not (name == "live" and fault in ("telemetry-empty", "telemetry-null")):
                assert snapshot.problem is None, name
                assert type(snapshot.value) is type(before[name].value)
        assert run.state.phase is Phase.SIGNED_IN
        run.octopus.clear_faults()
        await run.advance(minutes=66)
        assert {name: snapshot.problem for name, snapshot in snapshots(run.state).items() if snapshot.problem} == {}


@pytest.mark.parametrize("faults", HARMLESS)
async def test_what_only_looks_odd_is_no_trouble(faults: tuple[str, ...]) -> None:
    async with running("intelligent", BEFORE) as run:
        before = snapshots(run.state)
        for fault in faults:
            run.octopus.inject(fault)
        await _asked(run)
        after = snapshots(run.state)
        assert after.keys() == before.keys()
        assert {name: snapshot.problem for name, snapshot in after.items() if snapshot.problem} == {}
        assert run.state.phase is Phase.SIGNED_IN


async def test_another_app_that_uses_up_telemetry_is_a_limit_of_live_power_alone() -> None:
    async with running("intelligent", BEFORE) as run:
        before = snapshots(run.state)
        run.octopus.inject("another-app", operation="smartMeterTelemetry")
        await run.advance(minutes=2)
        after = snapshots(run.state)
        check_troubled("live", before["live"], after["live"], ProblemKind.LIMITED, run.clock.now())
        assert after["account"].problem is None


@pytest.mark.parametrize("fault", ["plan-null", "plan-silent", "plan-error-one-device"])
async def test_a_plan_that_is_not_told_goes_on_with_its_age(fault: str) -> None:
    async with running("intelligent", "2026-10-14 22:10") as run:
        book = run.state.dispatches.value
        assert book is not None
        run.octopus.inject(fault)
        await run.advance(minutes=4)
        after = run.state.dispatches.value
        assert after is not None
        for old, new in zip(book.plans, after.plans, strict=True):
            assert (new.dispatches, new.seen_at) == (old.dispatches, old.seen_at) or new.problem is None
        assert any(plan.problem is not None for plan in after.plans)


@pytest.mark.parametrize("fault", ["telemetry-empty", "telemetry-null"])
async def test_a_mini_that_says_nothing_is_silent_once_its_last_word_is_old(fault: str) -> None:
    async with running("intelligent", BEFORE) as run:
        before = run.state.live.value
        run.octopus.inject(fault)
        await run.advance(minutes=8)
        check_troubled("live", Snapshot(before), run.state.live, ProblemKind.MINI_SILENT, run.clock.now())


@pytest.mark.parametrize("fault", ["rates-empty", "product-404"])
async def test_prices_that_are_gone_stay_as_they_were(fault: str) -> None:
    async with running("agile", BEFORE) as run:
        before = run.state.import_tariff.value
        assert before is not None
        run.octopus.inject(fault)
        await _asked(run)
        after = run.state.import_tariff.value
        assert after is not None
        price, kept = before.schedule.at(run.clock.now()), after.schedule.at(run.clock.now())
        assert price is not None
        assert kept is not None
        assert kept.pence_inc_vat == price.pence_inc_vat
        assert run.state.phase is Phase.SIGNED_IN


@pytest.mark.parametrize("fault", [*ANY, "tomorrow-late", "tomorrow-partly"])
async def test_tomorrow_is_looked_for_again(fault: str) -> None:
    """Nothing of today suffers for it."""
    async with running("agile", "2026-10-14 16:05", faults=("tomorrow-late",)) as run:
        before = run.state.import_tariff.value
        assert before is not None
        run.octopus.inject(fault, operation="rates" if fault in ANY else None)
        await run.advance(minutes=11)
        look = run.state.look
        assert (look.problem.kind if look.problem is not None else None) is ANY.get(fault)
        assert look.next_try is not None
        assert look.next_try > run.clock.now()
        assert run.state.import_tariff.value is not None
        assert run.state.import_tariff.value.schedule.at(run.clock.now()) is not None
        assert run.state.live.problem is None or fault in LIMITS


@pytest.mark.parametrize("fault", ["token-expired", "token-revoked"])
async def test_a_token_that_is_refused_is_renewed_without_a_word(fault: str) -> None:
    async with running("intelligent", BEFORE) as run:
        run.octopus.inject(fault, count=1)
        await _asked(run)
        assert run.state.phase is Phase.SIGNED_IN
        assert {name: snapshot.problem for name, snapshot in snapshots(run.state).items() if snapshot.problem} == {}


async def test_a_login_that_is_limited_waits_and_keeps_everything() -> None:
    async with running("intelligent", BEFORE) as run:
        before = snapshots(run.state)
        run.octopus.inject("token-revoked", count=1)
        run.octopus.inject("login-limited")
        await _asked(run)
        after = snapshots(run.state)
        assert run.state.phase is Phase.SIGNED_IN
        for name in ("account", "import_tariff", "live"):
            assert is_kept(before[name].value, after[name].value)
        check_troubled("live", before["live"], after["live"], ProblemKind.LIMITED, run.clock.now())


@pytest.mark.parametrize("fault", ["wrong-key", "wrong-account"])
async def test_who_is_refused_is_asked_once_and_keeps_what_was_known(fault: str) -> None:
    async with running("intelligent", BEFORE) as run:
        before = snapshots(run.state)
        run.octopus.inject(fault)
        await _asked(run)
        after = snapshots(run.state)
        assert after.keys() == before.keys()
        assert all(is_kept(before[name].value, after[name].value) for name in before)
        run.forget_calls()
        await run.advance(minutes=40)
        assert run.calls() == [] or run.state.phase is Phase.SIGNED_IN


@pytest.mark.parametrize("fault", ["no-network", "login-limited"])
async def test_what_was_never_read_is_not_called_read(fault: str) -> None:
    async with running("intelligent", "2026-10-14 22:40", faults=(fault,)) as run:
        await run.advance(minutes=7)
        assert (run.state.half_hours.value, run.state.half_hours.fetched_at) == (None, None)
        run.octopus.clear_faults()
        await run.advance(minutes=17)
        assert run.state.half_hours.value


@pytest.mark.parametrize("fault", ANY)
async def test_whatever_stands_in_the_way_from_the_start(fault: str) -> None:
    """No value yet: then there is none, and the problem and the next try all the same."""
    async with running("intelligent", BEFORE, faults=(fault,)) as run:
        await run.advance(minutes=2)
        names = [name for several in FIELDS.values() for name in several]
        assert {name for name in names if getattr(run.state, name).fetched_at is not None} == set()
        for name in ("account", *(() if fault in LIMITS else ("live", "dispatches"))):
            snapshot = getattr(run.state, name)
            assert snapshot.value is None, name
            assert snapshot.problem is not None, name
            assert snapshot.problem.kind is ANY[fault], name
            assert snapshot.next_try is not None
            assert snapshot.next_try > run.clock.now(), name
        run.octopus.clear_faults()
        await run.advance(minutes=36)
        assert {name: one.problem for name, one in snapshots(run.state).items() if one.problem} == {}
        assert set(snapshots(run.state)) >= {"account", "import_tariff", "live", "dispatches", "half_hours", "look"}


def test_no_fault_is_left_out() -> None:
    """Each is met by name in one of the matrix's files."""
    text = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("*fault*.py"))
    assert {fault for fault in FAULTS if f'"{fault}"' not in text} == set()
