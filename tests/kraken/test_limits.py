from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given

from kraken_desktop.domain.limits import FieldLimit, PointsLimit, ServiceLimits
from kraken_desktop.kraken.errors import KrakenError, Refused
from kraken_desktop.kraken.wire import document
from tests.kraken.conftest import Online
from tests.kraken.monotone import Monotone, client_hearing, client_of
from tests.kraken.odd import anything, strewn


async def test_limits_of_the_contract() -> None:
    limits = await client_hearing("RateLimit").limits.standing()
    assert limits.points == PointsLimit(50_000, 412, 49_588, False, datetime(2026, 10, 5, 9, tzinfo=UTC))
    assert limits.fields[0] == FieldLimit("smartMeterTelemetry", "100/h", False, 0)
    assert (limits.is_blocked("smartMeterTelemetry"), limits.is_blocked("obtainKrakenToken")) == (False, False)
    assert limits.is_blocked("never heard of") is None


async def test_what_another_app_uses_up_is_told(online: Online) -> None:
    line = online("agile")
    before = await line.client.limits.standing()
    line.octopus.spend(100)
    after = await line.client.limits.standing()
    [telemetry] = [limit for limit in after.fields if limit.field == "smartMeterTelemetry"]
    assert telemetry.is_blocked
    assert telemetry.free_in_seconds
    assert before.points.spent is not None
    assert after.points.spent is not None
    assert after.points.spent > before.points.spent
    assert after.points.renewed_at is not None
    assert after.points.renewed_at > line.now


async def test_the_service_scores_a_question_as_we_count(online: Online) -> None:
    line = online("agile")
    # viewer, preferredName, accounts, and five fields of these.
    assert await line.client.limits.complexity(document("viewer"), {}) == 8
    paged = "query($n: Int) { rateLimitInfo { fieldSpecificRateLimits(first: $n) { edges { node { rate } } } } }"
    assert await line.client.limits.complexity(paged, {"n": 50}) == 54


async def test_what_is_no_question_is_refused(online: Online) -> None:
    with pytest.raises(Refused) as caught:
        await online("agile").client.limits.complexity("{ viewer {", {})
    assert caught.value.code == "KT-CT-1605"


@given(odd=anything, rows=anything)
async def test_good_rows_survive_odd_ones(odd: Any, rows: Any) -> None:
    listed = strewn([{"node": {"field": "smartMeterTelemetry", "isBlocked": True}}], [odd, {"node": rows}])
    told = {"pointsAllowanceRateLimit": odd, "fieldSpecificRateLimits": {"edges": listed}}
    limits = await client_of(Monotone({"data": {"rateLimitInfo": told}})).limits.standing()
    assert limits.is_blocked("smartMeterTelemetry") is True


@given(answer=anything)
async def test_no_answer_raises_anything_but_our_errors(answer: Any) -> None:
    ours = client_of(Monotone({"data": {"rateLimitInfo": answer, "queryComplexity": answer}})).limits
    with suppress(KrakenError):
        assert isinstance(await ours.standing(), ServiceLimits)
    with suppress(KrakenError):
        await ours.complexity("{ viewer { id } }", {})
