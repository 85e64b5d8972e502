"""Standing charges of days that are over: owed without a reading, and without asking anybody."""

from __future__ import annotations

import logging
from datetime import date, timedelta

from kraken_desktop.domain.account import MeterPoint
from kraken_desktop.domain.dispatch import DispatchBook
from kraken_desktop.domain.moments import london_date
from kraken_desktop.domain.units import ZERO
from kraken_desktop.services.costing import codes_in, costing_of, span_of_days, supplied
from kraken_desktop.services.date_span import DateSpan, part_within
from kraken_desktop.services.gas_choice import GasChoice
from kraken_desktop.services.state import AppState
from kraken_desktop.storage.errors import StorageError
from kraken_desktop.storage.history_store import HistoryStore

_log = logging.getLogger(__name__)
A_DAY = timedelta(days=1)


async def count_owed_days(store: HistoryStore, state: AppState, point: MeterPoint) -> None:
    """Have the days behind the last reading counted whose standing charge is stored (docs/domain.md, Costs).

    What only keeps the store from being written is logged: the answer then lacks these days, and says so.
    """
    try:
        days = await _unknown_days(store, point, london_date(state.now) - A_DAY)
        if not days:
            return
        span = span_of_days(days)
        lists = {code: await store.rates(code, state.selection.payment_method, span) for code in codes_in(point, span)}
        costing = costing_of(point, span, lists, DispatchBook(), GasChoice(None, ZERO))  # no energy is costed
        await store.owe(point.number, days[0], days[-1], costing)
    except StorageError as error:
        _log.warning("standing charges that are owed cannot be counted: %s", error)


async def _unknown_days(store: HistoryStore, point: MeterPoint, yesterday: date) -> tuple[date, ...]:
    extent, held = await store.extent(point.number), supplied(point)
    if extent is None or held is None:
        return ()
    part = part_within(DateSpan(extent[1] + A_DAY, yesterday), held)
    return await store.new_days(point.number, part.first, part.last) if part.days > 0 else ()
