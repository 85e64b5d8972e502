"""Whatever the schema allows is understood or refused in our own words, for every question that the client can put."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kraken_desktop.domain.account import Direction, Fuel, MeterPoint, ReadyBy
from kraken_desktop.domain.charging import WEEKDAYS
from kraken_desktop.domain.heat_pump import Grouping
from kraken_desktop.domain.measurement import Grain
from kraken_desktop.domain.moments import Span
from kraken_desktop.kraken.client import KrakenClient
from kraken_desktop.kraken.errors import KrakenError
from kraken_desktop.kraken.light import LightAsk, question
from kraken_desktop.kraken.wire import document
from tests.kraken.monotone import NOW, Monotone, client_of
from tests.kraken.schema_answers import answers
from tests.kraken.test_questions import QUESTIONS

ACCOUNT, CAR, EUID, MPAN, HOME = "A-1234ABCD", "7", "00:11", "1200099999990", "1234567"
SPAN = Span(NOW - timedelta(days=2), NOW)
POINT = MeterPoint(MPAN, Fuel.ELECTRICITY, Direction.IMPORT, "C", (), ())
WEEK = tuple(ReadyBy(day, time(7), Decimal(80)) for day in WEEKDAYS)
ASK = LightAsk(ACCOUNT, "00-11", car_ids=(CAR, "8"), wants_devices=True)

Question = Callable[[KrakenClient], Awaitable[Any]]
ASKED: dict[str, Question] = {
    "account": lambda ours: ours.account(ACCOUNT),
    "applied_charges": lambda ours: ours.market.applied_charges(ACCOUNT, MPAN, SPAN),
    "applied_rates": lambda ours: ours.market.applied_rates(ACCOUNT, MPAN, SPAN),
    "bills": lambda ours: ours.money.bills(ACCOUNT, date(2026, 1, 1)),
    "book_happy_hour": lambda ours: ours.sessions.book_happy_hour(ACCOUNT, "EVENT"),
    "boost": lambda ours: ours.charging.boost(CAR),
    "carbon": lambda ours: ours.greenness.carbon("ZZ1 1ZZ"),
    "catalogues": lambda ours: ours.charging.catalogue(),
    "charging_sessions": lambda ours: ours.charging.sessions(ACCOUNT, CAR, NOW),
    "comparison": lambda ours: ours.market.comparison(MPAN),
    "cost_of_usage": lambda ours: ours.measurements.cost_of_usage(ACCOUNT, "1", Fuel.GAS, SPAN),
    "free_electricity": lambda ours: ours.sessions.free_electricity(ACCOUNT, MPAN),
    "free_results": lambda ours: ours.sessions.free_results(ACCOUNT),
    "greener_nights": lambda ours: ours.greenness.nights(),
    "half_hours": lambda ours: ours.half_hours("00-11", SPAN),
    "happy_hours": lambda ours: ours.sessions.happy_hours(ACCOUNT),
    "heat_pump": lambda ours: ours.heat_pumps.heat_pump(ACCOUNT, EUID),
    "heat_pump_find": lambda ours: ours.heat_pumps.controllers(ACCOUNT, HOME),
    "heat_pump_flow": lambda ours: ours.heat_pumps.compensate_flow(ACCOUNT, EUID, Decimal(30), Decimal(45)),
    "heat_pump_quiet": lambda ours: ours.heat_pumps.set_quiet(ACCOUNT, EUID, is_quiet=True),
    "heat_pump_range": lambda ours: ours.heat_pumps.totals(ACCOUNT, EUID, SPAN),
    "heat_pump_series": lambda ours: ours.heat_pumps.series(ACCOUNT, EUID, SPAN, Grouping.DAY),
    "heat_pump_zone": lambda ours: ours.heat_pumps.set_zone(ACCOUNT, EUID, "WATER", "AUTO"),
    "home_network": lambda ours: ours.has_mini("00-11"),
    "homes": lambda ours: ours.homes(ACCOUNT),
    "io_eligibility": lambda ours: ours.charging.is_eligible(ACCOUNT, HOME),
    "join_campaign": lambda ours: ours.sessions.join_campaign(ACCOUNT, MPAN),
    "join_session": lambda ours: ours.sessions.join(ACCOUNT, "EVENT"),
    "live_rows": lambda ours: ours.measurements.live_rows("00-11", SPAN, Grain.FIVE_MINUTES),
    "measurements": lambda ours: ours.measurements.measured(HOME, POINT, SPAN),
    "metered_days": lambda ours: ours.measurements.metered_days(ACCOUNT, SPAN),
    "octoplus": lambda ours: ours.octoplus.points(ACCOUNT),
    "on_sale": lambda ours: ours.market.on_sale("ZZ1 1ZZ"),
    "payments": lambda ours: ours.money.payments(ACCOUNT),
    "preferences": lambda ours: ours.charging.prefer(CAR, WEEK),
    "product_prices": lambda ours: ours.market.prices("VAR-22-11-01", "ZZ1 1ZZ"),
    "query_complexity": lambda ours: ours.limits.complexity("{ viewer { id } }", {}),
    "rate_limits": lambda ours: ours.limits.standing(),
    "redeem": lambda ours: ours.octoplus.redeem(ACCOUNT, 8),
    "saving_sessions": lambda ours: ours.sessions.saving(ACCOUNT),
    "smart_control": lambda ours: ours.charging.suspend(CAR),
    "spin": lambda ours: ours.octoplus.spin(ACCOUNT, Fuel.GAS),
    "spin_history": lambda ours: ours.octoplus.prizes(ACCOUNT),
    "standing": lambda ours: ours.money.standing(ACCOUNT),
    "transactions": lambda ours: ours.money.transactions(ACCOUNT),
    "viewer": lambda ours: ours.viewer(),
    "wheel": lambda ours: ours.octoplus.wheel(ACCOUNT),
}
LOGS_IN = "token"


async def _asks(put: Question, body: dict[str, Any]) -> None:
    with suppress(KrakenError):
        await put(client_of(Monotone(body)))


@pytest.mark.parametrize("name", ASKED)
@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(drawn=st.data())
async def test_what_the_schema_allows(name: str, drawn: st.DataObject) -> None:
    """Beside it any field may have failed, for a reason of which nobody has heard either."""
    told = drawn.draw(answers(document(name)))
    codes = st.sampled_from(["KT-CT-1111", "KT-CT-1199", "KT-CT-4340", "OE-0002", "OE-9999", None])
    failed = drawn.draw(st.lists(st.tuples(st.sampled_from(sorted(told)), codes), max_size=2))
    errors = [{"path": [field], "extensions": {"errorCode": code}} for field, code in failed]
    await _asks(ASKED[name], {"data": told | {field: None for field, _ in failed}, "errors": errors})


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(drawn=st.data())
async def test_the_light_poll_never_fails_as_a_whole(drawn: st.DataObject) -> None:
    text, _ = question(ASK, NOW)
    answer = await client_of(Monotone({"data": drawn.draw(answers(text))})).light(ASK)
    assert [plan.device_id for plan in answer.plans] == [CAR, "8"]


def test_every_question_is_tried() -> None:
    assert {*ASKED, LOGS_IN} == set(QUESTIONS)
