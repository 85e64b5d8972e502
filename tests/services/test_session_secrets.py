"""What is kept of a session for the next one, and what the keyring may do to it."""

import pytest

from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.services import derive
from kraken_desktop.services.session import API_KEY, REFRESH_TOKEN
from kraken_desktop.services.state import Phase
from kraken_desktop.simulator import create_app
from kraken_desktop.storage.errors import Dismissed, Locked, NoKeyring, SecretsError, Unsafe
from kraken_desktop.storage.secrets import MemorySecrets
from kraken_desktop.storage.settings import Settings, with_value
from tests.fake_clock import FakeClock
from tests.services.given import running, utc
from tests.services.watched_secrets import WatchedSecrets, choice


async def test_next_start_goes_on_with_the_kept_token() -> None:
    """No login with the key where a refresh token was kept; nothing is asked of the person."""
    secrets, clock = WatchedSecrets(), FakeClock(utc("2026-10-14 17:20"))
    octopus = create_app("flexible", clock=clock.now)
    async with running(secrets=secrets, clock=clock, octopus=octopus, is_signed_in=False) as run:
        await run.services.sign_in(choice(run))
        await run.settle()
    assert await secrets.read(REFRESH_TOKEN) is not None
    await secrets.write(API_KEY, "sk_live_worthless")
    settings = with_value(Settings(), "account_number", octopus.world.home.account)
    clock.advance(7200)
    async with running(secrets=secrets, clock=clock, octopus=octopus, is_signed_in=False, settings=settings) as run:
        assert run.state.phase is Phase.SIGNED_IN
        assert derive.price_now(run.state).pence is not None


async def test_token_is_written_once_a_day_and_at_the_end_without_a_question() -> None:
    secrets = WatchedSecrets()
    async with running("no-mini", secrets=secrets, is_signed_in=False) as run:
        await run.services.sign_in(choice(run))
        await run.settle()
        assert secrets.asked == ["write api-key", "write refresh-token silently"]
        secrets.asked.clear()
        await run.advance(hours=20)
        assert secrets.asked == []
        await run.advance(hours=6)
        assert secrets.asked == ["write refresh-token silently"]
        await run.advance(hours=2)
    assert secrets.asked == ["write refresh-token silently"] * 2


@pytest.mark.parametrize("trouble", [NoKeyring, Locked, Dismissed, Unsafe])
async def test_keyring_trouble_at_sign_in_costs_only_the_memory_of_it(trouble: type[SecretsError]) -> None:
    async with running("flexible", secrets=WatchedSecrets(trouble), is_signed_in=False) as run:
        found = await run.services.sign_in(choice(run))
        await run.settle()
        assert found.is_good
        assert run.state.phase is Phase.SIGNED_IN
        assert derive.price_now(run.state).pence is not None
        assert run.state.secrets_problem is not None
        assert run.state.secrets_problem.kind is trouble.kind


async def test_locked_keyring_at_start_is_asked_again_by_refresh() -> None:
    secrets, home = WatchedSecrets(Locked), create_app("flexible").world.home
    settings = with_value(Settings(), "account_number", home.account)
    await MemorySecrets.write(secrets, API_KEY, home.api_key)
    async with running("flexible", secrets=secrets, settings=settings, is_signed_in=False) as run:
        assert run.state.phase is Phase.SIGNED_OUT
        assert run.state.secrets_problem is not None
        assert run.state.secrets_problem.kind is ProblemKind.KEYRING_LOCKED
        await run.advance(hours=1)
        assert secrets.asked == ["read"], "no prompt appears by itself"
        secrets.trouble = None
        run.services.refresh()
        await run.settle()
        assert run.state.phase is Phase.SIGNED_IN
        assert run.state.secrets_problem is None


async def test_credentials_from_outside_win_and_the_keyring_is_left_alone() -> None:
    secrets = WatchedSecrets()
    settings = with_value(Settings(), "account_number", "A-00000000")
    async with running("flexible", secrets=secrets, settings=settings) as run:
        assert run.state.phase is Phase.SIGNED_IN
        assert run.state.selection.account_number == run.world.home.account
        await run.advance(hours=26)
    assert secrets.asked == []
