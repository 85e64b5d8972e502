"""The month's page is kept when a notice told of it, and written anew until it is final."""

from __future__ import annotations

from dataclasses import replace
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
from kraken_desktop.services.state import AppState, HistoryProgress, Selection, StateHolder
from tests.services.given import utc
from tests.services.homes import point

NOW, OCTOBER = utc("2026-11-01 09:05"), date(2026, 10, 1)
TOLD = SentNotice(MonthOver(OCTOBER).key, "month", NoticeKind.MONTH, "", "", "", "insight/report", NOW, "desktop")


def state(revision: int, *notices: SentNotice) -> AppState:
    return AppState(now=NOW, notices=notices, history=Snapshot(HistoryProgress(1.0, None, True, revision), NOW))


def put(holder: StateHolder, found: AppState) -> None:
    holder.fold(lambda _: found)


class Reports:
    """What the store would tell of the month, as it is now."""

    def __init__(self) -> None:
        self.asked: list[DateSpan] = []
        self.lacking = self.estimated = 0

    async def __call__(self, month: DateSpan) -> MonthReport:
        self.asked.append(month)
        own = point("1200099999990", direction=Direction.IMPORT)
        told = PointMonth(own, ZERO, ZERO, ZERO, 30, self.lacking, self.estimated)
        return MonthReport(month, (told,), Page(f"Lacks {self.lacking}, {self.estimated} estimated", "", (), ""))


async def test_a_told_month_is_kept_and_written_anew_until_it_is_final(tmp_path: Path) -> None:
    reports, holder = Reports(), StateHolder(state(1))
    reports.lacking = 1
    kept, path = KeptReports(holder, lambda: tmp_path, reports), report_path(tmp_path, OCTOBER, None)
    await kept.keep()
    assert not reports.asked
    put(holder, state(1, TOLD))
    await kept.keep()
    await kept.keep()
    assert reports.asked == [DateSpan(OCTOBER, date(2026, 10, 31))]
    assert "Lacks 1" in path.read_text("utf-8")
    # another run, and what was missing has come; then Octopus settles it
    again = KeptReports(holder, lambda: tmp_path, reports)
    for revision, lacking, estimated in ((2, 0, 3), (3, 0, 0), (4, 5, 5)):
        reports.lacking, reports.estimated = lacking, estimated
        put(holder, state(revision, TOLD))
        await again.keep()
    assert len(reports.asked) == 3
    assert "Lacks 0, 0 estimated" in path.read_text("utf-8")
    await KeptReports(holder, lambda: None, reports).keep()
    await KeptReports(holder, lambda: tmp_path, reports).keep()
    assert len(reports.asked) == 3, "a page that is final is left alone"
    assert list(path.parent.iterdir()) == [path]


async def test_a_page_is_not_written_anew_while_history_comes_in(tmp_path: Path) -> None:
    reports, holder = Reports(), StateHolder(state(1, TOLD))
    reports.lacking = 1
    kept = KeptReports(holder, lambda: tmp_path, reports)
    await kept.keep()
    put(holder, replace(state(2, TOLD), history=Snapshot(HistoryProgress(0.5, None, False, 2), NOW)))
    await kept.keep()
    assert len(reports.asked) == 1
    put(holder, state(2, TOLD))
    await kept.keep()
    assert len(reports.asked) == 2


async def test_each_account_has_its_own_page(tmp_path: Path) -> None:
    for number in ("A-1234ABCD", "A-5678EFAB"):
        holder = StateHolder(replace(state(1, TOLD), selection=Selection(account_number=number)))
        await KeptReports(holder, lambda: tmp_path, Reports()).keep()
        assert report_path(tmp_path, OCTOBER, number).exists()
    assert len(list((tmp_path / "reports").iterdir())) == 2
