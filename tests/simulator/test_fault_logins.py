"""Faults of who asks: keys, accounts, logins and tokens."""

from __future__ import annotations

import pytest

from tests.simulator.conftest import Living
from tests.simulator.customer import LOGIN

DEVICES = "query($a: String!) { devices(accountNumber: $a) { provider status { currentState } } }"
VIEWER = "{ viewer { id accounts { status brand } } }"


def test_a_wrong_key_opens_nothing(living: Living) -> None:
    customer = living()
    customer.octopus.inject("wrong-key")

    assert customer.refused(VIEWER) == ["KT-CT-1143"]
    assert customer.refused(LOGIN, input={"APIKey": customer.octopus.api_key}) == ["KT-CT-1139"]
    assert customer.rest(f"accounts/{customer.account}/", signed=True).status_code == 401


def test_a_wrong_account_is_refused_and_the_viewer_is_not(living: Living) -> None:
    customer = living()
    customer.octopus.inject("wrong-account")

    assert customer.refused(DEVICES, a=customer.account) == ["KT-CT-4177"]
    assert customer.rest(f"accounts/{customer.account}/", signed=True).status_code == 404
    customer.ask(VIEWER)


def test_login_limited_leaves_tokens_alone(living: Living) -> None:
    customer = living()
    customer.octopus.inject("login-limited")

    assert customer.refused(LOGIN, input={"APIKey": customer.octopus.api_key}) == ["KT-CT-1199"]
    customer.ask(VIEWER)


@pytest.mark.parametrize(("fault", "code"), [("token-expired", "KT-CT-1124"), ("token-revoked", "KT-CT-1143")])
def test_tokens_issued_so_far_are_struck_and_new_ones_are_good(living: Living, fault: str, code: str) -> None:
    customer = living()
    customer.octopus.inject(fault)

    assert customer.refused(VIEWER) == [code]
    customer.token = customer.login({"APIKey": customer.octopus.api_key})["token"]
    customer.ask(VIEWER)
