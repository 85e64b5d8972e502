"""The table tells the truth: everything is simulated, and spoken or left alone for a reason."""

from __future__ import annotations

from tests.simulator.contract_table import NOT_SPOKEN, rows


def test_every_operation_is_simulated_and_spoken_or_left_alone_for_a_reason() -> None:
    table = list(rows())

    assert [operation for _, operation, is_simulated, *_ in table if not is_simulated] == []
    assert {operation for _, operation, _, is_spoken, _ in table if not is_spoken} == set(NOT_SPOKEN)
