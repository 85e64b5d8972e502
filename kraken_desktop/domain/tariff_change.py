"""When a tariff, its prices or its standing charge became others (docs/domain.md, Rates)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from kraken_desktop.domain.sent_notice import NoticeKind


@dataclass(frozen=True, slots=True)
class TermsNow:
    """What a meter point pays. ``whose`` tells one point and way of paying from another, ``kind`` names it.

    ``prices`` are the day's different ones, rising, in p/kWh; () where they change daily anyway or are not known.
    """

    whose: str
    kind: str
    code: str
    name: str
    day: date
    prices: tuple[Decimal, ...] = ()
    standing_pence: Decimal | None = None
    since: date | None = None
    """When its agreement began."""

    @property
    def is_backdated(self) -> bool:
        """It held before the day on which it was seen."""
        return self.since is not None and self.since < self.day


@dataclass(frozen=True, slots=True)
class TariffChanged:
    before: TermsNow
    after: TermsNow
    kind: NoticeKind = NoticeKind.TARIFF
    page: str = "found"

    @property
    def is_other_tariff(self) -> bool:
        return self.before.code != self.after.code

    @property
    def group(self) -> str:
        return f"tariff:{self.after.kind}"

    @property
    def key(self) -> str:
        prices = "/".join(str(price) for price in (*self.after.prices, self.after.standing_pence))
        return f"tariff:{self.after.kind}:{self.after.code}:{self.after.day.isoformat()}:{prices}"


def carried(before: Sequence[TermsNow], after: Sequence[TermsNow]) -> tuple[TermsNow, ...]:
    """What is not known now is taken from before, as long as the tariff is the same: a gap is no change."""
    known = {(terms.whose, terms.code): terms for terms in before}
    found = []
    for terms in after:
        old = known.pop((terms.whose, terms.code), terms)
        standing = terms.standing_pence if terms.standing_pence is not None else old.standing_pence
        found.append(replace(terms, prices=terms.prices or old.prices, standing_pence=standing))
    whose = {terms.whose for terms in after}
    return (*found, *(terms for terms in known.values() if terms.whose not in whose))


def tariff_changes(before: Sequence[TermsNow], after: Sequence[TermsNow]) -> Iterator[TariffChanged]:
    """A first price or standing charge is none; of a meter point seen for the first time nothing is told."""
    known = {terms.whose: terms for terms in before}
    for new in after:
        old = known.get(new.whose)
        if old is None:
            continue
        has_other_prices = bool(old.prices and new.prices) and old.prices != new.prices
        has_standing = old.standing_pence is not None and new.standing_pence is not None
        is_moved = has_standing and old.standing_pence != new.standing_pence
        if old.code != new.code or has_other_prices or is_moved:
            yield TariffChanged(old, new)
