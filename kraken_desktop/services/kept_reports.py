"""The report of each month that a notice told of, kept as a page beside the store (docs/domain.md, Monthly report)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kraken_desktop.domain.month_over import month_told
from kraken_desktop.domain.sent_notice import NoticeKind
from kraken_desktop.services.date_span import DateSpan, SpanKind, span_holding
from kraken_desktop.services.state import AppState, StateHolder
from kraken_desktop.storage.errors import StorageError

if TYPE_CHECKING:
    from kraken_desktop.services.insights.month_report import MonthReport

_log = logging.getLogger(__name__)
FOLDER = "reports"
OPEN = "<!-- not final -->"
"""At the foot of a page of which something is still to come."""


def report_path(place: Path, month: date, account_number: str | None) -> Path:
    """Where an account's page of a month is kept, of a store in ``place``."""
    whose = f"-{account_number}" if account_number else ""
    return place / FOLDER / f"energy-{month:%Y-%m}{whose}.html"


class KeptReports:
    """Watches the notices. A page that lacks a day, or is estimated, is written anew when history rests, until it is
    final, also by a later run: the page itself says which it is.
    """

    def __init__(
        self,
        holder: StateHolder,
        place: Callable[[], Path | None],
        report: Callable[[DateSpan], Awaitable[MonthReport | None]],
    ) -> None:
        self._holder = holder
        self._place = place
        self._report = report
        self._changed = asyncio.Event()
        self._asked: tuple[Path, int] | None = None

    async def run(self) -> None:
        """Until cancelled."""
        unsubscribe = self._holder.subscribe(lambda _state: self._changed.set())
        try:
            while True:
                self._changed.clear()
                await self.keep()
                await self._changed.wait()
        finally:
            unsubscribe()

    async def keep(self) -> None:
        """The newest month that was told, where its page is not there or not final."""
        state, place = self._holder.state, self._place()
        month, history = _told(state), state.history.value
        if place is None or month is None or history is None:
            return
        path = report_path(place, month, state.selection.account_number)
        asked = path, history.revision
        if asked == self._asked or (path.exists() and not history.is_whole):
            return
        self._asked = asked
        try:
            if path.exists() and OPEN not in path.read_text(encoding="utf-8"):
                return
            report = await self._report(span_holding(month, SpanKind.MONTH))
            if report is not None:
                self._write(path, report)
        except (StorageError, OSError) as error:
            _log.warning("the monthly report is not kept: %s", error)

    def _write(self, path: Path, report: MonthReport) -> None:
        from kraken_desktop.services.insights.report_html import as_html  # once a month

        path.parent.mkdir(parents=True, exist_ok=True)
        page = as_html(report.page)
        path.write_text(page if report.is_final else f"{page}{OPEN}\n", encoding="utf-8")


def _told(state: AppState) -> date | None:
    keys = (notice.key for notice in state.notices if notice.kind is NoticeKind.MONTH)
    return next((month_told(key) for key in keys), None)
