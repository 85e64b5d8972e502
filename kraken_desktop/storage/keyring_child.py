"""The keyring's own short process: one request on standard input, one answer on standard output, each JSON.

It alone imports keyring: a prompt that nobody answers is ended with the process, and the memory with it.
"""

from __future__ import annotations

import json
import sys
from contextlib import closing
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

ARGUMENT = "--keyring-child"
"""Said first on the command line of a frozen build, it means: be this process."""


class Request(TypedDict):
    """``action`` is read, write, delete or name (the backend's). ``values`` maps names to what is to be written;
    else the values are None.

    Without ``may_ask`` a locked keyring stays locked and no prompt appears.
    """

    action: str
    service: str
    values: dict[str, str | None]
    may_ask: bool


class Answer(TypedDict, total=False):
    """``trouble`` is the name of a SecretsError; without it ``values`` holds what was asked."""

    values: dict[str, str | None]
    trouble: str
    detail: str


class _TroubleError(Exception):
    """Its first argument is the name of a SecretsError."""


_KNOWN = (
    "keyring.backends.SecretService.",
    "keyring.backends.kwallet.",
    "keyring.backends.macOS.",
    "keyring.backends.Windows.",
)
_SECRET_SERVICE = _KNOWN[0]


def main() -> int:
    request: Request = json.loads(sys.stdin.buffer.read())
    sys.stdout.write(json.dumps(answer(request)))
    return 0


def answer(request: Request) -> Answer:
    """What the keyring said, or which trouble it was in."""
    from keyring import errors

    try:
        return {"values": _carry_out(request)}
    except _TroubleError as trouble:
        return {"trouble": str(trouble.args[0]), "detail": str(trouble.args[-1])}
    except errors.KeyringLocked as error:
        return {"trouble": "Dismissed", "detail": str(error)}
    except (errors.PasswordSetError, errors.PasswordDeleteError) as error:
        refused = "Dismissed" if "ancel" in str(error) else "NoKeyring"
        return {"trouble": refused, "detail": str(error)}
    except _keyring_errors() as error:
        dismissed = "PromptDismissedException" in (type(error).__name__, type(error.__cause__).__name__)
        return {"trouble": "Dismissed" if dismissed else "NoKeyring", "detail": str(error)}
    except (RuntimeError, OSError, ValueError) as error:  # a backend that cannot be loaded, a bus that went away
        return {"trouble": "NoKeyring", "detail": str(error)}


def _keyring_errors() -> tuple[type[Exception], ...]:
    """What keyring raises, and what the Secret Service raises past it."""
    from keyring.errors import KeyringError

    try:
        from secretstorage.exceptions import SecretStorageException
    except ImportError:  # not on this platform
        return (KeyringError,)
    return (KeyringError, SecretStorageException)


def _carry_out(request: Request) -> dict[str, str | None]:
    backend = _safe_backend()
    if request["action"] == "name":
        return {"name": backend.name}
    if not request["may_ask"] and _is_locked(backend):
        raise _TroubleError("Locked", "it is locked, and this was not the time to ask")
    service, values = request["service"], request["values"]
    if request["action"] == "delete":
        for name in values:
            if backend.get_password(service, name) is not None:
                backend.delete_password(service, name)
        return {}
    if request["action"] == "write":
        for name, value in values.items():
            backend.set_password(service, name, value or "")
    found = {name: backend.get_password(service, name) for name in values}
    if request["action"] == "write" and found != values:
        raise _TroubleError("Unsafe", "it did not give back what was written")
    return found


def _safe_backend() -> KeyringBackend:
    """The chosen backend if it is one that we know; of a chain the first such link."""
    import keyring

    chosen = keyring.get_keyring()
    links: list[KeyringBackend] = getattr(chosen, "backends", [chosen])
    for link in links:
        if _place(link).startswith(_KNOWN):
            return link
    if _place(chosen).startswith("keyring.backends.fail.") or not links:
        raise _TroubleError("NoKeyring", "no keyring is installed or running")
    raise _TroubleError("Unsafe", f"{_place(links[0])} is none of the keyrings that keep a secret")


def _place(backend: KeyringBackend) -> str:
    return f"{type(backend).__module__}.{type(backend).__name__}"


def _is_locked(backend: KeyringBackend) -> bool:
    """Asked without any prompt. Keyrings other than the Secret Service open with the session."""
    if not _place(backend).startswith(_SECRET_SERVICE):
        return False
    import secretstorage

    with closing(secretstorage.dbus_init()) as bus:
        return secretstorage.get_default_collection(bus).is_locked()


if __name__ == "__main__":
    sys.exit(main())
