"""A D-Bus connection on asyncio's own loop: no thread, no task, and jeepney loaded only when one is opened."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING, Any, Literal, Self

if TYPE_CHECKING:
    from jeepney import Message

SECONDS_TO_CONNECT = 2.0
SECONDS_TO_ANSWER = 5.0
_READ_AT_ONCE = 65536

Heard = Callable[[tuple[Any, ...]], None]


class BusError(Exception):
    """The bus is not there, did not answer in time, or the other side refused; the text is D-Bus's own word."""


class Bus:
    """Use `Bus.open`. Every call raises BusError."""

    def __init__(self, connection: socket.socket) -> None:
        from jeepney import Parser

        self._socket = connection
        self._parser = Parser()
        self._serials = count(1)
        self._waiting: dict[int, asyncio.Future[tuple[Any, ...]]] = {}
        self._heard: dict[tuple[str, str, str], Heard] = {}
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(connection.fileno(), self._read)
        self.is_open = True

    @classmethod
    async def open(cls, which: Literal["SESSION", "SYSTEM"]) -> Self:
        from jeepney.bus import get_bus
        from jeepney.io.blocking import prep_socket

        try:
            # A local socket and two round trips: under a millisecond where there is a bus at all.
            connection = prep_socket(get_bus(which), timeout=SECONDS_TO_CONNECT)
        except (OSError, KeyError, RuntimeError, ValueError) as error:
            raise BusError(f"no {which.lower()} bus: {error}") from error
        connection.settimeout(SECONDS_TO_CONNECT)
        bus = cls(connection)
        try:
            await bus.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "Hello")
        except BusError:
            bus.close()
            raise
        return bus

    async def call(
        self, name: str, path: str, interface: str, member: str, signature: str | None = None, body: Any = ()
    ) -> tuple[Any, ...]:
        """The answer's body."""
        from jeepney import DBusAddress, new_method_call

        if not self.is_open:
            raise BusError("the bus is gone")
        serial = next(self._serials)
        message = new_method_call(DBusAddress(path, name, interface), member, signature, body)
        answer: asyncio.Future[tuple[Any, ...]] = self._loop.create_future()
        self._waiting[serial] = answer
        try:
            self._socket.sendall(message.serialise(serial=serial))
            async with asyncio.timeout(SECONDS_TO_ANSWER):
                return await answer
        except TimeoutError as error:
            raise BusError(f"{member} was not answered") from error
        except OSError as error:
            self.close()
            raise BusError(f"the bus is gone: {error}") from error
        finally:
            self._waiting.pop(serial, None)

    async def listen(self, sender: str, path: str, interface: str, member: str, heard: Heard) -> None:
        """Call ``heard`` with the body of every such signal from now on."""
        rule = f"type='signal',sender='{sender}',path='{path}',interface='{interface}',member='{member}'"
        self._heard[path, interface, member] = heard
        dbus = "org.freedesktop.DBus"
        await self.call(dbus, "/org/freedesktop/DBus", dbus, "AddMatch", "s", (rule,))

    def close(self) -> None:
        if not self.is_open:
            return
        self.is_open = False
        self._loop.remove_reader(self._socket.fileno())
        self._socket.close()
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(BusError("the bus is gone"))

    def _read(self) -> None:
        try:
            received = self._socket.recv(_READ_AT_ONCE)
        except OSError:
            received = b""
        if not received:
            self.close()
            return
        self._parser.add_data(received)
        while (message := self._parser.get_next_message()) is not None:
            self._sort(message)

    def _sort(self, message: Message) -> None:
        from jeepney import HeaderFields, MessageType

        fields, kind = message.header.fields, message.header.message_type
        if kind is MessageType.signal:
            found = self._heard.get(
                (fields[HeaderFields.path], fields[HeaderFields.interface], fields[HeaderFields.member])
            )
            if found is not None:
                found(message.body)
            return
        answer = self._waiting.get(fields.get(HeaderFields.reply_serial, 0))
        if answer is None or answer.done():
            return
        if kind is MessageType.error:
            answer.set_exception(BusError(f"{fields.get(HeaderFields.error_name)}: {message.body}"))
        else:
            answer.set_result(message.body)
