"""Keyring backends as they are found in the wild, for the child process of the tests to load."""

import os
import time
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.errors import KeyringLocked, PasswordSetError


class PlainText(KeyringBackend):
    """Plain text in the folder named by ODD_KEYRING_FOLDER: none that we know."""

    priority = 9.0
    ending = ".plain"

    @classmethod
    def make(cls) -> "PlainText":
        made: PlainText = cls()
        return made

    def get_password(self, service: str, username: str) -> str | None:
        kept = self._file(service, username)
        return kept.read_text(encoding="utf-8") if kept.exists() else None

    def set_password(self, service: str, username: str, password: str) -> None:
        self._file(service, username).write_text(password, encoding="utf-8")

    def delete_password(self, service: str, username: str) -> None:
        self._file(service, username).unlink()

    def _file(self, service: str, username: str) -> Path:
        return Path(os.environ["ODD_KEYRING_FOLDER"], f"{service}.{username}{self.ending}")


class Faithful(PlainText):
    """Passes for one that we know."""

    __module__ = "keyring.backends.kwallet.odd"
    ending = ".safe"


class Chain(ChainerBackend):
    """Such as keyring makes by itself where there are several, a plain one first."""

    backends = [PlainText.make(), Faithful.make()]  # noqa: RUF012 - keyring's own attribute is a list


class Forgetful(Faithful):
    __module__ = Faithful.__module__

    def set_password(self, service: str, username: str, password: str) -> None:
        pass


class ClosedByThePerson(Faithful):
    __module__ = Faithful.__module__

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("Failed to unlock the keyring!")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise PasswordSetError("Cancelled by user")


class Unanswered(Faithful):
    """Its prompt stands there for ever. Leaves its process id behind."""

    __module__ = Faithful.__module__

    def get_password(self, service: str, username: str) -> str | None:
        Path(os.environ["ODD_KEYRING_FOLDER"], "pid").write_text(str(os.getpid()), encoding="utf-8")
        time.sleep(3600)
        return None


class Crashing(Faithful):
    __module__ = Faithful.__module__

    def get_password(self, service: str, username: str) -> str | None:
        os.abort()
