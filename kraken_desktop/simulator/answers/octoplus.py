"""Octoplus: membership, the ledger of points, points turned into money (docs/api.md, 7.18)."""

from __future__ import annotations

from typing import Any

from kraken_desktop.simulator import access
from kraken_desktop.simulator.errors import refusal
from kraken_desktop.simulator.points import POINTS_A_PENNY
from kraken_desktop.simulator.world import Answers, Exchange


def octoplus_account_info(exchange: Exchange, accountNumber: str) -> dict[str, Any]:
    access.require_account(exchange, accountNumber)
    if exchange.fault("octoplus-refused"):
        raise refusal("KT-CT-1111")
    member = exchange.world.home.is_octoplus_member
    return {
        "isOctoplusEnrolled": member,
        "isLoyaltyPointsUser": member,
        "enrollmentStatus": "ENROLLED" if member else "NOT_ENROLLED",
        "octoplusEligibility": {"isEligible": True, "ineligibilityReasons": []},
    }


def loyalty_point_ledgers(exchange: Exchange) -> list[dict[str, Any]]:
    world = exchange.world
    if exchange.fault("octoplus-refused") or exchange.fault("points-refused"):
        raise refusal("KT-CT-1111")
    if not world.home.is_octoplus_member:
        return []
    return [
        {
            "id": str(800_001 + entry.place),
            "ledgerType": "CREDIT" if entry.points > 0 else "CHARGE",
            "value": str(abs(entry.points)),
            "balanceBroughtForward": str(entry.balance - entry.points),
            "balanceCarriedForward": str(entry.balance),
            "reasonCode": entry.reason,
            "postedAt": entry.posted,
            "accountNumber": world.home.account,
        }
        for entry in world.points.entries(exchange.now)
    ]


def redeem(exchange: Exchange, input: dict[str, Any]) -> dict[str, Any]:
    """Points become a credit on the account."""
    number, points = input["accountNumber"], input["points"]
    access.require_account(exchange, number)
    world = exchange.world
    if exchange.fault("octoplus-refused") or exchange.fault("points-refused"):
        raise refusal("KT-CT-1111")
    if not world.home.is_octoplus_member:
        raise refusal("KT-CT-9201")
    if points <= 0:
        raise refusal("KT-CT-9204")
    if points % POINTS_A_PENNY:
        raise refusal("KT-CT-9206")
    if points > world.points.balance(exchange.now):
        raise refusal("KT-CT-9205")
    pence = world.points.redeem(exchange.now, points)
    world.books[number].give(exchange.now, "Octopoints redeemed", pence)
    return {"pointsRedeemed": points}


FIELDS: Answers = {
    "octoplusAccountInfo": octoplus_account_info,
    "loyaltyPointLedgers": loyalty_point_ledgers,
    "redeemLoyaltyPointsForAccountCredit": redeem,
}
