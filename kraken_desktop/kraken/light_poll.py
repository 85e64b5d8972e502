"""The light poll is one request as long as the service understands the whole of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from kraken_desktop.kraken.conversation import Conversation
from kraken_desktop.kraken.errors import KrakenError, Limited, Refused, SignedOut
from kraken_desktop.kraken.light import LightAnswer, LightAsk, LightPart, answered, question
from kraken_desktop.kraken.wire.envelope import Answer


@dataclass(slots=True)
class _Heard:
    """What several requests of one poll brought."""

    answer: Answer = field(default_factory=lambda: Answer(parts={}, errors=[]))
    failed: dict[LightPart, KrakenError] = field(default_factory=dict)

    def add(self, answer: Answer) -> None:
        self.answer.parts = {**(self.answer.parts or {}), **(answer.parts or {})}
        self.answer.errors = [*(self.answer.errors or ()), *(answer.errors or ())]


class LightPoll:
    """A query with one field that is gone is refused whole. Then each part is put by itself, and the one that is
    refused stays by itself in the polls that follow, until it is understood again: two requests in place of one.
    """

    def __init__(self, ours: Conversation) -> None:
        self._ours = ours
        self._apart: set[LightPart] = set()

    async def ask(self, ask: LightAsk) -> LightAnswer:
        """Raises KrakenError where no part of it was answered, or where the next request would fare no better."""
        now, heard = self._ours.now(), _Heard()
        with (
            self._ours.heeding_limits(),
            self._ours.spending(telemetry=ask.telemetry_calls, dispatch_queries=ask.dispatch_queries),
        ):
            await self._hear(ask, now, [part for part in ask.parts if part not in self._apart], heard)
            for part in [part for part in ask.parts if part in self._apart and part not in heard.failed]:
                await self._hear(ask, now, [part], heard)
            if heard.failed and len(heard.failed) == len(ask.parts):
                raise next(iter(heard.failed.values()))
        found = answered(heard.answer, ask, now, heard.failed)
        if isinstance(found.samples.error, Limited):
            self._ours.heed(found.samples.error)
        return found

    async def _hear(self, ask: LightAsk, now: datetime, parts: Sequence[LightPart], heard: _Heard) -> None:
        if not parts:
            return
        text, variables = question(ask, now, parts)
        try:
            answer = await self._ours.answer(text, variables)
            refusal = answer.refusal()
            if refusal is not None:
                raise refusal
        except (SignedOut, Limited):
            raise
        except KrakenError as error:
            is_not_understood = isinstance(error, Refused) and error.is_not_understood
            if len(parts) == 1:
                heard.failed[parts[0]] = error
                self._apart |= set(parts) if is_not_understood else set()
                return
            if not is_not_understood:
                raise
            for part in parts:
                await self._hear(ask, now, [part], heard)
            return
        self._apart -= set(parts)
        heard.add(answer)
