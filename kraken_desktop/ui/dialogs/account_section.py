"""Settings: whose account, which meters, how it is paid; signing out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton

from kraken_desktop.domain.account import Account, Direction, Fuel
from kraken_desktop.services import text
from kraken_desktop.services.state import AppState, Phase
from kraken_desktop.storage.settings import declaration
from kraken_desktop.ui.dialogs.parts import Confirmation, small_print, words
from kraken_desktop.ui.dialogs.section import Section
from kraken_desktop.ui.view_models.meters import account_choices, home_choices, meter_choices
from kraken_desktop.ui.widgets.check_switch import CheckSwitch

if TYPE_CHECKING:
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme

_SIGN_OUT = (
    "Signing out removes the API key and the sign-in token from this computer. What was stored stays for the next "
    "sign-in, unless you forget it too."
)
_FORGET = "Forget the history too"
_FORGOTTEN = "This destroys the stored prices, readings, live power, dispatches and notices. It cannot be undone."


class AccountSection(Section):
    def __init__(self, commands: Commands, theme: Theme) -> None:
        super().__init__(commands, theme)
        self._shown: tuple[object, ...] = ()
        self.add_heading("Account")
        self._who = words(theme)
        self._found = words(theme, muted=True)
        self.column.addWidget(self._who)
        self.column.addWidget(self._found)
        self.add_heading("What is shown")
        self._account = QComboBox()
        self._account.activated.connect(lambda index: commands.show_account(self._account.itemData(index)))
        self.add_row("Account", self._account)
        self._home = self._choice("Property", "property_id")
        self._import = self._choice(declaration("import_number").label, "import_number")
        self._export = self._choice(declaration("export_number").label, "export_number")
        self._gas = self._choice(declaration("gas_number").label, "gas_number")
        self.add_choice("payment_method")
        self.add_heading("This computer")
        self._sign_in, self._sign_out = QPushButton("Sign in…"), QPushButton("Sign out…")
        row = QHBoxLayout()
        for button in (self._sign_in, self._sign_out):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        self._sign_in.clicked.connect(lambda: commands.show_page("sign-in"))
        self._forget = CheckSwitch(_FORGET, theme)
        self._confirm = Confirmation(theme, _SIGN_OUT, "Sign out", "Stay signed in")
        self._confirm.add(self._forget)
        self._confirm.add(small_print(theme, _FORGOTTEN))
        self._sign_out.clicked.connect(self._confirm.ask)
        self._confirm.agreed.connect(lambda: commands.sign_out(self._forget.isChecked()))
        self._confirm.kept.connect(self._sign_out.setFocus)
        self.column.addLayout(row)
        self.column.addWidget(self._confirm)
        self.column.addStretch(1)

    def _choice(self, label: str, key: str) -> QComboBox:
        box = QComboBox()
        box.activated.connect(lambda index: self.commands.change_setting(key, box.itemData(index)))
        self.add_row(label, box)
        return box

    def show_state(self, state: AppState) -> None:
        known = (state.account.value, state.other_accounts.value, state.selection)
        shown = (state.phase, *known, state.has_mini, state.secrets_problem, state.home)
        if shown == self._shown:
            return
        self._shown = shown
        account = state.account.value
        is_signed_in = state.phase in (Phase.SIGNED_IN, Phase.KEY_REFUSED) and state.home is None
        self._sign_in.setVisible(not is_signed_in or state.phase is Phase.KEY_REFUSED)
        self._sign_out.setVisible(is_signed_in)
        self._who.setText(who_words(state))
        self._found.setText(found_words(state))
        self._found.setVisible(account is not None)
        self._fill(self._account, account_choices(state), state.selection.account_number)
        self._fill(self._home, home_choices(account, state.now), state.selection.property_id)
        for box, fuel, direction, chosen in (
            (self._import, Fuel.ELECTRICITY, Direction.IMPORT, state.selection.import_number),
            (self._export, Fuel.ELECTRICITY, Direction.EXPORT, state.selection.export_number),
            (self._gas, Fuel.GAS, Direction.IMPORT, state.selection.gas_number),
        ):
            self._fill(box, meter_choices(account, state.selection.property_id, direction, state.now, fuel), chosen)

    def _fill(self, box: QComboBox, choices: Sequence[tuple[str, str]], chosen: str | None) -> None:
        with QSignalBlocker(box):
            box.clear()
            for value, label in choices:
                box.addItem(label, value)
            box.setCurrentIndex(max(0, next((i for i, (value, _) in enumerate(choices) if value == chosen), 0)))
            if not choices:
                box.addItem("none found")
        box.setEnabled(len(choices) > 1)


def who_words(state: AppState) -> str:
    """Who is signed in, and where the key is kept."""
    if state.home is not None:
        return f"This is the sample home “{state.home}”. Nothing here is about a real account."
    if state.phase is Phase.KEY_REFUSED:
        return "The API key is no longer accepted. Sign in with a new one."
    number = state.selection.account_number
    if state.phase is not Phase.SIGNED_IN or number is None:
        return "Not signed in."
    where = "The key is in this computer's keyring."
    if state.secrets_problem is not None:
        problem = text.problem_text(state.secrets_problem)
        where = f"{problem.title}: {problem.meaning}"
    return f"Signed in to account {number}. {where}"


def found_words(state: AppState) -> str:
    """What the account has, in one line."""
    account: Account | None = state.account.value
    if account is None:
        return ""
    homes = len(account.properties)
    parts = ["1 property" if homes == 1 else f"{homes} properties"]
    for direction in Direction:
        count = sum(len(meter_choices(account, home.id, direction, state.now)) for home in account.properties)
        parts.append(f"{count or 'no'} {direction} meter{'' if count == 1 else 's'}")
    if state.has_mini is not None:
        parts.append("a Home Mini" if state.has_mini else "no Home Mini")
    return f"Found: {', '.join(parts)}."
