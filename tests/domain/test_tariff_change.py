"""A tariff, its prices or its standing charge became others; gaps and first sights are no change."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.tariff_change import TermsNow, carried, tariff_changes

DAY = date(2026, 10, 5)
FLEXIBLE = TermsNow("1", "Import", "E-1R-VAR-22-11-01-C", "Flexible", DAY, (Decimal("25.1"),), Decimal("47.6"))
PRICES = st.lists(st.decimals(-10, 90, places=2), max_size=3, unique=True).map(lambda found: tuple(sorted(found)))
TERMS = st.builds(
    TermsNow,
    st.sampled_from(["1", "2"]),
    st.just("Import"),
    st.sampled_from(["A", "B"]),
    st.just("A tariff"),
    st.just(DAY),
    PRICES,
    st.none() | st.decimals(0, 90, places=2),
)


def test_another_product_prices_and_standing_charge_are_told() -> None:
    for other in (
        replace(FLEXIBLE, code="E-1R-GO-VAR-22-10-14-C", name="Go"),
        replace(FLEXIBLE, prices=(Decimal("26.3"),)),
        replace(FLEXIBLE, standing_pence=Decimal("49.35")),
    ):
        (told,) = tariff_changes((FLEXIBLE,), (other,))
        assert (told.before, told.after) == (FLEXIBLE, other)


@given(st.lists(TERMS, max_size=2, unique_by=lambda terms: terms.whose))
def test_the_same_is_no_change(terms: list[TermsNow]) -> None:
    assert list(tariff_changes(terms, terms)) == []


def test_first_sight_and_what_is_not_known_are_no_change() -> None:
    unknown = replace(FLEXIBLE, prices=(), standing_pence=None)
    assert list(tariff_changes((), (FLEXIBLE,))) == []
    assert list(tariff_changes((unknown,), (FLEXIBLE,))) == []
    assert list(tariff_changes((FLEXIBLE,), (unknown,))) == []


def test_a_change_behind_a_gap_is_still_told() -> None:
    unknown, dearer = replace(FLEXIBLE, prices=()), replace(FLEXIBLE, prices=(Decimal("26.3"),))
    for gap in ((unknown,), ()):
        between = carried((FLEXIBLE,), gap)
        assert [told.before.prices for told in tariff_changes(between, (dearer,))] == [FLEXIBLE.prices]


@given(TERMS, TERMS)
def test_carrying_never_changes_what_is_known(before: TermsNow, after: TermsNow) -> None:
    (found, *_) = carried((before,), (after,))
    assert found.code == after.code
    assert found.prices == (after.prices or found.prices)
    assert carried((found,), (found,)) == (found,)
