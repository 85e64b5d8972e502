"""How far history reaches, and what is wrong with fetching it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from kraken_desktop.domain.moments import london_date
from kraken_desktop.services import text
from kraken_desktop.services.state import AppState, Phase
from kraken_desktop.ui.view_models.parts import Trouble
from kraken_desktop.ui.view_models.trouble import trouble_in


def history_trouble(state: AppState) -> Trouble | None:
    """Why history is not fetched now; what is stored is shown all the same."""
    return trouble_in(state, state.history)


def progress_words(state: AppState) -> str:
    """While history is being fetched: how much is there; else empty."""
    progress = state.history.value
    if progress is None:
        return "Your history is fetched in a moment." if state.phase is Phase.SIGNED_IN else ""
    if progress.is_whole and progress.share >= 1:
        return ""
    if progress.share >= 1:
        return "Your readings are all here. Prices and costs are being worked out."
    share = text.percent(Decimal(str(progress.share * 100)))
    since = f", back to {_day(progress.reached)}" if progress.reached is not None else ""
    return f"Fetching your history from Octopus: {share}{since}. It goes on by itself."


def _day(at: datetime) -> str:
    day = london_date(at)
    return f"{day.day} {day:%B %Y}"
