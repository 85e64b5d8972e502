"""How the client puts every operation that it speaks: the home to ask, the question, what is lost where it fails."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import time, timedelta
from decimal import Decimal
from typing import Any

from kraken_desktop.domain.account import Fuel, MeterPoint, ReadyBy
from kraken_desktop.domain.charging import WEEKDAYS
from kraken_desktop.domain.heat_pump import Grouping
from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.kraken.decoding import Part
from kraken_desktop.kraken.light import LightAnswer
from kraken_desktop.kraken.wire import document
from kraken_desktop.simulator.schema import BACKEND, MAIN
from tests.kraken.line import Line
from tests.simulator.troubles import REST

CAR = "00000000-0000-4000-8000-0000000000e1"
WEEK = tuple(ReadyBy(day, time(7), Decimal(80)) for day in WEEKDAYS)


@dataclass(frozen=True, slots=True)
class Known:
    """What the questions need to know of a home."""

    line: Line
    account: str
    home: str
    postcode: str
    points: tuple[MeterPoint, ...]

    @property
    def day(self) -> Span:
        return Span(self.line.now - timedelta(days=4), self.line.now - timedelta(days=3))

    @property
    def device(self) -> str:
        return self.points[0].device_ids[0]

    def point(self, fuel: Fuel) -> MeterPoint:
        return next(point for point in self.points if point.fuel is fuel)

    async def euid(self) -> str:
        [controller] = (await self.line.client.heat_pumps.controllers(self.account, self.home)).rows
        return controller.euid


async def known(line: Line) -> Known:
    place = (await line.client.account(line.octopus.account)).properties[0]
    return Known(line, line.octopus.account, place.id, place.postcode, place.meter_points)


@dataclass(frozen=True, slots=True)
class Spoken:
    """``part`` says what became of the operation where others stand beside it in the question: None where all is well.

    ``ends_in`` is the code with which Octopus refuses the question even on a good day.
    """

    ask: Callable[[Known], Awaitable[Any]]
    home: str = "agile"
    subject: str | None = None
    part: Callable[[Any], ProblemKind | str | None] | None = None
    is_change: bool = False
    ends_in: str | None = None


def _change(ask: Callable[[Known], Awaitable[Any]], home: str, ends_in: str | None = None) -> Spoken:
    return Spoken(ask, home, is_change=True, ends_in=ends_in)


async def _login(of: Known) -> Any:
    of.line.octopus.revoke_tokens()
    return await of.line.client.viewer()


async def _light(of: Known) -> Any:
    return await of.line.client.light(await of.line.ask(cars=(CAR,)))


async def _pump(of: Known) -> Any:
    return await of.line.client.heat_pumps.heat_pump(of.account, await of.euid())


async def _zone(of: Known) -> Any:
    return await of.line.client.heat_pumps.set_zone(of.account, await of.euid(), "WATER", "AUTO")


async def _quiet(of: Known) -> Any:
    return await of.line.client.heat_pumps.set_quiet(of.account, await of.euid(), is_quiet=True)


async def _flow(of: Known) -> Any:
    return await of.line.client.heat_pumps.fix_flow(of.account, await of.euid(), Decimal(40))


async def _pump_totals(of: Known) -> Any:
    return await of.line.client.heat_pumps.totals(of.account, await of.euid(), of.day)


async def _pump_series(of: Known) -> Any:
    return await of.line.client.heat_pumps.series(of.account, await of.euid(), of.day, Grouping.DAY)


def _consumption(fuel: Fuel) -> Callable[[Known], Awaitable[Any]]:
    async def ask(of: Known) -> Any:
        point = of.point(fuel)
        return await of.line.client.consumption(point, point.meters[0].serial, of.day)

    return ask


def _rates(fuel: Fuel) -> Callable[[Known], Awaitable[Any]]:
    async def ask(of: Known) -> Any:
        code = of.point(fuel).agreements[0].tariff_code
        return await of.line.client.rates(code, Register.STANDARD, of.day)

    return ask


def _usage(of: Known) -> Awaitable[Any]:
    return of.line.client.measurements.cost_of_usage(of.account, "1", Fuel.ELECTRICITY, of.day)


LOST = "lost"


def _error(part: Part[Any]) -> ProblemKind | None:
    return None if part.error is None else part.error.kind


def _plan(answer: LightAnswer) -> ProblemKind | None:
    problem = answer.plans[0].problem
    return None if problem is None else problem.kind


def _told(name: str) -> Callable[[Any], str | None]:
    return lambda answer: None if getattr(answer, name) else LOST


BY_ROOT_FIELD: dict[tuple[str, str], Spoken] = {
    (MAIN, "viewer"): Spoken(lambda of: of.line.client.viewer()),
    (MAIN, "account"): Spoken(lambda of: of.line.client.account(of.account)),
    (MAIN, "properties"): Spoken(lambda of: of.line.client.homes(of.account)),
    (MAIN, "property"): Spoken(lambda of: of.line.client.measurements.measured(of.home, of.points[0], of.day)),
    (MAIN, "octoplusAccountInfo"): Spoken(
        lambda of: of.line.client.octoplus.points(of.account), "rewards", part=lambda both: _error(both[0])
    ),
    (MAIN, "loyaltyPointLedgers"): Spoken(
        lambda of: of.line.client.octoplus.points(of.account), "rewards", part=lambda both: _error(both[1])
    ),
    (MAIN, "smartMeterTelemetry"): Spoken(lambda of: of.line.client.half_hours(of.device, of.day)),
    (MAIN, "smartDeviceNetwork"): Spoken(lambda of: of.line.client.has_mini(of.device)),
    (MAIN, "devices"): Spoken(lambda of: of.line.client.charging.sessions(of.account, CAR), "intelligent"),
    (MAIN, "flexPlannedDispatches"): Spoken(_light, "intelligent", part=_plan),
    (MAIN, "completedDispatches"): Spoken(_light, "intelligent", part=lambda answer: _error(answer.completed)),
    (MAIN, "electricVehicles"): Spoken(
        lambda of: of.line.client.charging.catalogue(), "intelligent", part=_told("cars")
    ),
    (MAIN, "chargePointVariants"): Spoken(
        lambda of: of.line.client.charging.catalogue(), "intelligent", part=_told("chargers")
    ),
    (MAIN, "accountIoEligibility"): Spoken(lambda of: of.line.client.charging.is_eligible(of.account)),
    (MAIN, "energyProducts"): Spoken(lambda of: of.line.client.market.on_sale(of.postcode)),
    (MAIN, "energyProduct"): Spoken(lambda of: of.line.client.market.prices("VAR-22-11-01", of.postcode)),
    (MAIN, "applicableRates"): Spoken(
        lambda of: of.line.client.market.applied_rates(of.account, of.points[0].number, of.day)
    ),
    (MAIN, "applicableStandingCharges"): Spoken(
        lambda of: of.line.client.market.applied_charges(of.account, of.points[0].number, of.day)
    ),
    (MAIN, "smartTariffComparison"): Spoken(
        lambda of: of.line.client.market.comparison(of.points[0].number), "flexible"
    ),
    (MAIN, "costOfUsage"): Spoken(_usage),
    (MAIN, "customerFlexibilityCampaignEvents"): Spoken(
        lambda of: of.line.client.sessions.free_electricity(of.account, of.points[0].number), "rewards"
    ),
    (MAIN, "isEnrolledInCustomerFlexibilityCampaign"): Spoken(
        lambda of: of.line.client.sessions.free_electricity(of.account, of.points[0].number),
        "rewards",
        part=_told("is_enrolled"),
    ),
    (MAIN, "getProjectedRegionalCarbonIntensity"): Spoken(lambda of: of.line.client.greenness.carbon(of.postcode)),
    (MAIN, "rateLimitInfo"): Spoken(lambda of: of.line.client.limits.standing()),
    (MAIN, "queryComplexity"): Spoken(lambda of: of.line.client.limits.complexity(document("viewer"), {})),
    (MAIN, "obtainKrakenToken"): Spoken(_login),
    (MAIN, "updateBoostCharge"): _change(
        lambda of: of.line.client.charging.cancel_boost(CAR), "intelligent", "KT-CT-4354"
    ),
    (MAIN, "updateDeviceSmartControl"): _change(
        lambda of: of.line.client.charging.suspend(CAR), "intelligent", "KT-CT-4358"
    ),
    (MAIN, "setDevicePreferences"): _change(lambda of: of.line.client.charging.prefer(CAR, WEEK), "intelligent"),
    (MAIN, "redeemLoyaltyPointsForAccountCredit"): _change(
        lambda of: of.line.client.octoplus.redeem(of.account, 8), "rewards"
    ),
    (BACKEND, "savingSessions"): Spoken(lambda of: of.line.client.sessions.saving(of.account), "rewards"),
    (BACKEND, "wheelOfFortuneSpinsAllowed"): Spoken(lambda of: of.line.client.octoplus.wheel(of.account), "rewards"),
    (BACKEND, "wheelOfFortuneSpinHistory"): Spoken(lambda of: of.line.client.octoplus.prizes(of.account), "rewards"),
    (BACKEND, "greenerNightsForecast"): Spoken(lambda of: of.line.client.greenness.nights()),
    (BACKEND, "freeElectricityAccountEvents"): Spoken(
        lambda of: of.line.client.sessions.free_results(of.account), "rewards", part=_told("results")
    ),
    (BACKEND, "freeElectricityAccountSummary"): Spoken(
        lambda of: of.line.client.sessions.free_results(of.account), "rewards", part=_told("events")
    ),
    (BACKEND, "heatPumpControllersAtLocation"): Spoken(
        lambda of: of.line.client.heat_pumps.controllers(of.account, of.home), "cosy"
    ),
    (BACKEND, "heatPumpControllerStatus"): Spoken(_pump, "cosy", part=_told("sensors")),
    (BACKEND, "heatPumpControllerConfiguration"): Spoken(_pump, "cosy", part=_told("flow")),
    (BACKEND, "heatPumpLivePerformance"): Spoken(_pump, "cosy", part=_told("now")),
    (BACKEND, "heatPumpLifetimePerformance"): Spoken(_pump, "cosy", part=_told("lifetime")),
    (BACKEND, "heatPumpTimeRangedPerformance"): Spoken(_pump_totals, "cosy"),
    (BACKEND, "heatPumpTimeSeriesPerformance"): Spoken(_pump_series, "cosy"),
    (BACKEND, "joinSavingSessionsCampaign"): _change(
        lambda of: of.line.client.sessions.join_campaign(of.account, of.points[0].number), "agile", "OE-1303"
    ),
    (BACKEND, "joinSavingSessionsEvent"): _change(
        lambda of: of.line.client.sessions.join(of.account, "EVENT_0_010100"), "rewards", "OE-1305"
    ),
    (BACKEND, "bookSavingSessionsWeekendHappyHourEvent"): _change(
        lambda of: of.line.client.sessions.book_happy_hour(of.account, "EVENT_0_010100"), "rewards", "OE-1305"
    ),
    (BACKEND, "spinWheelOfFortune"): _change(
        lambda of: of.line.client.octoplus.spin(of.account, Fuel.ELECTRICITY), "rewards", "OE-0501"
    ),
    (BACKEND, "heatPumpSetZoneMode"): _change(_zone, "cosy"),
    (BACKEND, "heatPumpSetHushMode"): _change(_quiet, "cosy"),
    (BACKEND, "heatPumpUpdateFlowTemperatureConfiguration"): _change(_flow, "cosy"),
}
PRODUCTS = "/v1/products/"
BY_PATH: dict[tuple[str, str], Spoken] = {
    (REST, "/v1/accounts/{number}/"): Spoken(lambda of: of.line.client.supply_history(of.account), subject="account"),
    (REST, PRODUCTS): Spoken(lambda of: of.line.client.products(), subject="products"),
    (REST, f"{PRODUCTS}{{code}}/"): Spoken(
        lambda of: of.line.client.product_tariffs("AGILE-24-10-01", "C"), subject="product"
    ),
    (REST, f"{PRODUCTS}{{code}}/electricity-tariffs/{{tariff}}/{{list}}/"): Spoken(
        _rates(Fuel.ELECTRICITY), subject="rates"
    ),
    (REST, f"{PRODUCTS}{{code}}/gas-tariffs/{{tariff}}/{{list}}/"): Spoken(
        _rates(Fuel.GAS), "flexible-dual-fuel", "rates"
    ),
    (REST, "/v1/electricity-meter-points/{mpan}/meters/{serial}/consumption/"): Spoken(
        _consumption(Fuel.ELECTRICITY), subject="consumption"
    ),
    (REST, "/v1/gas-meter-points/{mprn}/meters/{serial}/consumption/"): Spoken(
        _consumption(Fuel.GAS), "flexible-dual-fuel", "consumption"
    ),
    (REST, "/v1/electricity-meter-points/{mpan}/"): Spoken(
        lambda of: of.line.client.market.supply_point(of.points[0].number), subject="meter-point"
    ),
    (REST, "/v1/industry/grid-supply-points/"): Spoken(
        lambda of: of.line.client.regions_of(of.postcode), subject="grid-supply-points"
    ),
}
EVERY = BY_ROOT_FIELD | BY_PATH
