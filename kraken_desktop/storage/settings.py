"""Settings: each declared once with its default, its limits and its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import time
from decimal import Decimal
from typing import Any

import msgspec

from kraken_desktop.domain.offers import REGIONS
from kraken_desktop.storage import setting_values


@dataclass(frozen=True, slots=True)
class Declaration:
    """One setting: its words, and the values that it may have (None: any of its type)."""

    key: str
    default: object
    label: str = ""
    help: str = ""
    choices: tuple[tuple[object, str], ...] | None = None


def _declared(
    default: Any, label: str = "", help: str = "", choices: tuple[tuple[object, str], ...] | None = None
) -> Any:
    words = {"label": label, "help": help, "choices": choices}
    if isinstance(default, dict):
        return field(default_factory=lambda: dict(default), metadata=words)
    return field(default=default, metadata=words)


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting's value. Change one with ``with_value``."""

    polling_minutes: int = _declared(
        1,
        "Ask for live power every",
        "Octopus allows about 100 live-power calls an hour for your account, shared with its own app and every other.",
        ((1, "1 minute"), (2, "2 minutes"), (3, "3 minutes"), (5, "5 minutes")),
    )
    scheme: str = _declared(
        "quadrant",
        "Colour prices by",
        "The quarters divide the day's range of prices; the tariff's own bands are off-peak, standard and peak. "
        "Against a mean, low reaches to three quarters of it, fair to the mean and high to five quarters.",
        (
            ("quadrant", "Quarters of the day's range"),
            ("tariff", "The tariff's bands"),
            ("thresholds", "My own limits"),
            ("mean-7", "The mean of the last 7 days"),
            ("mean-30", "The mean of the last 30 days"),
        ),
    )
    thresholds: tuple[Decimal, ...] = _declared(
        (), "My limits, p/kWh", "Rising; a price above a limit moves up a colour."
    )
    palette: str = _declared(
        "default",
        "Colours",
        "A band always carries a number or a shape beside its colour.",
        (("default", "Green to red"), ("colour-blind", "Safe for colour-blind eyes")),
    )
    theme: str = _declared(
        "system", "Appearance", "", (("system", "Like the desktop"), ("light", "Light"), ("dark", "Dark"))
    )
    icon_style: str = _declared("price", "Tray icon", "", (("price", "Price in pence"), ("symbol", "Symbol only")))
    notices_on: bool = _declared(True, "Show notices on the desktop")
    notice_tomorrow: bool = _declared(True, "Tomorrow's prices are published", "Once a day.")
    notice_negative: bool = _declared(False, "The price falls below zero")
    notice_quadrant: bool = _declared(
        False, "The price enters or leaves the cheapest or dearest quarter", "At most one an hour."
    )
    notice_dispatch: bool = _declared(True, "A smart charge starts, ends or is withdrawn while it runs")
    notice_plan: bool = _declared(
        True,
        "A smart charge is planned, moved or withdrawn",
        "A new plan once it has stood for 5 minutes; a start or end moved by 30 minutes or more, or energy by a third, "
        "once that has stood for 10. At most one an hour for each car.",
    )
    notice_unplugged: bool = _declared(True, "The car is unplugged while a charge is planned", "After 5 minutes.")
    notice_target: bool = _declared(
        True, "The car will not reach its target in time", "Our estimate, once for each time it should be ready."
    )
    notice_allowance: bool = _declared(
        True,
        "The smart charging allowance is nearly used up",
        "An hour before, by our estimate. Four-rate tariff.",
    )
    notice_tariff: bool = _declared(True, "My tariff, its prices or the standing charge change")
    notice_month: bool = _declared(
        False,
        "A month is over: its report is ready",
        "On the first of the month from 9 in the morning, with a button; it is kept beside the store.",
    )
    notice_sign_in: bool = _declared(True, "Signing in is needed")
    notice_stale: bool = _declared(True, "Nothing new has come for long", "After an hour.")
    quiet_hours_on: bool = _declared(
        False,
        "Quiet hours",
        "Notices of these hours stay on the Notices page; reminders you asked for come all the same.",
    )
    quiet_from: str = _declared("22:00", "From")
    quiet_to: str = _declared("07:00", "To")
    start_at_login: bool = _declared(False, "Start when I sign in to this computer")
    start_hidden: bool = _declared(True, "Start in the tray, without a window")
    pause_when_locked: bool = _declared(False, "Pause while the screen is locked")
    account_number: str | None = _declared(None)
    property_id: str | None = _declared(None)
    import_number: str | None = _declared(None, "Import meter")
    export_number: str | None = _declared(None, "Export meter")
    gas_number: str | None = _declared(None, "Gas meter")
    payment_method: str = _declared(
        "DIRECT_DEBIT",
        "I pay by",
        "Some tariffs have two prices.",
        (("DIRECT_DEBIT", "Direct debit"), ("NON_DIRECT_DEBIT", "Another way")),
    )
    night_windows: tuple[str, ...] = _declared(
        (), "My night hours", "Set them where your meter keeps other hours than its tariff's usual ones."
    )
    own_import_price: Decimal | None = _declared(
        None,
        "Import, p/kWh",
        "Counts instead of Octopus's price from today on, and for days that Octopus tells no price of.",
    )
    own_night_price: Decimal | None = _declared(
        None, "Import at night, p/kWh", "Inside the night hours; it needs an import price for the rest of the day."
    )
    own_export_price: Decimal | None = _declared(None, "Export, p/kWh")
    own_gas_price: Decimal | None = _declared(None, "Gas, p/kWh")
    region: str | None = _declared(
        None,
        "Region",
        "Other tariffs cost differently in each. Your meter tells yours.",
        ((None, "My meter's"), *REGIONS.items()),
    )
    gas_unit: str = _declared(
        "auto",
        "My gas meter counts",
        "Newer meters (SMETS2) count cubic metres, older smart ones kilowatt-hours, and Octopus's readings do not say.",
        (("auto", "As Octopus's figures show"), ("m3", "Cubic metres"), ("kwh", "Kilowatt-hours")),
    )
    calorific_value: Decimal = _declared(
        Decimal("39.5"), "Calorific value, MJ/m³", "What a cubic metre of gas holds; it stands on your bill."
    )
    samples_days: int = _declared(
        30,
        "Keep live power whole for",
        "Afterwards a value a minute for a year, then a value a half hour.",
        ((7, "a week"), (30, "30 days"), (90, "90 days"), (365, "a year")),
    )
    billing_day: int | None = _declared(
        None,
        "Bills begin on day",
        "A day that a month lacks is its last.",
        ((None, "As Octopus says"), *((day, str(day)) for day in range(1, 32))),
    )
    heavy_offset_seconds: int = _declared(-1)
    launchers_offered: bool = _declared(False)
    welcome_done: bool = _declared(False)
    detached_on_top: bool = _declared(False, "Keep detached pages above other windows")
    windows: Mapping[str, str] = _declared({})
    wish: Mapping[str, str] = _declared({})
    choices_of_accounts: Mapping[str, str] = _declared({})
    """What was chosen of an account that is not shown, by ``A-1234ABCD property_id``."""
    battery: Mapping[str, str] = _declared({})
    wave: Mapping[str, str] = _declared({})


