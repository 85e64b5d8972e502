"""The monthly report on the command line: an HTML file, or through Qt a PDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kraken_desktop.domain.account import Account
from kraken_desktop.domain.moments import london_date
from kraken_desktop.services.date_span import DateSpan, SpanKind, span_holding
from kraken_desktop.services.insights.month_report import MonthReport, PointMonth, last_whole_month, month_report
from kraken_desktop.services.insights.report_html import as_html
from kraken_desktop.services.insights.report_page import Page
from kraken_desktop.services.plain import number
from kraken_desktop.services.reports import Report, report
from kraken_desktop.services.state import StateHolder
from kraken_desktop.storage.database import Database

WritePdf = Callable[[Page, Path], None]
"""Raises OSError."""


@dataclass(frozen=True, slots=True)
class Paper:
    """How a report is drawn: the bands' palette, and who makes a PDF of a page, for Qt has no place here."""

    palette: str = "default"
    write_pdf: WritePdf | None = None


async def paper_report(
    holder: StateHolder,
    database: Database,
    account: Account,
    asked: Mapping[str, str | bool],
    paper: Paper,
) -> Report:
    """Raises StorageError. A file that cannot be written is an answer."""
    month = asked_month(asked, london_date(holder.state.now))
    found = await month_report(database, holder, account, month, paper.palette)
    body: dict[str, Any] = {"month": f"{month.first:%Y-%m}", "file": None, "error": None, "meters": []}
    if found is None:
        return report(holder.state, "report", body, [f"Nothing is stored of {month.first:%B %Y}."])
    body["meters"] = [_content(one) for one in found.points]
    path, is_pdf = _path(found, asked, paper)
    is_replaced = path.exists()
    try:
        if is_pdf and paper.write_pdf is not None:
            paper.write_pdf(found.page, path)
        else:
            path.write_text(as_html(found.page), encoding="utf-8")
    except OSError as error:
        body["error"] = error.strerror or str(error)
        return report(holder.state, "report", body, [f"The report could not be written: {body['error']}."])
    body["file"] = str(path)
    replaced = ["The file of that name was replaced."] if is_replaced else []
    return report(holder.state, "report", body, [f"{found.page.title}: {path}", *replaced])


def asked_month(asked: Mapping[str, str | bool], today: date) -> DateSpan:
    """``--month``; without it the one that ended last."""
    if "month" not in asked:
        return last_whole_month(today)
    return span_holding(date.fromisoformat(f"{asked['month']}-01"), SpanKind.MONTH)


def _path(found: MonthReport, asked: Mapping[str, str | bool], paper: Paper) -> tuple[Path, bool]:
    """Where it is written, and whether as PDF."""
    is_pdf = bool(asked.get("pdf")) and paper.write_pdf is not None
    name = f"kraken-desktop-{found.month.first:%Y-%m}.{'pdf' if is_pdf else 'html'}"
    return Path(str(asked.get("file", name))).absolute(), is_pdf


def _content(one: PointMonth) -> dict[str, object]:
    return {
        "meter_point": one.point.number,
        "kind": one.kind.lower(),
        "kwh": number(one.kwh),
        "pence": number(one.pence),
        "standing_pence": number(one.standing_pence),
        "days": one.days,
        "days_that_lack_something": one.lacking,
    }
