"""Questions about what is stored: usage of any span, and files of it to take along."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from kraken_desktop.domain import money
from kraken_desktop.domain.account import Account
from kraken_desktop.domain.moments import day_slots, london_date
from kraken_desktop.kraken.client import KrakenClient
from kraken_desktop.kraken.errors import KrakenError, problem_of
from kraken_desktop.services import text
from kraken_desktop.services.billing_day import billing_day, told_period
from kraken_desktop.services.bills import Bills, OctopusLists, bills_of
from kraken_desktop.services.costing import smart_spans, supplied
from kraken_desktop.services.date_span import BarLength, DateSpan
from kraken_desktop.services.exports import Exported, export, write_bills
from kraken_desktop.services.gas_units import counted_words
from kraken_desktop.services.mini_days import MiniPart, mini_days, mini_part
from kraken_desktop.services.never_read import never_read_words
from kraken_desktop.services.owed_days import count_owed_days
from kraken_desktop.services.state import StateHolder
from kraken_desktop.services.usage import Usage, empty_usage, slot_bars, usage_of
from kraken_desktop.services.usage_question import UsageQuestion
from kraken_desktop.services.usage_today import estimated_bar
from kraken_desktop.storage.database import Database
from kraken_desktop.storage.errors import StorageError

_log = logging.getLogger(__name__)
_ROWS = {
    Exported.HALF_HOURS: "half hours",
    Exported.SAMPLES: "samples of live power",
    Exported.DISPATCHES: "rows of smart charging",
}
LISTS_KEPT = timedelta(minutes=30)
"""Octopus's lists are heavy: they are asked when their page is open, and not more often than this."""


