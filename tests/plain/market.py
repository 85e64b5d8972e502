"""Which prices apply to me, by every way of asking, what is on sale here, and would another tariff be cheaper?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

from tests.consistency.caller import Caller, instant, zulu
from tests.plain.told import tell

TARIFFS = """query($a: String!) { account(accountNumber: $a) { electricityAgreements(active: true) {
  validFrom meterPoint { mpan direction } tariff { __typename
    ... on TariffType { displayName productCode tariffCode standingCharge preVatStandingCharge }
    ... on StandardTariff { unitRate preVatUnitRate } ... on DayNightTariff { dayRate nightRate }
    ... on ThreeRateTariff { dayRate nightRate offPeakRate } ... on PrepayTariff { unitRate }
    ... on FourRateEvTariff { dayRate nightRate evDevicePeakRate evDeviceOffPeakRate }
    ... on HalfHourlyTariff { unitRates { validFrom validTo value } } }
  timeOfUseScheme { timezone timeslots { timeslot activeFrom activeTo } } }
  gasAgreements(active: true) { meterPoint { mprn } tariff { displayName tariffCode unitRate standingCharge } } } }"""
APPLIED = """query($a: String!, $m: String!, $from: DateTime!, $to: DateTime!) {
  rates: applicableRates(accountNumber: $a, mpxn: $m, startAt: $from, endAt: $to, first: 99) {
    pageInfo { hasNextPage } edges { node { value validFrom validTo } } }
  charges: applicableStandingCharges(accountNumber: $a, mpxn: $m, startAt: $from, endAt: $to, first: 9) {
    edges { node { value validFrom validTo } } } }"""
ON_SALE = """query($p: String!) { energyProducts(postcode: $p, brand: "OCTOPUS_ENERGY", availability: AVAILABLE,
  filterBy: [DOMESTIC], first: 50) { totalCount edges { node { code displayName direction isVariable } } } }"""
PRICES = """query($c: String!, $p: String!) { energyProduct(code: $c) { code tariffs(postcode: $p, first: 10) {
  edges { node { __typename ... on StandardTariff { tariffCode unitRate standingCharge }
    ... on GasTariffType { tariffCode unitRate standingCharge } } } } } }"""
COMPARE = """query($m: String!) { smartTariffComparison(mpan: $m) { currentCostWithTax consumptionReadingsStartAt
  consumptionReadingsEndAt costComparisons { tariff cost costWithTax } } }"""


def subject(caller: Caller) -> Iterator[str]:
    place = caller.one(f"accounts/{caller.account}/")["properties"][-1]
    regions = [row["group_id"] for row in caller.rows("industry/grid-supply-points/", postcode=place["postcode"])]
    yield f"{place['postcode']} lies in {', '.join(regions) or 'no region that is told'}"
    account = caller.ask(TARIFFS, a=caller.account)["account"]
    for agreement in account["gasAgreements"] or ():
        tariff = agreement["tariff"]
        yield f"gas by {tariff['displayName']} at {tariff['unitRate']}"
        yield from _applied(caller, agreement["meterPoint"]["mprn"], tariff["tariffCode"])
    for agreement in account["electricityAgreements"] or ():
        tariff, point = agreement["tariff"], agreement["meterPoint"]
        yield f"{point['direction']} by {tariff['displayName']} ({tariff['__typename']})"
        yield from _applied(caller, point["mpan"], tariff["tariffCode"])
        compared = caller.ask(COMPARE, m=point["mpan"])["smartTariffComparison"]
        for other in compared["costComparisons"] if compared else ():
            yield f"  {other['tariff']}: {other['costWithTax']} against {compared['currentCostWithTax']}"
    found = caller.ask(ON_SALE, p=place["postcode"])["energyProducts"]
    assert found["totalCount"] >= len(found["edges"]) > 0
    priced = caller.ask(PRICES, c="VAR-22-11-01", p=place["postcode"])["energyProduct"]
    yield f"{found['totalCount']} products, Flexible at {[edge['node'] for edge in priced['tariffs']['edges']]}"


def _applied(caller: Caller, number: str, code: str) -> Iterator[str]:
    """The last whole day but one, in GraphQL without VAT; by REST every list that the tariff has."""
    newest = caller.ask("{ greenerNightsForecast { date } }", "/backend")["greenerNightsForecast"][0]["date"]
    end = instant(f"{newest}T00:00:00+00:00")
    asked = {"from": zulu(end - timedelta(days=1)), "to": zulu(end)}
    answer = caller.ask(APPLIED, a=caller.account, m=number, **asked)
    rates: list[dict[str, Any]] = [edge["node"] for edge in answer["rates"]["edges"]]
    assert all(instant(rate["validFrom"]) < instant(rate["validTo"]) for rate in rates)
    yield f"  {len({Decimal(rate['value']) for rate in rates})} prices apply, {len(answer['charges']['edges'])} charges"
    product, fuel = code.split("-", 2)[2].rsplit("-", 1)[0], "electricity" if code[0] == "E" else "gas"
    period = {"period_from": asked["from"], "period_to": asked["to"]}
    for name in ("standard-unit-rates", "day-unit-rates", "night-unit-rates", "standing-charges"):
        rows = caller.rows(f"products/{product}/{fuel}-tariffs/{code}/{name}/", **period)
        starts = [row["valid_from"] for row in rows]
        assert starts == sorted(starts, reverse=True)
        yield f"  {name}: {len(rows)} rows"


if __name__ == "__main__":
    tell(subject)
