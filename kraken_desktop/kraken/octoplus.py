"""Points and the wheel (docs/api.md, Octoplus points; Wheel of Fortune)."""

from __future__ import annotations

from kraken_desktop.domain.account import Fuel
from kraken_desktop.domain.octoplus import (
    POINTS_A_PENNY,
    Membership,
    PointsEntry,
    PointsLedger,
    Prize,
    Spins,
    Wheel,
)
from kraken_desktop.kraken.conversation import Conversation
from kraken_desktop.kraken.decoding import (
    Part,
    Rows,
    as_it_is,
    if_known,
    instant,
    meaning_of,
    meanings,
    part_of,
    rows_of,
)
from kraken_desktop.kraken.errors import OddAnswer, Refused
from kraken_desktop.kraken.wire import octoplus as wire
from kraken_desktop.kraken.wire.envelope import Answer, loads


class Octoplus:
    """Redeeming and spinning are changes: sent once, never retried."""

    def __init__(self, ours: Conversation) -> None:
        self._ours = ours

    async def points(self, account_number: str) -> tuple[Part[Membership], Part[PointsLedger]]:
        """Membership and ledger, each with its own fate: a ledger refused is "not available", never 0."""
        answer = await self._ours.whole("octoplus", {"account": account_number})
        return (
            part_of(answer, "octoplusAccountInfo", _membership),
            part_of(answer, "loyaltyPointLedgers", _ledger),
        )

    async def redeem(self, account_number: str, points: int) -> int:
        """Turn points into credit; the points that were taken. Raises Refused("points") for no whole pennies."""
        if points <= 0 or points % POINTS_A_PENNY:
            raise Refused(code="points")
        name = "redeemLoyaltyPointsForAccountCredit"
        content = await self._ours.needed(name, "redeem", {"account": account_number, "points": points})
        redeemed: wire.Redeemed = loads(content, wire.Redeemed)
        if redeemed.points_redeemed is None:
            raise OddAnswer()
        return redeemed.points_redeemed

    async def wheel(self, account_number: str) -> Wheel:
        """Spins left. Raises Refused with ``is_not_offered`` where the account has no wheel."""
        answer = await self._ours.whole("wheel", {"account": account_number}, is_backend=True)
        wheel = Wheel(_spins(answer, "electricity"), _spins(answer, "gas"))
        error = answer.error()
        if wheel == Wheel() and error is not None:
            raise error
        return wheel

    async def spin(self, account_number: str, fuel: Fuel) -> Prize:
        variables = {"account": account_number, "fuel": fuel.value.upper()}
        content = await self._ours.needed("spinWheelOfFortune", "spin", variables, is_backend=True)
        prize = _prize(loads(content, wire.Spin))
        if prize is None:
            raise OddAnswer()
        return prize

    async def prizes(self, account_number: str) -> Rows[Prize]:
        """Past spins, newest first."""
        content = await self._ours.root(
            "wheelOfFortuneSpinHistory", "spin_history", {"account": account_number}, is_backend=True
        )
        history: wire.SpinHistory = loads(content, wire.SpinHistory) if content else wire.SpinHistory()
        return meanings(history.edges, wire.SpinEdge, lambda edge: _prize(edge.node))


def _membership(content: bytes | None) -> Membership:
    told: wire.Membership = loads(content, wire.Membership) if content else wire.Membership()
    eligible = meaning_of(told.octoplus_eligibility, wire.Eligibility, lambda row: row.is_eligible)
    return Membership(told.is_octoplus_enrolled, told.enrollment_status, told.is_loyalty_points_user, eligible)


def _ledger(content: bytes | None) -> PointsLedger:
    found = rows_of(content, wire.Entry, _entry)
    return PointsLedger(found.rows, found.skipped)


def _entry(row: wire.Entry) -> PointsEntry:
    spent = -1 if row.ledger_type == "CHARGE" else 1
    return PointsEntry(
        row.id, spent * abs(row.value), row.balance_carried_forward, row.reason_code, if_known(instant, row.posted_at)
    )


def _spins(answer: Answer, alias: str) -> Spins | None:
    raw = (answer.parts or {}).get(alias)
    return (
        None
        if raw is None
        else meaning_of(raw, wire.Spins, lambda told: Spins(told.spins_allowed or 0, told.max_spins))
    )


def _prize(row: wire.Spin) -> Prize | None:
    told = meaning_of(row.prize, wire.Prize, as_it_is)
    if told is None or not told.display:
        return None
    return Prize(told.display, told.value, row.spin_reference or row.reference, if_known(instant, row.spun_at))
