"""What the notices page shows: what was sent, when, why, and how it was shown."""

from __future__ import annotations

from dataclasses import dataclass

from kraken_desktop.domain.notices import NoticeKind, SentNotice
from kraken_desktop.services import text
from kraken_desktop.services.state import AppState
from kraken_desktop.ui.view_models.reminders import ReminderLine, reminder_lines

_ICONS = {
    NoticeKind.TOMORROW: "prices",
    NoticeKind.NEGATIVE: "prices",
    NoticeKind.QUADRANT: "prices",
    NoticeKind.DISPATCH: "dispatches",
    NoticeKind.PLAN: "dispatches",
    NoticeKind.UNPLUGGED: "dispatches",
    NoticeKind.TARGET: "warning",
    NoticeKind.ALLOWANCE: "dispatches",
    NoticeKind.SIGN_IN: "key",
    NoticeKind.TARIFF: "home",
    NoticeKind.MONTH: "insight",
    NoticeKind.STALE: "warning",
    NoticeKind.REMINDER: "clock",
}


@dataclass(frozen=True, slots=True)
class NoticeLine:
    key: str
    icon: str
    title: str
    body: str
    why: str
    when: str
    page: str

    @property
    def spoken(self) -> str:
        return f"{self.title}. {self.body} {self.when}. {self.why}"


@dataclass(frozen=True, slots=True)
class NoticesView:
    lines: tuple[NoticeLine, ...]
    reminders: tuple[ReminderLine, ...] = ()


def notices_view(state: AppState) -> NoticesView:
    return NoticesView(tuple(_line(notice, state) for notice in state.notices), reminder_lines(state))


def _line(notice: SentNotice, state: AppState) -> NoticeLine:
    why = " · ".join(part for part in (notice.reason, f"shown {_rung_words(notice.shown_by)}") if part)
    when = text.moment(notice.sent_at, state.now)
    return NoticeLine(notice.key, _ICONS[notice.kind], notice.title, notice.body, why, when, notice.page)


def _rung_words(shown_by: str) -> str:
    return {"desktop": "on the desktop", "tray": "by the tray", "window": "in the window"}.get(shown_by, shown_by)
