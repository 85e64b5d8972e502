"""What Insight's views have in common: a meter to speak of, a question to the store, and designed states."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kraken_desktop.ui.theme import SPACE
from kraken_desktop.ui.view_models.meters import whose
from kraken_desktop.ui.widgets.stages import Stages

if TYPE_CHECKING:
    from kraken_desktop.services.date_span import DateSpan
    from kraken_desktop.services.state import AppState
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Subject:
    """What is spoken of: the import meter point's number, the days that are known of it, and today.

    ``revision`` is the store's: with a new one everything is asked anew.
    """

    number: str
    known: DateSpan
    today: date
    revision: int


class InsightPanel(QWidget):
    """Asks its question when the meter, the day or the store changed; an answer to an older question is not shown."""

    def __init__(self, commands: Commands, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.commands = commands
        self.theme = theme
        self.subject: Subject | None = None
        self.state: AppState | None = None
        self.stages = Stages(theme)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(3 * SPACE)

    def show_subject(self, subject: Subject, state: AppState) -> None:
        self.state = state
        before, self.subject = self.subject, subject
        if before is None or before.number != subject.number:
            self.stages.show_loading()
            self.ask()
        elif subject.today != before.today:
            self.ask()
        elif subject != before:
            self.hear_more()

    @property
    def whose(self) -> str:
        """Whose figures these are, for paper."""
        return whose(self.state, self.subject.number) if self.state is not None and self.subject is not None else ""

    def hear_more(self) -> None:
        """The store knows more of the same meter than a moment ago."""
        self.ask()

    def ask(self) -> None:
        """Ask the question that the subject and the panel's choices make; ``subject`` is known."""
        raise NotImplementedError

    def recolour(self) -> None:
        """Show everything anew, after the theme changed."""
