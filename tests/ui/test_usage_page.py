"""The usage page: spans, units, what is missing, and the way down to a half hour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtWidgets import QComboBox, QProgressBar, QPushButton

from kraken_desktop.domain.bands import Band, BandScheme
from kraken_desktop.domain.costs import CarPart, SlotCost
from kraken_desktop.domain.load import habits
from kraken_desktop.domain.moments import day_slots
from kraken_desktop.domain.rates import Rate, RateSource
from kraken_desktop.domain.settled import Comparison
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.domain.usage import Reading
from kraken_desktop.services.date_span import DateSpan, SpanKind, span_beside, span_holding
from kraken_desktop.services.state import AppState, HistoryProgress
from kraken_desktop.services.text.settled import settled_words
from kraken_desktop.services.usage import Sums, UsagePart, empty_usage, slot_bars
from kraken_desktop.services.usage_question import UsageQuestion
from kraken_desktop.ui.plots.usage_chart import UsageChart
from kraken_desktop.ui.view_models.slot_reasons import slot_reasons
from kraken_desktop.ui.view_models.usage import scheme_of, usage_view
from kraken_desktop.ui.view_models.usage_profile import profile_view
from kraken_desktop.ui.view_models.usage_words import habit_words
from kraken_desktop.ui.windows.usage_page import UsagePage
from tests.ui.conftest import FakeCommands
from tests.ui.states import NOW
from tests.ui.usage_given import EXPORT, GAS, IMPORT, TODAY, a_day, answer, asked, day_bar, home, month_of, press, texts


@pytest.fixture
def page(usage_page: UsagePage) -> UsagePage:
    return usage_page


def test_it_asks_for_the_month_that_runs_and_shows_what_it_comes_to(page: UsagePage, commands: FakeCommands) -> None:
    question = answer(commands)
    assert (question.number, question.span) == (IMPORT, DateSpan(date(2026, 11, 1), date(2026, 11, 30)))
    words = texts(page)
    assert any(word.startswith("50% more than the same days of October 2026") for word in words)
    assert any("per kWh on average" in word for word in words)


def test_a_typical_day_is_drawn_above_what_is_always_on(page: UsagePage, commands: FakeCommands, qtbot: Any) -> None:
    answer(commands)
    press(page, qtbot, "Shown as: Typical day")
    question, then = asked(commands)
    assert question.has_habits
    whole = [reading for number in range(7) for reading in a_day(question.span.first + timedelta(days=number))]
    then(replace(month_of(question), habits=habits(whole)))
    chart = next(one for one in page.findChildren(UsageChart) if one.isVisible())
    lines = chart.accessibleDescription().splitlines()
    assert len(lines) == 48
    assert lines[0] == "00:00: 0.100 kWh on average of 7 days, 200 W"
    assert lines[36] == "18:00: 1.500 kWh on average of 7 days, 3,000 W"
    view = profile_view(habits(whole))
    assert [[part.value for part in view.bars[index].parts] for index in (0, 36)] == [[0.1, 0.0], [0.1, 1.4]]
    press(page, qtbot, "Span: Year")
    answer(commands)
    assert not chart.isVisible(), "a year has no typical day"


def test_other_meters_have_no_typical_day(page: UsagePage, commands: FakeCommands, qtbot: Any) -> None:
    answer(commands)
    press(page, qtbot, "Shown as: Typical day")
    page.findChild(QComboBox).setCurrentIndex(1)
    names = {button.accessibleName() for button in page.findChildren(QPushButton) if button.isVisible()}
    assert "Shown as: Typical day" not in names
    assert asked(commands)[0].number == EXPORT


def test_what_is_missing_is_said_and_nothing_is_compared(page: UsagePage, commands: FakeCommands) -> None:
    answer(commands, read=47)
    words = texts(page)
    assert "Incomplete: 30 half hours not read yet." in words
    assert not any("than" in word for word in words)


def test_a_click_goes_down_from_month_to_day_to_half_hour(page: UsagePage, commands: FakeCommands, qtbot: Any) -> None:
    answer(commands)
    page._chart.chosen.emit(4)
    question, then = asked(commands)
    assert (question.kind, question.span) == (SpanKind.DAY, DateSpan(date(2026, 11, 5), date(2026, 11, 5)))
    slots = day_slots(question.span.first)
    rate = Rate(slots[0].start, slots[-1].end, Decimal("8.5"), Decimal("8.1"), RateSource.DISPATCH)
    bars = slot_bars(
        question.span.first, (SlotCost(slots[3].start, Decimal("1.25"), rate, Band.QUADRANT_0, Band.QUADRANT_0),), False
    )
    then(empty_usage(question).with_bars(bars))
    page._chart.chosen.emit(3)
    reasons = " ".join(texts(page))
    assert "01:30–02:00: 1.250 kWh at 8.5p is 10.6p." in reasons
    assert "the whole home paid the night price" in reasons
    page._chart.chosen.emit(5)
    assert "has not arrived" in " ".join(texts(page))


def test_a_half_hour_of_today_tells_its_reasons_too(page: UsagePage, commands: FakeCommands) -> None:
    answer(commands)
    page._go_down(TODAY.day - 1)
    question, then = asked(commands)
    assert question.span == DateSpan(TODAY, TODAY)
    then(empty_usage(question))
    page._chart.chosen.emit(2)
    assert "01:00–01:30: " in page._read_out.text()
    assert " kWh at " in page._read_out.text()


def test_a_tariff_of_one_price_has_no_off_peak() -> None:
    usage = month_of(UsageQuestion(GAS, span_holding(TODAY, SpanKind.MONTH), SpanKind.MONTH, TODAY))
    flat = (UsagePart(Band.QUADRANT_0, Decimal(10), Decimal(250)),)
    view = usage_view(usage.with_bars(tuple(replace(bar, parts=flat) for bar in usage.bars)), False, None, False)
    assert [entry.words for entry in view.legend] == ["one price all day 300.0 kWh"]
    bar = replace(usage.bars[0], parts=flat, rate=Rate(usage.bars[0].start, None, Decimal("24.5")))
    reasons = " ".join(slot_reasons(bar, "Flexible Octopus", scheme_of((bar,), False, False), NOW))
    assert "The price is the same all day, from" in reasons


def test_a_cars_own_price_is_told_apart() -> None:
    """The sum of what is said is what the half hour cost."""
    start = day_slots(TODAY)[0].start
    house, own = Rate(start, None, Decimal(8)), Rate(start, None, Decimal("5.5"))
    slot = SlotCost(start, Decimal(5), house, Band.QUADRANT_0, Band.QUADRANT_0, (CarPart(Decimal(4), own),))
    bar = slot_bars(TODAY, (slot,), False)[0]
    reasons = slot_reasons(bar, "Intelligent Octopus Go", BandScheme(), NOW)
    assert reasons[0].endswith("1.000 kWh at 8.0p for the house and 4.000 kWh at 5.5p for the car is 30.0p.")


def test_on_the_first_day_what_is_known_of_today_is_not_called_nothing(page: UsagePage, commands: FakeCommands) -> None:
    question, then = asked(commands)
    unknown = tuple(replace(bar, read=0, expected=0) for bar in month_of(question).bars)
    then(replace(empty_usage(question), bars=unknown, unknown_days=TODAY.day - 1))
    assert "Nothing is known of the days before yet." in texts(page)


def test_a_calendar_is_of_a_year(page: UsagePage, commands: FakeCommands, qtbot: Any) -> None:
    answer(commands)
    press(page, qtbot, "Shown as: Calendar")
    question, _ = asked(commands)
    assert (question.kind, question.has_calendar) == (SpanKind.YEAR, True)
    page._go_to_day(0)
    assert asked(commands)[0].span == DateSpan(date(2026, 11, 1), date(2026, 11, 1))


def test_pounds_energy_and_quarters_are_a_press_away(page: UsagePage, commands: FakeCommands, qtbot: Any) -> None:
    answer(commands)
    press(page, qtbot, "Shown in: £")
    answer(commands)
    assert page._total.text().startswith("£9")
    press(page, qtbot, "Coloured by: Quarters")
    assert asked(commands)[0].by_quadrant
    press(page, qtbot, "Earlier")
    assert asked(commands)[0].span.first == date(2026, 10, 1)


def test_an_answer_to_an_older_question_is_not_shown(page: UsagePage, commands: FakeCommands, qtbot: Any) -> None:
    question, then = asked(commands)
    press(page, qtbot, "Span: Week")
    then(month_of(question))
    assert page._usage is None


def test_new_readings_are_shown_at_once(
    page: UsagePage, commands: FakeCommands, publish: Callable[[AppState], None]
) -> None:
    answer(commands)
    before = len(commands.calls)
    publish(replace(home(), history=Snapshot(HistoryProgress(0.5, NOW, False, 2), NOW)))
    assert [call[0] for call in commands.calls[before:]] == ["load_usage"]
    assert any(word.startswith("Fetching your history from Octopus, newest first: 50%") for word in texts(page))
    bar = page.findChild(QProgressBar)
    assert isinstance(bar, QProgressBar)
    assert (bar.isVisible(), bar.value()) == (True, 50)
    publish(home())
    assert not bar.isVisible()


def test_every_meter_can_be_chosen_and_gas_has_no_live_part(page: UsagePage, commands: FakeCommands) -> None:
    answer(commands)
    assert [page._choices.meters.itemText(n) for n in range(3)] == ["Import", "Export", "Gas"]
    assert page._today is not None
    page._choices.meters.setCurrentIndex(2)
    assert answer(commands).number == GAS
    assert page._today is None


def test_today_stands_in_its_month_too_so_that_bars_add_up_to_the_total() -> None:
    year = span_holding(TODAY, SpanKind.YEAR)
    question = UsageQuestion(IMPORT, year, SpanKind.YEAR, TODAY)
    months = [DateSpan(date(2026, m, 1), span_holding(date(2026, m, 1), SpanKind.MONTH).last) for m in range(1, 13)]
    bars = tuple(replace(day_bar(month.first, "300", "7500"), days=month) for month in months[:11])
    sums = Sums(Decimal(3300), Decimal(83050), Decimal(550), 48 * 11, 48 * 11, 48 * 11)
    today = day_bar(TODAY, "3", "40")
    for is_money, total in ((False, 3303), (True, Decimal("831.40"))):
        view = usage_view(replace(empty_usage(question), bars=bars, sums=sums), is_money, today, False)
        shown = sum(Decimal(str(round(part.value, 4))) for bar in view.chart.bars for part in bar.parts)
        assert shown == total
        assert view.total == ("3,303.0 kWh", "£831.40")[is_money]
        assert [bar.is_live for bar in view.chart.bars] == [month.holds(TODAY) for month in months[:11]]


def test_without_a_mini_a_total_says_that_today_is_not_in_it() -> None:
    question = UsageQuestion(IMPORT, span_holding(TODAY, SpanKind.MONTH), SpanKind.MONTH, TODAY)
    assert "metered, without today" in usage_view(month_of(question), False, None, False).facts


def test_today_stands_among_the_days_as_an_estimate() -> None:
    question = UsageQuestion(IMPORT, span_holding(TODAY, SpanKind.MONTH), SpanKind.MONTH, TODAY)
    today = day_bar(TODAY, "3", "40")
    view = usage_view(month_of(question), False, today, False)
    assert [bar.is_live for bar in view.chart.bars].index(True) == TODAY.day - 1
    assert view.total == "303.0 kWh"
    assert "today a live estimate" in view.facts


@pytest.mark.parametrize("kind", [kind for kind in SpanKind if kind is not SpanKind.CUSTOM])
def test_spans_follow_each_other_without_a_gap(kind: SpanKind) -> None:
    span = span_holding(TODAY, kind, 22)
    before, after = span_beside(span, kind, -1, 22), span_beside(span, kind, 1, 22)
    assert before.last + timedelta(days=1) == span.first
    assert span.last + timedelta(days=1) == after.first
    assert span_beside(before, kind, 2, 22) == after


def test_octopuss_own_figure_stands_beside_ours_with_the_difference_explained() -> None:
    same = Comparison(30, Decimal(3000), Decimal(3000), (), True)
    assert settled_words(same) == "Octopus settled £30.00 for 30 days of it, as we do."
    cheaper = Comparison(30, Decimal(3500), Decimal(3000), (TODAY,), True)
    assert "ours is £5.00 more. 1 day differs; the energy is the same" in settled_words(cheaper)
    corrected = Comparison(1, Decimal(90), Decimal(95), (TODAY,), False)
    assert "for 1 day of it; ours is £0.05 less" in settled_words(corrected)
    assert "readings were corrected" in settled_words(corrected)
    assert settled_words(None) == ""


def test_what_never_stops_is_told_of_spans_of_days() -> None:
    readings = [
        Reading(slot.start, Decimal("0.1") if n < 14 else Decimal("0.3")) for n, slot in enumerate(day_slots(TODAY))
    ]
    words = habit_words(habits(readings))
    assert words.startswith("Always on about 200 W · 12% used from midnight to 07:00 · most at 07:00, 0.300 kWh")
    assert words.endswith("busiest 23 November 07:00 with 0.300 kWh")
    assert habit_words(None) == ""
