"""Signing in: an API key is tried before anything is saved, and what it opens is said exactly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kraken_desktop.services import text
from kraken_desktop.services.ports import Credentials
from kraken_desktop.services.session import Discovery, SignInChoice
from kraken_desktop.services.state import Phase, Selection
from kraken_desktop.ui.dialogs.discovery_card import DiscoveryCard
from kraken_desktop.ui.dialogs.parts import UNOFFICIAL, fit_height, small_print, words
from kraken_desktop.ui.theme import BODY, SPACE, TITLE
from kraken_desktop.ui.view_models.sign_in import KEY_PAGE, found_view, is_about_the_key, key_hint, with_home

if TYPE_CHECKING:
    from kraken_desktop.ui.bridge import StateBridge
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme

_WHERE = (
    "Octopus gives every customer an API key: sign in on the Octopus website, open Personal details, then API access."
)
_KEPT = "The key is kept in this computer's keyring and shown to Octopus only. Your password is never needed."
_REFUSED = "Octopus no longer accepts the key that was kept. Make a new one and paste it here."
_CHECK, _SIGN_IN, _BUSY, _CLOSE = "Check", "Sign in", "Asking Octopus …", "Close"


class SignInDialog(QDialog):
    """Check, look at what was found, sign in; then the app opens. Enter presses the main button, whatever it is."""

    def __init__(self, bridge: StateBridge, commands: Commands, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Sign in")
        self._bridge, self._commands, self._theme = bridge, commands, theme
        self._discovery: Discovery | None = None
        self._selection = Selection()
        self._asked: object = None
        self._is_done = False
        self._key, self._account = QLineEdit(), QLineEdit()
        self._reveal = QPushButton("Show")
        self._card = DiscoveryCard(theme)
        self._card.chosen.connect(self._choose)
        self._hint = small_print(theme, "")
        self._main, self._cancel = QPushButton(_CHECK), QPushButton("Cancel")
        self._dress()
        self._lay_out()
        self._show_stage()
        self.finished.connect(self._forget_questions)
        self.setMinimumWidth(theme.scaled(520))
        fit_height(self)

    def _dress(self) -> None:
        for line in (self._key, self._account):
            line.setFont(self._theme.font(BODY))
            line.textChanged.connect(self._edited)
        self._key.setEchoMode(QLineEdit.EchoMode.Password)
        self._key.setPlaceholderText("sk_live_…")
        self._key.setAccessibleName("API key")
        self._account.setPlaceholderText("A-1234ABCD – found by the key if left empty")
        self._account.setAccessibleName("Account number, optional")
        self._reveal.setCheckable(True)
        self._reveal.setAutoDefault(False)
        self._reveal.setAccessibleName("Show the API key")
        self._reveal.toggled.connect(self._show_key)
        self._cancel.setAutoDefault(False)
        self._cancel.clicked.connect(self.reject)
        self._main.setProperty("role", "primary")
        self._main.setDefault(True)
        self._main.clicked.connect(self._press)
        self.accepted.connect(lambda: self._commands.show_page("live"))

    def _lay_out(self) -> None:
        theme = self._theme
        link = QPushButton("Open the API access page")
        link.setIcon(theme.icon("link"))
        link.setAutoDefault(False)
        link.clicked.connect(lambda: self._commands.open_link(KEY_PAGE))
        refused = self._bridge.state.phase is Phase.KEY_REFUSED
        key_row = QHBoxLayout()
        key_row.addWidget(self._key, 1)
        key_row.addWidget(self._reveal)
        key_label, account_label = QLabel("API &key"), QLabel("&Account number")
        key_label.setBuddy(self._key)
        account_label.setBuddy(self._account)
        form = QFormLayout()
        form.setHorizontalSpacing(4 * SPACE)
        form.setVerticalSpacing(2 * SPACE)
        form.addRow(key_label, key_row)
        form.addRow(account_label, self._account)
        form.addRow("", self._hint)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._main)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(6 * SPACE, 5 * SPACE, 6 * SPACE, 5 * SPACE)
        whole.setSpacing(3 * SPACE)
        whole.addWidget(words(theme, "Sign in to Octopus Energy", TITLE, bold=True))
        whole.addWidget(words(theme, _REFUSED if refused else _WHERE))
        link_row = QHBoxLayout()
        link_row.addWidget(link)
        compare = QPushButton("See what tariffs cost")
        compare.setToolTip("Public prices where you live: no account needed")
        compare.setAutoDefault(False)
        compare.clicked.connect(lambda: self._commands.show_page("other-tariffs"))
        link_row.addWidget(compare)
        link_row.addStretch(1)
        whole.addLayout(link_row)
        whole.addLayout(form)
        whole.addWidget(self._card)
        whole.addWidget(small_print(theme, _KEPT))
        whole.addWidget(small_print(theme, UNOFFICIAL))
        whole.addStretch(1)
        whole.addLayout(buttons)
        for first, second in (
            (self._key, self._reveal), (self._reveal, self._account), (self._account, self._main),
            (self._main, self._cancel), (self._cancel, link),
        ):  # fmt: skip
            QWidget.setTabOrder(first, second)
        self._key.setFocus()

    def _press(self) -> None:
        if self._is_done:
            self.accept()
        elif self._discovery is not None and self._discovery.is_good:
            self._sign_in()
        else:
            self._check(self._account.text().strip().upper() or None)

    def _check(self, account_number: str | None) -> None:
        answered = self._question(self._came)
        self._commands.discover(self._api_key(), account_number, answered)

    def _sign_in(self) -> None:
        number = self._selection.account_number
        account = self._discovery.account if self._discovery is not None else None
        if account is not None:
            choice = SignInChoice(Credentials(self._api_key(), number or account.number), self._selection)
            self._commands.sign_in(choice, self._question(self._signed_in))

    def _question(self, then: Callable[[Discovery], None]) -> Callable[[Discovery], None]:
        """An answer that counts only while nothing newer was asked and the dialog is open.

        The keyboard waits in the field: from a main button that sleeps it would go on to Cancel, and Enter with it.
        """
        asked = self._asked = object()
        self._key.setFocus()
        self._show_stage()

        def answered(discovery: Discovery) -> None:
            if asked is self._asked:
                self._asked = None
                then(discovery)

        return answered

    def _came(self, discovery: Discovery) -> None:
        self._discovery, self._selection = discovery, discovery.selection
        self._show_found()
        if is_about_the_key(discovery):
            self._key.setFocus()
            self._key.selectAll()
        elif discovery.is_good:
            self._main.setFocus()

    def _signed_in(self, discovery: Discovery) -> None:
        if not discovery.is_good:
            self._came(discovery)
            return
        problem = self._bridge.state.secrets_problem
        if problem is None:
            self.accept()
            return
        said = text.problem_text(problem)
        self._is_done = True
        self._hint.setText(f"You are signed in. {said.title}: {said.meaning} {said.action}")
        self._show_stage()
        fit_height(self)
        self._main.setFocus()

    def _choose(self, kind: str, value: str) -> None:
        if kind == "account":
            self._account.setText(value)
            self._check(value)
            return
        if self._discovery is None:
            return
        if kind == "home":
            self._selection = with_home(self._discovery, self._selection, value, self._bridge.state.now)
        elif kind == "import":
            self._selection = replace(self._selection, import_number=value)
        else:
            self._selection = replace(self._selection, export_number=value)
        self._show_found()

    def _edited(self) -> None:
        """What was found belongs to what was typed before."""
        self._asked = None
        self._discovery = None
        self._card.hide()
        self._hint.setText(key_hint(self._api_key()))
        self._show_stage()

    def _show_found(self) -> None:
        if self._discovery is not None:
            self._card.show_found(found_view(self._discovery, self._selection, self._bridge.state.now), self._selection)
        self._show_stage()
        fit_height(self)

    def _show_stage(self) -> None:
        is_busy = self._asked is not None
        is_found = self._discovery is not None and self._discovery.is_good
        self._main.setText(_BUSY if is_busy else _CLOSE if self._is_done else _SIGN_IN if is_found else _CHECK)
        self._main.setEnabled(not is_busy and bool(self._api_key()))
        for widget in (self._key, self._account):
            widget.setReadOnly(is_busy or self._is_done)
        self._card.setEnabled(not is_busy and not self._is_done)
        self._cancel.setVisible(not self._is_done)
        self._hint.setVisible(bool(self._hint.text()))

    def _show_key(self, is_shown: bool) -> None:
        self._key.setEchoMode(QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password)
        self._reveal.setText("Hide" if is_shown else "Show")

    def _api_key(self) -> str:
        """As it was meant: pasted keys bring blanks and line ends."""
        return "".join(self._key.text().split())

    def _forget_questions(self) -> None:
        self._asked = None
        self._key.clear()
