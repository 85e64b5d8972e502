"""Places on the shelf of tariffs, named."""

from __future__ import annotations

from kraken_desktop.domain.tariffs import Family


def place_on_shelf(family: Family, is_export: bool) -> str:
    """``Agile``, ``Flux export``; a family that only exports says so by its name."""
    is_told = not is_export or "Outgoing" in family.value
    return family.value if is_told else f"{family.value} export"
