"""What do I owe, when is the next bill, and what was on the last ones?"""

from __future__ import annotations

from collections.abc import Iterator

from tests.consistency.caller import Caller
from tests.plain.told import tell

MONEY = """query($a: String!) { account(accountNumber: $a) { balance overdueBalance
  ledgers { ledgerType number balance }
  billingOptions { periodStartDay currentBillingPeriodStartDate currentBillingPeriodEndDate nextBillingDate }
  bills(first: 2) { pageInfo { hasNextPage endCursor } edges { node { __typename id fromDate toDate issuedDate
    ... on StatementType { openingBalance closingBalance totalCharges { grossTotal } } } } }
  transactions(first: 4) { edges { node { __typename title postedDate amounts { net tax gross } } } }
  payments(first: 2) { edges { node { id amount paymentDate status } } } } }"""


def subject(caller: Caller) -> Iterator[str]:
    account = caller.ask(MONEY, a=caller.account)["account"]
    credit = "in credit" if account["balance"] >= 0 else "owed"
    yield f"{abs(account['balance'])} pence {credit}; next bill {account['billingOptions']['nextBillingDate']}"
    for name in ("bills", "transactions", "payments"):
        for edge in (account[name] or {"edges": []})["edges"]:
            yield f"{name}: {edge['node']}"


if __name__ == "__main__":
    tell(subject)
