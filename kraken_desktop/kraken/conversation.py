"""How every question is put: with a token, once more after a new login, limits heeded (docs/api.md, Errors)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.kraken.budget import RequestBudget
from kraken_desktop.kraken.errors import Limited, OddAnswer, Unreachable
from kraken_desktop.kraken.tokens import Tokens
from kraken_desktop.kraken.transport import LIMITED_FOR, Transport
from kraken_desktop.kraken.wire import document
from kraken_desktop.kraken.wire.envelope import UNAUTHORIZED, Answer


class Conversation:
    """What every subject of the client shares: one transport, one token, one budget, one clock.

    A change goes the same way as a question. It is never retried: it is sent again only where the token itself was
    refused, since then nothing was done.
    """

    def __init__(
        self, transport: Transport, tokens: Tokens, budget: RequestBudget, now: Callable[[], datetime]
    ) -> None:
        self.transport = transport
        self.budget = budget
        self.now = now
        self._tokens = tokens

    @property
    def api_key(self) -> str:
        """For REST's basic authentication alone."""
        return self._tokens.api_key

    async def needed(
        self, name: str, document_name: str, variables: Mapping[str, Any], *, is_backend: bool = False
    ) -> bytes:
        """The one root field of a document. Raises its error where it failed, OddAnswer where it is null."""
        content = await self.root(name, document_name, variables, is_backend=is_backend)
        if content is None:
            raise OddAnswer()
        return content

    async def root(
        self, name: str, document_name: str, variables: Mapping[str, Any], *, is_backend: bool = False
    ) -> bytes | None:
        """The one root field of a document; None where it is null. Raises its error where it failed."""
        with self.heeding_limits(is_backend=is_backend):
            return (await self.answer(document(document_name), variables, is_backend=is_backend)).content(name)

    async def whole(self, document_name: str, variables: Mapping[str, Any], *, is_backend: bool = False) -> Answer:
        """An answer of several root fields, each with its own fate. Raises where the whole of it was refused."""
        with self.heeding_limits(is_backend=is_backend):
            answer = await self.answer(document(document_name), variables, is_backend=is_backend)
            refusal = answer.refusal()
            if refusal is not None:
                raise refusal
        return answer

    async def answer(self, text: str, variables: Mapping[str, Any], *, is_backend: bool = False) -> Answer:
        """With a token; where the service calls it stale, once more with a new one.

        Unauthorized even with a token of this very moment speaks of the question, not of the key.
        """
        token = await self._tokens.token()
        answer = await self.transport.graphql(text, variables, token, is_backend=is_backend)
        if answer.authentication() is None:
            return answer
        self._tokens.reject(token)
        answer = await self.transport.graphql(text, variables, await self._tokens.token(), is_backend=is_backend)
        still = answer.authentication()
        if still is not None and still.code != UNAUTHORIZED:
            raise still
        return answer

    @contextmanager
    def spending(self, *, telemetry: int = 0, dispatch_queries: int = 0) -> Iterator[None]:
        """What never reached Octopus costs nothing: hours offline leave the budget whole."""
        try:
            yield
        except Unreachable:
            telemetry = dispatch_queries = 0
            raise
        finally:
            self.budget.spent(telemetry=telemetry, dispatch_queries=dispatch_queries)

    @contextmanager
    def heeding_limits(self, *, is_backend: bool = False) -> Iterator[None]:
        try:
            yield
        except Limited as limited:
            self.heed(limited, is_backend=is_backend)
            raise

    def heed(self, limited: Limited, *, is_backend: bool = False) -> None:
        """A limit closes the budget, so that nothing of ours knocks before it is over.

        Backend counts on its own; only a block by the content network shuts both doors.
        """
        limited.retry_at = limited.retry_at or self.now() + LIMITED_FOR
        if not is_backend or limited.kind is ProblemKind.BLOCKED:
            self.budget.limited(limited.retry_at)
