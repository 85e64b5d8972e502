"""Notices: what is due, whether it may be shown now, by which rung of the ladder, and that it was sent."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time

from kraken_desktop.domain.dispatch import DispatchBook
from kraken_desktop.domain.moments import day_span, london, london_date, tomorrow_span
from kraken_desktop.domain.month_over import month_over
from kraken_desktop.domain.notices import (
    STALE_NOTICE_AFTER,
    Facts,
    FactsStale,
    Notice,
    NoticeKind,
    SentNotice,
    TomorrowPublished,
    followed,
    notices_due,
)
from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.domain.rates import RateSchedule
from kraken_desktop.domain.windows import cheapest_window
from kraken_desktop.services import derive
from kraken_desktop.services.charging import allowance_left
from kraken_desktop.services.connection import Archive
from kraken_desktop.services.feeds import FeedName
from kraken_desktop.services.latest import latest
from kraken_desktop.services.ports import NoticeSink, NoticeText
from kraken_desktop.services.reminders import Reminders
from kraken_desktop.services.state import AppState, Phase, StateHolder
from kraken_desktop.services.terms import terms_now
from kraken_desktop.services.text import REFRESH, notice_reason, notice_text
from kraken_desktop.storage.settings import Settings

_log = logging.getLogger(__name__)

KEPT = 200
RUNGS = ("desktop", "tray")
IN_WINDOW = "window"
QUIET = "quiet hours"
LASTING = frozenset({ProblemKind.NO_MINI, ProblemKind.NO_METER, ProblemKind.UNKNOWN_TARIFF})
"""Troubles that are a fact about the home, not a lack of news."""


class Notifier:
    """Watches the state. ``sinks`` are the rungs in order: the desktop's service, then the tray's balloon.

    A key that was sent is never sent again, over restarts too, since the state begins with the store's notices.
    """

    def __init__(
        self,
        holder: StateHolder,
        archive: Archive,
        settings: Settings,
        sinks: Sequence[NoticeSink],
        open_page: Callable[[str], None],
        refresh: Callable[[], None],
        reminders: Reminders,
    ) -> None:
        self._holder = holder
        self._archive = archive
        self.settings = settings
        self._sinks = tuple(sinks)
        self._open_page = open_page
        self._refresh = refresh
        self._reminders = reminders
        self._before: Facts | None = None
        self._sent = {notice.key for notice in holder.state.notices}
        self._changed = asyncio.Event()
        for sink in self._sinks:
            sink.on_action(self._pressed)

    async def run(self) -> None:
        """Until cancelled. Any number of changes within one turn of the loop are looked at once.

        A reminder that came due while nothing ran is told at the start.
        """
        unsubscribe = self._holder.subscribe(lambda _state: self._changed.set())
        try:
            while True:
                await self._changed.wait()
                self._changed.clear()
                for told, reminder in self._reminders.due():
                    if told.key not in self._sent:
                        await self._send(told)
                    await self._reminders.settle(told, reminder)
                for notice in self._due(self._holder.state):
                    await self._send(notice)
        finally:
            unsubscribe()

    async def close(self) -> None:
        for sink in self._sinks:
            await sink.close()

    def _due(self, state: AppState) -> tuple[Notice, ...]:
        if state.phase not in (Phase.SIGNED_IN, Phase.KEY_REFUSED):
            self._before = None
            return ()
        before = self._before
        self._before = after = followed(before, facts_of(state))
        return tuple(
            notice
            for notice in notices_due(before, after)
            if notice.key not in self._sent and self._is_wanted(notice.kind)
        )

    def _is_wanted(self, kind: NoticeKind) -> bool:
        settings = self.settings
        return settings.notices_on and bool(getattr(settings, f"notice_{kind.value.replace('-', '_')}"))

    async def _send(self, notice: Notice) -> None:
        self._sent.add(notice.key)
        words, now = notice_text(notice), self._holder.state.now
        sent = SentNotice(
            key=notice.key,
            group=notice.group,
            kind=notice.kind,
            title=words.title,
            body=words.body,
            reason=notice_reason(notice),
            page=notice.page,
            sent_at=now,
            shown_by=await self._shown_by(words, now),
        )
        self._holder.fold(lambda state: replace(state, notices=(sent, *state.notices)[:KEPT]))
        await self._archive.keep(lambda store: store.add_notice(sent))

    async def _shown_by(self, words: NoticeText, now: datetime) -> str:
        """A reminder was asked for by itself: quiet hours do not hold it back, only notices turned off altogether."""
        if words.kind is NoticeKind.REMINDER:
            return await self._show(words) if self.settings.notices_on else IN_WINDOW
        return QUIET if is_quiet(self.settings, now) else await self._show(words)

    async def _show(self, words: NoticeText) -> str:
        """The first rung that shows it; the last is the list in the window, which always does."""
        for rung, sink in zip(RUNGS, self._sinks, strict=False):
            try:
                if await sink.show(words):
                    return rung
            except Exception:
                _log.warning("a notice could not be shown by the %s", rung, exc_info=True)
        return IN_WINDOW

    def _pressed(self, group: str, action: str) -> None:
        if action == REFRESH:
            self._refresh()
            return
        page = next((notice.page for notice in self._holder.state.notices if notice.group == group), None)
        if page is not None:
            self._open_page(page)


def is_quiet(settings: Settings, now: datetime) -> bool:
    """Quiet hours by London's clock, across midnight where they end before they begin."""
    if not settings.quiet_hours_on:
        return False
    begin, end = time.fromisoformat(settings.quiet_from), time.fromisoformat(settings.quiet_to)
    at = london(now).time().replace(second=0, microsecond=0)
    return begin <= at < end if begin <= end else at >= begin or at < end


