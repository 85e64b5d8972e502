"""The Insight page: how well the home buys, where its energy goes, and what would change that."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kraken_desktop.domain.moments import london_date
from kraken_desktop.ui.bridge import StatefulView
from kraken_desktop.ui.theme import SPACE
from kraken_desktop.ui.view_models.history import history_trouble
from kraken_desktop.ui.view_models.insight import NO_IMPORT, NOTHING_STORED, SIGNED_OUT, import_meter
from kraken_desktop.ui.view_models.unread import before_account
from kraken_desktop.ui.widgets.choice_bar import ChoiceBar
from kraken_desktop.ui.widgets.page_frame import PageFrame
from kraken_desktop.ui.widgets.scrolled_views import ScrolledViews
from kraken_desktop.ui.windows.efficiency_panel import EfficiencyPanel
from kraken_desktop.ui.windows.insight_panel import InsightPanel, Subject

if TYPE_CHECKING:
    from kraken_desktop.services.date_span import DateSpan
    from kraken_desktop.services.state import AppState
    from kraken_desktop.ui.bridge import StateBridge
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme

EFFICIENCY, DAYS, WHERE, BATTERY, TARIFFS, WAVE, CARBON, REPORT = (
    *("efficiency", "days", "where", "battery", "tariffs", "wave", "carbon", "report"),
)
_VIEWS = (
    (EFFICIENCY, "Efficiency"),
    (DAYS, "Days"),
    (WHERE, "Where it goes"),
    (BATTERY, "Battery"),
    (TARIFFS, "Tariffs"),
    (WAVE, "Wave"),
    (CARBON, "Carbon"),
    (REPORT, "Report"),
)


class InsightPage(StatefulView):
    """Several views, each built when first turned to; all speak of the import meter that is shown everywhere."""

    def __init__(self, bridge: StateBridge, commands: Commands, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(bridge, theme, parent)
        self._commands = commands
        self._panels: dict[str, InsightPanel] = {}
        self._places: dict[str, int] = {}
        self._asked: tuple[str, date, int] | None = None
        self._known: Subject | None = None
        self._frame = PageFrame("Insight", theme)
        self._frame.asked.connect(self._ask)
        self._views = ChoiceBar("Show", _VIEWS, wraps=True)
        self._views.chosen.connect(self.open_view)
        self._stack = ScrolledViews()
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * SPACE)
        column.addWidget(self._views)
        column.addWidget(self._stack, 1)
        self._frame.set_content(content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._frame)

    def open_view(self, name: str) -> None:
        """One of the views by its name; an unknown name changes nothing."""
        if name in dict(_VIEWS):
            self._views.show_chosen(name)
            self._show_panel(self.bridge.state)

    def set_state(self, state: AppState) -> None:
        self._frame.set_trouble(history_trouble(state))
        number = import_meter(state)
        if state.account.value is None:
            self._frame.show_unread(before_account(state, SIGNED_OUT))
        elif number is None:
            self._frame.show_empty(NO_IMPORT)
        else:
            revision = state.history.value.revision if state.history.value is not None else -1
            wanted = number, london_date(state.now), revision
            if wanted != self._asked:
                self._asked = wanted
                if self._known is None:
                    self._frame.show_loading()
                self._commands.insight.load_extent(partial(self._learn, wanted))
            self._show_panel(state)

    def recolour(self) -> None:
        self._asked = None
        self.set_state(self.bridge.state)
        for panel in self._panels.values():
            panel.recolour()

    def _learn(self, asked: tuple[str, date, int], known: DateSpan | None) -> None:
        if asked != self._asked:
            return
        self._known = None
        if known is None or known.days < 1:
            self._frame.show_empty(NOTHING_STORED)
            return
        number, today, revision = asked
        self._known = Subject(number, known, today, revision)
        self._show_panel(self.bridge.state)

    def _show_panel(self, state: AppState) -> None:
        if self._known is None:
            return
        name = self._views.current
        if name not in self._panels:
            panel = self._panels[name] = self._built(name)
            self._places[name] = self._stack.add_view(panel)
        self._stack.setCurrentIndex(self._places[name])
        self._panels[name].show_subject(self._known, state)
        self._frame.show_full()

    def _built(self, name: str) -> InsightPanel:
        if name == DAYS:
            from kraken_desktop.ui.windows.daily_panel import DailyPanel

            return DailyPanel(self._commands, self.theme)
        if name == WHERE:
            from kraken_desktop.ui.windows.where_panel import WherePanel

            return WherePanel(self._commands, self.theme)
        if name == BATTERY:
            from kraken_desktop.ui.windows.battery_panel import BatteryPanel

            return BatteryPanel(self._commands, self.theme)
        if name == TARIFFS:
            from kraken_desktop.ui.windows.compare_panel import ComparePanel

            return ComparePanel(self._commands, self.theme)
        if name == WAVE:
            from kraken_desktop.ui.windows.wave_panel import WavePanel

            return WavePanel(self._commands, self.theme)
        if name == CARBON:
            from kraken_desktop.ui.windows.carbon_panel import CarbonPanel

            return CarbonPanel(self._commands, self.theme)
        if name == REPORT:
            from kraken_desktop.ui.windows.report_panel import ReportPanel

            return ReportPanel(self._commands, self.theme)
        return EfficiencyPanel(self._commands, self.theme)

    def _ask(self, does: str) -> None:
        if does == "refresh":
            self._commands.refresh()
        else:
            self._commands.show_page(does)
