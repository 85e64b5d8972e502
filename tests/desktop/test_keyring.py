"""The key in a real keyring, through SecretService: written, read back by another program, and behind a lock."""

import sys
from collections.abc import Iterator

import pytest

from kraken_desktop.storage.errors import Locked
from kraken_desktop.storage.secrets import KeyringSecrets, backend_name
from tests.desktop.virtual_desktop import VirtualDesktop

SERVICE = "kraken-desktop-test"
KEY = "sk_live_INVENTEDinventedINVENTED"


@pytest.fixture
def secrets(desktop: VirtualDesktop, monkeypatch: pytest.MonkeyPatch) -> KeyringSecrets:
    for name in ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "DISPLAY"):
        monkeypatch.setenv(name, desktop.env[name])
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    return KeyringSecrets(SERVICE)


@pytest.fixture
def locked(desktop: VirtualDesktop) -> Iterator[None]:
    desktop.lock_keyring()
    yield
    desktop.unlock_keyring()


async def test_what_is_written_another_program_reads(desktop: VirtualDesktop, secrets: KeyringSecrets) -> None:
    await secrets.write("api-key", KEY)
    read = f"import keyring; print(keyring.get_password({SERVICE!r}, 'api-key'))"
    assert desktop.run(sys.executable, "-c", read).stdout.strip() == KEY
    assert await secrets.read("api-key") == KEY


async def test_deleted_is_gone_and_deleting_twice_is_well(secrets: KeyringSecrets) -> None:
    await secrets.write("api-key", KEY)
    await secrets.delete(["api-key"])
    await secrets.delete(["api-key"])
    assert await secrets.read("api-key") is None


async def test_locked_keyring_is_said_without_a_prompt(secrets: KeyringSecrets, locked: None) -> None:
    with pytest.raises(Locked):
        await secrets.write("refresh-token", "word", may_ask=False)


def test_keyring_has_a_name(secrets: KeyringSecrets) -> None:
    assert "SecretService" in backend_name()
