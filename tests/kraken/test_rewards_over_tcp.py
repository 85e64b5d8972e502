"""Points, the wheel, sessions, free hours and green nights, against the service itself."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from kraken_desktop.domain.account import Fuel
from kraken_desktop.domain.moments import SLOT, floor_slot, london_date
from kraken_desktop.domain.octoplus import POINTS_A_PENNY
from kraken_desktop.domain.saving_sessions import SavingEvent, SessionKind
from kraken_desktop.kraken.errors import Refused
from tests.kraken.conftest import Online
from tests.kraken.line import Line

MONDAY = "2026-10-05T17:30:00Z"
"""In the season of happy hours."""


async def _points(line: Line) -> int:
    _, ledger = await line.client.octoplus.points(line.octopus.account)
    assert ledger.value is not None
    assert ledger.value.balance is not None
    return ledger.value.balance


async def _import_number(line: Line) -> str:
    return (await line.client.account(line.octopus.account)).meter_points[0].number


async def _upcoming(line: Line, *kinds: SessionKind) -> list[SavingEvent]:
    found = await line.client.sessions.saving(line.octopus.account)
    return [event for event in found.events if event.kind in kinds and event.span.start > line.now]


async def test_points_become_pennies_on_the_account(online: Online) -> None:
    line = online("rewards")
    membership, _ = await line.client.octoplus.points(line.octopus.account)
    assert membership.value is not None
    assert (membership.value.is_enrolled, membership.value.has_points) == (True, True)
    before, money = await _points(line), (await line.client.account(line.octopus.account)).balance_pence
    assert before >= 10 * POINTS_A_PENNY
    assert money is not None
    assert await line.client.octoplus.redeem(line.octopus.account, 10 * POINTS_A_PENNY) == 10 * POINTS_A_PENNY
    assert await _points(line) == before - 10 * POINTS_A_PENNY
    assert (await line.client.account(line.octopus.account)).balance_pence == money + 10


async def test_more_points_than_there_are_stay_where_they_are(online: Online) -> None:
    line = online("rewards")
    held = await _points(line)
    with pytest.raises(Refused) as caught:
        await line.client.octoplus.redeem(line.octopus.account, (held // POINTS_A_PENNY + 1) * POINTS_A_PENNY)
    assert caught.value.code == "KT-CT-9205"
    assert await _points(line) == held


async def test_every_line_of_the_ledger_leads_to_the_next(online: Online) -> None:
    line = online("rewards")
    _, ledger = await line.client.octoplus.points(line.octopus.account)
    assert ledger.value is not None
    entries = ledger.value.entries
    assert len(entries) > 5
    for newer, older in pairwise(entries):
        assert newer.balance_after is not None
        assert newer.balance_after - newer.points == older.balance_after


async def test_the_wheel_turns_as_often_as_it_says(online: Online) -> None:
    line = online("rewards")
    octoplus, account = line.client.octoplus, line.octopus.account
    wheel = await octoplus.wheel(account)
    assert wheel.electricity is not None
    assert wheel.gas is not None
    assert wheel.gas.allowed == 0
    won = [await octoplus.spin(account, Fuel.ELECTRICITY) for _ in range(wheel.electricity.allowed)]
    assert won
    with pytest.raises(Refused) as caught:
        await octoplus.spin(account, Fuel.ELECTRICITY)
    assert caught.value.code == "OE-0501"
    with pytest.raises(Refused) as caught:
        await octoplus.spin(account, Fuel.GAS)
    assert caught.value.code == "OE-0502"
    prizes = (await octoplus.prizes(account)).rows
    assert {prize.reference for prize in won} <= {prize.reference for prize in prizes}
    assert all(prize.spun_at is not None and prize.display for prize in prizes)


async def test_a_session_that_was_joined_is_listed_among_the_joined(online: Online) -> None:
    line = online("agile", start="2026-10-05T08:00:00Z")
    account, sessions = line.octopus.account, line.client.sessions
    before = (await sessions.saving(account)).account
    assert before is not None
    assert (before.has_joined_campaign, before.can_join_campaign, before.mpan) == (False, True, None)
    await sessions.join_campaign(account, await _import_number(line))
    signed_up = (await sessions.saving(account)).account
    assert signed_up is not None
    assert signed_up.has_joined_campaign
    assert signed_up.mpan == await _import_number(line)
    with pytest.raises(Refused) as caught:
        await sessions.join_campaign(account, signed_up.mpan)
    assert caught.value.code == "OE-1303"

    open_to_us: list[SavingEvent] = []
    for _ in range(30):
        coming = await _upcoming(line, SessionKind.POWER_DOWN, SessionKind.POWER_UP)
        open_to_us = [event for event in coming if event.is_for(signed_up.region_id) and event.code]
        if open_to_us:
            break
        line.advance(timedelta(days=1).total_seconds())
    [event, *_] = open_to_us
    joined = await sessions.join(account, event.code or "")
    assert joined is not None
    assert (joined.event_id, joined.span) == (event.id, event.span)
    after = (await sessions.saving(account)).account
    assert after is not None
    assert [row.event_id for row in after.joined] == [event.id]
    assert after.joined[0].points is None

    line.advance((event.span.end + timedelta(days=7) - line.now).total_seconds())
    settled = (await sessions.saving(account)).account
    assert settled is not None
    [row] = settled.joined
    assert (row.status, row.settled_at is not None) == ("DONE", True)
    assert row.points is not None


async def test_a_session_that_has_begun_cannot_be_joined_and_says_why(online: Online) -> None:
    line = online("rewards")
    found = await line.client.sessions.saving(line.octopus.account)
    assert found.account is not None
    ended = [event for event in found.events if event.code and event.kind is SessionKind.POWER_DOWN]
    missed = [event for event in ended if event.id not in {joined.event_id for joined in found.account.joined}]
    with pytest.raises(Refused) as caught:
        await line.client.sessions.join(line.octopus.account, missed[0].code or "")
    assert caught.value.code == "OE-1308"
    assert caught.value.reasons
    with pytest.raises(Refused) as caught:
        await line.client.sessions.join(line.octopus.account, "EVENT_0_010100")
    assert caught.value.code == "OE-1305"


async def test_what_was_settled_is_what_the_ledger_was_given(online: Online) -> None:
    line = online("rewards")
    found = await line.client.sessions.saving(line.octopus.account)
    _, ledger = await line.client.octoplus.points(line.octopus.account)
    assert found.account is not None
    assert ledger.value is not None
    settled = {row.settled_at: row.points for row in found.account.joined if row.points}
    posted = {entry.posted_at: entry.points for entry in ledger.value.entries}
    assert settled
    assert settled.items() <= posted.items()


async def test_a_happy_hour_is_booked_with_tokens(online: Online) -> None:
    line = online("rewards", start=MONDAY)
    account, sessions = line.octopus.account, line.client.sessions
    before = await sessions.happy_hours(account)
    assert before is not None
    assert before.tokens is not None
    offered = [event for event in await _upcoming(line, SessionKind.HAPPY_HOUR) if event.code]
    assert {event.id for event in offered} <= {event for event, _ in before.capacity}
    with pytest.raises(Refused) as caught:  # it is no session that is joined
        await sessions.join(account, offered[0].code or "")
    assert caught.value.code == "OE-1305"
    booked = await sessions.book_happy_hour(account, offered[0].code or "")
    assert booked is not None
    assert (booked.event_id, booked.span) == (offered[0].id, offered[0].span)
    after = await sessions.happy_hours(account)
    assert after is not None
    assert after.tokens == before.tokens - 2
    told = (await sessions.saving(account)).account
    assert told is not None
    assert offered[0].id in {row.event_id for row in told.joined}


async def test_free_hours_and_what_they_brought(online: Online) -> None:
    line = online("rewards")
    free = await line.client.sessions.free_electricity(line.octopus.account, await _import_number(line))
    assert free.is_enrolled is True
    assert free.sessions
    assert [session.span for session in free.sessions] == sorted(session.span for session in free.sessions)
    results = await line.client.sessions.free_results(line.octopus.account)
    assert results.events
    assert results.successes is not None
    assert results.successes <= results.events
    assert results.pence is not None
    assert results.results
    assert {result.at for result in results.results} <= {session.span.start for session in free.sessions}
    assert results.pence >= sum(result.pence for result in results.results) - Decimal("0.5")


async def test_a_week_of_nights_and_two_days_of_carbon_from_now_on(online: Online) -> None:
    line = online("agile", start="2026-10-14T12:10:00Z")
    nights = (await line.client.greenness.nights()).rows
    assert [night.day - london_date(line.now) for night in nights] == [timedelta(days=day) for day in range(7)]
    assert {night.index for night in nights} <= {"LOW", "MEDIUM", "HIGH"}
    carbon = (await line.client.greenness.carbon("ZZ1 1ZZ")).rows
    assert [row.start for row in carbon] == [floor_slot(line.now) + n * SLOT for n in range(len(carbon))]
    assert len(carbon) == 48
    assert all(0 < row.grams_per_kwh < 600 for row in carbon)


async def test_a_session_of_a_kind_that_nobody_has_heard_of_asks_nothing_and_stays(online: Online) -> None:
    line = online("rewards")
    known = await line.client.sessions.saving(line.octopus.account)
    assert any(event.kind is not None for event in known.events)
    line.octopus.inject("unknown-enum")
    strange = await line.client.sessions.saving(line.octopus.account)
    assert [event.id for event in strange.events] == [event.id for event in known.events]
    assert {event.kind for event in strange.events} == {None}
    assert known.account is not None
    assert strange.account is not None
    assert {joined.result for joined in strange.account.joined} == {"NEVER_HEARD_OF"}
    assert [joined.points for joined in strange.account.joined] == [joined.points for joined in known.account.joined]
