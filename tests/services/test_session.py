"""Signing in and out, the key and the token, and what the keyring may do to both."""

from collections.abc import Sequence

import pytest

from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.services import derive, text
from kraken_desktop.services.ports import Credentials
from kraken_desktop.services.session import API_KEY, REFRESH_TOKEN, SignInChoice
from kraken_desktop.services.state import Phase, Selection
from kraken_desktop.simulator import create_app
from kraken_desktop.storage.errors import Dismissed, Locked, NoKeyring, SecretsError, Unsafe
from kraken_desktop.storage.secrets import MemorySecrets
from kraken_desktop.storage.settings import Settings, with_value
from tests.fake_clock import FakeClock
from tests.services.given import Running, operations, running, utc


class WatchedSecrets(MemorySecrets):
    """A keyring that counts what is asked of it, and refuses on demand."""

    def __init__(self, trouble: type[SecretsError] | None = None) -> None:
        super().__init__()
        self.trouble = trouble
        self.asked: list[str] = []

    async def read_all(self, names: Sequence[str]) -> dict[str, str | None]:
        self._ask("read")
        return await super().read_all(names)

    async def write(self, name: str, value: str, *, may_ask: bool = True) -> None:
        self._ask(f"write {name}{'' if may_ask else ' silently'}")
        await super().write(name, value)

    async def delete(self, names: Sequence[str]) -> None:
        self._ask("delete")
        await super().delete(names)

    def _ask(self, what: str) -> None:
        self.asked.append(what)
        if self.trouble is not None:
            raise self.trouble


def choice(run: Running) -> SignInChoice:
    own = run.world.home
    return SignInChoice(Credentials(own.api_key, own.account), Selection(account_number=own.account))


async def test_first_start_is_signed_out_and_leaves_the_keyring_alone() -> None:
    secrets = WatchedSecrets()
    async with running("agile", secrets=secrets, is_signed_in=False) as run:
        assert run.state.phase is Phase.SIGNED_OUT
        assert text.tooltip_lines(run.state) == ("Kraken Desktop", "Not signed in")
        assert run.calls() == []
        assert secrets.asked == []


@pytest.mark.parametrize(
    ("home", "import_tariff", "has_mini", "devices"),
    [
        ("agile", "Agile Octopus", True, ()),
        ("intelligent", "Intelligent Octopus Go", True, ("Family car",)),
        ("no-mini", "Octopus Go", False, ()),
    ],
)
async def test_discovery_says_what_was_found_and_saves_nothing(
    home: str, import_tariff: str, has_mini: bool, devices: tuple[str, ...]
) -> None:
    secrets = WatchedSecrets()
    async with running(home, secrets=secrets, is_signed_in=False) as run:
        found = await run.services.discover(run.world.home.api_key, run.world.home.account)
        assert found.is_good
        assert found.import_tariff == import_tariff
        assert found.has_mini is has_mini
        assert found.devices == devices
        assert (any("Home Mini" in sentence and "Prices still work" in sentence for sentence in found.missing)) is (
            not has_mini
        )
        assert run.state.phase is Phase.SIGNED_OUT
        assert secrets.asked == []


async def test_discovery_finds_the_only_account_by_itself() -> None:
    async with running("agile", is_signed_in=False) as run:
        found = await run.services.discover(run.world.home.api_key)
        assert found.is_good
        assert found.account is not None
        assert found.account.number == run.world.home.account
        assert found.export_tariff is not None


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("wrong-key", ProblemKind.KEY_REFUSED),
        ("wrong-account", ProblemKind.ACCOUNT_REFUSED),
        ("no-network", ProblemKind.UNREACHABLE),
        ("captive-portal", ProblemKind.CAPTIVE_PORTAL),
        ("blocked", ProblemKind.BLOCKED),
        ("half-json", ProblemKind.ODD_ANSWER),
        ("login-limited", ProblemKind.LIMITED),
    ],
)
async def test_discovery_says_what_is_wrong(fault: str, kind: ProblemKind) -> None:
    async with running("agile", faults=(fault,), is_signed_in=False) as run:
        found = await run.services.discover(run.world.home.api_key, run.world.home.account)
        assert not found.is_good
        assert found.problem is not None
        assert found.problem.kind is kind


async def test_an_empty_key_is_not_sent() -> None:
    async with running("agile", is_signed_in=False) as run:
        found = await run.services.discover("  ", "A-1234ABCD")
        assert found.problem is not None
        assert found.problem.kind is ProblemKind.KEY_REFUSED
        assert run.calls() == []


