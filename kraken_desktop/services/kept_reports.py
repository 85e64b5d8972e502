"""The report of each month that a notice told of, kept as a page beside the store (docs/domain.md, Monthly report).

What may still change of a page stands in the page itself, so nothing else needs to be remembered.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kraken_desktop.domain.moments import london_date
from kraken_desktop.domain.month_over import month_told
from kraken_desktop.domain.sent_notice import NoticeKind
from kraken_desktop.services.date_span import DateSpan, SpanKind, span_beside, span_holding
from kraken_desktop.services.state import AppState, StateHolder
from kraken_desktop.storage.errors import StorageError

if TYPE_CHECKING:
    from kraken_desktop.services.insights.month_report import MonthReport

_log = logging.getLogger(__name__)
FOLDER = "reports"
LETTERS = 8


class KeptReports:
    """Watches notices and history, and keeps the pages of the two months before this one, each account's by itself.

    A page that lacks a day is written anew with what history brought, when it rests; one that is only estimated,
    because smart charges are not settled, at most once a day. A better page is never written over by a worse one.
    """

    def __init__(
        self,
        holder: StateHolder,
        place: Callable[[], Path | None],
        report: Callable[[DateSpan], Awaitable[MonthReport | None]],
    ) -> None:
        """``place`` is the store's folder, None where there is none."""
        self._holder = holder
        self._place = place
        self._report = report
        self._changed = asyncio.Event()
        self._seen: object = None

    @property
    def folder(self) -> Path | None:
        """Of the account that is shown; its name does not tell the account's number."""
        place, account = self._place(), self._holder.state.account.value
        if place is None or account is None:
            return None
        return place / FOLDER / hashlib.sha256(account.number.encode()).hexdigest()[:LETTERS]

    def path(self, month: DateSpan) -> Path | None:
        """Where the month's page is kept, or would be."""
        return self.folder / f"energy-{month.first:%Y-%m}.html" if self.folder is not None else None

    def forget(self) -> None:
        """Remove every page of every account, and what a killed run left of one; nothing else that lies there."""
        place = self._place()
        if place is None:
            return
        try:
            for page in (*place.glob(f"{FOLDER}/*/energy-*.html"), *place.glob(f"{FOLDER}/*/.energy-*")):
                page.unlink(missing_ok=True)
            for folder in (*place.glob(f"{FOLDER}/*"), place / FOLDER):
                with contextlib.suppress(OSError):  # not ours alone
                    folder.rmdir()
        except OSError as error:
            _log.warning("a monthly report could not be removed: %s", error.strerror)

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
        """Each page that is due, where anything changed since the last look."""
        state = self._holder.state
        account, history = state.account.value, state.history.value
        if account is None or history is None:
            return
        today, told = london_date(state.now), _told(state)
        seen = (account.number, history.revision, history.is_whole, today, told)
        if seen == self._seen:
            return
        self._seen = seen
        newest = span_beside(span_holding(today, SpanKind.MONTH), SpanKind.MONTH, -1)
        for month in (newest, span_beside(newest, SpanKind.MONTH, -1)):
            try:
                await self._renew(month, today, is_told=month.first == told, rests=history.is_whole)
            except (StorageError, OSError) as error:
                _log.warning("the monthly report is not kept: %s", error)

    async def _renew(self, month: DateSpan, today: date, *, is_told: bool, rests: bool) -> None:
        """Raises StorageError and OSError."""
        path = self.path(month)
        if path is None or not (rests if path.exists() else is_told):
            return
        from kraken_desktop.services.insights.report_html import as_html, mark_of  # a few times a month
        from kraken_desktop.services.insights.report_page import Standing
        from kraken_desktop.storage.whole_file import write_whole

        mark = mark_of(path.read_text("utf-8", errors="replace")) if path.exists() else None
        if mark is not None and mark.standing is Standing.FINAL:
            return
        if mark is not None and mark.standing is Standing.ESTIMATED and mark.made_on >= today:
            return
        report = await self._report(month)
        order = list(Standing).index
        if self.path(month) != path:
            return  # signed out meanwhile, or turned to another account
        if report is None or (mark is not None and order(report.page.standing) < order(mark.standing)):
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, as_html(report.page).encode())


def _told(state: AppState) -> date | None:
    keys = (notice.key for notice in state.notices if notice.kind is NoticeKind.MONTH)
    return next((month_told(key) for key in keys), None)
