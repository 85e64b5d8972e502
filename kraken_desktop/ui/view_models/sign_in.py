"""What a tried key opens, in words: found, missing, wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from kraken_desktop.domain.account import Direction
from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.services import text
from kraken_desktop.services.session import Discovery
from kraken_desktop.services.state import Selection
from kraken_desktop.ui.view_models.meters import home_choices, meter_choices

KEY_PAGE = "https://octopus.energy/dashboard/new/accounts/personal-details/api-access"
_KEY_START = "sk_"
_WRONG_KEY = text.ProblemText(
    "Octopus does not know this key",
    "It may not be whole, or a newer key has taken its place.",
    "Copy the key once more from your Octopus account, under Personal details → API access.",
)


@dataclass(frozen=True, slots=True)
class FoundView:
    """``found`` and ``missing`` are lines; each tuple of choices is (value, label), worth showing from two on."""

    title: str
    is_good: bool = False
    explanation: str = ""
    found: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    accounts: tuple[tuple[str, str], ...] = ()
    homes: tuple[tuple[str, str], ...] = ()
    imports: tuple[tuple[str, str], ...] = ()
    exports: tuple[tuple[str, str], ...] = ()


def found_view(discovery: Discovery, selection: Selection, now: datetime) -> FoundView:
    accounts = tuple((summary.number, _account_words(summary.number, summary.status)) for summary in discovery.accounts)
    if discovery.problem is not None:
        words = _WRONG_KEY if is_about_the_key(discovery) else text.problem_text(discovery.problem)
        explanation = " ".join(part for part in (words.meaning, words.action) if part)
        return FoundView(words.title, explanation=explanation, accounts=accounts)
    if discovery.account is None:
        many = len(accounts) > 1
        title = "Choose an account" if many else "This key opens no account"
        why = "The key opens several accounts." if many else "Octopus knows the key, but no account belongs to it."
        return FoundView(title, explanation=why, accounts=accounts, missing=discovery.missing)
    homes = home_choices(discovery.account, now)
    imports, exports = (
        meter_choices(discovery.account, selection.property_id, direction, now) for direction in Direction
    )
    home = next((label for value, label in homes if value == selection.property_id), None)
    found = [f"Account {discovery.account.number}" + (f", {home}" if home is not None else "")]
    found += [f"Import meter {label}" for value, label in imports if value == selection.import_number]
    found += [f"Export meter {label}" for value, label in exports if value == selection.export_number]
    found += ["A Home Mini, for live power"] if discovery.has_mini else []
    found += [f"On smart charging: {', '.join(discovery.devices)}"] if discovery.devices else []
    return FoundView("Found", True, "", tuple(found), discovery.missing, accounts, homes, imports, exports)


def with_home(discovery: Discovery, selection: Selection, property_id: str, now: datetime) -> Selection:
    """Another home of the account: its own first meters, its Mini to be looked for anew."""
    imports, exports = (meter_choices(discovery.account, property_id, direction, now) for direction in Direction)
    return replace(
        selection,
        property_id=property_id,
        import_number=imports[0][0] if imports else None,
        export_number=exports[0][0] if exports else None,
        device_id=None,
    )


def key_hint(api_key: str) -> str:
    """What looks odd about a key before it is tried; empty where nothing does."""
    if api_key and not api_key.startswith(_KEY_START):
        return "An API key begins with sk_. Is this your password? That is never needed here."
    return ""


def is_about_the_key(discovery: Discovery) -> bool:
    """Whether the key itself is what must be put right, and not the account number."""
    return discovery.problem is not None and discovery.problem.kind is ProblemKind.KEY_REFUSED


def _account_words(number: str, status: str) -> str:
    return number if status.upper() == "ACTIVE" else f"{number} ({status.lower()})"
