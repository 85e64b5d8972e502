"""Every product and tariff by its code, as one seed's market prices them (docs/api.md, 5.9)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from kraken_desktop.simulator.bands import Bands
from kraken_desktop.simulator.products import REGIONS, Product, Tariff
from kraken_desktop.simulator.shelf import PRODUCTS
from kraken_desktop.simulator.tariffs import Edited

_CODE = re.compile(r"^(?P<fuel>[EG])-(?P<registers>[0-9A-Z]+R)-(?P<product>.+)-(?P<region>[A-P])$")


@dataclass(frozen=True, slots=True)
class Edit:
    """A row of a list that was overwritten: the one in force at `moment` costs `exc_vat` from its start to its end."""

    tariff_code: str
    list_name: str
    moment: datetime
    exc_vat: Decimal


class Catalogue:
    """Products and tariffs by code, as one seed's market prices them; `more` beside those of the shelf."""

    def __init__(self, seed: int, more: Sequence[Product] = ()) -> None:
        self._seed = seed
        self._shelf = (*more, *PRODUCTS)
        self._tariffs: dict[str, Tariff | None] = {}
        self.edits = 0
        """How often a row was overwritten."""

    def variants(self, code: str) -> list[Product]:
        """The same product for each fuel and kind of meter; empty for a code that does not exist."""
        return [product for product in self._shelf if product.code == code]

    def products(self) -> list[Product]:
        """Those on public sale or once on it, one of each code: restricted ones are missing from the list."""
        return list({product.code: product for product in reversed(self._shelf) if not product.is_restricted}.values())

    def tariff(self, code: str) -> Tariff | None:
        if code not in self._tariffs:
            self._tariffs[code] = self._make(code)
        return self._tariffs[code]

    def edit(self, change: Edit) -> None:
        """Overwrite a published row in place. Raises ValueError where there is no such row."""
        tariff = self.tariff(change.tariff_code)
        prices = tariff.lists.get(change.list_name) if tariff is not None else None
        if tariff is None or prices is None or isinstance(prices, Bands):
            raise ValueError(f"no list of rows that can be edited is called {change.list_name!r} here")
        edited = Edited(prices, change.moment, change.exc_vat, tariff.is_taxed)
        self.edits += 1
        self._tariffs[change.tariff_code] = replace(tariff, lists=tariff.lists | {change.list_name: edited})

    def _make(self, code: str) -> Tariff | None:
        parts = _CODE.match(code)
        if parts is None or parts["region"] not in REGIONS:
            return None
        variants = self.variants(parts["product"])
        made = (product.tariff(self._seed, parts["region"]) for product in variants)
        return next((tariff for tariff in made if tariff.code == code), None)
