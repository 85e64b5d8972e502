"""A D-Bus session bus seen from outside the app."""

from typing import Any

from jeepney import DBusAddress, MessageType, new_method_call
from jeepney.io.blocking import open_dbus_connection

from tests.waiting import PATIENCE_SECONDS

_BUS = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
_PROPERTIES = "org.freedesktop.DBus.Properties"


class BusError(Exception):
    """The other side answered with an error."""


class SessionBus:
    """Blocking calls on the bus at `address`; each waits as long as a test does."""

    def __init__(self, address: str) -> None:
        self._connection = open_dbus_connection(address)

    def close(self) -> None:
        self._connection.close()

    def call(
        self, name: str, path: str, interface: str, member: str, signature: str = "", body: tuple[Any, ...] = ()
    ) -> tuple[Any, ...]:
        """Call a method and return the answer's body."""
        message = new_method_call(DBusAddress(path, name, interface), member, signature or None, body)
        reply = self._connection.send_and_get_reply(message, timeout=PATIENCE_SECONDS)
        if reply.header.message_type is MessageType.error:
            raise BusError(f"{interface}.{member} at {name}: {reply.body}")
        answer: tuple[Any, ...] = reply.body
        return answer

    def read(self, name: str, path: str, interface: str, attribute: str) -> Any:
        """Read one property, without its type."""
        (variant,) = self.call(name, path, _PROPERTIES, "Get", "ss", (interface, attribute))
        return variant[1]

    def has(self, name: str) -> bool:
        """Whether somebody owns this name."""
        return bool(self.call(*_BUS, "NameHasOwner", "s", (name,))[0])

    def process_id(self, name: str) -> int:
        """The process behind a name."""
        return int(self.call(*_BUS, "GetConnectionUnixProcessID", "s", (name,))[0])