class Past:
    """Answers from the store; Octopus is asked for its own bills and payments alone, where ``client`` is given."""

    def __init__(
        self, database: Database | None, holder: StateHolder, client: KrakenClient | None, start_day: int | None
    ) -> None:
        """``start_day`` is what the person says of billing periods, if anything."""
        self._database = database
        self._holder = holder
        self._client = client
        self._start_day = start_day

    async def usage(self, question: UsageQuestion) -> Usage:
        """Raises StorageError."""
        if self._database is None:
            return empty_usage(question)
        account = self._holder.state.account.value
        point = account.meter_point(question.number) if account is not None else None
        if point is not None:
            await count_owed_days(self._database.history, self._holder.state, point)
        asked = question if point is None else replace(question, smart=smart_spans(point), supplied=supplied(point))
        found = await usage_of(self._database.history, asked)
        found = await self._estimated(found)
        if point is not None:
            store = self._database.history
            counted, never_read = await counted_words(store, point), await never_read_words(store, point)
            found = replace(found, counted=counted, never_read=never_read)
        return replace(found, question=question)  # it is told apart from later ones by what was asked

    async def _estimated(self, found: Usage) -> Usage:
        """With days of which nothing was read yet as the Mini told them."""
        assert self._database is not None
        state, question = self._holder.state, found.question
        days = await mini_days(self._database, state, question.number, question.span.holds)
        if not days:
            return found
        is_day, by_quadrant = question.span.bars is BarLength.SLOT, question.by_quadrant
        bars = (
            estimated_bar(
                state, day.number, day.day, day.slots, by_quadrant=by_quadrant, has_standing=day.owes_standing
            )
            for day in days
        )
        return replace(
            found,
            estimates=tuple(bar for bar in bars if bar is not None),
            estimate_slots=slot_bars(days[0].day, days[0].slots, by_quadrant) if is_day else (),
            told_days=sum(day.unread is None for day in days),
            told_slots=sum(min(day.unread or 0, len(day.slots)) for day in days),
            short_slots=sum(len(day_slots(day.day)) - len(day.slots) for day in days if day.unread is None),
        )

    async def bills(self) -> Bills | None:
        """None where nothing is stored or nobody is signed in. Raises StorageError."""
        state = self._holder.state
        account = state.account.value
        if self._database is None or account is None:
            return None
        for point in account.meter_points:
            await count_owed_days(self._database.history, state, point)
        lists = await self._octopus_lists(account.number, state.now)
        standing, today = state.standing.value, london_date(state.now)
        start_day = billing_day(standing, self._start_day, lists.bills)
        current = told_period(standing, self._start_day, today)
        found = await bills_of(self._database.history, account, today, start_day, lists, current)
        unread = [await never_read_words(self._database.history, point) for point in account.meter_points]
        never_read = unread[0] if unread and all(unread) else ""
        return replace(found, by_mini=await self._by_mini(found, account), never_read=never_read)

    async def _by_mini(self, bills: Bills, account: Account) -> tuple[MiniPart, ...]:
        assert self._database is not None
        if bills.so_far is None:
            return ()
        state, holds = self._holder.state, bills.so_far.period.holds
        parts = [
            mini_part(state, point, await mini_days(self._database, state, point.number, holds))
            for point in account.meter_points
        ]
        return tuple(part for part in parts if part.days)

    async def _octopus_lists(self, account_number: str, now: datetime) -> OctopusLists:
        """As they were read last, where that was not long ago or Octopus does not answer."""
        assert self._database is not None
        store, name = self._database.history, f"octopus-bills:{account_number}"
        kept = await store.load(name, OctopusLists)
        known = kept[0] if kept is not None else OctopusLists()
        if self._client is None or (kept is not None and now - kept[1] < LISTS_KEPT):
            return known
        try:
            bills = await self._client.money.bills(account_number)
            payments = await self._client.money.payments(account_number)
        except KrakenError as error:
            _log.info("the bills cannot be read: %s", error)
            return OctopusLists(known.bills, known.payments, problem_of(error, now))
        found = OctopusLists(_only_bills(bills.rows), payments.rows)
        await store.save(name, found, now)
        return found

    async def back_up(self, path: Path) -> str:
        """The whole store in another file; how it went, in words."""
        if self._database is None:
            return "There is nothing to back up yet."
        try:
            await self._database.back_up(path)
        except StorageError as error:
            return f"{path.name} could not be written: {error}."
        return f"A copy of everything stored is in {path}. To go back to it, put it in the place of the store."

    async def move(self, folder: Path) -> str:
        """The store into another folder; how it went, in words."""
        if self._database is None:
            return "There is nothing to move yet."
        try:
            await self._database.move(folder)
        except StorageError as error:
            return f"The store stays where it is: {error}."
        return f"The store is in {folder} from now on."

    async def describe(self) -> str:
        """Where the store is and how large, in words. Raises StorageError."""
        if self._database is None or self._database.place is None:
            return "This run keeps everything in memory and forgets it."
        return f"In {self._database.place}, {text.byte_size(await self._database.size())}."

    async def check(self) -> str:
        """Whether the store is sound, in words. Raises StorageError."""
        if self._database is None or await self._database.is_sound():
            return "The store is sound."
        return "The store is damaged. It is put aside at the next start, and what Octopus keeps is fetched anew."

    async def export_bills(self, path: Path) -> str:
        """Bills into a file; how it went, in words. Raises StorageError."""
        found = await self.bills()
        if found is None:
            return "There is nothing to export yet."
        try:
            count = write_bills(found, path)
        except OSError as error:
            return f"{path.name} could not be written: {error.strerror}."
        return f"{count} bills are in {path.name}."

    async def export(self, what: Exported, span: DateSpan, path: Path) -> str:
        """What of a span into a file; how it went, in words. Raises StorageError."""
        account = self._holder.state.account.value
        if self._database is None or account is None:
            return "There is nothing to export yet."
        try:
            count = await export(self._database, account, what, span, path, self._holder.state.now)
        except OSError as error:
            return f"{path.name} could not be written: {error.strerror}."
        return f"{count:,} {_ROWS[what]} are in {path.name}."


def _only_bills(listed: tuple[money.Bill, ...]) -> tuple[money.Bill, ...]:
    """Statements and invoices of a period; notes of credit have no charges."""
    return tuple(bill for bill in listed if bill.charges.gross is not None)
