"""A customer's plain HTTP client: httpx, the contract, and nothing of the application."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import httpx

from tests.simulated import Simulated
from tests.waiting import PATIENCE_SECONDS

LOGIN = "mutation Login($input: ObtainJSONWebTokenInput!) { obtainKrakenToken(input: $input) { token refreshToken } }"
METERS = """query Meters($account: String!) { account(accountNumber: $account) { electricityAgreements(active: true) {
  meterPoint { mpan direction meters(includeInactive: false) { id serialNumber
    smartImportElectricityMeter { deviceId } } } } } }"""
PATHS = {"main": "/v1/graphql/", "backend": "/backend/v1/graphql/"}


class Customer:
    """Logged in from the start; every call answers the decoded body."""

    def __init__(self, octopus: Simulated) -> None:
        self.octopus = octopus
        self.client = httpx.Client(base_url=octopus.base_url, timeout=PATIENCE_SECONDS)
        self.account = octopus.account
        self.token = self.login({"APIKey": octopus.api_key})["token"]

    def login(self, credential: dict[str, str]) -> dict[str, Any]:
        answer = self.post(LOGIN, {"input": credential}, token=None).json()
        fields: dict[str, Any] = answer["data"]["obtainKrakenToken"]
        return fields

    def post(
        self, query: str, variables: dict[str, Any] | None = None, *, host: str = "main", token: str | None = ""
    ) -> httpx.Response:
        headers = {"Authorization": token or self.token} if token is not None else {}
        return self.client.post(PATHS[host], json={"query": query, "variables": variables or {}}, headers=headers)

    def ask(self, query: str, host: str = "main", **variables: Any) -> dict[str, Any]:
        """`data` of an answer without errors."""
        body = self.post(query, variables, host=host).json()
        assert "errors" not in body, body["errors"]
        found: dict[str, Any] = body["data"]
        return found

    def refused(self, query: str, host: str = "main", **variables: Any) -> list[str]:
        """The codes of the errors, in order."""
        reply = self.post(query, variables, host=host)
        assert reply.status_code == 200, reply.text
        return [error["extensions"]["errorCode"] for error in reply.json()["errors"]]

    def rest(self, path: str, *, signed: bool = False, **parameters: Any) -> httpx.Response:
        auth = (self.octopus.api_key, "") if signed else None
        return self.client.get(f"/v1/{path}", params=parameters, auth=auth)

    def rows(self, path: str, *, signed: bool = False, **parameters: Any) -> list[dict[str, Any]]:
        """Every page of a list."""
        auth = (self.octopus.api_key, "") if signed else None
        reply = self.client.get(f"/v1/{path}", params=parameters, auth=auth)
        rows: list[dict[str, Any]] = reply.raise_for_status().json()["results"]
        while (following := reply.json()["next"]) is not None:
            reply = self.client.get(following, auth=auth)
            rows += reply.raise_for_status().json()["results"]
        return rows

    def meter_points(self) -> list[dict[str, Any]]:
        agreements = self.ask(METERS, account=self.account)["account"]["electricityAgreements"]
        return [agreement["meterPoint"] for agreement in agreements]

    def property(self) -> str:
        """The id of the first one."""
        answer = self.ask("{ viewer { accounts { ... on AccountType { properties { id } } } } }")
        identity: str = answer["viewer"]["accounts"][0]["properties"][0]["id"]
        return identity

    def device(self) -> str:
        """The EUI-64 of the import meter."""
        device: str = self.meter_points()[0]["meters"][0]["smartImportElectricityMeter"]["deviceId"]
        return device

    def consumption(self, direction: str = "IMPORT", **parameters: Any) -> list[dict[str, Any]]:
        point = next(point for point in self.meter_points() if point["direction"] == direction)
        path = f"electricity-meter-points/{point['mpan']}/meters/{point['meters'][0]['serialNumber']}/consumption/"
        rows = self.rows(path, signed=True, **parameters)
        if "period_to" not in parameters:
            return rows
        # Sometimes there is a row more than was asked for.
        end = datetime.fromisoformat(parameters["period_to"])
        return [row for row in rows if datetime.fromisoformat(row["interval_start"]) < end]
