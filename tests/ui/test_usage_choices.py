"""What the usage page offers to look at."""

from typing import Any

from PySide6.QtWidgets import QPushButton

from kraken_desktop.domain.moments import london_date
from kraken_desktop.services.date_span import DateSpan, SpanKind, span_holding
from kraken_desktop.ui.theme import Theme
from kraken_desktop.ui.windows.usage_choices import UsageChoices
from tests.ui.states import NOW
from tests.ui.test_usage_page import home


def shown_span(choices: UsageChoices) -> DateSpan:
    question = choices.question(london_date(NOW))
    assert question is not None
    return question.span


def test_a_billing_period_is_offered_where_somebody_says_when_it_begins(theme: Theme, qtbot: Any) -> None:
    choices, state, today = UsageChoices(theme), home(), london_date(NOW)
    qtbot.addWidget(choices)
    assert state.account.value is not None
    choices.show_start_day(None)
    choices.show_account(state.account.value, state.selection, today)
    (bill,) = (button for button in choices.findChildren(QPushButton) if button.text() == "Bill")
    assert bill.isHidden()
    choices.show_start_day(15)
    assert not bill.isHidden()
    bill.click()
    assert shown_span(choices) == span_holding(today, SpanKind.BILLING, 15)
    choices.show_start_day(None)
    assert shown_span(choices) == span_holding(today, SpanKind.MONTH)
