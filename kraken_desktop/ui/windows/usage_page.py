"""The usage page: any span in bars or as a calendar, in energy or money, with what is missing of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from kraken_desktop.domain.moments import london_date
from kraken_desktop.services.billing_day import billing_day
from kraken_desktop.services.date_span import BarLength, SpanKind
from kraken_desktop.services.exports import Exported
from kraken_desktop.services.usage import Usage, UsageBar, slot_bars
from kraken_desktop.services.usage_today import today_bar, today_slots
from kraken_desktop.ui.bridge import StatefulView
from kraken_desktop.ui.dialogs.export_dialog import ask_where_to_export
from kraken_desktop.ui.plots.heat_map import HeatMap
from kraken_desktop.ui.plots.usage_chart import UsageChart
from kraken_desktop.ui.plots.usage_view import HeatDay
from kraken_desktop.ui.theme import BODY, HERO, SPACE
from kraken_desktop.ui.view_models.history import history_progress, history_trouble
from kraken_desktop.ui.view_models.meters import whose
from kraken_desktop.ui.view_models.parts import Emptiness
from kraken_desktop.ui.view_models.slot_reasons import slot_reasons
from kraken_desktop.ui.view_models.unread import before_account
from kraken_desktop.ui.view_models.usage import LegendEntry, UsageView, scheme_of, usage_view
from kraken_desktop.ui.view_models.usage_calendar import calendar_days, calendar_scale
from kraken_desktop.ui.view_models.usage_profile import profile_legend, profile_view
from kraken_desktop.ui.widgets.band_legend import BandLegend
from kraken_desktop.ui.widgets.chart_card import ChartCard
from kraken_desktop.ui.widgets.fact_table import FactTable
from kraken_desktop.ui.widgets.history_bar import HistoryBar
from kraken_desktop.ui.widgets.page_frame import PageFrame
from kraken_desktop.ui.windows.usage_choices import UsageChoices
from kraken_desktop.ui.windows.usage_paper import usage_paper

if TYPE_CHECKING:
    from kraken_desktop.services.state import AppState
    from kraken_desktop.ui.bridge import StateBridge
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.paper import Paper
    from kraken_desktop.ui.theme import Theme

_BARS, _CALENDAR, _TABLE, _PROFILE = range(4)
"""Where each way of showing stands in the stack."""
_SHOWS = (
    "This page fills with what your meters reported since the first day, newest first: electricity, export and gas by "
    "half hour, day and month, in energy and money."
)
_SIGNED_OUT = Emptiness("Sign in to see your usage", _SHOWS, "usage", "Sign in…", "sign-in")
_NO_METER = Emptiness("No meter on this account", _SHOWS, "usage")


class UsagePage(StatefulView):
    """What is shown is asked of the store when a choice or the store changes; only today follows the state live."""

    def __init__(self, bridge: StateBridge, commands: Commands, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(bridge, theme, parent)
        self._commands = commands
        self._usage: Usage | None = None
        self._bars: tuple[UsageBar, ...] = ()
        self._view: UsageView | None = None
        self._asked: object = None
        self._today: UsageBar | None = None
        self._frame = PageFrame("Usage", theme)
        self._frame.asked.connect(self._ask)
        self._choices = UsageChoices(theme)
        self._choices.changed.connect(self._load)
        self._choices.export_asked.connect(self._export)
        self._choices.print_asked.connect(self._print)
        for widget in (self._choices.meters, self._choices.export, self._choices.print):
            self._frame.header.addWidget(widget)
        self._frame.offer_when_full(self._choices.export, self._choices.print)
        self._frame.set_content(self._content())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._frame)

    def _content(self) -> QWidget:
        theme = self.theme
        self._total, self._compared, self._facts = QLabel(), QLabel(), QLabel()
        self._missing, self._settled, self._habits = QLabel(), QLabel(), QLabel()
        self._progress, self._read_out = HistoryBar(theme), QLabel()
        self._total.setFont(theme.font(HERO, bold=True, figures=True))
        for label, size in (
            (self._compared, BODY),
            (self._facts, BODY),
            (self._settled, BODY),
            (self._habits, BODY),
            (self._missing, BODY),
        ):
            label.setFont(theme.font(size, figures=True))
            label.setWordWrap(True)
            label.setProperty("role", "muted")
        self._read_out.setFont(theme.font(BODY, figures=True))
        self._read_out.setWordWrap(True)
        self._read_out.setMinimumHeight(theme.scaled(2 * BODY))
        self._read_out.setAlignment(Qt.AlignmentFlag.AlignTop)
        beside = QVBoxLayout()
        beside.setSpacing(0)
        for label in (self._facts, self._compared, self._missing):
            beside.addWidget(label)
        headline = QHBoxLayout()
        headline.setSpacing(5 * SPACE)
        headline.addWidget(self._total, 0, Qt.AlignmentFlag.AlignVCenter)
        headline.addLayout(beside, 1)
        self._chart, self._heat = UsageChart(theme), HeatMap(theme)
        self._chart.pointed.connect(lambda bar: self._read_out.setText(self._chart.read_out(bar)))
        self._chart.chosen.connect(self._go_down)
        self._heat.pointed.connect(self._point_day)
        self._heat.chosen.connect(self._go_to_day)
        self._table = FactTable(theme, "Usage as a table", (), keeps_words=True)
        self._table.doubleClicked.connect(lambda index: self._go_down(index.row()))
        self._views = QStackedWidget()
        self._profile = UsageChart(theme)
        self._profile.setAccessibleName("A typical day as a chart")
        self._profile.pointed.connect(lambda bar: self._read_out.setText(self._profile.read_out(bar)))
        for widget in (self._chart, self._heat, self._table, self._profile):
            self._views.addWidget(widget)
        self._legend = BandLegend(theme)
        card = ChartCard(self._views, self._legend)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * SPACE)
        column.addWidget(self._progress)
        column.addWidget(self._choices)
        column.addLayout(headline)
        column.addWidget(card, 1)
        column.addWidget(self._read_out)
        for label in (self._habits, self._settled):
            column.addWidget(label)
        return content

    # from the state

    def set_state(self, state: AppState) -> None:
        self._frame.set_trouble(history_trouble(state))
        self._progress.show_progress(history_progress(state))
        account = state.account.value
        if account is None:
            self._frame.show_unread(before_account(state, _SIGNED_OUT))
            return
        if not account.meter_points:
            self._frame.show_empty(_NO_METER)
            return
        self._choices.show_start_day(billing_day(state.standing.value, self._commands.settings.billing_day))
        self._choices.show_account(account, state.selection, london_date(state.now))
        revision = state.history.value.revision if state.history.value is not None else -1
        if (revision, london_date(state.now), self._choices.is_export) != self._asked:
            self._load()
        today = self._live_today(state)
        if today != self._today:
            self._today = today
            self._show()

    def recolour(self) -> None:
        self._asked = None
        self.set_state(self.bridge.state)

    def _load(self) -> None:
        state = self.bridge.state
        question = self._choices.question(london_date(state.now))
        if question is None:
            return
        revision = state.history.value.revision if state.history.value is not None else -1
        self._asked = (revision, london_date(state.now), self._choices.is_export)
        if self._usage is None:
            self._frame.show_loading()
        self._commands.load_usage(question, self._loaded)

    def _loaded(self, usage: Usage) -> None:
        if usage.question != self._choices.question(london_date(self.bridge.state.now)):
            return  # the person has gone on meanwhile
        self._usage = usage
        self._read_out.clear()
        self._today = self._live_today(self.bridge.state)
        self._show()

    def _live_today(self, state: AppState) -> UsageBar | None:
        number = self._choices.number
        return today_bar(state, number, by_quadrant=self._choices.by_quadrant) if number is not None else None

    def _show(self) -> None:
        if self._usage is None:
            return
        usage, state = self._usage, self.bridge.state
        self._bars = usage.estimate_slots or usage.bars
        if usage.question.span.bars is BarLength.SLOT and usage.question.span.first == london_date(state.now):
            slots = today_slots(state, usage.question.number)
            self._bars = slot_bars(usage.question.span.first, slots, usage.question.by_quadrant)
            usage = usage.with_bars(self._bars)
        view = self._view = usage_view(usage, self._choices.is_money, self._today, self._choices.is_export)
        self._choices.show_title(view.title)
        for label, words in (
            (self._total, view.total),
            (self._compared, view.compared),
            (self._facts, view.facts),
            (self._missing, view.missing),
            (self._settled, view.settled),
            (self._habits, view.habits),
        ):
            label.setText(words)
            label.setVisible(bool(words))
        self._missing.setStyleSheet(f"color: {self.theme.colour('warning').name()}")
        self._chart.set_view(view.chart)
        self._profile.set_view(profile_view(usage.habits))
        self._table.set_columns(view.columns)
        self._table.set_rows(view.rows)
        if usage.days:
            days = self._calendar(usage)
            self._heat.set_days(days, calendar_scale(days, self._choices.unit))
        self._legend.show_entries(self._legend_of(view, usage))
        self._choices.offer_outputs()
        self._views.setCurrentIndex(self._choices.shown_as)
        self._frame.show_full()

    def _legend_of(self, view: UsageView, usage: Usage) -> tuple[LegendEntry, ...]:
        if self._choices.shown_as == _PROFILE:
            return profile_legend(usage.habits)
        return view.legend if self._choices.shown_as == _BARS else ()

    # what the person does

    def _point_day(self, index: int) -> None:
        days = self._calendar(self._usage) if self._usage is not None and index >= 0 else ()
        self._read_out.setText(days[index].read_out if days else "")

    def _calendar(self, usage: Usage) -> tuple[HeatDay, ...]:
        return calendar_days(usage, self._choices.unit, self._today)

    def _go_down(self, index: int) -> None:
        """A month to its days, a day to its half hours, a half hour to its reasons."""
        if self._usage is None or not 0 <= index < len(self._bars):
            return
        length, bar = self._usage.question.span.bars, self._bars[index]
        if bar.days.first > self._usage.question.until:
            return  # it is still to come
        if length is BarLength.SLOT:
            scheme = scheme_of(self._bars, self._choices.by_quadrant, self._choices.is_export)
            tariff, now = self._choices.tariff_on(bar.days.first), self.bridge.state.now
            self._read_out.setText(" ".join(slot_reasons(bar, tariff, scheme, now)))
        else:
            kind_below = SpanKind.MONTH if length is BarLength.MONTH else SpanKind.DAY
            self._choices.go_to(kind_below, bar.days.first)

    def _go_to_day(self, index: int) -> None:
        if self._usage is None:
            return
        day = self._usage.question.span.first + timedelta(days=index)
        if day <= self._usage.question.until:
            self._choices.go_to(SpanKind.DAY, day)

    def _export(self, what: Exported) -> None:
        """Ask for a file; its ending decides the format."""
        if self._usage is None:
            return
        span, tell = self._usage.question.span, self._read_out.setText
        ask_where_to_export(
            *(self, f"Export {what.replace('-', ' ')}", f"{what}-{span.first}-{span.last}"),
            lambda path: self._commands.export_history(what, span, path, tell),
        )

    def _print(self) -> None:
        from kraken_desktop.ui.printing import ask_to_print

        if (paper := self.paper()) is not None:
            ask_to_print(paper, "Print usage", self)

    def paper(self) -> Paper | None:
        """All that the page tells of the span; None before anything is known of it."""
        if self._view is None or self._usage is None:
            return None
        account = whose(self.bridge.state, self._choices.number)
        chart, names = self._chart_for_paper(self._view, self._usage), (self._choices.meter, account)
        is_table = self._choices.shown_as == _TABLE
        legend = self._view.legend if is_table else self._legend_of(self._view, self._usage)
        return usage_paper(self._view, chart, self.theme, names, legend)

    def _chart_for_paper(self, view: UsageView, usage: Usage) -> QWidget:
        """The one that is looked at, where nobody points at it; bars where that is the table."""
        if self._choices.shown_as == _CALENDAR:
            heat, days = HeatMap(self.theme), self._calendar(usage)
            heat.set_days(days, calendar_scale(days, self._choices.unit))
            return heat
        chart = UsageChart(self.theme)
        chart.set_view(profile_view(usage.habits) if self._choices.shown_as == _PROFILE else view.chart)
        return chart

    def _ask(self, what: str) -> None:
        if what == "refresh":
            self._commands.refresh()
        else:
            self._commands.show_page(what)
