"""What the page of findings shows: its parts, or why there are none yet."""

from __future__ import annotations

from dataclasses import dataclass

from kraken_desktop.services.finding import FoundPart
from kraken_desktop.services.findings import found_parts
from kraken_desktop.services.state import AppState, Phase
from kraken_desktop.ui.view_models.parts import Emptiness, Trouble
from kraken_desktop.ui.view_models.trouble import trouble_in
from kraken_desktop.ui.view_models.unread import before_account

SIGNED_OUT = Emptiness(
    "Sign in to see what was found",
    "This page lists your properties, meters, tariffs and devices, where each price comes from, and what would bring "
    "what is missing.",
    "home",
    "Sign in…",
    "sign-in",
)


@dataclass(frozen=True, slots=True)
class FoundView:
    """Neither parts nor ``emptiness``: the first answer is awaited."""

    parts: tuple[FoundPart, ...] = ()
    emptiness: Emptiness | None = None
    trouble: Trouble | None = None


def found_view(state: AppState) -> FoundView:
    empty = before_account(state, SIGNED_OUT) if state.account.value is None else None
    trouble = trouble_in(state, state.account) if state.phase is not Phase.SIGNED_OUT else None
    return FoundView(found_parts(state), empty, trouble)
