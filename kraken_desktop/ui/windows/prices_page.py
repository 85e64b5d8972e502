"""The prices page: the prices of days, the best times to come, and what other tariffs cost."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kraken_desktop.domain.moments import london_date
from kraken_desktop.services import derive
from kraken_desktop.services.price_sheet import price_sheet
from kraken_desktop.ui.bridge import StatefulView
from kraken_desktop.ui.paper import Paper, PaperTable
from kraken_desktop.ui.theme import BODY, SPACE
from kraken_desktop.ui.view_models.meters import whose
from kraken_desktop.ui.view_models.prices import EXPORT, GAS, IMPORT, PricesView, prices_view
from kraken_desktop.ui.widgets.choice_bar import ChoiceBar
from kraken_desktop.ui.widgets.current_stack import CurrentStack
from kraken_desktop.ui.widgets.day_steps import DaySteps
from kraken_desktop.ui.widgets.page_frame import PageFrame
from kraken_desktop.ui.windows.day_prices_panel import COLUMNS, DayPricesPanel
from kraken_desktop.ui.windows.sheet_outputs import Sheet, SheetOutputs

if TYPE_CHECKING:
    from kraken_desktop.services.state import AppState
    from kraken_desktop.ui.bridge import StateBridge
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme
    from kraken_desktop.ui.windows.best_times_panel import BestTimesPanel
    from kraken_desktop.ui.windows.other_tariffs_panel import OtherTariffsPanel

_DIRECTIONS = ((IMPORT, "Import"), (EXPORT, "Export"), (GAS, "Gas"))
DAYS, BEST, OTHERS = "days", "best", "others"
_VIEWS = ((DAYS, "Prices"), (BEST, "Best times"), (OTHERS, "Other tariffs"))


class PricesPage(StatefulView):
    """Three views under one heading, each built when it is first turned to; import or export counts for all."""

    def __init__(self, bridge: StateBridge, commands: Commands, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(bridge, theme, parent)
        self._commands = commands
        self._shown = PricesView()
        self._day: date | None = None
        self._day_state: AppState | None = None
        self._frame = PageFrame("Prices", theme)
        self._frame.asked.connect(self._ask)
        self._views = ChoiceBar("Show", _VIEWS)
        self._views.chosen.connect(self._turn_to)
        self._direction = ChoiceBar("Prices of", _DIRECTIONS)
        self._direction.chosen.connect(lambda _name: self.set_state(self.bridge.state))
        self._direction.hide()
        self._frame.header.insertSpacing(1, 4 * SPACE)
        self._frame.header.insertWidget(2, self._views)
        self._frame.header.addWidget(self._direction)
        self._tariff = QLabel()
        self._tariff.setFont(theme.font(BODY, figures=True))
        self._tariff.setProperty("role", "muted")
        self._tariff.setWordWrap(True)
        self._steps = DaySteps(theme)
        self._steps.chosen.connect(self._choose_day)
        self._outputs = SheetOutputs(theme, self._sheet, self._tell)
        self._days = DayPricesPanel(theme)
        self._best: BestTimesPanel | None = None
        self._others: OtherTariffsPanel | None = None
        self._stack = CurrentStack()
        self._panels: dict[str, QWidget] = {DAYS: self._days_view()}
        self._stack.addWidget(self._panels[DAYS])
        self._frame.set_content(self._stack)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._frame)

    def _days_view(self) -> QWidget:
        tools = QHBoxLayout()
        tools.setSpacing(3 * SPACE)
        tools.addWidget(self._tariff, 1)
        tools.addWidget(self._steps)
        tools.addWidget(self._outputs)
        view = QWidget()
        column = QVBoxLayout(view)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * SPACE)
        column.addLayout(tools)
        column.addWidget(self._days, 1)
        return view

    def _best_view(self) -> QWidget:
        from kraken_desktop.ui.windows.best_times_panel import BestTimesPanel

        best = self._best = BestTimesPanel(self._commands, self.theme)
        best.changed.connect(lambda: best.show_state(self.bridge.state, self._is_export))
        return best

    def _others_view(self) -> QWidget:
        from kraken_desktop.ui.windows.other_tariffs_panel import OtherTariffsPanel

        self._others = OtherTariffsPanel(self.bridge, self._commands, self.theme)
        return self._others

    @property
    def _is_export(self) -> bool:
        return self._shown.is_export

    def view_of(self, state: AppState) -> PricesView:
        return prices_view(state, self._direction.current, self._day, self._day_state)

    def set_state(self, state: AppState) -> None:
        super().set_state(state)
        self._steps.show_day(self._day, london_date(state.now))
        if self._best is not None and self._views.current == BEST:
            self._best.show_state(state, self._is_export)
        if self._others is not None:
            self._others.set_export(self._direction.current == EXPORT)

    def show_view(self, view: object) -> None:
        view = self._shown = cast(PricesView, view)
        self._show_ways()
        self._tariff.setText(view.tariff)
        self._days.show_prices(view)
        self._show_stage()

    def _show_ways(self) -> None:
        """Of other tariffs both ways, whatever the home has; gas has neither best times nor other tariffs here."""
        shown, current = self._views.current, self._direction.current
        choices = self._shown.choices
        ways = choices if shown == DAYS else (IMPORT, EXPORT)
        if shown == BEST:
            ways = tuple(name for name in choices if name != GAS)
        self._direction.setVisible(len(ways) > 1)
        for name, _ in _DIRECTIONS:
            self._direction.button(name).setVisible(name in ways)
        self._direction.updateGeometry()
        if shown == DAYS and choices:
            self._direction.show_chosen(self._shown.shown)
        elif ways and current not in ways:
            self._direction.show_chosen(ways[0])

    def recolour(self) -> None:
        super().recolour()
        self._days.scroll_to_now()

    def _show_stage(self) -> None:
        """Other tariffs have their own stages, and need nobody to be signed in."""
        view, is_public = self._shown, self._views.current == OTHERS
        self._frame.set_trouble(None if is_public else view.trouble)
        if is_public or view.is_full or (view.emptiness is None and self._day is not None):
            self._frame.show_full()
        elif view.emptiness is not None:
            self._frame.show_empty(view.emptiness)
        else:
            self._frame.show_loading()

    def open_view(self, name: str) -> None:
        """``days``, ``best`` or ``others``."""
        if name in dict(_VIEWS):
            self._views.show_chosen(name)
            self._turn_to(name)

    def open_direction(self, name: str) -> None:
        """``import``, ``export`` or ``gas``, where the home has it."""
        if name in self._shown.choices:
            self._direction.show_chosen(name)
            self.set_state(self.bridge.state)

    def _turn_to(self, name: str) -> None:
        if name not in self._panels:
            self._panels[name] = self._best_view() if name == BEST else self._others_view()
            self._stack.addWidget(self._panels[name])
        self._stack.setCurrentWidget(self._panels[name])
        self._show_stage()
        self._show_ways()
        self.set_state(self.bridge.state)

    def _choose_day(self, day: date | None) -> None:
        self._day, self._day_state = day, None
        if day is not None:
            self._commands.load_day(day, partial(self._take_day, day))
        self.set_state(self.bridge.state)

    def _take_day(self, day: date, state: AppState) -> None:
        """Unless another day was chosen meanwhile."""
        if day == self._day:
            self._day_state = state
            self.set_state(self.bridge.state)

    def _sheet(self) -> Sheet:
        view, state = self._shown, self._day_state or self.bridge.state
        days = [london_date(day.span.start) for day in view.chart.days]
        name = f"{view.shown}-prices-{days[0].isoformat()}"
        state = derive.as_gas(state) if view.shown == GAS else state
        return Sheet(
            name=name,
            with_commas=price_sheet(state, days, view.is_export),
            with_tabs=price_sheet(state, days, view.is_export, separator="\t"),
            paper=Paper(
                title=f"{view.tariff}, {' and '.join(day.title for day in view.chart.days)}",
                lines=(whose(state), *view.notes),
                tables=(PaperTable(COLUMNS, view.rows),),
                chart=self._days.picture,
            ),
        )

    def _tell(self, words: str) -> None:
        self._tariff.setText(words)

    def _ask(self, what: str) -> None:
        if what == "refresh" and self._day is not None:
            self._choose_day(self._day)
        elif what == "refresh":
            self._commands.refresh()
        else:
            self._commands.show_page(what)
