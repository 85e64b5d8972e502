"""A notification daemon as the specification describes it, whose notices a test can read and press."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from jeepney import DBusAddress, HeaderFields, Message, MessageType, message_bus, new_method_return, new_signal
from jeepney.io.blocking import open_dbus_connection

_NAME = "org.freedesktop.Notifications"
_ADDRESS = DBusAddress("/org/freedesktop/Notifications", interface=_NAME)
_LOOK_AGAIN_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Notified:
    """One call of Notify, and the number it was given."""

    key: int
    replaces: int
    title: str
    body: str
    actions: list[str]
    hints: dict[str, Any] = field(default_factory=dict)


class FakeDaemon:
    """Owns the name from the moment it is made until `stop`."""

    def __init__(self, address: str, abilities: Sequence[str]) -> None:
        self.notified: list[Notified] = []
        self.presses_before_answering: str | None = None
        self._abilities = list(abilities)
        self._last_key = 0
        self._connection = open_dbus_connection(address)
        self._connection.send_and_get_reply(message_bus.RequestName(_NAME))
        self._is_ending = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._is_ending.set()
        self._thread.join()
        self._connection.close()

    def press(self, key: int, action: str) -> None:
        self._connection.send(new_signal(_ADDRESS, "ActionInvoked", "us", (key, action)))

    def dismiss(self, key: int) -> None:
        self._connection.send(new_signal(_ADDRESS, "NotificationClosed", "uu", (key, 2)))

    def _serve(self) -> None:
        while not self._is_ending.is_set():
            try:
                message = self._connection.receive(timeout=_LOOK_AGAIN_SECONDS)
            except TimeoutError:
                continue
            if message.header.message_type is MessageType.method_call:
                self._answer(message)

    def _answer(self, message: Message) -> None:
        member = message.header.fields[HeaderFields.member]
        if member == "GetCapabilities":
            self._connection.send(new_method_return(message, "as", (self._abilities,)))
        elif member == "Notify":
            _, replaces, _, title, body, actions, hints, _ = message.body
            if not replaces:
                self._last_key += 1
            key = replaces or self._last_key
            plain = {name: value for name, (_, value) in hints.items()}
            self.notified.append(Notified(key, replaces, title, body, actions, plain))
            if self.presses_before_answering is not None:
                self.press(key, self.presses_before_answering)
            self._connection.send(new_method_return(message, "u", (key,)))
