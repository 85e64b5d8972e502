"""What the services need from the outside, as protocols. Adapters stand in kraken, storage, system and app."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kraken_desktop.domain.sent_notice import NoticeKind


@dataclass(frozen=True, slots=True)
class NoticeText:
    """A worded notice. ``actions`` maps an action's name to its label; ``open`` is the click on the notice itself."""

    group: str
    kind: NoticeKind
    title: str
    body: str
    page: str
    actions: Mapping[str, str]
    is_urgent: bool = False


class NoticeSink(Protocol):
    """Shows notices; a newer one of a group replaces the older. ``show`` answers whether it was shown."""

    async def show(self, notice: NoticeText) -> bool: ...

    def on_action(self, pressed: Callable[[str, str], None]) -> None:
        """``pressed(group, action)`` when a person presses a button or the notice itself (action ``open``)."""

    async def close(self) -> None: ...


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware UTC."""
        ...

    async def sleep_until(self, due: datetime) -> None:
        """Return at or after ``due`` by this clock, in steps of a minute at most; wakes early after a jump."""
        ...


class Autostart(Protocol):
    def is_on(self) -> bool: ...

    def turn(self, on: bool) -> None: ...


@dataclass(frozen=True, slots=True)
class Credentials:
    """Never shown, never logged: the repr is redacted."""

    api_key: str
    account_number: str

    def __repr__(self) -> str:
        return "Credentials(…)"


class Secrets(Protocol):
    """The OS keyring. Every call raises SecretsError (NoKeyring, Locked, Dismissed, Unsafe) with nothing lost."""

    async def read_all(self, names: Sequence[str]) -> dict[str, str | None]:
        """None for what is not kept. May ask a person to unlock the keyring."""
        ...

    async def write(self, name: str, value: str, *, may_ask: bool = True) -> None:
        """With ``may_ask`` false no prompt appears: a locked keyring raises Locked."""
        ...

    async def delete(self, names: Sequence[str]) -> None: ...
