"""Every operation that we speak meets every fault that belongs to it, over TCP: the right error, the rest kept, nothing
sent twice; then the same question is answered as before."""

from __future__ import annotations

import pytest

from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.kraken.errors import KrakenError
from kraken_desktop.simulator import trouble as service_trouble
from kraken_desktop.simulator.errors import CODES
from tests.kraken.conftest import Online
from tests.kraken.every_operation import BY_ROOT_FIELD, EVERY, LOST, Known, Spoken, known
from tests.kraken.line import Line
from tests.simulator.contract_table import NOT_SPOKEN, rows
from tests.simulator.troubles import troubles_of

WAY = {
    "no-network": ProblemKind.UNREACHABLE,
    "captive-portal": ProblemKind.CAPTIVE_PORTAL,
    "blocked": ProblemKind.BLOCKED,
    "bad-gateway": ProblemKind.UNAVAILABLE,
    "half-json": ProblemKind.ODD_ANSWER,
    "slow": None,
    "timeout": ProblemKind.TIMED_OUT,
    "clock-wrong": None,
    "http-404": ProblemKind.ODD_ANSWER,
    "http-429": ProblemKind.LIMITED,
    "http-500": ProblemKind.UNAVAILABLE,
    "http-503": ProblemKind.UNAVAILABLE,
    "http-504": ProblemKind.UNAVAILABLE,
}
STALE = {"KT-CT-1112", "KT-CT-1124", "KT-CT-1143", "OE-0101", "OE-0102", "OE-0103", "OE-0104"}
WRONG_KEY = {"KT-CT-1134", "KT-CT-1135", "KT-CT-1138", "KT-CT-1139"}
OF_CODE = {
    **dict.fromkeys(STALE | WRONG_KEY, ProblemKind.KEY_REFUSED),
    **dict.fromkeys(("KT-CT-4123", "KT-CT-4177"), ProblemKind.ACCOUNT_REFUSED),
    **dict.fromkeys(("KT-CT-1199", "OE-0002"), ProblemKind.LIMITED),
    **dict.fromkeys(("KT-GB-4039", "KT-CT-4340", "KT-CT-4341", "KT-CT-7899", "OE-0000"), ProblemKind.UNAVAILABLE),
}
UNAUTHORIZED = "KT-CT-1111"
AFTER_A_LIMIT = 301


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow service is slow in hundredths of a second."""
    monkeypatch.setattr(service_trouble, "SLOW_SECONDS", 0.02)


def _expected(operation: str, trouble: str) -> ProblemKind | None:
    """None where the answer comes all the same."""
    if trouble in WAY:
        return WAY[trouble]
    if trouble == UNAUTHORIZED and operation in ("account", "obtainKrakenToken"):
        return ProblemKind.ACCOUNT_REFUSED if operation == "account" else ProblemKind.KEY_REFUSED
    return OF_CODE.get(trouble, ProblemKind.REFUSED)


async def _met(spoken: Spoken, of: Known, trouble: str) -> ProblemKind | str | None:
    """What came of the question: an error's kind, "lost" for a part that is not told, None where all is there."""
    try:
        answer = await spoken.ask(of)
    except KrakenError as error:
        return None if spoken.ends_in is not None and error.code == spoken.ends_in != trouble else error.kind
    return None if spoken.part is None else spoken.part(answer)


def _sent(line: Line, operation: str) -> int:
    return sum(operation in call["fields"] for call in line.octopus.calls())


@pytest.mark.parametrize(("host", "operation"), EVERY, ids=lambda name: name)
async def test_every_fault_of_an_operation(online: Online, host: str, operation: str) -> None:
    spoken = EVERY[host, operation]
    line = online(spoken.home)
    hasty = Line(line.octopus, read_seconds=0.1)
    of = await known(line)
    in_haste = Known(hasty, of.account, of.home, of.postcode, of.points)
    for trouble in troubles_of(host, operation):
        line.octopus.forget_calls()
        line.octopus.inject(trouble, operation=spoken.subject or operation)
        met = await _met(spoken, in_haste if trouble == "timeout" else of, trouble)
        expected = _expected(operation, trouble)
        assert met == expected or (met == LOST and trouble in CODES), trouble
        if spoken.is_change:
            is_renewed = trouble in STALE or trouble == UNAUTHORIZED
            assert _sent(line, operation) <= (2 if is_renewed else 1), trouble
        line.octopus.clear()
        if expected in (ProblemKind.LIMITED, ProblemKind.BLOCKED, ProblemKind.KEY_REFUSED):
            line.advance(AFTER_A_LIMIT)
    assert await _met(spoken, of, "nothing") is None
    await hasty.client.close()


def test_every_operation_that_is_spoken_is_tried() -> None:
    spoken = {(host, operation) for host, operation, _, is_spoken, _ in rows() if is_spoken}
    assert set(EVERY) == spoken
    assert {operation for _, operation in BY_ROOT_FIELD}.isdisjoint(NOT_SPOKEN)
