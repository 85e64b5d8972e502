"""The API key and the refresh token in the system's keyring, reached through a short-lived child process a call."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from kraken_desktop.storage.errors import Dismissed, Locked, NoKeyring, SecretsError, Unsafe
from kraken_desktop.storage.keyring_child import ARGUMENT, Answer, Request

_log = logging.getLogger(__name__)
_ROOT = Path(__file__).parents[2]
_TROUBLES: dict[str, type[SecretsError]] = {kind.__name__: kind for kind in (NoKeyring, Locked, Dismissed, Unsafe)}

SECONDS_FOR_A_PERSON = 120.0
"""So long may a prompt stand unanswered."""
SECONDS_WITHOUT_ASKING = 20.0


class KeyringSecrets:
    """Every call raises NoKeyring, Locked, Dismissed or Unsafe, and then nothing was changed."""

    def __init__(self, service_name: str, seconds: float = SECONDS_FOR_A_PERSON) -> None:
        self._service = service_name
        self._seconds = seconds
        self._one_at_a_time = asyncio.Lock()

    async def read(self, name: str) -> str | None:
        """None where nothing is kept under this name. May ask a person to unlock the keyring."""
        return (await self._ask("read", {name: None}))[name]

    async def read_all(self, names: Sequence[str]) -> dict[str, str | None]:
        """Several by one child."""
        return await self._ask("read", dict.fromkeys(names))

    async def write(self, name: str, value: str, *, may_ask: bool = True) -> None:
        """Read back before it counts. ``may_ask=False``: a locked keyring is Locked, and no prompt appears."""
        await self._ask("write", {name: value}, may_ask)

    async def delete(self, names: Sequence[str]) -> None:
        await self._ask("delete", dict.fromkeys(names))

    async def _ask(self, action: str, values: dict[str, str | None], may_ask: bool = True) -> dict[str, str | None]:
        request: Request = {"action": action, "service": self._service, "values": values, "may_ask": may_ask}
        seconds = self._seconds if may_ask else min(self._seconds, SECONDS_WITHOUT_ASKING)
        async with self._one_at_a_time:  # two prompts at once would confuse
            return _values(await _asked(request, seconds))


def backend_name() -> str:
    """The keyring that would be used, by its own name; blocks for a moment. Raises NoKeyring or Unsafe."""
    request: Request = {"action": "name", "service": "", "values": {}, "may_ask": False}
    try:
        child = subprocess.run(
            _command(),
            input=json.dumps(request).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            timeout=SECONDS_WITHOUT_ASKING,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoKeyring(f"its process gave no answer: {error}") from error
    return _values(_read_answer(child.stdout, child.returncode))["name"] or ""


def _values(answer: Answer) -> dict[str, str | None]:
    trouble = answer.get("trouble")
    if trouble is not None:
        _log.debug("The keyring: %s (%s)", trouble, answer.get("detail"))
        raise _TROUBLES.get(trouble, NoKeyring)(answer.get("detail", ""))
    return answer.get("values", {})


def _read_answer(written: bytes, code: int | None) -> Answer:
    try:
        found: Answer = json.loads(written)
    except ValueError as error:
        raise NoKeyring(f"its process ended with {code} and no answer") from error
    return found


async def _asked(request: Request, seconds: float) -> Answer:
    """One child, one answer; it is ended with the wait, however that ends."""
    try:
        child = await asyncio.create_subprocess_exec(
            *_command(),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=_environment(),
        )
    except OSError as error:
        raise NoKeyring(f"its process could not be started: {error}") from error
    try:
        async with asyncio.timeout(seconds):
            written, _ = await child.communicate(json.dumps(request).encode())
    except TimeoutError as error:
        raise Locked("its question was not answered in time") from error
    finally:
        if child.returncode is None:
            with suppress(ProcessLookupError):
                child.kill()
            await child.wait()
    return _read_answer(written, child.returncode)


def _command() -> tuple[str, ...]:
    if getattr(sys, "frozen", False):
        return (sys.executable, ARGUMENT)
    return (sys.executable, "-P", "-m", "kraken_desktop.storage.keyring_child")


def _environment() -> dict[str, str]:
    """Ours, and the child finds this very package, from a checkout too."""
    path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path}


class MemorySecrets:
    """For runs that leave the keyring alone: forgotten with the run."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}

    async def read(self, name: str) -> str | None:
        return self._values.get(name)

    async def read_all(self, names: Sequence[str]) -> dict[str, str | None]:
        return {name: self._values.get(name) for name in names}

    async def write(self, name: str, value: str, *, may_ask: bool = True) -> None:
        self._values[name] = value

    async def delete(self, names: Sequence[str]) -> None:
        for name in names:
            self._values.pop(name, None)
