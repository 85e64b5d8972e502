"""The month's page is kept when a notice told of it, and written anew until nothing of it may change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from kraken_desktop.domain.month_over import MonthOver
from kraken_desktop.domain.sent_notice import NoticeKind, SentNotice
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.insights.month_report import MonthReport
from kraken_desktop.services.insights.report_html import as_html, mark_of
from kraken_desktop.services.insights.report_page import Page, Standing
from kraken_desktop.services.kept_reports import KeptReports
from kraken_desktop.services.state import AppState, HistoryProgress, StateHolder
from kraken_desktop.storage.database import Database
from tests.services import homes
from tests.services.given import running, utc

FIRST_OF_NOVEMBER = utc("2026-11-01 09:05")
OCTOBER = DateSpan(date(2026, 10, 1), date(2026, 10, 31))
TOLD = SentNotice(
    *(
        MonthOver(OCTOBER.first).key,
        "month",
        NoticeKind.MONTH,
        "",
        "",
        "",
        "insight/report",
        FIRST_OF_NOVEMBER,
        "desktop",
    )
)


def state(
    revision: int,
    *notices: SentNotice,
    now: datetime = FIRST_OF_NOVEMBER,
    number: str = "",
    rests: bool = True,
) -> AppState:
    account = homes.account(homes.home("1", homes.point("1200099999990")))
    account = replace(account, number=number or account.number)
    progress = Snapshot(HistoryProgress(1.0 if rests else 0.5, None, rests, revision), now)
    return AppState(now=now, notices=notices, account=Snapshot(account, now), history=progress)


class Reports:
    """Answers with a page of the standing that was set, and notes for which months."""

    def __init__(self) -> None:
        self.holder = StateHolder(state(1))
        self.standing, self.asked = Standing.LACKING, list[DateSpan]()

    async def __call__(self, month: DateSpan) -> MonthReport:
        self.asked.append(month)
        title = f"{self.standing.value} {len(self.asked)}"
        made_on = self.holder.state.now.date()
        return MonthReport(month, (), Page(title, "", (), "", self.standing, made_on))

    async def keep(self, kept: KeptReports, *states: AppState) -> None:
        for found in states:
            self.holder.fold(lambda _before, found=found: found)  # type: ignore[misc]
            await kept.keep()

    def kept(self, place: Path | None) -> KeptReports:
        """As it is after a start of the app."""
        return KeptReports(self.holder, lambda: place, self)


@pytest.fixture
def reports() -> Reports:
    return Reports()


def written(kept: KeptReports) -> str:
    path = kept.path(OCTOBER)
    assert path is not None
    return path.read_text("utf-8")


def pages_of(place: Path) -> list[str]:
    return [path.relative_to(place).as_posix() for path in place.rglob("*.html")]


async def test_a_month_is_kept_when_it_was_told(reports: Reports, tmp_path: Path) -> None:
    kept = reports.kept(tmp_path)
    await reports.keep(kept, state(1))
    assert not reports.asked
    await reports.keep(kept, state(1, TOLD), state(1, TOLD))
    assert reports.asked == [OCTOBER]
    assert "lacking 1" in written(kept)
    await reports.keep(reports.kept(None), state(2, TOLD))
    assert len(reports.asked) == 1


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_a_page_that_lacks_a_day_is_written_anew_with_what_history_brings(
    reports: Reports, tmp_path: Path, is_restarted: bool
) -> None:
    kept = reports.kept(tmp_path)
    await reports.keep(kept, state(1, TOLD))
    kept = reports.kept(tmp_path) if is_restarted else kept
    await reports.keep(kept, state(2, TOLD))
    assert "lacking 2" in written(kept)
    reports.standing = Standing.FINAL
    await reports.keep(kept, state(3, TOLD), state(4, TOLD), state(5, TOLD, now=utc("2026-11-09 09:05")))
    assert "final 3" in written(kept)
    assert len(reports.asked) == 3


async def test_a_page_is_not_written_anew_while_history_comes_in(reports: Reports, tmp_path: Path) -> None:
    kept = reports.kept(tmp_path)
    await reports.keep(kept, state(1, TOLD, rests=False), state(2, TOLD, rests=False))
    assert len(reports.asked) == 1
    await reports.keep(kept, state(2, TOLD))
    assert len(reports.asked) == 2


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_an_estimated_page_is_written_anew_once_a_day_until_it_is_settled(
    reports: Reports, tmp_path: Path, is_restarted: bool
) -> None:
    reports.standing = Standing.ESTIMATED
    kept = reports.kept(tmp_path)
    await reports.keep(kept, state(1, TOLD))
    kept = reports.kept(tmp_path) if is_restarted else kept
    await reports.keep(kept, state(2, TOLD), state(3, TOLD))
    assert len(reports.asked) == 1
    tomorrow = utc("2026-11-02 09:05")
    await reports.keep(kept, state(3, TOLD, now=tomorrow), state(4, TOLD, now=tomorrow))
    assert len(reports.asked) == 2
    reports.standing = Standing.FINAL
    await reports.keep(kept, *(state(5, TOLD, now=utc(f"2026-11-{day:02} 09:05")) for day in range(3, 6)))
    assert len(reports.asked) == 3
    assert "final 3" in written(kept)


async def test_a_page_is_finished_in_the_month_after_the_next_too(reports: Reports, tmp_path: Path) -> None:
    kept = reports.kept(tmp_path)
    later = MonthOver(date(2026, 11, 1)).key
    december = utc("2026-12-01 09:05")
    await reports.keep(kept, state(1, TOLD))
    await reports.keep(kept, state(2, replace(TOLD, key=later, sent_at=december), TOLD, now=december))
    assert reports.asked[1:] == [DateSpan(date(2026, 11, 1), date(2026, 11, 30)), OCTOBER]
    await reports.keep(kept, state(3, TOLD, now=utc("2027-02-01 09:05")))
    assert len(reports.asked) == 3


async def test_a_page_is_not_written_over_by_a_worse_one(reports: Reports, tmp_path: Path) -> None:
    reports.standing = Standing.ESTIMATED
    kept = reports.kept(tmp_path)
    await reports.keep(kept, state(1, TOLD))
    reports.standing = Standing.LACKING
    await reports.keep(kept, state(2, TOLD, now=utc("2026-11-02 09:05")))
    assert "estimated 1" in written(kept)


@pytest.mark.parametrize("share", [0.2, 0.9])
async def test_half_a_page_is_made_again(reports: Reports, tmp_path: Path, share: float) -> None:
    reports.standing = Standing.FINAL
    kept, path = reports.kept(tmp_path), reports.kept(tmp_path).path(OCTOBER)
    assert path is not None
    path.parent.mkdir(parents=True)
    page = as_html(Page("final 0", "", (), "", Standing.FINAL, date(2026, 11, 1)))
    path.write_text(page[: round(len(page) * share)], encoding="utf-8")
    await reports.keep(kept, state(1, TOLD))
    assert "final 1" in written(kept)
    assert [found.name for found in path.parent.iterdir()] == ["energy-2026-10.html"]


async def test_accounts_have_pages_of_their_own_that_do_not_tell_their_numbers(
    reports: Reports, tmp_path: Path
) -> None:
    reports.standing = Standing.FINAL
    kept = reports.kept(tmp_path)
    await reports.keep(kept, state(1, TOLD, number="A-1234ABCD"), state(1, TOLD, number="A-5678EFAB"))
    pages = pages_of(tmp_path)
    assert len(set(pages)) == len(reports.asked) == 2
    assert not any("1234" in page or "5678" in page for page in pages)


async def test_what_is_forgotten_leaves_no_page_of_any_account_and_what_is_not_ours(
    reports: Reports, tmp_path: Path
) -> None:
    kept = reports.kept(tmp_path)
    await reports.keep(kept, state(1, TOLD, number="A-1234ABCD"), state(1, TOLD, number="A-5678EFAB"))
    assert kept.folder is not None
    own = kept.folder / "mine.txt"
    own.write_text("mine")
    (kept.folder / ".energy-2026-10-x1").write_text("half")
    kept.forget()
    assert files_of(tmp_path) == [own]
    reports.kept(None).forget()


async def test_a_report_that_is_under_way_when_all_is_forgotten_is_not_kept(reports: Reports, tmp_path: Path) -> None:
    kept: KeptReports

    async def report(month: DateSpan) -> MonthReport:
        found = await reports(month)
        reports.holder.update(account=Snapshot())
        kept.forget()
        return found

    kept = KeptReports(reports.holder, lambda: tmp_path, report)
    await reports.keep(kept, state(1, TOLD))
    assert len(reports.asked) == 1
    assert not files_of(tmp_path)


async def test_to_forget_the_history_forgets_the_reports(tmp_path: Path) -> None:
    async with running("no-mini", "2026-10-14 12:00", database=Database(tmp_path / "store.db")) as run:
        page = run.services.kept_reports.path(OCTOBER)
        assert page is not None
        page.parent.mkdir(parents=True)
        page.write_text("October")
        await run.services.sign_out(forget_history=True)
        assert not exists(page)


def files_of(place: Path) -> list[Path]:
    return [path for path in place.rglob("*") if path.is_file()]


def exists(path: Path) -> bool:
    return path.exists()


@pytest.mark.parametrize("standing", list(Standing))
def test_a_page_says_of_itself_whether_it_may_change(standing: Standing) -> None:
    page = Page("<b>", "", (), "", standing, date(2026, 11, 3))
    mark = mark_of(as_html(page))
    assert mark is not None
    assert (mark.standing, mark.made_on) == (standing, date(2026, 11, 3))
    assert mark_of(as_html(replace(page, made_on=None))) is None
    assert mark_of("") is None
