"""What a day costs by the tariff and the meter of its date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from kraken_desktop.domain.account import Agreement, Direction, Fuel, Meter, MeterPoint
from kraken_desktop.domain.dispatch import CompletedDispatch, DispatchBook
from kraken_desktop.domain.gas import GasUnit, kwh_of_cubic_metres
from kraken_desktop.domain.moments import SLOT, Span, day_slots, day_span
from kraken_desktop.domain.rates import FOREVER, Rate, RateSchedule
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.domain.usage import Reading
from kraken_desktop.kraken import accounts
from kraken_desktop.services.costing import PricingBasis, basis_of, changed_spans, costing_of, supplied
from kraken_desktop.services.date_span import DateSpan, SpanKind
from kraken_desktop.services.gas_choice import GasChoice
from kraken_desktop.services.usage_question import UsageQuestion
from kraken_desktop.storage.database import Database
from tests.services.given import running
from tests.services.homes import LONG_AGO, agreement, point
from tests.services.waiting import caught_up

DAY = date(2026, 6, 10)
SPAN = day_span(DAY)
FLEXIBLE, FIXED = "E-1R-VAR-22-11-01-C", "E-1R-FIX-12M-26-01-01-C"
SMART = "E-1R-INTELLI-VAR-24-10-29-C"
GAS = GasChoice(None, Decimal("39.5"))


def flat(pence: str) -> RateSchedule:
    return RateSchedule((Rate(LONG_AGO, None, Decimal(pence)),))


def lists(**prices: str) -> dict[str, dict[Register, RateSchedule]]:
    return {
        code: {Register.STANDARD: flat(pence), Register.STANDING: flat("50")}
        for code, pence in ((FLEXIBLE, prices.get("flexible", "25")), (FIXED, prices.get("fixed", "20")))
    }


def readings(day: date = DAY, meter: str | None = None) -> list[Reading]:
    return [Reading(slot.start, Decimal(1), meter) for slot in day_slots(day)]


def test_a_switch_at_midnight_leaves_each_day_its_own_tariff() -> None:
    switch = SPAN.end
    held = point("1", agreements=(agreement(FIXED, switch), agreement(FLEXIBLE, LONG_AGO, switch)))
    whole = Span(SPAN.start, SPAN.end + timedelta(days=1))
    costed = costing_of(held, whole, lists(), DispatchBook(), GAS)
    following = DAY + timedelta(days=1)
    assert costed(DAY, readings()).total.pence == 48 * 25
    assert costed(following, readings(following)).total.pence == 48 * 20


def test_a_backdated_switch_is_a_reason_for_its_days_alone() -> None:
    before = basis_of(point("1", agreements=(agreement(FLEXIBLE),)), None, GAS)
    switched = (agreement(FIXED, SPAN.start), agreement(FLEXIBLE, LONG_AGO, SPAN.start))
    after = basis_of(point("1", agreements=switched), None, GAS)
    changed = changed_spans(before, after)
    assert Span(SPAN.start, FOREVER) in changed
    assert changed_spans(after, after) == ()


def test_another_calorific_value_recosts_gas_and_nothing_else() -> None:
    electric = point("1", agreements=(agreement(FLEXIBLE),))
    gas = replace(electric, fuel=Fuel.GAS)
    other = replace(GAS, calorific_value=Decimal(40))
    assert changed_spans(basis_of(electric, None, GAS), basis_of(electric, None, other)) == ()
    (whole,) = changed_spans(basis_of(gas, None, GAS), basis_of(gas, None, other))
    assert whole.start < LONG_AGO
    assert whole.end == FOREVER


@pytest.mark.parametrize(
    ("told", "chosen", "unit"),
    [
        (GasUnit.KWH, None, GasUnit.KWH),
        (GasUnit.CUBIC_METRES, None, GasUnit.CUBIC_METRES),
        (None, None, GasUnit.CUBIC_METRES),
        (GasUnit.CUBIC_METRES, GasUnit.KWH, GasUnit.KWH),
    ],
)
def test_gas_is_counted_as_its_meter_does(told: GasUnit | None, chosen: GasUnit | None, unit: GasUnit) -> None:
    meters = (Meter("old", unit=GasUnit.KWH, is_active=False), Meter("new", unit=told))
    held = replace(point("1", agreements=(agreement(FLEXIBLE),)), fuel=Fuel.GAS, meters=meters)
    costed = costing_of(held, SPAN, lists(), DispatchBook(), replace(GAS, unit=chosen))
    kwh = kwh_of_cubic_metres(Decimal(1), GAS.calorific_value) if unit is GasUnit.CUBIC_METRES else Decimal(1)
    assert costed(DAY, readings(meter="new")).slots[0].kwh == kwh
    if chosen is None:
        assert costed(DAY, readings(meter="old")).slots[0].kwh == 1


def test_a_completed_charge_makes_its_half_hours_cheap() -> None:
    held = point("1", agreements=(agreement(SMART),))
    night_and_day = RateSchedule.of(
        rate
        for offset in (-1, 0, 1)
        for day in (DAY + timedelta(days=offset),)
        for span in (day_span(day),)
        for rate in (
            Rate(span.start, span.start + 11 * SLOT, Decimal(7)),
            Rate(span.start + 11 * SLOT, span.end - SLOT, Decimal(28)),
            Rate(span.end - SLOT, span.end, Decimal(7)),
        )
    )
    known = {SMART: {Register.STANDARD: night_and_day, Register.STANDING: flat("50")}}
    at = SPAN.start + 30 * SLOT
    book = DispatchBook(completed=(CompletedDispatch(Span(at + SLOT / 3, at + SLOT / 2), Decimal(1)),))
    costed = costing_of(held, Span(SPAN.start - 48 * SLOT, SPAN.end + 48 * SLOT), known, book, GAS)
    found = costed(DAY, readings())
    assert [slot.start for slot in found.slots if slot.is_dispatch] == [at]
    assert found.total.pence == 13 * 7 + 35 * 28


def test_supply_is_from_the_first_agreement_to_the_last() -> None:
    ended = point("1", direction=Direction.EXPORT, agreements=(agreement(FLEXIBLE, LONG_AGO, SPAN.end),))
    assert supplied(ended) == Span(LONG_AGO, SPAN.end)
    assert supplied(point("1", agreements=())) is None
    assert isinstance(basis_of(ended, None, GAS), PricingBasis)


async def test_a_day_of_gas_costs_what_is_owed() -> None:
    """Cubic metres as the meter counts them, in winter and in summer; prices as the service lists them."""
    async with running("flexible-dual-fuel", "2026-10-14 17:20") as run:
        own = next(supply for supply in run.world.home.supplies if hasattr(supply, "mprn"))
        held = tuple(
            Agreement(one.tariff_code, one.tariff_code[5:-2], day_span(one.since).start) for one in own.agreements
        )
        serial = own.meters[-1].serial
        gas = MeterPoint(own.mprn, Fuel.GAS, Direction.IMPORT, "C", (Meter(serial),), held[-1:])
        assert run.services.line is not None
        client = run.services.line.client
        for day in (date(2026, 1, 20), date(2026, 7, 20)):
            span, code = day_span(day), held[-1].tariff_code
            owed = run.world.ledger.day(own, day)
            rows = [Reading(slot.start, slot.metered, serial) for slot in owed.slots]
            asked = {
                register: RateSchedule.of(await client.rates(code, register, span))
                for register in (Register.STANDARD, Register.STANDING)
            }
            total = costing_of(gas, span, {code: asked}, DispatchBook(), GAS)(day, rows).total
            assert total.is_complete
            assert total.billed.kwh == owed.billed_kwh
            assert total.billed.net_pence == owed.net_pence


async def test_a_meter_that_does_not_say_is_believed_by_octopuss_own_kwh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kilowatt-hours, which would be eleven times as many if they were taken for cubic metres."""
    monkeypatch.setattr(accounts, "_UNITS", {})
    monkeypatch.setattr(accounts, "_MECHANISMS", {})
    database = Database.in_memory()
    async with running("gas-smets1", "2026-10-14 17:20", database=database) as run:
        await caught_up(run)
        own = next(supply for supply in run.world.home.supplies if hasattr(supply, "mprn"))
        for day in (date(2026, 2, 10), date(2026, 10, 1)):
            (total,) = await database.history.totals(own.mprn, day, day)
            assert total.kwh == sum(slot.kwh for slot in run.world.ledger.day(own, day).slots)
        span = DateSpan(date(2026, 9, 1), date(2026, 9, 30))
        usage = await run.services.past.usage(UsageQuestion(own.mprn, span, SpanKind.MONTH, date(2026, 10, 14)))
        assert usage.counted == "counted in kWh, as Octopus's own kWh show"
