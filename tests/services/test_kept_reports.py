"""The month's page is kept when a notice told of it, and written anew until it lacks nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kraken_desktop.domain.account import Direction
from kraken_desktop.domain.month_over import MonthOver
from kraken_desktop.domain.sent_notice import NoticeKind, SentNotice
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.domain.units import ZERO
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.insights.month_report import MonthReport, PointMonth
from kraken_desktop.services.insights.report_page import Page
from kraken_desktop.services.kept_reports import KeptReports, report_path
from kraken_desktop.services.state import AppState, HistoryProgress, StateHolder
from tests.services.given import utc
from tests.services.homes import point

NOW, OCTOBER = utc("2026-11-01 09:05"), date(2026, 10, 1)
TOLD = SentNotice(MonthOver(OCTOBER).key, "month", NoticeKind.MONTH, "", "", "", "insight/report", NOW, "desktop")


def state(revision: int, *notices: SentNotice) -> AppState:
    return AppState(now=NOW, notices=notices, history=Snapshot(HistoryProgress(1.0, None, True, revision), NOW))


def put(holder: StateHolder, found: AppState) -> None:
    holder.fold(lambda _: found)


async def test_a_told_month_is_kept_and_written_anew_while_it_lacks_a_day(tmp_path: Path) -> None:
    asked: list[DateSpan] = []
    lacking = 1

    async def report(month: DateSpan) -> MonthReport:
        asked.append(month)
        told = PointMonth(point("1200099999990", direction=Direction.IMPORT), ZERO, ZERO, ZERO, 30, lacking)
        return MonthReport(month, (told,), Page(f"Lacks {lacking}", "", (), ""))

    holder = StateHolder(state(1))
    kept, path = KeptReports(holder, lambda: tmp_path, report), report_path(tmp_path, OCTOBER)
    await kept.keep()
    assert not asked
    put(holder, state(1, TOLD))
    await kept.keep()
    await kept.keep()
    assert asked == [DateSpan(OCTOBER, date(2026, 10, 31))]
    assert "Lacks 1" in path.read_text("utf-8")
    lacking = 0
    for revision in (2, 3):
        put(holder, state(revision, TOLD))
        await kept.keep()
    assert len(asked) == 2
    assert "Lacks 0" in path.read_text("utf-8")
    again = KeptReports(holder, lambda: tmp_path, report)  # another run leaves what is there
    await again.keep()
    assert len(asked) == 2
    await KeptReports(holder, lambda: None, report).keep()
    assert list(path.parent.iterdir()) == [path]
