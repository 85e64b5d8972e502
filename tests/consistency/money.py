"""Bills, transactions and the balance against readings and prices."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import pairwise
from typing import Any

from tests.consistency.caller import Caller, Report, midnight, number, slots, zulu
from tests.consistency.supplies import Supply, price_rows, prices_around, readings

MONEY = """query($a: String!) { account(accountNumber: $a) { balance ledgers { ledgerType balance }
  bills(first: 20) { edges { node { __typename id fromDate toDate issuedDate
    ... on StatementType { openingBalance closingBalance totalCharges { netTotal taxTotal grossTotal }
      totalCredits { grossTotal } } } } }
  transactions(first: 50) { edges { node { __typename id title postedDate balanceCarriedForward isReversed
    amounts { net tax gross } ... on Charge { isExport consumption { startDate endDate quantity unit } } } } } } }"""
COSTS = """query($p: ID!, $from: DateTime!, $to: DateTime!, $f: [UtilityFiltersInput]) { property(id: $p) {
  measurements(startAt: $from, endAt: $to, timezone: "Europe/London", utilityFilters: $f, first: 40) { edges { node {
    metaData { statistics { costExclTax { estimatedAmount } } } } } } } }"""
BILLED = Decimal("0.01")
KWH_OF_A_CUBIC_METRE = Decimal("1.02264") * Decimal("39.5") / Decimal("3.6")
ROUNDED_HALF_HOURS = 30
"""Pence that a month on the bill may differ by from the same month measured, whose half hours are not rounded."""
ENERGIES_LOOKED_AT = 4
"""Of the newest charges: a month of readings and prices each."""


def compare(caller: Caller, report: Report, supplies: list[Supply], now: datetime) -> None:
    account = caller.ask(MONEY, a=caller.account)["account"]
    ledgers = account["ledgers"] or ()
    if ledgers:
        owed = sum(ledger["balance"] for ledger in ledgers)
        report.same("the balance is what the ledgers hold", account["balance"], owed)
    rows = _nodes(account["transactions"])
    if rows and rows[0]["balanceCarriedForward"] is not None:
        report.same(
            "the balance is what the last transaction left", account["balance"], rows[0]["balanceCarriedForward"]
        )
    for newer, older in pairwise(rows):
        left = older["balanceCarriedForward"] + _change(newer)
        report.same("each transaction moves the balance", newer["balanceCarriedForward"], left, newer["postedDate"])
    for row in rows:
        amounts = row["amounts"]
        if row["__typename"] in ("Charge", "Credit"):
            report.same("net and tax are gross", amounts["net"] + amounts["tax"], amounts["gross"], row["id"])
    _bills(report, _nodes(account["bills"]), rows)
    energy = [row for row in rows if row.get("consumption")]
    for row in energy[:ENERGIES_LOOKED_AT]:
        _energy(caller, report, supplies, row)


def _nodes(connection: dict[str, Any] | None) -> list[dict[str, Any]]:
    return [edge["node"] for edge in (connection or {}).get("edges") or ()]


def _change(row: dict[str, Any]) -> int:
    """A charge lowers the balance, a credit raises it, a payment fills only net."""
    amounts: dict[str, int] = row["amounts"]
    if row["__typename"] == "Charge":
        return -amounts["gross"]
    return amounts["net"] if row["__typename"] == "Payment" else amounts["gross"]


def _bills(report: Report, bills: list[dict[str, Any]], rows: list[dict[str, Any]]) -> None:
    statements = [bill for bill in bills if bill["__typename"] == "StatementType"]
    for newer, older in pairwise(statements):
        report.same("a bill opens where the last one closed", newer["openingBalance"], older["closingBalance"])
        day = date.fromisoformat(older["toDate"]) + timedelta(days=1)
        report.same("bills leave no day out", date.fromisoformat(newer["fromDate"]), day, newer["id"])
        if rows and rows[-1]["postedDate"] <= older["issuedDate"]:
            between = [row for row in rows if older["issuedDate"] < row["postedDate"] <= newer["issuedDate"]]
            _statement(report, newer, between)
    for bill in statements:
        charges = bill["totalCharges"]
        report.same(
            "net and tax are gross", charges["netTotal"] + charges["taxTotal"], charges["grossTotal"], bill["id"]
        )


def _statement(report: Report, bill: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    """What was posted since the bill before is what this one adds up."""
    for kind, total in (("Charge", bill["totalCharges"]), ("Credit", bill["totalCredits"])):
        posted = [row["amounts"] for row in rows if row["__typename"] == kind]
        for name in ("net", "tax", "gross"):
            if f"{name}Total" in total:
                told = total[f"{name}Total"]
                report.same(
                    f"a bill adds up its {kind.lower()}s", told, sum(one[name] for one in posted), (bill["id"], name)
                )
    moved = bill["openingBalance"] + sum(map(_change, rows))
    report.same("a bill closes where its entries lead", bill["closingBalance"], moved, bill["id"])


def _energy(caller: Caller, report: Report, supplies: list[Supply], row: dict[str, Any]) -> None:
    """A charge for energy is made of the readings of its days, each half hour rounded, at the prices of their time."""
    told = row["consumption"]
    first, last = date.fromisoformat(told["startDate"]), date.fromisoformat(told["endDate"])
    own = [
        supply
        for supply in supplies
        if supply.is_gas == ("gas" in row["title"].lower()) and supply.is_export == bool(row["isExport"])
    ]
    if len(own) != 1:
        return
    [supply] = own
    _measured(caller, report, supply, row, (first, last))
    start, end = midnight(first), midnight(last + timedelta(days=1))
    factor = KWH_OF_A_CUBIC_METRE if supply.is_gas and not supply.is_smets1 else Decimal(1)
    metered = readings(caller, supply, start, end)
    rounded = {at: (amount * factor).quantize(BILLED, ROUND_HALF_EVEN) for at, amount in metered.items()}
    if set(rounded) != set(slots(start, end)):
        return
    quantity = number(told["quantity"])
    report.same(
        f"a charge's {'gas' if supply.is_gas else 'energy'} is that of its half hours",
        sum(rounded.values(), Decimal()),
        quantity,
        first,
        BILLED,
    )
    least, most = Decimal(), Decimal()
    for at, kwh in rounded.items():
        costs = [kwh * exc for exc, _ in prices_around(caller, supply, at)] or [Decimal()]
        least, most = least + min(costs), most + max(costs)
    standing = sum(_standing(caller, supply, first, last), Decimal())
    net = abs(row["amounts"]["net"])
    where = f"{supply.number} {first} to {last}: {least + standing:.2f} ≤ {net} ≤ {most + standing:.2f}"
    is_inside = abs(least + standing) - 1 <= net <= abs(most + standing) + 1
    report.holds("a charge is energy times prices and a standing charge a day", is_inside, where)


def _measured(caller: Caller, report: Report, supply: Supply, row: dict[str, Any], days: tuple[date, date]) -> None:
    """Octopus's own measurements of the days cost what was charged for them, also where a dispatch overruled prices."""
    first, last = days
    by = {"readingFrequencyType": "DAY_INTERVAL", "marketSupplyPointId": supply.number}
    way = {"readingDirection": "GENERATION" if supply.is_export else "CONSUMPTION"}
    asked = {"gasFilters": by} if supply.is_gas else {"electricityFilters": by | way}
    span = {"from": zulu(midnight(first)), "to": zulu(midnight(last + timedelta(days=1)))}
    place = caller.ask(COSTS, p=supply.property_id, f=[asked], **span).get("property") or {}
    nodes = _nodes(place.get("measurements"))
    if len(nodes) != (last - first).days + 1:
        return
    costs = [
        number((one["costExclTax"] or {}).get("estimatedAmount")) or Decimal()
        for node in nodes
        for one in (node["metaData"] or {}).get("statistics") or ()
    ]
    report.same(
        "a charge is what its days were measured to cost",
        Decimal(abs(row["amounts"]["net"])),
        abs(sum(costs, Decimal())),
        (supply.number, first),
        ROUNDED_HALF_HOURS,
    )


def _standing(caller: Caller, supply: Supply, first: date, last: date) -> Iterable[Decimal]:
    """Pence a day, without VAT; none for export."""
    day = first
    while day <= last:
        noon = midnight(day) + timedelta(hours=12)
        code = supply.tariff_at(noon)
        rows = price_rows(caller, supply, "standing-charges", code, noon, noon + timedelta(minutes=1)) if code else []
        if rows:
            yield Decimal(str(rows[0]["value_exc_vat"]))
        day += timedelta(days=1)
