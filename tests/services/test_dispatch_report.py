"""The command line's ``dispatches``: every charge is called what it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from kraken_desktop.domain.dispatch_history import ChargeSum
from kraken_desktop.domain.dispatch_poll import after_poll
from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.services.dispatch_report import dispatches_report
from kraken_desktop.services.text.charge_history import charge_sentences, clock_hours
from tests.ui.states import NOW, intelligent_home
from tests.ui.test_dispatches_page import four_rates


def test_a_boost_and_a_charge_away_are_told_from_a_smart_one() -> None:
    lines = dispatches_report(intelligent_home()).lines
    completed = lines[lines.index("Completed") + 1 :]
    assert completed == (
        "  12:10–12:40  smart, 3.4 kWh",
        "  08:05–08:50  smart, 5.2 kWh, away from home: no change here",
        "  04:00–05:00  boost, 7.1 kWh",
    )


def test_what_is_ignored_names_its_device_and_the_reason() -> None:
    lines = dispatches_report(intelligent_home(state="SMART_CONTROL_NOT_AVAILABLE", planned=[("16:45", "17:25")])).lines
    ignored = lines[lines.index("Ignored") + 1]
    assert ignored == "  16:45–17:25  Zappy: Octopus lists a charge, but your car is unplugged, so we ignore it"


def test_an_allowance_that_is_whole_is_counted_in_minutes() -> None:
    home = four_rates(intelligent_home(planned=[]))
    book = home.dispatches.value
    assert book is not None
    fresh = replace(home, dispatches=replace(home.dispatches, value=replace(book, completed=(), started=())))
    assert "0 min of 6 h smart charging used since noon (our estimate)" in dispatches_report(fresh).lines


def test_seconds_are_not_worth_a_sentence() -> None:
    moment = timedelta(seconds=13)
    assert charge_sentences(ChargeSum(planned=moment, untold=moment, completed=timedelta(hours=1))) == ()
    assert clock_hours(moment) == ""
    (sentence,) = charge_sentences(ChargeSum(planned=timedelta(hours=1), untold=timedelta(hours=1)))
    assert sentence == "Of 1 h nobody looked in time to see what came of it."


def test_a_plan_that_could_not_be_read_is_marked_with_its_age_and_then_not_claimed() -> None:
    home = intelligent_home(planned=[("16:45", "17:25")])
    book = home.dispatches.value
    assert book is not None
    (plan,) = book.plans
    failed = replace(plan, seen_at=NOW - timedelta(minutes=10), problem=Problem(ProblemKind.UNAVAILABLE, NOW))
    late = replace(home, dispatches=replace(home.dispatches, value=replace(book, plans=(failed,))))
    told = dispatches_report(late)
    assert told.lines[0] == "Zappy charges 16:45–17:25 (plan as of 15:00)"
    assert told.content["devices"][0]["plan_as_of"] == "2026-11-23T15:00:00Z"
    old = replace(failed, seen_at=NOW - timedelta(minutes=20))
    gone = replace(home, dispatches=replace(home.dispatches, value=replace(book, plans=(old,))))
    assert dispatches_report(gone).lines[0] == "Zappy: plugged in, its plan is not known since 14:50"
    assert dispatches_report(home).content["devices"][0]["plan_as_of"] is None


def test_a_device_that_is_gone_keeps_its_name_in_what_is_told_of_it() -> None:
    home = intelligent_home()
    book = home.dispatches.value
    assert book is not None
    later = after_poll(book, NOW, (), (), None)
    gone = replace(home, dispatches=replace(home.dispatches, value=later))
    lines = dispatches_report(gone).lines
    assert lines[lines.index("Seen started") + 1] == "  04:00–05:00  Zappy"
