"""What was asked of the simulator, for tests that count requests, bytes and seconds."""

from __future__ import annotations

from collections import deque
from dataclasses import asdict, dataclass
from typing import Any

KEPT = 20_000


@dataclass(slots=True)
class Call:
    """One request; `fields` are the GraphQL root fields, `bytes` the body of the answer. No secrets."""

    at: str
    method: str
    path: str
    host: str
    operation: str | None
    fields: list[str]
    status: int = 0
    bytes: int = 0


class CallLog:
    """The latest requests, oldest first."""

    def __init__(self) -> None:
        self._calls: deque[Call] = deque(maxlen=KEPT)
        self.count = 0

    def add(self, call: Call) -> None:
        self._calls.append(call)
        self.count += 1

    def calls(self) -> list[Call]:
        return list(self._calls)

    def forget(self) -> None:
        self._calls.clear()
        self.count = 0

    def as_json(self) -> dict[str, Any]:
        return {"count": self.count, "calls": [asdict(call) for call in self._calls]}
