from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.account import Fuel
from kraken_desktop.domain.octoplus import PointsLedger, Wheel, pence_of, redeemable
from kraken_desktop.kraken.errors import KrakenError, OddAnswer, Refused
from tests.kraken.monotone import Monotone, client_hearing, client_of, refusing
from tests.kraken.odd import anything, strewn

ACCOUNT = "A-1234ABCD"
ENTRY = {"id": "800003", "ledgerType": "CREDIT", "value": "256", "balanceCarriedForward": "1524"}
MEMBER = {"isOctoplusEnrolled": True, "enrollmentStatus": "ENROLLED"}


def _ledger(entries: Any) -> Monotone:
    return Monotone({"data": {"octoplusAccountInfo": MEMBER, "loyaltyPointLedgers": entries}})


async def test_points_of_the_contract() -> None:
    membership, ledger = await client_hearing("Octoplus").octoplus.points(ACCOUNT)
    member = membership.value
    assert member is not None
    assert (member.is_enrolled, member.status, member.has_points, member.is_eligible) == (True, "ENROLLED", True, True)
    assert ledger.value is not None
    assert ledger.value.balance == 1524
    assert [entry.points for entry in ledger.value.entries] == [256, -800, 8]
    newest = ledger.value.entries[0]
    assert (newest.id, newest.reason, newest.posted_at) == (
        "800003",
        "SAVING_SESSION",
        datetime(2026, 9, 25, 18, 43, tzinfo=UTC),
    )


async def test_a_refused_ledger_is_not_available_and_never_zero() -> None:
    error = {"path": ["loyaltyPointLedgers"], "extensions": {"errorCode": "KT-CT-1111"}}
    app = Monotone({"data": {"octoplusAccountInfo": MEMBER, "loyaltyPointLedgers": None}, "errors": [error]})
    membership, ledger = await client_of(app).octoplus.points(ACCOUNT)
    assert membership.value is not None
    assert ledger.value is None
    assert isinstance(ledger.error, Refused)
    assert ledger.error.is_not_offered
    assert (app.logins, app.questions) == (1, 1)


@pytest.mark.parametrize("entries", [[], None])
async def test_nothing_earned_is_zero(entries: Any) -> None:
    _, ledger = await client_of(_ledger(entries)).octoplus.points(ACCOUNT)
    assert ledger.value == PointsLedger()
    assert PointsLedger().balance == 0


async def test_a_ledger_of_odd_lines_is_unknown() -> None:
    _, ledger = await client_of(_ledger([{"id": "1"}])).octoplus.points(ACCOUNT)
    assert ledger.value is not None
    assert (ledger.value.balance, ledger.value.skipped) == (None, 1)


@given(odd=st.lists(anything, max_size=4))
async def test_good_lines_survive_odd_ones(odd: list[Any]) -> None:
    _, ledger = await client_of(_ledger(strewn([ENTRY], odd))).octoplus.points(ACCOUNT)
    assert ledger.value is not None
    assert [entry.balance_after for entry in ledger.value.entries] == [1524]
    assert ledger.value.skipped == len(odd)


@given(answer=anything)
async def test_no_answer_raises_anything_but_our_errors(answer: Any) -> None:
    names = ("octoplusAccountInfo", "loyaltyPointLedgers", "electricity", "gas", "wheelOfFortuneSpinHistory")
    names += ("spinWheelOfFortune", "redeemLoyaltyPointsForAccountCredit")
    ours = client_of(Monotone({"data": dict.fromkeys(names, answer)})).octoplus
    await ours.points(ACCOUNT)
    await ours.wheel(ACCOUNT)
    with suppress(KrakenError):
        await ours.prizes(ACCOUNT)
    with suppress(KrakenError):
        await ours.spin(ACCOUNT, Fuel.GAS)
    with suppress(KrakenError):
        await ours.redeem(ACCOUNT, 8)


