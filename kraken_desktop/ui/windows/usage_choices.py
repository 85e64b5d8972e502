"""What the usage page looks at: meter, span, unit, bands, and how it is drawn."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QLabel, QPushButton, QVBoxLayout, QWidget

from kraken_desktop.domain.account import Direction, Fuel, MeterPoint
from kraken_desktop.domain.moments import day_span
from kraken_desktop.domain.tariffs import family_of
from kraken_desktop.services.date_span import DateSpan, SpanKind, span_beside, span_holding
from kraken_desktop.services.usage_question import UsageQuestion
from kraken_desktop.ui.theme import LARGE, SPACE
from kraken_desktop.ui.view_models.usage import meters_of
from kraken_desktop.ui.widgets.choice_bar import ChoiceBar
from kraken_desktop.ui.widgets.export_button import ExportButton
from kraken_desktop.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from kraken_desktop.domain.account import Account
    from kraken_desktop.services.state import Selection
    from kraken_desktop.ui.theme import Theme

_KINDS = (
    (SpanKind.DAY, "Day"),
    (SpanKind.WEEK, "Week"),
    (SpanKind.MONTH, "Month"),
    (SpanKind.YEAR, "Year"),
    (SpanKind.BILLING, "Bill"),
    (SpanKind.CUSTOM, "Dates"),
)
_CHART, _CALENDAR, _TABLE, _PROFILE = "chart", "calendar", "table", "profile"
_SHOWN = {_CHART: 0, _CALENDAR: 1, _TABLE: 2, _PROFILE: 3}
_WAYS = ((_CHART, "Bars"), (_CALENDAR, "Calendar"), (_PROFILE, "Typical day"), (_TABLE, "Table"))
_EARLIEST = QDate(2000, 1, 1)
_DAYS_OF_A_PROFILE = (SpanKind.WEEK, SpanKind.MONTH, SpanKind.BILLING, SpanKind.CUSTOM)


class UsageChoices(QWidget):
    """``changed`` when another question is to be asked of the store, or the same is to be shown otherwise."""

    changed = Signal()
    export_asked = Signal(object)
    """Which ``Exported``."""
    print_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._account: Account | None = None
        self._span: DateSpan | None = None
        self._today = date(2000, 1, 1)
        self._start_day = 1
        self.meters = QComboBox()
        self.meters.setAccessibleName("Meter")
        self.meters.hide()  # until there are two
        self.meters.currentIndexChanged.connect(lambda _index: self._show_as())
        self._kinds = ChoiceBar("Span", [(kind.value, label) for kind, label in _KINDS])
        self._kinds.show_chosen(SpanKind.MONTH.value)
        self._kinds.chosen.connect(self._choose_kind)
        self._units = ChoiceBar("Shown in", [("kwh", "kWh"), ("money", "£"), ("price", "p/kWh")])
        self._units.chosen.connect(lambda _name: self.changed.emit())
        self._bands = ChoiceBar("Coloured by", [("tariff", "Tariff bands"), ("quadrant", "Quarters")])
        self._bands.chosen.connect(lambda _name: self.changed.emit())
        self._shown = ChoiceBar("Shown as", _WAYS)
        self._shown.chosen.connect(lambda _name: self._show_as())
        self._title = QLabel()
        self._title.setFont(theme.font(LARGE, bold=True))
        self._earlier, self._later = QPushButton("‹"), QPushButton("›")
        self._from, self._to = QDateEdit(), QDateEdit()
        for edit, name in ((self._from, "From"), (self._to, "To")):
            edit.setCalendarPopup(True)
            edit.setDisplayFormat("d MMM yyyy")
            edit.setAccessibleName(name)
            edit.setKeyboardTracking(False)
            edit.setMinimumDate(_EARLIEST)
            edit.hide()
        self._from.dateChanged.connect(lambda first: self._choose_dates(first, max(first, self._to.date())))
        self._to.dateChanged.connect(lambda last: self._choose_dates(min(self._from.date(), last), last))
        for button, name, steps in ((self._earlier, "Earlier", -1), (self._later, "Later", 1)):
            button.setAccessibleName(name)
            button.setToolTip(name)
            button.setFixedWidth(theme.scaled(9 * SPACE))
            button.clicked.connect(lambda _checked=False, steps=steps: self._move(steps))
        self.export, self.print = ExportButton(theme), QPushButton("Print…")
        self.export.asked.connect(self.export_asked)
        self.print.clicked.connect(self.print_asked)
        for widget in (self.export, self.print):
            widget.setEnabled(False)
        self.meters.hide()
        self._lay_out()
        self._show_as()

    def _lay_out(self) -> None:
        above, below = FlowLayout(2 * SPACE), FlowLayout(2 * SPACE)
        for widget in (self._kinds, self._earlier, self._later, self._title, self._from, self._to):
            above.addWidget(widget)
        for widget in (self._shown, self._units, self._bands):
            below.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * SPACE)
        column.addLayout(above)
        column.addLayout(below)

    # what is chosen

    @property
    def is_money(self) -> bool:
        return self._units.current == "money"

    @property
    def unit(self) -> str:
        """``kwh``, ``money`` or, in the calendar, ``price``."""
        return self._units.current

    @property
    def by_quadrant(self) -> bool:
        return self._bands.current == "quadrant"

    @property
    def shown_as(self) -> int:
        return _SHOWN[self._shown.current]

    @property
    def meter(self) -> str:
        """What the chosen meter point is called."""
        return self.meters.currentText()

    @property
    def is_export(self) -> bool:
        point = self._point
        return point is not None and point.direction is Direction.EXPORT

    @property
    def _point(self) -> MeterPoint | None:
        return self._account.meter_point(self.meters.currentData()) if self._account is not None else None

    @property
    def _is_import(self) -> bool:
        point = self._point
        return point is not None and point.fuel is Fuel.ELECTRICITY and point.direction is Direction.IMPORT

    @property
    def _kind(self) -> SpanKind:
        return SpanKind(self._kinds.current)

    @property
    def number(self) -> str | None:
        """The chosen meter point."""
        return self._point.number if self._point is not None else None

    def question(self, today: date) -> UsageQuestion | None:
        """None while no meter is known."""
        point = self._point
        if point is None or self._span is None:
            return None
        has_calendar = self._shown.current == _CALENDAR
        return UsageQuestion(
            *(point.number, self._span, self._kind, today, self.by_quadrant, self._start_day),
            has_calendar=has_calendar,
            has_habits=self._is_import,
        )

    def tariff_on(self, day: date) -> str:
        """What the tariff of the chosen meter point was called."""
        point = self._point
        held = point.agreement_at(day_span(day).start) if point is not None else None
        if held is None:
            return "no tariff"
        named = held.tariff.display_name if held.tariff is not None else None
        return named or str(family_of(held.product_code))

    # what is shown

    def show_account(self, account: Account, selection: Selection, today: date) -> None:
        self._today = today
        for edit in (self._from, self._to):
            with QSignalBlocker(edit):
                edit.setMaximumDate(_qdate(today))
        if self._span is None:
            self._span = span_holding(today, self._kind, self._start_day)
        if account is self._account:
            return
        self._account = account
        before = self.meters.currentData()
        self.meters.blockSignals(True)
        self.meters.clear()
        for _, label, number in meters_of(account, selection.import_number, selection.export_number).choices:
            self.meters.addItem(label, number)
        self.meters.setCurrentIndex(max(0, self.meters.findData(before)))
        self.meters.setVisible(self.meters.count() > 1)
        self._shown.button(_PROFILE).setVisible(self._is_import)
        self.meters.blockSignals(False)

    def offer_outputs(self) -> None:
        """There is something to export and to print."""
        for button in (self.export, self.print):
            button.setEnabled(True)

    def show_start_day(self, start_day: int | None) -> None:
        """When billing periods begin; None where nobody says, and none is offered."""
        self._kinds.button(SpanKind.BILLING.value).setVisible(start_day is not None)
        if start_day is not None:
            self._start_day = start_day
        elif self._kind is SpanKind.BILLING:
            self.go_to(SpanKind.MONTH, self._today)

    def show_title(self, title: str) -> None:
        self._title.setText(title)
        is_custom = self._kind is SpanKind.CUSTOM
        for edit in (self._from, self._to):
            edit.setVisible(is_custom)
        self._title.setVisible(not is_custom)
        self._later.setEnabled(self._span is not None and self._span.last < self._today)

    def go_to(self, kind: SpanKind, day: date) -> None:
        """The span of that kind that holds a day."""
        self._kinds.show_chosen(kind.value)
        self._span = span_holding(day, kind, self._start_day)
        if self._shown.current in (_CALENDAR, _PROFILE):
            self._shown.show_chosen(_CHART)
            self._show_as()
        else:
            self.changed.emit()

    def _choose_kind(self, name: str) -> None:
        """The same day stays in view; today where it was."""
        span, kind = self._span, SpanKind(name)
        if span is None:
            return
        anchor = self._today if span.first <= self._today <= span.last else span.first
        if kind is SpanKind.CUSTOM:
            self._span = DateSpan(min(span.first, self._today), min(span.last, self._today))
            self._show_dates(self._span)
        else:
            self._span = span_holding(anchor, kind, self._start_day)
        is_odd = kind is not SpanKind.YEAR and self._shown.current == _CALENDAR
        if is_odd or (kind not in _DAYS_OF_A_PROFILE and self._shown.current == _PROFILE):
            self._shown.show_chosen(_CHART)
        self._show_as()

    def _show_as(self) -> None:
        """A calendar is of a year, a typical day of some days that were imported, and a mean price has no bars."""
        self._shown.button(_PROFILE).setVisible(self._is_import)
        if self._shown.current == _PROFILE and not self._is_import:
            self._shown.show_chosen(_CHART)
        if self._shown.current == _CALENDAR and self._kind is not SpanKind.YEAR:
            self._kinds.show_chosen(SpanKind.YEAR.value)
            if self._span is not None:
                self._span = span_holding(self._span.last, SpanKind.YEAR)
        if self._shown.current == _PROFILE and self._kind not in _DAYS_OF_A_PROFILE:
            self._kinds.show_chosen(SpanKind.MONTH.value)
            if self._span is not None:
                self._span = span_holding(min(self._span.last, self._today), SpanKind.MONTH)
        is_calendar = self._shown.current == _CALENDAR
        self._units.setVisible(self._shown.current != _PROFILE)
        self._units.button("price").setVisible(is_calendar)
        if not is_calendar and self._units.current == "price":
            self._units.show_chosen("money")
        self._bands.setVisible(self._shown.current == _CHART)
        self.changed.emit()

    def _move(self, steps: int) -> None:
        if self._span is not None:
            span = span_beside(self._span, self._kind, steps, self._start_day)
            if self._kind is SpanKind.CUSTOM and span.last > self._today:
                span = DateSpan(self._today - (span.last - span.first), self._today)
            self._span = span
            self._show_dates(span)
            self.changed.emit()

    def _show_dates(self, span: DateSpan) -> None:
        for edit, day in ((self._from, span.first), (self._to, span.last)):
            with QSignalBlocker(edit):
                edit.setDate(_qdate(day))

    def _choose_dates(self, first: QDate, last: QDate) -> None:
        """Where one end passes the other, that one comes along."""
        self._span = DateSpan(_date(first), _date(last))
        self._show_dates(self._span)
        self.changed.emit()


def _date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
