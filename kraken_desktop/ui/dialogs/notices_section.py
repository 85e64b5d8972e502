"""Settings: which notices, and when not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kraken_desktop.storage.settings import Settings
from kraken_desktop.ui.dialogs.section import Section

if TYPE_CHECKING:
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme

_KINDS = (
    "notice_tomorrow",
    "notice_negative",
    "notice_quadrant",
    "notice_dispatch",
    "notice_plan",
    "notice_unplugged",
    "notice_target",
    "notice_allowance",
    "notice_tariff",
    "notice_month",
    "notice_sign_in",
    "notice_stale",
)


class NoticesSection(Section):
    def __init__(self, commands: Commands, theme: Theme) -> None:
        super().__init__(commands, theme)
        self.add_heading("Notices")
        self.add_switch("notices_on")
        self.add_heading("Tell me when")
        self._kinds = [self.add_switch(key) for key in _KINDS]
        self.add_heading("Quiet")
        self._quiet = self.add_switch("quiet_hours_on")
        self._clocks = [self.add_clock(key) for key in ("quiet_from", "quiet_to")]
        self.column.addStretch(1)

    def show_settings(self, settings: Settings) -> None:
        super().show_settings(settings)
        for control in (*self._kinds, self._quiet):
            control.setEnabled(settings.notices_on)
        for clock in self._clocks:
            clock.setEnabled(settings.notices_on and settings.quiet_hours_on)
