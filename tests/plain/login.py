"""A token by the key, a second one by the refresh token, and what the claims say of both."""

from __future__ import annotations

from collections.abc import Iterator

from tests.consistency.caller import Caller
from tests.plain.told import tell

LOGIN = """mutation($i: ObtainJSONWebTokenInput!) { obtainKrakenToken(input: $i) {
  token payload refreshToken refreshExpiresIn } }"""
WHO = "{ viewer { id } }"


def subject(caller: Caller) -> Iterator[str]:
    by_key = caller.ask(LOGIN, i={"APIKey": caller.api_key})["obtainKrakenToken"]
    by_refresh = caller.ask(LOGIN, i={"refreshToken": by_key["refreshToken"]})["obtainKrakenToken"]
    for way, found in (("key", by_key), ("refresh token", by_refresh)):
        claims = found["payload"]
        assert claims["exp"] - claims["iat"] == 3600
        assert found["refreshExpiresIn"] > claims["exp"]
        yield f"by {way}: good until {claims['exp']}, the next refresh token until {found['refreshExpiresIn']}"
    assert caller.ask(LOGIN, i={"APIKey": "sk_live_INVENTEDwrong"})["obtainKrakenToken"] is None
    assert caller.ask(LOGIN, i={"refreshToken": "nonsense"})["obtainKrakenToken"] is None
    assert caller.ask(WHO)["viewer"]


if __name__ == "__main__":
    tell(subject)
