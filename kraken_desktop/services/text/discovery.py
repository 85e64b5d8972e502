"""What a sign-in did not find, and what works all the same."""

from __future__ import annotations

from kraken_desktop.domain.account import MeterPoint


def missing_sentences(
    imports: MeterPoint | None, exports: MeterPoint | None, has_tariff: bool, has_mini: bool | None
) -> tuple[str, ...]:
    """Plain sentences; none where everything is there."""
    found = []
    if imports is None and exports is None:
        found.append("No electricity meter: Octopus lists none on this account, so there are no prices to show.")
    elif imports is None:
        found.append("No import meter: only export prices are shown.")
    elif not has_tariff:
        found.append("No tariff in force now: prices appear when an agreement begins.")
    if exports is None and imports is not None:
        found.append("No export meter: nothing is shown of export.")
    if imports is not None and not imports.device_ids:
        found.append("No smart meter on the network: live power and today's use cannot be shown. Prices still work.")
    elif has_mini is False:
        found.append("No Home Mini: live power cannot be shown. Prices still work.")
    elif has_mini is None:
        found.append("Octopus does not say whether there is a Home Mini: live power appears if there is one.")
    return tuple(found)