async def test_sign_in_keeps_the_key_and_begins() -> None:
    secrets = WatchedSecrets()
    async with running("agile", secrets=secrets, is_signed_in=False) as run:
        found = await run.services.sign_in(choice(run))
        await run.settle()
        assert found.is_good
        assert run.state.phase is Phase.SIGNED_IN
        assert derive.price_now(run.state).pence is not None
        assert await secrets.read(API_KEY) == run.world.home.api_key
        assert run.changed["account_number"] == run.world.home.account
        assert run.changed["region"] is None, "the meter tells it from now on"


async def test_signing_in_with_a_tried_key_logs_in_once() -> None:
    secrets = WatchedSecrets()
    async with running("agile", secrets=secrets, is_signed_in=False) as run:
        own = run.world.home
        assert (await run.services.discover(f" {own.api_key} ")).is_good
        assert (await run.services.discover(own.api_key, own.account)).is_good
        assert secrets.asked == []
        assert (await run.services.sign_in(choice(run))).is_good
        await run.settle()
        assert derive.price_now(run.state).pence is not None
        assert operations(run)["ObtainToken"] == 1
        assert secrets.asked == ["write api-key", "write refresh-token silently"]


async def test_a_tried_key_serves_no_other_key() -> None:
    async with running("agile", is_signed_in=False) as run:
        own = run.world.home
        assert (await run.services.discover(own.api_key)).is_good
        wrong = await run.services.discover("sk_live_worthless", own.account)
        assert wrong.problem is not None
        assert wrong.problem.kind is ProblemKind.KEY_REFUSED
        assert (await run.services.sign_in(choice(run))).is_good
        await run.settle()
        assert run.state.phase is Phase.SIGNED_IN


async def test_refused_sign_in_keeps_nothing() -> None:
    secrets = WatchedSecrets()
    async with running("agile", faults=("wrong-key",), secrets=secrets, is_signed_in=False) as run:
        found = await run.services.sign_in(choice(run))
        assert not found.is_good
        assert run.state.phase is Phase.SIGNED_OUT
        assert secrets.asked == []
        assert run.changed == {}


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


async def test_revoked_key_stops_the_polling_and_asks_once() -> None:
    async with running("flexible") as run:
        price = derive.price_now(run.state).pence
        run.octopus.inject("wrong-key")
        await run.advance(minutes=1)
        assert run.state.phase is Phase.KEY_REFUSED
        assert run.state.account.problem is not None
        assert run.state.account.problem.kind is ProblemKind.KEY_REFUSED
        run.forget_calls()
        await run.advance(hours=3)
        run.services.refresh()
        await run.settle()
        assert run.calls() == []
        assert not run.state.polling.is_refreshing
        assert [notice.group for notice in run.board.shown] == ["sign-in"]
        assert derive.price_now(run.state).pence == price, "what was known stays"


async def test_signing_in_again_goes_on() -> None:
    async with running("flexible", secrets=WatchedSecrets(), is_signed_in=False) as run:
        await run.services.sign_in(choice(run))
        await run.settle()
        run.octopus.inject("wrong-key")
        await run.advance(minutes=1)
        assert run.state.phase is Phase.KEY_REFUSED
        run.octopus.clear_faults()
        found = await run.services.sign_in(choice(run))
        await run.settle()
        assert found.is_good
        assert run.state.phase is Phase.SIGNED_IN
        assert run.state.account.problem is None


async def test_revoked_token_is_no_revoked_key() -> None:
    async with running("flexible") as run:
        run.world.tokens.revoke_all()
        await run.advance(minutes=3)
        assert run.state.phase is Phase.SIGNED_IN
        assert run.state.live.problem is None


async def test_sign_out_removes_key_token_and_facts() -> None:
    secrets = WatchedSecrets()
    async with running("agile", secrets=secrets, is_signed_in=False) as run:
        await run.services.sign_in(choice(run))
        await run.settle()
        await run.services.sign_out(forget_history=False)
        await run.settle()
        assert await secrets.read_all((API_KEY, REFRESH_TOKEN)) == {API_KEY: None, REFRESH_TOKEN: None}
        assert run.state.phase is Phase.SIGNED_OUT
        assert run.state.account.value is None
        assert run.state.import_tariff.value is None
        assert run.changed["account_number"] is None
        run.forget_calls()
        await run.advance(hours=1)
        assert run.calls() == []


def test_nothing_shows_a_secret() -> None:
    assert "sk_live" not in repr(Credentials("sk_live_abc", "A-1234ABCD"))
    assert "A-1234ABCD" not in repr(Credentials("sk_live_abc", "A-1234ABCD"))
