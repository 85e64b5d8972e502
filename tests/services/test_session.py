"""Signing in and out, the key and the token, and what the keyring may do to both."""

import pytest

from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.services import derive, text
from kraken_desktop.services.ports import Credentials
from kraken_desktop.services.session import API_KEY, REFRESH_TOKEN
from kraken_desktop.services.state import Phase
from tests.services.given import operations, running
from tests.services.watched_secrets import WatchedSecrets, choice


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