DECLARATIONS: Mapping[str, Declaration] = {
    declared.name: Declaration(
        declared.name,
        declared.default,
        declared.metadata.get("label", ""),
        declared.metadata.get("help", ""),
        declared.metadata.get("choices"),
    )
    for declared in fields(Settings)
}


OWN_PRICES = ("own_import_price", "own_night_price", "own_export_price", "own_gas_price")


def declaration(key: str) -> Declaration:
    """Raises KeyError for a setting that does not exist."""
    return DECLARATIONS[key]


def with_value(settings: Settings, key: str, value: object) -> Settings:
    """The settings with one changed. Raises ValueError with a plain word for a value outside the limits."""
    if key not in DECLARATIONS:
        raise ValueError(f"there is no setting called {key}")
    return replace(settings, **{key: _checked(key, value)})


def _checked(key: str, value: object) -> Any:
    words = DECLARATIONS[key]
    if words.choices is not None and value not in [choice for choice, _ in words.choices]:
        raise ValueError(f"{words.label or key} cannot be {value!r}")
    if key == "night_windows":
        return setting_values.windows(value)
    if key in OWN_PRICES:
        return setting_values.own_price(value)
    if key == "thresholds":
        return setting_values.thresholds(value)
    if key == "calorific_value":
        return setting_values.calorific(value)
    if key in ("quiet_from", "quiet_to"):
        try:
            return f"{time.fromisoformat(str(value)):%H:%M}"
        except ValueError as odd:
            raise ValueError(f"{value!r} is no time of day such as 22:00") from odd
    try:
        return msgspec.convert(value, _TYPES[key])
    except msgspec.ValidationError as odd:
        raise ValueError(f"{words.label or key} cannot be {value!r}") from odd


_TYPES: Mapping[str, Any] = {
    "polling_minutes": int,
    "samples_days": int,
    "heavy_offset_seconds": int,
    "windows": dict[str, str],
    "wish": dict[str, str],
    "choices_of_accounts": dict[str, str],
    "battery": dict[str, str],
    "wave": dict[str, str],
    **{name: bool for name, words in DECLARATIONS.items() if isinstance(words.default, bool)},
    **{name: str for name, words in DECLARATIONS.items() if isinstance(words.default, str)},
    **{name: str | None for name, words in DECLARATIONS.items() if words.default is None},
    "billing_day": int | None,
}
