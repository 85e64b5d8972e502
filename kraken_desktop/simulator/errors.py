"""Refusals in the words of the service (docs/api.md, 3.2)."""

from __future__ import annotations

from typing import Any

from graphql import GraphQLError

_KNOWN: dict[str, tuple[str, str, str]] = {
    # code: (message, errorType, errorDescription)
    "KT-CT-1111": ("Unauthorized.", "AUTHORIZATION", "Unauthorized."),
    "KT-CT-1112": (
        "'Authorization' header not provided.",
        "AUTHORIZATION",
        "Please provide the HTTP Authorization header.",
    ),
    "KT-CT-1113": ("Disabled GraphQL field requested.", "AUTHORIZATION", "Disabled GraphQL field requested."),
    "KT-CT-1124": ("Signature of the JWT has expired.", "AUTHORIZATION", ""),
    "KT-CT-1134": ("Invalid data.", "VALIDATION", "The refresh token has expired."),
    "KT-CT-1135": ("Invalid data.", "VALIDATION", "Invalid refresh token."),
    "KT-CT-1138": ("Invalid data.", "VALIDATION", "Please make sure the credentials are correct."),
    "KT-CT-1139": ("Invalid data.", "VALIDATION", "Authentication failed."),
    "KT-CT-1143": (
        "Value of 'Authorization' header is not a valid credential.",
        "AUTHORIZATION",
        "Value of 'Authorization' header is not a valid credential.",
    ),
    "KT-CT-1188": ("Query complexity is too high.", "VALIDATION", "The complexity of the query is over 200."),
    "KT-CT-1189": ("Too many nodes requested.", "VALIDATION", "The query asks for more than 10,000 nodes."),
    "KT-CT-1199": ("Too many requests.", "AUTHORIZATION", "Too many requests."),
    "KT-CT-1201": ("Pagination parameters not provided.", "VALIDATION", "Provide 'first' or 'last'."),
    "KT-CT-1605": ("Invalid input.", "VALIDATION", "Invalid input."),
    "KT-CT-4177": ("Unauthorized.", "AUTHORIZATION", "Unauthorized."),
    "KT-CT-4301": ("Unable to find device for given account.", "NOT_FOUND", "Device not found for account."),
    "KT-CT-4123": ("Unauthorized.", "AUTHORIZATION", "Unauthorized."),
    "KT-CT-4313": ("Could not find device.", "NOT_FOUND", "Could not find the device."),
    "KT-CT-4314": ("Unable to get provider details.", "APPLICATION", "Unable to get provider details."),
    "KT-CT-4321": ("Invalid data.", "VALIDATION", "Preferences need one schedule for each day of the week."),
    "KT-CT-4340": ("Unable to fetch planned dispatches.", "APPLICATION", "Unable to fetch planned dispatches."),
    "KT-CT-4341": ("Unable to fetch completed dispatches.", "APPLICATION", "Unable to fetch completed dispatches."),
    "KT-CT-4354": ("Unable to cancel boost charge.", "APPLICATION", "Unable to cancel boost charge."),
    "KT-CT-4357": (
        "Unable to trigger boost charge.",
        "APPLICATION",
        "An internal error occurred. Please try again later.",
    ),
    "KT-CT-4356": (
        "Unable to trigger boost charge.",
        "APPLICATION",
        "An internal error occurred. Please try again later.",
    ),
    "KT-CT-4358": ("Unable to suspend device control.", "APPLICATION", "Unable to suspend device control."),
    "KT-CT-4359": ("Unable to resume device control.", "APPLICATION", "Unable to resume device control."),
    "KT-CT-4374": ("Invalid data.", "VALIDATION", "Preferences are out of the limits of the device."),
    "KT-CT-4387": ("Could not find controller.", "NOT_FOUND", "Could not find the controller of the device."),
    "KT-CT-7899": ("An internal error occurred.", "APPLICATION", "An internal error occurred."),
    "KT-CT-9201": ("No loyalty point ledger found.", "NOT_FOUND", "The user has no loyalty point ledger."),
    "KT-CT-9203": ("No loyalty point ledger entries.", "NOT_FOUND", "The ledger holds no entries."),
    "KT-CT-9204": ("Invalid data.", "VALIDATION", "The number of points must be positive."),
    "KT-CT-9205": ("Invalid data.", "VALIDATION", "There are not enough points."),
    "KT-CT-9206": ("Invalid data.", "VALIDATION", "The number of points must be a multiple of 8."),
    "KT-CT-9209": ("Invalid data.", "APPLICATION", "The points could not be redeemed."),
    "KT-CT-9210": ("Unhandled loyalty points error.", "APPLICATION", "Unhandled loyalty points error."),
    "KT-GB-4039": (
        "Unable to query smart meter telemetry data.",
        "SERVICE_AVAILABILITY",
        "Unable to query smart meter telemetry data.",
    ),
    "OE-0000": ("Internal server error.", "APPLICATION", "Internal server error."),
    "OE-0001": ("Feature unavailable.", "APPLICATION", "Feature unavailable."),
    "OE-0002": ("Too many requests.", "AUTHORIZATION", "Too many requests."),
    "OE-0101": ("'Authorization' header not provided.", "AUTHORIZATION", "'Authorization' header not provided."),
    "OE-0102": ("'Authorization' header is invalid.", "AUTHORIZATION", "'Authorization' header is invalid."),
    "OE-0103": ("Unauthorized.", "AUTHORIZATION", "Unauthorized."),
    "OE-0104": ("'Authorization' header has expired.", "AUTHORIZATION", "'Authorization' header has expired."),
    "OE-0315": (
        "Invalid data submitted for heat pump operation.",
        "VALIDATION",
        "Invalid data submitted for heat pump operation.",
    ),
    "OE-0501": ("Spin limit reached.", "APPLICATION", "The account has no spins left."),
    "OE-0502": ("No eligible incentives.", "APPLICATION", "The account has no eligible incentives."),
    "OE-0503": ("Another spin is in progress.", "APPLICATION", "Another spin is in progress."),
    "OE-1302": ("Unable to join Saving Sessions.", "APPLICATION", "The meter point cannot join the campaign."),
    "OE-1303": ("Unable to join Saving Sessions.", "APPLICATION", "The account has joined the campaign already."),
    "OE-1305": (
        "The Saving Sessions event could not be found.",
        "NOT_FOUND",
        "The Saving Sessions event could not be found.",
    ),
    "OE-1306": ("Unable to join Saving Sessions event.", "APPLICATION", "Unable to join Saving Sessions event."),
    "OE-1307": ("Account has not joined the campaign.", "APPLICATION", "Account has not joined the campaign."),
    "OE-1308": (
        "Account ineligible to join Saving Sessions event.",
        "APPLICATION",
        "Account ineligible to join Saving Sessions event.",
    ),
}

CODES = frozenset(_KNOWN)
UNHEARD_OF = ("Something else went wrong.", "APPLICATION", "Something else went wrong.")
TOO_LATE = "Account cannot join event after the start of the event."


def refusal(code: str, *, input_path: list[str] | None = None, **more: Any) -> GraphQLError:
    """A business error: HTTP 200, with extensions."""
    message, kind, description = _KNOWN.get(code, UNHEARD_OF)
    extensions: dict[str, Any] = {"errorType": kind, "errorCode": code, "errorDescription": description}
    if code.startswith("OE-"):
        del extensions["errorType"]
    if input_path is not None:
        extensions["errorClass"] = kind
        extensions["validationErrors"] = [{"message": description, "inputPath": input_path}]
    return GraphQLError(message, extensions=extensions | more)
