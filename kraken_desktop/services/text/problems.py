"""What is wrong, in words: what happened, what it means, what to do."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kraken_desktop.domain.problem import Problem, ProblemKind


@dataclass(frozen=True, slots=True)
class ProblemText:
    """``title`` says what happened, ``meaning`` what it means for the person, ``action`` what to do, if anything."""

    title: str
    meaning: str
    action: str


def problem_text(problem: Problem, *, is_known: bool = True) -> ProblemText:
    """The words of a problem; rows that were left out are counted, never named.

    ``is_known`` false: nothing was ever read that could still be seen.
    """
    words = _WORDS[problem.kind]
    if not is_known:
        words = replace(words, meaning=words.meaning.replace(_EARLIER, _NEVER))
    if not problem.skipped:
        return words
    rows = "one row was" if problem.skipped == 1 else f"{problem.skipped} rows were"
    return replace(words, meaning=f"What could be read is used; the rest is left out. So far {rows} left out.")


def slowed_words(reason: Problem) -> str:
    """Why polling is slower than chosen, short enough for a status line."""
    return f"slowed down, {_SLOWED.get(reason.kind, 'the allowance is shared')}"


_SLOWED = {
    ProblemKind.BLOCKED: "Octopus asks us to",
    ProblemKind.LIMITED: "the hourly allowance is used up",
}
_EARLIER, _NEVER = "What you see was read earlier.", "Nothing has been read yet."
_WAIT = "Nothing to do: the app tries again by itself."

_WORDS: dict[ProblemKind, ProblemText] = {
    ProblemKind.UNREACHABLE: ProblemText(
        "No connection to Octopus",
        f"{_EARLIER} Prices already known go on changing at the right time.",
        "Check this computer's network. The app tries again by itself.",
    ),
    ProblemKind.TIMED_OUT: ProblemText(
        "Octopus takes too long to answer",
        _EARLIER,
        _WAIT,
    ),
    ProblemKind.UNAVAILABLE: ProblemText(
        "Octopus cannot answer this just now",
        f"The fault is at Octopus, not with your account. {_EARLIER}",
        _WAIT,
    ),
    ProblemKind.CAPTIVE_PORTAL: ProblemText(
        "This network wants you to sign in first",
        "It answered with a page of its own in place of Octopus.",
        "Open any web page, sign in to the network, then try again.",
    ),
    ProblemKind.BLOCKED: ProblemText(
        "Octopus asks us to slow down",
        "Too many requests came from your connection. Your key is fine.",
        "Nothing to do: the app waits before it asks again. Other apps that use your account may poll too often.",
    ),
    ProblemKind.LIMITED: ProblemText(
        "A limit of Octopus is reached",
        "Octopus answers only so many questions in a time for all your apps together: about 100 live readings an hour, "
        "a few sign-ins a minute. What was read earlier is kept.",
        "Nothing to do: the app waits and goes on. Polling less often, or another app less, avoids it.",
    ),
    ProblemKind.BUDGET_SPENT: ProblemText(
        "Polling has slowed down",
        "Other apps share the allowance of your account, so this app asks less often for a while.",
        "Nothing to do: it speeds up again by itself.",
    ),
    ProblemKind.REFUSED: ProblemText(
        "Octopus refused this request",
        "This part is not available for your account just now. Everything else goes on.",
        "If it stays, Octopus may have changed its service: look for a newer version of this app.",
    ),
    ProblemKind.ODD_ANSWER: ProblemText(
        "Octopus sent an answer that makes no sense",
        f"Nothing in it could be used. {_EARLIER}",
        "The app tries again by itself. If it stays, look for a newer version of this app.",
    ),
    ProblemKind.CLOCK_WRONG: ProblemText(
        "This computer's clock is wrong",
        "It differs from Octopus's by more than five minutes, so prices would change at the wrong time.",
        "Set the date and time of this computer, or let it set them from the network.",
    ),
    ProblemKind.KEY_REFUSED: ProblemText(
        "Octopus does not accept the API key",
        "It was replaced or mistyped. Nothing new is fetched until you sign in again; what was kept is still here.",
        "Choose Sign in and enter the key from your Octopus account, under Personal details → API access.",
    ),
    ProblemKind.ACCOUNT_REFUSED: ProblemText(
        "This key does not open that account",
        "The key is right, but the account number belongs to somebody else or has a typing mistake.",
        "Check the account number: it looks like A-1234ABCD and stands on your bills.",
    ),
    ProblemKind.SIGNED_OUT: ProblemText(
        "Not signed in",
        "Prices and power are fetched with your own API key.",
        "Choose Sign in, or look around with a sample home.",
    ),
    ProblemKind.NO_MINI: ProblemText(
        "No Home Mini found",
        "Live power needs a Home Mini. Prices and smart charging work without one.",
        "If you have just set one up, it appears here by itself, usually within the hour.",
    ),
    ProblemKind.MINI_SILENT: ProblemText(
        "The Home Mini is silent",
        "Octopus has no fresh reading from it, so live power is not known.",
        "Check that it has power and Wi-Fi. Readings return by themselves.",
    ),
    ProblemKind.NO_METER: ProblemText(
        "No electricity meter found",
        "Octopus lists no electricity meter on this account, so there are no prices to show.",
        "Right after a move this can take some days. If you have several accounts, choose another in Settings.",
    ),
    ProblemKind.UNKNOWN_TARIFF: ProblemText(
        "A tariff this app does not know",
        "Its prices cannot be shown. Everything else goes on.",
        "Look for a newer version of this app.",
    ),
    ProblemKind.NOT_LISTED: ProblemText(
        "Octopus publishes no price list for this tariff",
        "Only what your agreement itself tells is known. Everything else goes on.",
        "Set your own prices in Settings, Prices. The list is looked for again every half hour.",
    ),
    ProblemKind.NO_HOURS: ProblemText(
        "The hours of the night price are not known",
        "Octopus tells a day and a night price, but not when each holds. A price is never guessed.",
        "Set your night hours in Settings, Prices. Your meter's own readings may teach them within days.",
    ),
    ProblemKind.NO_RATE: ProblemText(
        "No price is known for now",
        "Octopus's price list has no price for this time. A price is never guessed.",
        _WAIT,
    ),
    ProblemKind.NO_KEYRING: ProblemText(
        "This computer has no keyring",
        "Your key is kept in memory until you quit; the app will ask for it at the next start.",
        "Install a keyring (GNOME Keyring or KWallet) to stay signed in.",
    ),
    ProblemKind.KEYRING_LOCKED: ProblemText(
        "The keyring is locked",
        "The app cannot reach your key until the keyring is open.",
        "Unlock the keyring, then try again.",
    ),
    ProblemKind.KEYRING_DISMISSED: ProblemText(
        "The keyring was not opened",
        "Its question was closed, so the key was neither read nor kept there.",
        "Try again to be asked anew, or sign in for this run only.",
    ),
    ProblemKind.KEYRING_UNSAFE: ProblemText(
        "The keyring would not keep your key safe",
        "It stores secrets in plain text or forgets them, so the key stays in memory until you quit.",
        "Install GNOME Keyring or KWallet, or choose another keyring backend.",
    ),
    ProblemKind.STORE_CORRUPT: ProblemText(
        "The stored history was damaged",
        "The damaged file was put aside and a new one begun. Prices and live power are not affected.",
        "Nothing to do. The damaged file is beside the new one in the data folder.",
    ),
    ProblemKind.STORE_FULL: ProblemText(
        "The disk is full",
        "Prices and power still show, but nothing is kept for later.",
        "Free some space; the app goes on storing by itself.",
    ),
    ProblemKind.STORE_READ_ONLY: ProblemText(
        "The data folder cannot be written",
        "Prices and power still show, but nothing is kept for later.",
        "Check the rights of the data folder, or start with --data-dir and another folder.",
    ),
    ProblemKind.STORE_TOO_NEW: ProblemText(
        "The stored history is from a newer version",
        "This version does not touch it, so nothing is kept in this run.",
        "Start the newer version again, or use --data-dir with another folder.",
    ),
}
