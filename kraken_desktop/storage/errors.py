"""What can go wrong on this computer. ``kind`` is what a person is told."""

from __future__ import annotations

import errno
from typing import ClassVar

from kraken_desktop.domain.problem import ProblemKind


class StorageError(Exception):
    """The database or the settings file could not be used as asked; what it held is kept."""

    kind: ClassVar[ProblemKind] = ProblemKind.STORE_CORRUPT


class Corrupt(StorageError):
    """Damaged; the file is put aside and nothing is deleted."""


class Full(StorageError):
    """No space is left, or the disk refuses to take more."""

    kind = ProblemKind.STORE_FULL


class ReadOnly(StorageError):
    """The folder or the file cannot be written."""

    kind = ProblemKind.STORE_READ_ONLY


class TooNew(StorageError):
    """Written by a newer version; left untouched."""

    kind = ProblemKind.STORE_TOO_NEW


class SecretsError(Exception):
    """The keyring gave or took nothing."""

    kind: ClassVar[ProblemKind] = ProblemKind.NO_KEYRING


class NoKeyring(SecretsError):
    """There is none, or none that answers."""


class Locked(SecretsError):
    """It waits to be unlocked, and nobody answered."""

    kind = ProblemKind.KEYRING_LOCKED


class Dismissed(SecretsError):
    """A person closed its question."""

    kind = ProblemKind.KEYRING_DISMISSED


class Unsafe(SecretsError):
    """It forgets, or writes plain text, or is none that we know."""

    kind = ProblemKind.KEYRING_UNSAFE


_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def storage_error(error: OSError) -> StorageError:
    """A file's trouble in our words."""
    return (Full if error.errno in _NO_SPACE else ReadOnly)(str(error))
