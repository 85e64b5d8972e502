"""What works behind the icon: services, the desktop's own events, requests from outside."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from kraken_desktop.app.face_book import FaceBook
from kraken_desktop.app.first_face import owner
from kraken_desktop.options import COMMANDS
from kraken_desktop.server import server_of
from kraken_desktop.services.assembly import Services
from kraken_desktop.services.supervisor import Supervisor
from kraken_desktop.storage.samples_table import SampleColumns
from kraken_desktop.system.autostart import autostart
from kraken_desktop.system.launchers import Launchers
from kraken_desktop.system.notices import desktop_notices
from kraken_desktop.system.reception import Reception
from kraken_desktop.system.tray_notices import TrayNotices
from kraken_desktop.system.wake import Wake

if TYPE_CHECKING:
    from kraken_desktop.app.shell import Shell
    from kraken_desktop.domain.moments import Span
    from kraken_desktop.options import Options, Surroundings
    from kraken_desktop.services.answers import Asked
    from kraken_desktop.services.state import AppState
    from kraken_desktop.storage.settings import Settings

_log = logging.getLogger(__name__)


class Resident:
    """Begun by `start`; `ending_steps` are what ends it, in their order."""

    def __init__(self, shell: Shell, options: Options, surroundings: Surroundings) -> None:
        self._shell = shell
        self.paths = shell.paths
        self.supervisor = Supervisor()
        self._options = options
        self._settings = shell.preferences.settings
        self._surroundings = surroundings
        server = server_of(options, surroundings, shell.clock)
        self.services = Services(
            shell.holder,
            server.clients,
            shell.database,
            server.secrets,
            shell.acting_settings,
            shell.clock,
            facts=shell.facts,
            credentials=server.credentials,
            sinks=(desktop_notices(), TrayNotices(shell.tray.icon)),
            change_setting=shell.preferences.change,
            open_page=shell.commands.show_page,
            supervisor=self.supervisor,
        )
        self._reception = Reception(shell.paths.socket, self._answer)
        self._wake = Wake(self.services.wake, self.services.lock)
        self._faces: FaceBook | None = None
        self._unwatch: list[Callable[[], None]] = []
        self._hidden_for: frozenset[str] = frozenset()

    async def start(self) -> None:
        shell = self._shell
        try:
            await self._reception.start()
        except OSError as error:
            _log.warning("nobody can ask this app anything: %s", error)
        self.services.start()
        self._unwatch = [
            shell.preferences.watch(self._settings_changed),
            shell.holder.subscribe(self._learn_what_to_hide),
        ]
        self._learn_what_to_hide(shell.holder.state)
        if self._options.home is None:
            self._faces = FaceBook(
                shell.paths.faces, owner(self._surroundings), shell.holder, lambda: shell.preferences.settings
            )
        self.supervisor.start("wake", self._wake.start())

    def ending_steps(self) -> Iterator[tuple[str, Awaitable[object]]]:
        """Refuse requests, cancel what polls, close the connection, flush the store."""
        self._reception.close()
        self._wake.close()
        for unwatch in self._unwatch:
            unwatch()
        if self._faces is not None:
            self._faces.close()
        yield "services", self.services.stop()

    async def samples(self, span: Span) -> SampleColumns:
        """Stored live power of the meter that is shown; empty where there is none."""
        device_id = self._shell.holder.state.selection.device_id
        if device_id is None:
            return SampleColumns()
        return await self._shell.database.samples(device_id, span)

    def turn_autostart(self, on: bool) -> bool:
        """Whether it worked."""
        try:
            autostart(self._login_arguments()).turn(on)
        except OSError as error:
            _log.warning("start at login could not be changed: %s", error)
            return False
        return True

    def _settings_changed(self, settings: Settings) -> None:
        before, self._settings = self._settings, settings
        if settings.start_at_login and settings.start_hidden != before.start_hidden:
            self.turn_autostart(True)
        self.services.apply_settings(self._shell.acting_settings)
        if self._faces is not None:
            self._faces.settings_changed()

    def _login_arguments(self) -> tuple[str, ...]:
        data_dir = self._options.data_dir
        hidden = ("--hidden",) if self._shell.preferences.settings.start_hidden else ()
        return (*hidden, *(("--data-dir", str(data_dir)) if data_dir is not None else ()))

    @property
    def has_launchers(self) -> bool:
        from kraken_desktop.ui.resources import resource_root

        return Launchers(resource_root()).are_installed

    def install_launchers(self, on: bool) -> None:
        from kraken_desktop.ui.resources import resource_root

        launchers = Launchers(resource_root())
        try:
            launchers.install() if on else launchers.remove()
        except OSError as error:
            _log.warning("the menu entry could not be changed: %s", error)

    async def delete_everything(self) -> None:
        """Key, token, history, settings, log, start at login, menu entry: as if it had never run here."""
        await self.services.sign_out(forget_history=True)
        self.turn_autostart(False)
        self.install_launchers(False)
        self._shell.preferences.forget()
        shutil.rmtree(self.paths.logs, ignore_errors=True)
        self._shell.commands.show_page("welcome")

    def _answer(self, request: Mapping[str, Any], reply: Callable[[dict[str, Any]], None]) -> None:
        if request.get("ask") == "show":
            if token := request.get("token"):
                os.environ["XDG_ACTIVATION_TOKEN"] = str(token)
            if page := request.get("page"):
                self._shell.commands.show_page(str(page))
            reply({"shown": True})
        elif request.get("ask") in COMMANDS and self._is_meant(request):
            self.supervisor.start("answer", self._report(str(request["ask"]), request.get("options") or {}, reply))
        else:
            reply({})

    def _is_meant(self, request: Mapping[str, Any]) -> bool:
        """A command that names another server or account does not mean this app."""
        own = self._surroundings
        return (request.get("server"), request.get("account")) in {(own.base_url, own.account_number), (None, None)}

    async def _report(self, command: str, asked: Asked, reply: Callable[[dict[str, Any]], None]) -> None:
        from kraken_desktop.services.answers import answer_of

        report = await answer_of(self.services, command, asked)
        reply({"content": report.content, "lines": report.lines})

    def _learn_what_to_hide(self, state: AppState) -> None:
        """The address and the serials are secrets that no pattern can know."""
        known = (
            *((state.account.value,) if state.account.value is not None else ()),
            *(state.other_accounts.value or ()),
        )
        numbers = frozenset(account.number for account in known)
        if numbers <= self._hidden_for:
            return
        self._hidden_for |= numbers
        for account in known:
            self._shell.redaction.hide([home.address for home in account.properties])
            self._shell.redaction.hide([home.postcode for home in account.properties])
            self._shell.redaction.hide([meter.serial for point in account.meter_points for meter in point.meters])
