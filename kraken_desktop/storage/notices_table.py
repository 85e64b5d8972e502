"""The notices that were sent, when and why."""

from __future__ import annotations

import sqlite3

from kraken_desktop.domain.sent_notice import NoticeKind, SentNotice
from kraken_desktop.storage.columns import at_seconds, seconds

KEPT = 1000
_KINDS = {kind.value: kind for kind in NoticeKind}


def add(store: sqlite3.Connection, notice: SentNotice) -> None:
    """The same key is there once: the first counts."""
    store.execute(
        'INSERT OR IGNORE INTO notices (key, "group", kind, title, body, reason, page, sent_at, shown_by)'
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            notice.key,
            notice.group,
            notice.kind.value,
            notice.title,
            notice.body,
            notice.reason,
            notice.page,
            seconds(notice.sent_at),
            notice.shown_by,
        ),
    )
    store.execute("DELETE FROM notices WHERE id <= (SELECT max(id) FROM notices) - ?", (KEPT,))


def newest(store: sqlite3.Connection, limit: int) -> tuple[SentNotice, ...]:
    """Newest first."""
    rows = store.execute(
        'SELECT key, "group", kind, title, body, reason, page, sent_at, shown_by FROM notices'
        " ORDER BY sent_at DESC, id DESC LIMIT ?",
        (limit,),
    )
    return tuple(
        SentNotice(key, group, _KINDS[kind], title, body, reason, page, at_seconds(sent_at), shown_by)
        for key, group, kind, title, body, reason, page, sent_at, shown_by in rows
        if kind in _KINDS
    )
