"""Secrets through the child process, with keyrings that misbehave. A real keyring is met in tests/desktop."""

import asyncio
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from kraken_desktop.__main__ import main
from kraken_desktop.storage import keyring_child, secrets
from kraken_desktop.storage.errors import Dismissed, Locked, NoKeyring, SecretsError, Unsafe
from kraken_desktop.storage.secrets import KeyringSecrets, MemorySecrets, backend_name
from tests.house.source import ROOT
from tests.waiting import PATIENCE_SECONDS, wait_until

Use = Callable[..., KeyringSecrets]


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Use:
    """The app's secrets with a keyring of the test's choice."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("ODD_KEYRING_FOLDER", str(tmp_path))

    def chosen(backend: str, seconds: float = PATIENCE_SECONDS) -> KeyringSecrets:
        name = backend if "." in backend else f"tests.storage.odd_keyrings.{backend}"
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", name)
        return KeyringSecrets("kraken-desktop-test", seconds)

    return chosen


def names(folder: Path) -> list[str]:
    return [kept.name for kept in folder.iterdir()]


async def test_what_is_written_is_read_and_what_is_deleted_is_gone(use: Use) -> None:
    kept = use("Faithful")
    assert await kept.read("api-key") is None
    await kept.write("api-key", 'sk_live_"ünsafe"\n\\')
    await kept.write("token", "t", may_ask=False)
    assert await kept.read("api-key") == 'sk_live_"ünsafe"\n\\'
    assert await kept.read_all(["token", "nothing"]) == {"token": "t", "nothing": None}
    await kept.delete(["api-key", "nothing", "token"])
    assert await kept.read_all(["api-key", "token"]) == {"api-key": None, "token": None}


async def test_of_a_chain_the_first_safe_link_is_used(use: Use, tmp_path: Path) -> None:
    await use("Chain").write("api-key", "secret")
    assert names(tmp_path) == ["kraken-desktop-test.api-key.safe"]
    assert await use("Chain").read("api-key") == "secret"


REFUSED: list[tuple[str, type[SecretsError]]] = [
    ("keyring.backends.fail.Keyring", NoKeyring),
    ("keyring.backends.null.Keyring", Unsafe),
    ("PlainText", Unsafe),
    ("no.such.module.Keyring", NoKeyring),
    ("ClosedByThePerson", Dismissed),
    ("Crashing", NoKeyring),
]


@pytest.mark.parametrize(("backend", "trouble"), REFUSED)
async def test_what_cannot_be_trusted_keeps_nothing_and_says_why(
    use: Use, tmp_path: Path, backend: str, trouble: type[SecretsError]
) -> None:
    kept = use(backend)
    with pytest.raises(trouble):
        await kept.read("api-key")
    with pytest.raises(trouble):
        await kept.write("api-key", "secret")
    assert backend == "Crashing" or not names(tmp_path)


async def test_a_keyring_that_forgets_is_unsafe(use: Use) -> None:
    with pytest.raises(Unsafe):
        await use("Forgetful").write("api-key", "secret")


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_a_prompt_that_nobody_answers_is_ended(use: Use) -> None:
    before = psutil.Process().children()
    with pytest.raises(Locked):
        await use("Unanswered", seconds=0.5).read("api-key")
    assert psutil.Process().children() == before


async def test_quitting_ends_the_prompt_and_nobody_could_see_the_secret(use: Use, tmp_path: Path) -> None:
    question = asyncio.create_task(use("Unanswered").write("api-key", "sk_live_secret"))
    loop = asyncio.get_running_loop()
    written = tmp_path / "pid"
    await loop.run_in_executor(None, wait_until, lambda: written.exists() and written.read_text(), "the prompt")
    child = Path("/proc", written.read_text(encoding="utf-8"))
    assert b"sk_live_secret" not in (child / "cmdline").read_bytes() + (child / "environ").read_bytes()
    question.cancel()
    with pytest.raises(asyncio.CancelledError):
        await question
    assert not is_running(int(written.read_text(encoding="utf-8")))
    await loop.shutdown_default_executor()


async def test_where_no_child_can_be_started_there_is_no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(NoKeyring):
        await KeyringSecrets("kraken-desktop-test").read("api-key")
    with pytest.raises(NoKeyring):
        backend_name()


def test_the_keyrings_name_is_told_before_anything_is_kept(use: Use) -> None:
    use("Faithful")
    assert "Faithful" in backend_name()
    use("PlainText")
    with pytest.raises(Unsafe):
        backend_name()


def test_a_frozen_build_is_its_own_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert secrets._command() == (sys.executable, keyring_child.ARGUMENT)
    request = b'{"action": "read", "service": "s", "values": {"api-key": null}, "may_ask": true}'
    written = io.StringIO()
    monkeypatch.setattr(sys, "argv", ["kraken-desktop", keyring_child.ARGUMENT])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(request)))
    monkeypatch.setattr(sys, "stdout", written)
    assert main() == 0
    assert json.loads(written.getvalue())["trouble"] == "NoKeyring"


ASKS = """
import sys
from kraken_desktop.storage.secrets import backend_name
print(backend_name(), [name for name in sys.modules if name.startswith(("keyring", "secretstorage"))])
"""


def test_the_app_itself_never_imports_keyring(use: Use) -> None:
    use("Faithful")
    said = subprocess.run([sys.executable, "-c", ASKS], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "Faithful" in said
    assert said.strip().endswith("[]")


async def test_in_memory_nothing_leaves_the_run() -> None:
    kept = MemorySecrets()
    await kept.write("api-key", "secret")
    assert await kept.read_all(["api-key", "token"]) == {"api-key": "secret", "token": None}
    await kept.delete(["api-key", "token"])
    assert await kept.read("api-key") is None