def facts_of(state: AppState) -> Facts:
    """What notices are about."""
    signed_out = state.account.problem if state.phase is Phase.KEY_REFUSED else None
    told = [notice.sent_at for notice in state.notices if notice.kind is NoticeKind.QUADRANT]
    told_at = {notice.group: notice.sent_at for notice in reversed(state.notices)}
    return Facts(
        now=state.now,
        prices=derive.effective_import(state),
        scheme=derive.scheme_of(state),
        book=state.dispatches.value or DispatchBook(),
        tomorrow=_tomorrow(state),
        signed_out_since=signed_out.since if signed_out is not None else None,
        stale=_stale(state),
        band_noticed_at=max(told, default=None),
        terms=terms_now(state),
        allowance=allowance_left(state),
        told_at=told_at,
        month=month_over(state.now, told_at),
    )


def _tomorrow(state: AppState) -> TomorrowPublished | None:
    tariff = state.import_tariff.value
    if tariff is None or not tariff.has_changing_list:
        return None
    return _published(tariff.schedule, london_date(tomorrow_span(state.now).start))


@latest
def _published(schedule: RateSchedule, day: date) -> TomorrowPublished | None:
    if not derive.is_day_published(schedule, day):
        return None
    prices = [rate.pence_inc_vat for rate in schedule.between(day_span(day))]
    return TomorrowPublished(
        day, min(prices), max(prices), cheapest_window(derive.CHEAPEST_LENGTH, day_span(day), schedule)
    )


def _stale(state: AppState) -> FactsStale | None:
    """The feed that has been without an answer longest, once that is an hour; none while polling is paused."""
    if state.phase is not Phase.SIGNED_IN or state.polling.paused_until is not None:
        return None
    feeds = ((FeedName.LIGHT, state.live), (FeedName.LIGHT, state.dispatches), (FeedName.HEAVY, state.account))
    troubled = [
        FactsStale(name.value, snapshot.fetched_at or snapshot.problem.since)
        for name, snapshot in feeds
        if snapshot.problem is not None
        and snapshot.problem.kind not in LASTING
        and state.now - snapshot.problem.since >= STALE_NOTICE_AFTER
    ]
    return min(troubled, key=lambda stale: stale.since, default=None)
