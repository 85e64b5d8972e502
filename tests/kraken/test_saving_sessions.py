from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.saving_sessions import SessionKind
from kraken_desktop.kraken.errors import KrakenError, OddAnswer, Refused
from kraken_desktop.kraken.saving_sessions import saving_sessions
from tests.kraken.monotone import Monotone, client_hearing, client_of, refusing, sample
from tests.kraken.odd import anything, as_json, rows_like, strewn

ACCOUNT, MPAN = "A-1234ABCD", "1200099999990"
START = "2026-10-06T17:00:00+00:00"
EVENT = {"id": 7, "code": "EVENT_77_061026", "startAt": START, "endAt": "2026-10-06T18:00:00+00:00"}


async def test_sessions_of_the_contract() -> None:
    found = await client_hearing("SavingSessions").sessions.saving(ACCOUNT)
    assert [event.id for event in found.events] == [6400, 6601, 6602, 6603]
    past, down, happy, nameless = found.events
    assert (past.kind, down.kind, happy.kind) == (
        SessionKind.POWER_DOWN,
        SessionKind.POWER_DOWN,
        SessionKind.HAPPY_HOUR,
    )
    assert (down.code, nameless.code) == ("EVENT_77_061026", None)
    assert (down.points_per_kwh, happy.points_per_kwh, down.status, past.status) == (96, 0, "UPCOMING", "DONE")
    assert down.span.duration == timedelta(hours=1)
    assert [down.is_for(region) for region in (5, 6, 7, None)] == [True, True, False, False]
    assert happy.is_for(None)
    account = found.account
    assert account is not None
    assert (account.has_joined_campaign, account.can_join_campaign, account.mpan, account.region_id) == (
        True,
        False,
        MPAN,
        6,
    )
    settled, coming = account.joined
    assert (settled.event_id, settled.points, settled.status, settled.result) == (6400, 256, "DONE", "SUCCESS")
    assert (settled.saved_kwh, settled.baseline_kwh, settled.used_kwh) == (
        Decimal("2.75"),
        Decimal("3.41"),
        Decimal("0.66"),
    )
    assert (settled.saved_percent, settled.settled_at) == (
        Decimal("80.6"),
        datetime(2026, 9, 29, 18, 43, tzinfo=UTC),
    )
    assert (coming.points, coming.result, coming.saved_kwh, coming.settled_at) == (None, "UPCOMING", None, None)
    assert coming.span == down.span
    assert found.skipped == 0


def _kind(**event: Any) -> SessionKind | None:
    [found] = saving_sessions(as_json({"events": [EVENT | event]})).events
    return found.kind


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        ({"eventType": "TURN_UP", "rewardPerKwhInOctoPoints": 50}, SessionKind.POWER_UP),
        ({"eventType": None, "rewardPerKwhInOctoPoints": 90}, SessionKind.POWER_DOWN),
        ({"eventType": None, "rewardPerKwhInOctoPoints": 0}, None),
        ({"eventType": None}, None),
        ({"eventType": "TURN_SIDEWAYS", "rewardPerKwhInOctoPoints": 90}, None),
    ],
)
def test_unknown_direction_is_never_use_less(event: dict[str, Any], kind: SessionKind | None) -> None:
    assert _kind(**event) is kind


def test_trials_are_not_for_customers() -> None:
    assert saving_sessions(as_json({"events": [EVENT | {"devEvent": True}]})).events == ()


def test_regions_that_cannot_be_read_are_not_everybody() -> None:
    assert saving_sessions(as_json({"events": [EVENT | {"targetRegion": [{"regionId": "x"}]}]})).events == ()


def test_account_that_is_not_told_leaves_the_events() -> None:
    found = saving_sessions(as_json({"events": [EVENT], "account": None}))
    assert (len(found.events), found.account) == (1, None)


async def test_joined() -> None:
    app = Monotone(sample("JoinSession"))
    joined = await client_of(app).sessions.join(ACCOUNT, "EVENT_77_061026")
    assert joined is not None
    assert joined.event_id == 6601
    assert app.heard[-1]["variables"] == {"account": ACCOUNT, "code": "EVENT_77_061026"}


async def test_joined_too_late_says_why() -> None:
    app = refusing(
        "OE-1308", "joinSavingSessionsEvent", reason="Account cannot join event after the start of the event."
    )
    with pytest.raises(Refused) as caught:
        await client_of(app).sessions.join(ACCOUNT, "EVENT_77_061026")
    assert caught.value.reasons == ("Account cannot join event after the start of the event.",)
    assert app.questions == 1


