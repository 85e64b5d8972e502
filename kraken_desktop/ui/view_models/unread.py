"""What a page shows before the first answer of Octopus."""

from __future__ import annotations

from typing import Any

from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.services.state import AppState, Phase
from kraken_desktop.ui.view_models.parts import Emptiness


def unread(icon: str) -> Emptiness:
    """Nobody knows yet whether there is anything to show: the first answer failed, and a bar above says why."""
    return Emptiness(
        "Not read yet",
        "Octopus has not been able to tell so far. This page fills by itself with the first answer.",
        icon,
        "Try now",
        "refresh",
    )


def before_account(state: AppState, signed_out: Emptiness, *parts: Snapshot[Any]) -> Emptiness | None:
    """While no account was ever read: ``signed_out``, or that it or one of ``parts`` could not be read; None while it
    is awaited.
    """
    if state.phase is Phase.SIGNED_OUT:
        return signed_out
    is_failed = any(snapshot.problem is not None for snapshot in (state.account, *parts))
    return unread(signed_out.icon) if is_failed else None
