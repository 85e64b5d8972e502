"""When a charge that starts, ends or is withdrawn is worth telling (docs/domain.md, Notices of charging)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from kraken_desktop.domain.dispatch import DispatchBook, DispatchKind, counted, is_out_of_date
from kraken_desktop.domain.moments import Span, joined
from kraken_desktop.domain.rates import RateSchedule, RateSource
from kraken_desktop.domain.sent_notice import NoticeKind

GONE_STANDS = timedelta(minutes=5)
START_NOTICE_EVERY = timedelta(hours=1)


class DispatchChange(StrEnum):
    """Of a charge that runs, or ran."""

    STARTED = "started"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class DispatchChanged:
    """``device`` is the name that a person gave, None where there is none.

    What is gone may leave the house cheap: a slot that was seen started stays so. ``cheap_until`` is when that ends,
    ``then_pence`` the price after it. ``closed_by`` is the device's state where that, not Octopus, ended the charge.
    """

    change: DispatchChange
    device_id: str
    device: str | None
    span: Span
    cheap_until: datetime | None = None
    then_pence: Decimal | None = None
    closed_by: str | None = None
    kind: NoticeKind = NoticeKind.DISPATCH
    page: str = "dispatches"

    @property
    def group(self) -> str:
        return f"dispatch:{self.device_id}"

    @property
    def key(self) -> str:
        return f"dispatch:{self.device_id}:{self.change}:{self.span.start.isoformat()}"


@dataclass(frozen=True, slots=True)
class ChargeWatch:
    """What a person has been told of a device's charge.

    ``runs`` is the charge that they take to be running, from where it was first listed to its end as listed last;
    ``gone_since`` is since when it is not listed any more; ``started_at`` when a start was told last. ``news`` is the
    newest to tell. ``name`` is the device's as told last, for one that has left the account too.
    """

    device_id: str
    name: str | None = None
    runs: Span | None = None
    gone_since: datetime | None = None
    started_at: datetime | None = None
    news: DispatchChanged | None = None


def charges_watched(
    before: Sequence[ChargeWatch] | None, book: DispatchBook, now: datetime, prices: RateSchedule
) -> tuple[ChargeWatch, ...]:
    """The watches one look later. What runs at a start (``before`` None) is taken as told."""
    known = {watch.device_id: watch for watch in before or ()}
    listed = _smart_runs(book, now)
    found = []
    for device_id in dict.fromkeys((*known, *listed)):
        watch, runs, status = (
            known.get(device_id, ChargeWatch(device_id)),
            listed.get(device_id, ()),
            book.status(device_id),
        )
        if status is not None:
            watch = replace(watch, name=status.device.name)
        is_first = before is None
        found.append(replace(watch, runs=_running(runs, now)) if is_first else _looked(watch, runs, book, now, prices))
    return tuple(found)


def charge_news(before: Sequence[ChargeWatch], after: Sequence[ChargeWatch]) -> Iterator[DispatchChanged]:
    """What the watches have come to tell since."""
    known = {watch.device_id: watch.news for watch in before}
    for watch in after:
        if watch.news is not None and watch.news != known.get(watch.device_id):
            yield watch.news


def _looked(
    watch: ChargeWatch, listed: Sequence[Span], book: DispatchBook, now: datetime, prices: RateSchedule
) -> ChargeWatch:
    if _is_unknown(watch.device_id, book, now):
        return replace(watch, gone_since=None)
    run = _running(listed, now)
    if run is not None and watch.runs is not None:
        return replace(watch, runs=Span(min(watch.runs.start, run.start), run.end), gone_since=None)
    if run is not None:
        return _with_start(watch, run, book, now)
    return watch if watch.runs is None else _with_end(watch, watch.runs, bool(listed), book, now, prices)


def _with_start(watch: ChargeWatch, run: Span, book: DispatchBook, now: datetime) -> ChargeWatch:
    if watch.started_at is not None and timedelta() <= now - watch.started_at < START_NOTICE_EVERY:
        return watch
    news = DispatchChanged(DispatchChange.STARTED, watch.device_id, watch.name, run)
    return replace(watch, runs=run, gone_since=None, started_at=now, news=news)


def _with_end(
    watch: ChargeWatch, was: Span, goes_on_later: bool, book: DispatchBook, now: datetime, prices: RateSchedule
) -> ChargeWatch:
    """An end as it was listed is told at once; another must stand, for a plan made anew often leaves such a gap."""
    since = watch.gone_since or now
    is_over = was.end <= now
    if not is_over and now - since < GONE_STANDS:
        return replace(watch, gone_since=since)
    status = book.status(watch.device_id)
    if status is not None and status.is_boosting:  # it charges on, as somebody asked for
        return replace(watch, runs=None, gone_since=None)
    if was.end <= since or goes_on_later:
        charged = Span(was.start, min(was.end, since))
        news = DispatchChanged(DispatchChange.ENDED, watch.device_id, watch.name, charged)
    else:
        news = _withdrawn(watch, was, book, now, prices)
    return replace(watch, runs=None, gone_since=None, news=news)


def _withdrawn(
    watch: ChargeWatch, was: Span, book: DispatchBook, now: datetime, prices: RateSchedule
) -> DispatchChanged:
    status = book.status(watch.device_id)
    closed_by = (status.state or "") if status is not None and not status.is_gate_open else None
    cheap_until = then = None
    price = prices.at(max(now, was.start))
    if price is not None and price.source is RateSource.DISPATCH:
        cheap_until = prices.until_change(price.start)
        then = None if cheap_until is None else prices.at(cheap_until)
    then_pence = None if then is None else then.pence_inc_vat
    change = DispatchChange.WITHDRAWN
    return DispatchChanged(change, watch.device_id, watch.name, was, cheap_until, then_pence, closed_by)


def _smart_runs(book: DispatchBook, now: datetime) -> dict[str, tuple[Span, ...]]:
    """Each device's counted smart charges that are not over, adjacent ones joined."""
    spans: dict[str, list[Span]] = {}
    for dispatch in counted(book, now):
        if dispatch.kind is DispatchKind.SMART and dispatch.span.end > now:
            spans.setdefault(dispatch.device_id, []).append(dispatch.span)
    return {device_id: joined(found) for device_id, found in spans.items()}


def _running(runs: Sequence[Span], now: datetime) -> Span | None:
    return next((span for span in runs if span.contains(now)), None)


def _is_unknown(device_id: str, book: DispatchBook, now: datetime) -> bool:
    """A plan that nobody could read lately: what became of it is not known, so nothing is claimed."""
    plan = book.plan(device_id)
    return plan is not None and is_out_of_date(plan, book.status(device_id), now)
