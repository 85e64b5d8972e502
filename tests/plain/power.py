"""How much power does the house take now, and how much energy did it take today?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tests.consistency.caller import Caller
from tests.plain.accounts import METERS
from tests.plain.told import tell

NOW = "query($d: String!) { smartMeterTelemetry(deviceId: $d) { readAt demand consumption export } }"
LIMITS = """{ rateLimitInfo { pointsAllowanceRateLimit { limit usedPoints remainingPoints }
  fieldSpecificRateLimits(first: 20) { edges { node { field rate isBlocked } } } } }"""

SCORE = "query($i: QueryComplexityInputType!) { queryComplexity(input: $i) { complexityValue } }"


def subject(caller: Caller) -> Iterator[str]:
    for row in caller.ask(METERS, a=caller.account)["account"]["electricityAgreements"] or ():
        for meter in row["meterPoint"]["meters"]:
            smart = meter["smartImportElectricityMeter"]
            rows = caller.ask(NOW, d=smart["deviceId"])["smartMeterTelemetry"] if smart else None
            for reading in rows or ():
                watts = Decimal(reading["demand"])
                yield f"{reading['readAt']}: {watts} W {'out' if watts < 0 else 'in'}"
    for edge in caller.ask(LIMITS)["rateLimitInfo"]["fieldSpecificRateLimits"]["edges"]:
        yield f"{edge['node']['field']}: {edge['node']['rate']}"
    score = caller.ask(SCORE, i={"query": NOW, "variables": "{}"})["queryComplexity"]["complexityValue"]
    assert 1 <= score <= 200
    yield f"the question for live power costs {score}"


if __name__ == "__main__":
    tell(subject)
