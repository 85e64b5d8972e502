"""Notices: which are due, when they are quiet, by which rung they are shown, and that none comes twice."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.charge_watch import DispatchChange, DispatchChanged
from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.notices import (
    BandChanged,
    PriceNegative,
    SignInNeeded,
    TomorrowPublished,
)
from kraken_desktop.domain.windows import PricedSpan
from kraken_desktop.services import text
from kraken_desktop.services.notifier import IN_WINDOW, QUIET, facts_of, is_quiet
from kraken_desktop.storage.database import Database
from kraken_desktop.storage.settings import Settings, with_value
from tests.services.given import Board, running, utc


def settings(**values: object) -> Settings:
    found = Settings()
    for key, value in values.items():
        found = with_value(found, key, value)
    return found


@pytest.mark.parametrize(
    ("begin", "end", "at", "quiet"),
    [
        ("22:00", "07:00", "2026-10-05 20:59", False),
        ("22:00", "07:00", "2026-10-05 21:00", True),
        ("22:00", "07:00", "2026-10-05 23:30", True),
        ("22:00", "07:00", "2026-10-05 05:59", True),
        ("22:00", "07:00", "2026-10-05 06:00", False),
        ("13:00", "14:00", "2026-10-05 12:30", True),
        ("13:00", "14:00", "2026-12-05 12:30", False),
        ("13:00", "14:00", "2026-10-05 13:00", False),
    ],
)
def test_quiet_hours_are_londons(begin: str, end: str, at: str, quiet: bool) -> None:
    chosen = settings(quiet_hours_on=True, quiet_from=begin, quiet_to=end)
    assert is_quiet(chosen, utc(at)) is quiet
    assert not is_quiet(settings(quiet_from=begin, quiet_to=end), utc(at)), "off by itself"


async def test_notice_is_recorded_with_its_reason() -> None:
    async with running("agile", "2026-10-14 17:20") as run:
        (sent,) = run.state.notices
        assert sent.key == "tomorrow:2026-10-15"
        assert sent.shown_by == "desktop"
        assert sent.reason
        assert sent.page == "prices"
        (shown,) = run.board.shown
        assert (shown.title, shown.body) == (sent.title, sent.body)


async def test_button_and_click_open_the_page() -> None:
    async with running("agile", "2026-10-14 17:20") as run:
        (shown,) = run.board.shown
        assert set(shown.actions) == {"open", text.SHOW}
        run.board.pressed("tomorrow", text.SHOW)
        run.board.pressed("tomorrow", "open")
        run.board.pressed("never sent", "open")
        assert run.pages == ["prices", "prices"]


async def test_stale_notice_can_poll_at_once() -> None:
    async with running("flexible") as run:
        run.octopus.inject("no-network")
        await run.advance(hours=2)
        (shown,) = run.board.shown
        assert text.REFRESH in shown.actions
        run.octopus.clear_faults()
        run.board.pressed("stale", text.REFRESH)
        await run.settle()
        assert run.state.live.problem is None


async def test_restart_sends_nothing_twice(tmp_path: Path) -> None:
    for _ in range(2):
        database = Database.open(tmp_path / "kraken.db")
        facts = database.at_start(utc("2026-10-14 17:20"))
        async with running("agile", "2026-10-14 17:20", database=database, facts=facts) as run:
            await run.advance(minutes=3)
            assert [notice.key for notice in run.state.notices] == ["tomorrow:2026-10-15"]
            assert len(run.board.shown) == (0 if facts.notices else 1)


@pytest.mark.parametrize("off", [{"notices_on": False}, {"notice_tomorrow": False}], ids=["all off", "this kind off"])
async def test_what_is_off_is_not_sent(off: dict[str, bool]) -> None:
    async with running("agile", settings=settings(**off)) as run:
        assert run.board.shown == []
        assert run.state.notices == ()


async def test_quiet_hours_keep_the_notice_for_the_page() -> None:
    chosen = settings(quiet_hours_on=True, quiet_from="18:00", quiet_to="19:00")
    async with running("agile", "2026-10-14 17:20", settings=chosen) as run:
        assert run.board.shown == []
        assert [notice.shown_by for notice in run.state.notices] == [QUIET]
        await run.advance(hours=2)
        assert run.board.shown == [], "what was kept quiet is not shown later"


async def test_ladder_goes_down_to_the_window(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(Board):
        async def show(self, notice: object) -> bool:
            raise OSError("the daemon is gone")

    async with running("agile", "2026-10-14 14:00", sinks=(Broken(), Board(shows=False))) as run:
        await run.advance(hours=2)
        assert [notice.shown_by for notice in run.state.notices] == [IN_WINDOW]
    async with running("agile", "2026-10-14 14:00", sinks=(Broken(), Board())) as run:
        await run.advance(hours=2)
        assert [notice.shown_by for notice in run.state.notices] == ["tray"]


async def test_price_notices_come_at_most_once_an_hour() -> None:
    chosen = with_value(settings(notice_quadrant=True), "polling_minutes", 5)
    async with running("agile", "2026-10-14 14:00", settings=chosen) as run:
        await run.advance(hours=8)
        at = sorted(notice.sent_at for notice in run.state.notices if notice.group == "price")
        assert len(at) >= 2
        assert all((later - earlier).total_seconds() >= 3600 for earlier, later in pairwise(at))


async def test_facts_know_tomorrow_only_when_it_is_published() -> None:
    async with running("agile", "2026-10-14 16:10", faults=("tomorrow-partly",)) as run:
        assert facts_of(run.state).tomorrow is None
        run.octopus.clear_faults()
        await run.advance(minutes=6)
        published = facts_of(run.state).tomorrow
        assert published is not None
        assert published.lowest <= published.highest


def test_tomorrow_is_worded_with_its_cheapest_three_hours() -> None:
    cheapest = PricedSpan(Span(utc("2026-10-06 00:00"), utc("2026-10-06 03:00")), Decimal("9.24"))
    words = text.notice_text(
        TomorrowPublished(utc("2026-10-06 00:00").date(), Decimal("8.5"), Decimal("38.14"), cheapest)
    )
    assert words.title == "Tomorrow's prices are here"
    assert words.body == "8.5p to 38.1p. Cheapest three hours: 01:00–04:00 at 9.2p."


def test_negative_price_is_worded() -> None:
    words = text.notice_text(PriceNegative(Decimal("-4.2"), utc("2026-10-05 12:00"), utc("2026-10-05 14:30")))
    assert words.title == "You are paid to use power: −4.2p"
    assert words.body == "The price is below zero until 15:30."


@pytest.mark.parametrize(
    ("before", "after", "title"),
    [
        (Band.QUADRANT_1, Band.QUADRANT_0, "Power is cheap now: 12.0p"),
        (Band.QUADRANT_2, Band.QUADRANT_3, "Power is dearest now: 12.0p"),
        (Band.QUADRANT_0, Band.QUADRANT_1, "The price is 12.0p now"),
    ],
)
def test_quadrants_are_worded(before: Band, after: Band, title: str) -> None:
    words = text.notice_text(BandChanged(before, after, Decimal(12), utc("2026-10-05 12:00"), None))
    assert words.title == title


def test_sign_in_is_urgent_and_has_its_button() -> None:
    words = text.notice_text(SignInNeeded(utc("2026-10-05 12:00")))
    assert words.is_urgent
    assert words.page == "sign-in"
    assert words.actions[text.SHOW] == "Sign in"


LOST = DispatchChanged(DispatchChange.WITHDRAWN, "e1", "Zappy", Span(utc("2026-10-05 14:47"), utc("2026-10-05 15:08")))


def test_a_withdrawn_charge_says_which_price_counts() -> None:
    assert text.notice_text(LOST).body == "Octopus took back 15:47–16:08. The tariff's own price holds then."
    begun = replace(LOST, cheap_until=utc("2026-10-05 15:00"), then_pence=Decimal("28.4"))
    assert text.notice_text(begun).body == (
        "Octopus took back 15:47–16:08. The cheap price stays until 16:00, after that 28.4p."
    )


def test_a_charge_lost_by_unplugging_is_not_said_to_be_taken_back() -> None:
    unplugged = replace(LOST, closed_by="SMART_CONTROL_NOT_AVAILABLE")
    words = text.notice_text(unplugged)
    assert words.title == "Zappy: a charge is called off"
    assert words.body == (
        "Unplugged or away from home, so 15:47–16:08 no longer counts. The tariff's own price holds then."
    )
    assert "Octopus" not in text.notice_reason(unplugged)
    assert "Octopus" in text.notice_reason(LOST)


@pytest.mark.parametrize("change", DispatchChange)
def test_charges_are_worded_and_have_a_reason(change: DispatchChange) -> None:
    span = Span(utc("2026-10-05 15:45"), utc("2026-10-05 16:25"))
    notice = DispatchChanged(change, "e1", None, span)
    words = text.notice_text(notice)
    assert words.title.startswith("Car")
    assert "16:45–17:25" in words.body
    assert words.page == "dispatches"
    assert text.notice_reason(notice)
