"""Settings: how often to ask, and what that means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kraken_desktop.services import text
from kraken_desktop.storage.settings import Settings
from kraken_desktop.ui.dialogs.parts import words
from kraken_desktop.ui.dialogs.section import Section

if TYPE_CHECKING:
    from kraken_desktop.services.state import AppState
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme

_ALLOWED_AN_HOUR = 100


class PollingSection(Section):
    def __init__(self, commands: Commands, theme: Theme) -> None:
        super().__init__(commands, theme)
        self.add_heading("Polling")
        self.add_choice("polling_minutes")
        self._meaning, self._budget = words(theme), words(theme, muted=True)
        self.column.addWidget(self._meaning)
        self.column.addWidget(self._budget)
        self.add_switch("pause_when_locked")
        self.add_note("Prices change at the right time without any request; polling is for live power and dispatches.")
        self.column.addStretch(1)

    def show_settings(self, settings: Settings) -> None:
        super().show_settings(settings)
        self._meaning.setText(polling_words(settings.polling_minutes))

    def show_state(self, state: AppState) -> None:
        budget = state.budget
        parts = [f"Used in the last hour: {budget.used} of the {budget.limit} that this app allows itself."]
        if budget.remaining_by_service is not None:
            parts.append(f"Octopus says {budget.remaining_by_service} are left for all apps.")
        if state.polling.slowed_by is not None:
            reason = text.problem_text(state.polling.slowed_by)
            parts.append(f"{reason.title}: every {text.duration(state.polling.current)} for now. {reason.meaning}")
        if state.polling.has_turns and state.polling.plans_every is not None:
            parts.append(
                "Octopus allows five charging plans a minute, so your devices take turns: each one's plan every "
                f"{text.duration(state.polling.plans_every)}."
            )
        self._budget.setText(" ".join(parts))


def polling_words(minutes: int) -> str:
    """What an interval means for the shared allowance and for dispatches."""
    calls = 60 // minutes
    late = "a minute" if minutes == 1 else f"{minutes} minutes"
    return (
        f"{calls} of about {_ALLOWED_AN_HOUR} calls an hour. The graph is just as fine at any interval: ten-second "
        f"readings come in batches. A smart charge that starts, moves or is withdrawn is seen up to {late} late."
    )
