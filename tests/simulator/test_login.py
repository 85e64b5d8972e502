"""Keys, tokens, refresh tokens and whose account it is (docs/api.md, 2)."""

from __future__ import annotations

import pytest

from tests.simulator.conftest import Living
from tests.simulator.customer import LOGIN

VIEWER = "{ viewer { id } }"
ACCOUNT = "query($a: String!) { account(accountNumber: $a) { number } }"
SESSIONS = "{ savingSessions { eventCount } }"


def test_a_token_lives_an_hour(living: Living) -> None:
    customer = living()
    customer.octopus.advance(3599)
    customer.ask(VIEWER)

    customer.octopus.advance(1)

    assert customer.refused(VIEWER) == ["KT-CT-1124"]
    assert customer.refused(SESSIONS, host="backend") == ["OE-0104"]
    assert customer.post(VIEWER).json()["data"] is None


def test_a_refresh_token_buys_the_next_hour_for_a_week(living: Living) -> None:
    customer = living()
    first = customer.login({"APIKey": customer.octopus.api_key})

    customer.octopus.advance(6 * 86_400)
    second = customer.login({"refreshToken": first["refreshToken"]})
    customer.token = second["token"]
    customer.ask(VIEWER)

    customer.octopus.advance(2 * 86_400)
    old, new = first["refreshToken"], second["refreshToken"]
    assert customer.refused(LOGIN, input={"refreshToken": old}) == ["KT-CT-1134"]
    assert customer.login({"refreshToken": new})["token"]


@pytest.mark.parametrize(
    ("credential", "code"),
    [
        ({"APIKey": "sk_live_INVENTEDsomebodyelse"}, "KT-CT-1139"),
        ({"refreshToken": "never-issued"}, "KT-CT-1135"),
        ({"email": "sam@example.org", "password": "guess"}, "KT-CT-1138"),
        ({}, "KT-CT-1605"),
        ({"APIKey": "a", "refreshToken": "b"}, "KT-CT-1605"),
    ],
)
def test_nothing_else_logs_in(living: Living, credential: dict[str, str], code: str) -> None:
    body = living().post(LOGIN, {"input": credential}, token=None).json()

    assert body["errors"][0]["extensions"]["errorCode"] == code
    assert body["data"] == {"obtainKrakenToken": None}


def test_no_token_is_said_of_each_field_after_the_query_was_read(living: Living) -> None:
    customer = living()

    body = customer.post(
        "query($a: String!) { viewer { id } account(accountNumber: $a) { number } }", {"a": "A-1"}, token=None
    )

    codes = [error["extensions"]["errorCode"] for error in body.json()["errors"]]
    assert codes == ["KT-CT-1112", "KT-CT-1112"]
    assert body.json()["data"] == {"viewer": None, "account": None}
    assert customer.post("{ nonsense }", token=None).status_code == 400
    assert (
        customer.post(SESSIONS, host="backend", token=None).json()["errors"][0]["extensions"]["errorCode"] == "OE-0101"
    )


def test_the_older_prefix_is_good_on_main_alone(living: Living) -> None:
    customer = living()
    prefixed = f"JWT {customer.token}"

    assert "errors" not in customer.post(VIEWER, token=prefixed).json()
    body = customer.post(SESSIONS, host="backend", token=prefixed).json()
    assert body["errors"][0]["extensions"]["errorCode"] == "OE-0102"


def test_a_made_up_token_opens_nothing(living: Living) -> None:
    body = living().post(VIEWER, token="eyJ.eyJ.sig").json()

    assert body["errors"][0]["extensions"]["errorCode"] == "KT-CT-1143"


def test_revoked_tokens_are_worth_nothing_and_the_key_still_is(living: Living) -> None:
    customer = living()
    refresh = customer.login({"APIKey": customer.octopus.api_key})["refreshToken"]

    customer.octopus.revoke_tokens()

    assert customer.refused(VIEWER) == ["KT-CT-1143"]
    assert customer.refused(LOGIN, input={"refreshToken": refresh}) == ["KT-CT-1135"]
    assert customer.login({"APIKey": customer.octopus.api_key})["token"]


def test_somebody_elses_account_is_refused(living: Living) -> None:
    customer = living()

    assert customer.refused(ACCOUNT, a="A-1234ABCD") == ["KT-CT-4177"]
    assert customer.rest("accounts/A-1234ABCD/", signed=True).status_code == 404


def test_rest_wants_the_key_where_it_is_about_a_person(living: Living) -> None:
    customer = living()
    path = f"accounts/{customer.account}/"

    assert customer.rest(path).status_code == 401
    assert customer.client.get(f"/v1/{path}", auth=("sk_live_INVENTEDother", "")).status_code == 401
    assert customer.rest(path, signed=True).json()["number"] == customer.account
    assert customer.rest("products/").status_code == 200


def test_a_new_key_ends_the_old_one_and_its_tokens(living: Living) -> None:
    customer = living()
    before = customer.octopus.api_key

    key = customer.ask("mutation { regenerateSecretKey { key } }")["regenerateSecretKey"]["key"]

    assert key != before
    assert customer.refused(VIEWER) == ["KT-CT-1143"]
    assert customer.refused(LOGIN, input={"APIKey": before}) == ["KT-CT-1139"]
    assert customer.client.get(f"/v1/accounts/{customer.account}/", auth=(before, "")).status_code == 401
    assert customer.login({"APIKey": key})["token"]


def test_forced_to_log_in_again_the_key_is_still_good(living: Living) -> None:
    customer = living()
    forced = "mutation { forceReauthentication(input: {includeThirdParties: true}) { tokensInvalidated effectiveAt } }"

    assert customer.ask(forced)["forceReauthentication"]["tokensInvalidated"] is True

    assert customer.refused(VIEWER) == ["KT-CT-1143"]
    assert customer.login({"APIKey": customer.octopus.api_key})["token"]
