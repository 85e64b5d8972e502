"""Questions about what is stored: usage of any span, and files of it to take along."""

from __future__ import annotations

from pathlib import Path

from kraken_desktop.services.exports import export_half_hours
from kraken_desktop.services.state import StateHolder
from kraken_desktop.services.usage import DateSpan, Usage, UsageQuestion, empty_usage, usage_of
from kraken_desktop.storage.database import Database


class Past:
    """Answers from the store alone: nothing here asks Octopus."""

    def __init__(self, database: Database | None, holder: StateHolder) -> None:
        self._database = database
        self._holder = holder

    async def usage(self, question: UsageQuestion) -> Usage:
        """Raises StorageError."""
        if self._database is None:
            return empty_usage(question)
        return await usage_of(self._database.history, question)

    async def export(self, span: DateSpan, path: Path) -> str:
        """Half hours into a file; how it went, in words. Raises StorageError."""
        account = self._holder.state.account.value
        if self._database is None or account is None:
            return "There is nothing to export yet."
        try:
            count = await export_half_hours(self._database, account, span, path)
        except OSError as error:
            return f"{path.name} could not be written: {error.strerror}."
        return f"{count:,} half hours are in {path.name}."
