"""Usage on paper: the span's figures, its chart and all of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize

from kraken_desktop.ui.paper import Paper, PaperTable, chart_on_paper
from kraken_desktop.ui.widgets.band_legend import legend_html

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from kraken_desktop.ui.theme import Theme
    from kraken_desktop.ui.view_models.usage import LegendEntry, UsageView

_SIZE = QSize(900, 300)


def usage_paper(
    view: UsageView,
    chart: QWidget,
    theme: Theme,
    names: tuple[str, str],
    legend: Sequence[LegendEntry],
) -> Paper:
    """``chart`` is one that nobody looks at, already filled, and ``legend`` what its colours are; ``names`` what the
    meter point is called, and whose it is.
    """
    meter, whose = names
    chart.resize(_SIZE)
    with theme.on_paper():
        swatches = legend_html(legend, theme)
    return Paper(
        title=f"{meter}, {view.title}",
        lines=(whose, view.missing, view.settled, view.habits),
        figures=(("", view.total, " · ".join(filter(None, (view.facts, view.compared)))),),
        chart=chart_on_paper(chart, theme),
        legend_html=swatches,
        tables=(PaperTable(view.columns, view.rows),),
    )
