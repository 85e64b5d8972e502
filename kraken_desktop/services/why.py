"""Why a half hour was, is or will be cheap, or not: the reasons, what we knew, and when we knew it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from kraken_desktop.domain.allowance import noon_span
from kraken_desktop.domain.dispatch import DispatchBook
from kraken_desktop.domain.dispatch_record import Knowledge, knowledge_of, past_listings
from kraken_desktop.domain.explanation import Explanation
from kraken_desktop.domain.moments import Span, london_date, slot_of
from kraken_desktop.services import text
from kraken_desktop.services.as_it_was import with_charges
from kraken_desktop.services.charging import explanation
from kraken_desktop.services.state import AppState
from kraken_desktop.storage.errors import StorageError

if TYPE_CHECKING:
    from kraken_desktop.storage.database import Database

_log = logging.getLogger(__name__)

FURTHEST_PLAN = timedelta(hours=36)
"""No plan reaches further ahead."""


@dataclass(frozen=True, slots=True)
class WhyAnswer:
    """The slot's price with its reasons, and what each device's polls said of it in order of time.

    ``sentence`` is the reason in words, ``known`` a line for each thing that was known.
    """

    slot: Span
    explanation: Explanation
    sentence: str
    knowledge: tuple[Knowledge, ...] = ()
    known: tuple[str, ...] = ()


async def why_on_its_day(
    read: Callable[[date], Awaitable[AppState]], at: datetime, database: Database | None
) -> WhyAnswer:
    """``read`` gives the state as it serves a day. Raises StorageError."""
    return await why(await read(london_date(at)), at, database)


async def why(state: AppState, at: datetime, database: Database | None) -> WhyAnswer:
    """``state`` has the prices of the day (services.days); the store has what was known, where it can be read."""
    slot = slot_of(at)
    said: tuple[Knowledge, ...] = ()
    if database is not None:
        try:
            number = state.selection.account_number
            kept = await database.charges(number, noon_span(slot.start))
            views = await database.plan_views(number, Span(slot.start - FURTHEST_PLAN, slot.end))
        except StorageError as error:
            _log.warning("what was known cannot be read: %s", error.kind)
        else:
            if london_date(slot.start) >= london_date(state.now):  # of an earlier day the state has them already
                state = with_charges(state, kept)
            said = knowledge_of(slot, views)
    book = state.dispatches.value or DispatchBook()
    names, found = text.device_names(book), replace(explanation(state, slot.start), past=past_listings(said))
    return WhyAnswer(
        slot,
        found,
        text.explanation_text(found, names, text.ignored_reasons(book), state.now),
        said,
        tuple(text.knowledge_line(known, slot, names, state.now) for known in said),
    )
