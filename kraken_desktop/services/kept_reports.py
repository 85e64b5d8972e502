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


def report_path(place: Path, month: date) -> Path:
    """Where a month's page is kept, of a store in ``place``."""
    return place / FOLDER / f"energy-{month:%Y-%m}.html"


class KeptReports:
    """Watches the notices. A page that lacks a day is written anew with what history brings, until it lacks none."""

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
        self._asked: tuple[date, int] | None = None
        self._lacking: Path | None = None

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
        """The newest month that was told, where its page is not there or lacked a day."""
        state, place = self._holder.state, self._place()
        month = _told(state)
        asked = None if month is None or state.history.value is None else (month, state.history.value.revision)
        if place is None or month is None or asked is None or asked == self._asked:
            return
        self._asked, path = asked, report_path(place, month)
        if path.exists() and path != self._lacking:
            return
        try:
            report = await self._report(span_holding(month, SpanKind.MONTH))
            if report is not None:
                self._write(path, report)
        except (StorageError, OSError) as error:
            _log.warning("the monthly report is not kept: %s", error)

    def _write(self, path: Path, report: MonthReport) -> None:
        from kraken_desktop.services.insights.report_html import as_html  # once a month

        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(as_html(report.page), encoding="utf-8")
        self._lacking = path if any(point.lacking for point in report.points) else None


def _told(state: AppState) -> date | None:
    keys = (notice.key for notice in state.notices if notice.kind is NoticeKind.MONTH)
    return next((month_told(key) for key in keys), None)