@pytest.mark.parametrize("code", ["OE-1305", "OE-1306", "OE-1307"])
async def test_joining_refused(code: str) -> None:
    with pytest.raises(Refused) as caught:
        await client_of(refusing(code, "joinSavingSessionsEvent")).sessions.join(ACCOUNT, "EVENT_78")
    assert caught.value.code == code


async def test_happy_hour_booked() -> None:
    booked = await client_hearing("BookHappyHour").sessions.book_happy_hour(ACCOUNT, "EVENT_78_111026")
    assert booked is not None
    assert (booked.event_id, booked.points) == (6602, None)


async def test_campaign_joined_and_refused() -> None:
    app = Monotone({"data": {"joinSavingSessionsCampaign": {"account": {"number": ACCOUNT}}}})
    await client_of(app).sessions.join_campaign(ACCOUNT, MPAN)
    assert app.heard[-1]["variables"] == {"account": ACCOUNT, "mpan": MPAN}
    with pytest.raises(Refused):
        await client_of(refusing("OE-1302", "joinSavingSessionsCampaign")).sessions.join_campaign(ACCOUNT, MPAN)


async def test_happy_hours_in_season_and_out_of_it() -> None:
    told = {"events": [{"id": 6602, "capacityStatus": "AVAILABLE"}, {"id": 1}], "account": {"tokenBalance": 4}}
    found = await client_of(Monotone({"data": {"savingSessions": told}})).sessions.happy_hours(ACCOUNT)
    assert found is not None
    assert (found.tokens, found.capacity) == (4, ((6602, "AVAILABLE"),))
    gone = Monotone({"errors": [{"message": "Cannot query field 'tokenBalance'"}]}, status=400)
    assert await client_of(gone).sessions.happy_hours(ACCOUNT) is None
    assert await client_of(refusing("OE-0001", "savingSessions")).sessions.happy_hours(ACCOUNT) is None
    with pytest.raises(Refused):
        await client_of(refusing("OE-9999", "savingSessions")).sessions.happy_hours(ACCOUNT)


async def test_free_electricity_of_the_contract() -> None:
    found = await client_hearing("FreeElectricity").sessions.free_electricity(ACCOUNT, MPAN)
    [session] = found.sessions
    assert (session.name, session.code, session.is_participant) == ("Free Electricity 25", "FREE_ELECTRICITY_25", True)
    assert session.span.start == datetime(2026, 10, 11, 12, tzinfo=UTC)
    assert (found.is_enrolled, found.skipped) == (True, 0)


async def test_free_results_count_pounds_as_pence() -> None:
    found = await client_hearing("FreeElectricityResults").sessions.free_results(ACCOUNT)
    assert (found.events, found.successes, found.kwh_above_baseline, found.pence) == (24, 7, Decimal("41.2"), 987)
    [result] = found.results
    assert (result.kwh_above_baseline, result.pence) == (Decimal("4.3"), 103)
    assert (result.at, result.is_opted_in, result.has_missing_readings) == (
        datetime(2025, 10, 25, 12, tzinfo=UTC),
        True,
        False,
    )


@given(odd=st.lists(anything, max_size=4))
def test_good_events_survive_odd_ones(odd: list[Any]) -> None:
    joined = {"eventId": 7, "startAt": START, "endAt": anything_at_all(odd)}
    answer = {"events": strewn([EVENT], odd), "account": {"joinedEvents": strewn([joined], odd)}}
    found = saving_sessions(as_json(answer))
    assert [event.id for event in found.events] == [7]
    assert found.skipped >= len(odd)


def anything_at_all(odd: list[Any]) -> str | None:
    return odd[0] if odd and isinstance(odd[0], str) else None


@given(
    answer=anything
    | st.dictionaries(st.sampled_from(["events", "account"]), anything | rows_like("id", "startAt", "eventId"))
)
async def test_no_answer_raises_anything_but_our_errors(answer: Any) -> None:
    with suppress(OddAnswer):
        saving_sessions(as_json(answer))
    names = ("customerFlexibilityCampaignEvents", "freeElectricityAccountEvents", "freeElectricityAccountSummary")
    ours = client_of(Monotone({"data": dict.fromkeys(names, answer)})).sessions
    with suppress(KrakenError):
        await ours.free_electricity(ACCOUNT, MPAN)
    with suppress(KrakenError):
        await ours.free_results(ACCOUNT)
