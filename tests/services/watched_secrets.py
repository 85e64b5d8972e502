"""A keyring under a test's eyes, and a sign-in as the dialog asks for it."""

from collections.abc import Sequence

from kraken_desktop.services.ports import Credentials
from kraken_desktop.services.session import SignInChoice
from kraken_desktop.services.state import Selection
from kraken_desktop.storage.errors import SecretsError
from kraken_desktop.storage.secrets import MemorySecrets
from tests.services.given import Running


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
