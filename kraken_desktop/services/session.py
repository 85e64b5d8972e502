"""Who we are: trying a key, keeping it, letting it go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kraken_desktop.domain.account import Account
from kraken_desktop.domain.problem import Problem
from kraken_desktop.services.ports import Credentials
from kraken_desktop.services.state import Selection

if TYPE_CHECKING:
    from kraken_desktop.kraken.client import AccountSummary

NOTHING_CHOSEN = Selection()


@dataclass(frozen=True, slots=True)
class Discovery:
    """What a key opens. ``accounts`` to choose from; ``account`` and the rest describe the chosen one.

    ``missing`` are plain sentences: what was not found and what still works. ``selection`` is what would be shown;
    a person may change it before signing in. Tariff names are None where there is no such meter.
    """

    accounts: tuple[AccountSummary, ...] = ()
    account: Account | None = None
    selection: Selection = NOTHING_CHOSEN
    import_tariff: str | None = None
    export_tariff: str | None = None
    has_mini: bool | None = None
    devices: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    problem: Problem | None = None

    @property
    def is_good(self) -> bool:
        """Signing in with it makes sense."""
        return self.account is not None and self.problem is None


@dataclass(frozen=True, slots=True)
class SignInChoice:
    """What a person decided after a discovery."""

    credentials: Credentials
    selection: Selection = NOTHING_CHOSEN
