"""The table tells the truth: everything is simulated, and spoken or left alone for a reason."""

from __future__ import annotations

from tests.simulator.contract_table import NOT_SPOKEN, rows
from tests.simulator.troubles import WAYS


def test_every_operation_is_simulated_and_spoken_or_left_alone_for_a_reason() -> None:
    table = list(rows())

    assert [operation for _, operation, is_simulated, *_ in table if not is_simulated] == []
    assert {operation for _, operation, _, is_spoken, _ in table if not is_spoken} == set(NOT_SPOKEN)


def test_faults_are_tried_on_whatever_is_spoken_and_not_claimed_of_the_rest() -> None:
    tried = {(host, operation): faults for host, operation, _, _, faults in rows()}

    assert {key for key, faults in tried.items() if key[1] not in NOT_SPOKEN and faults < len(WAYS)} == set()
    assert {key for key, faults in tried.items() if key[1] in NOT_SPOKEN and faults >= len(WAYS)} == set()
