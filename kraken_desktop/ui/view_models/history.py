"""How far fetching history is, and what is wrong with fetching it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from kraken_desktop.domain.moments import london_date
from kraken_desktop.services import text
from kraken_desktop.services.state import AppState, Phase
from kraken_desktop.ui.view_models.parts import Trouble
from kraken_desktop.ui.view_models.trouble import trouble_in


def history_trouble(state: AppState) -> Trouble | None:
    """Why history is not fetched now; what is stored is shown all the same."""
    return trouble_in(state, state.history, is_known=state.account.value is not None)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far fetching is, in words and as a share (0–1)."""

    words: str
    share: float


def history_progress(state: AppState) -> Progress | None:
    """While history is being fetched; else None, and where a trouble, which is told itself, came before it began."""
    progress = state.history.value
    if progress is None:
        is_coming = state.phase is Phase.SIGNED_IN and state.history.problem is None
        return Progress("Your history is fetched in a moment.", 0) if is_coming else None
    if progress.is_whole and progress.share >= 1:
        return None
    if progress.share >= 1:
        return Progress("Your readings are all here. Prices and costs are being worked out.", 1)
    share = text.percent(Decimal(str(progress.share * 100)))
    words = f"Fetching your history from Octopus, newest first: {share}"
    if progress.fetching:
        words += f", now {progress.fetching.lower()}"
        words += f", which is here back to {_day(progress.reached)}" if progress.reached is not None else ""
    return Progress(f"{words}. It goes on by itself.", progress.share)


def _day(at: datetime) -> str:
    day = london_date(at)
    return f"{day.day} {day:%B %Y}"