async def test_redeemed() -> None:
    assert await client_hearing("Redeem").octoplus.redeem(ACCOUNT, 800) == 800


@pytest.mark.parametrize("points", [0, -8, 7, 801])
async def test_points_that_are_no_whole_pennies_never_leave(points: int) -> None:
    app = Monotone({})
    with pytest.raises(Refused):
        await client_of(app).octoplus.redeem(ACCOUNT, points)
    assert app.questions == 0


@pytest.mark.parametrize("code", ["KT-CT-9201", "KT-CT-9204", "KT-CT-9205", "KT-CT-9206", "KT-CT-9210"])
async def test_redeeming_refused_is_told_once(code: str) -> None:
    app = refusing(code, "redeemLoyaltyPointsForAccountCredit")
    with pytest.raises(Refused) as caught:
        await client_of(app).octoplus.redeem(ACCOUNT, 800)
    assert (caught.value.code, app.questions) == (code, 1)


@given(st.integers(-50, 10_000))
def test_what_can_be_redeemed(points: int) -> None:
    most = redeemable(points)
    assert 0 <= most <= max(0, points)
    assert most % 8 == 0
    assert points - most < 8
    assert pence_of(points) * 8 == most


async def test_wheel_of_the_contract() -> None:
    wheel = await client_hearing("Wheel").octoplus.wheel(ACCOUNT)
    assert wheel.electricity is not None
    assert wheel.gas is not None
    assert (wheel.electricity.allowed, wheel.electricity.most, wheel.gas.allowed) == (2, 2, 0)


async def test_wheel_of_one_fuel_and_of_none() -> None:
    one = Monotone({"data": {"electricity": {"spinsAllowed": None}, "gas": None}})
    wheel = await client_of(one).octoplus.wheel(ACCOUNT)
    assert wheel.electricity is not None
    assert (wheel.electricity.allowed, wheel.gas) == (0, None)
    none = Monotone({"data": {"electricity": None, "gas": None}})
    assert await client_of(none).octoplus.wheel(ACCOUNT) == Wheel()
    error = {"path": ["electricity"], "extensions": {"errorCode": "OE-0001"}}
    shut = Monotone({"data": {"electricity": None, "gas": None}, "errors": [error]})
    with pytest.raises(Refused) as caught:
        await client_of(shut).octoplus.wheel(ACCOUNT)
    assert caught.value.is_not_offered


async def test_spun() -> None:
    prize = await client_hearing("Spin").octoplus.spin(ACCOUNT, Fuel.ELECTRICITY)
    assert (prize.display, prize.value) == ("8 Octopoints", 8)
    assert prize.reference == "00000000-0000-4000-8000-00000000f001"


@pytest.mark.parametrize("code", ["OE-0501", "OE-0502", "OE-0503"])
async def test_a_spin_refused_is_told_once(code: str) -> None:
    app = refusing(code, "spinWheelOfFortune")
    with pytest.raises(Refused) as caught:
        await client_of(app).octoplus.spin(ACCOUNT, Fuel.GAS)
    assert (caught.value.code, app.questions) == (code, 1)


async def test_a_prize_that_says_nothing_is_odd() -> None:
    with pytest.raises(OddAnswer):
        await client_of(Monotone({"data": {"spinWheelOfFortune": {"prize": None}}})).octoplus.spin(ACCOUNT, Fuel.GAS)


async def test_past_spins() -> None:
    node = {"reference": "f0", "spunAt": "2026-09-01T10:00:00+01:00", "prize": {"value": 5, "display": "5p"}}
    history = {"edges": [{"node": node}, {"node": {}}]}
    found = await client_of(Monotone({"data": {"wheelOfFortuneSpinHistory": history}})).octoplus.prizes(ACCOUNT)
    [prize] = found.rows
    assert (prize.display, prize.reference, prize.spun_at) == ("5p", "f0", datetime(2026, 9, 1, 9, tzinfo=UTC))
    assert found.skipped == 1
