"""The running app's end of the local socket: hears requests of second starts and of the command line."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kraken_desktop.system.single_instance import Answer, Reply, bind, decoded_request, pipe_name

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

_LONGEST_REQUEST = 65536


class Reception:
    """Answers on the local socket until closed. Raises OSError where the socket cannot be made."""

    def __init__(self, socket_path: Path, answer: Answer) -> None:
        self._path = socket_path
        self._answer = answer
        self._server: asyncio.Server | _PipeServer | None = None

    async def start(self) -> None:
        if sys.platform == "win32":
            self._server = _PipeServer(pipe_name(self._path), self._answer)
            return
        loop = asyncio.get_running_loop()
        self._server = await loop.create_unix_server(lambda: _Caller(self._answer), sock=bind(self._path))

    def close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._path.unlink(missing_ok=True)


class _Caller(asyncio.Protocol):
    """One connection: a line in, a line out."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._received = b""
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport

    def connection_lost(self, _exc: Exception | None) -> None:
        self._transport = None

    def data_received(self, data: bytes) -> None:
        self._received += data
        if self._received.endswith(b"\n"):
            self._answer(decoded_request(self._received), self._reply)
        elif len(self._received) > _LONGEST_REQUEST and self._transport is not None:
            self._transport.close()

    def _reply(self, reply: Reply) -> None:
        if self._transport is not None:
            self._transport.write(json.dumps(reply).encode() + b"\n")
            self._transport.close()


class _PipeServer:
    """Windows has no Unix sockets in Python: Qt's named pipe, loaded there only."""

    def __init__(self, name: str, answer: Answer) -> None:
        from PySide6.QtNetwork import QLocalServer

        self._answer = answer
        self._server: QLocalServer = QLocalServer()
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)
        if not self._server.listen(name):
            raise OSError(self._server.errorString())

    def close(self) -> None:
        self._server.close()

    def _greet(self) -> None:
        caller = self._server.nextPendingConnection()
        caller.readyRead.connect(lambda: self._hear(caller))
        caller.disconnected.connect(caller.deleteLater)

    def _hear(self, caller: QLocalSocket) -> None:
        if not caller.canReadLine():
            return

        def reply(reply: Reply) -> None:
            caller.write(json.dumps(reply).encode() + b"\n")
            caller.disconnectFromServer()

        self._answer(decoded_request(bytes(caller.readLine().data())), reply)
