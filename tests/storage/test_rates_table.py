"""The table of rates merges as schedules do (docs/domain.md, Rates)."""

from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.moments import SLOT
from kraken_desktop.domain.rates import Rate, RateSchedule, RateSource
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.storage import connection, rates_table

START = datetime(2026, 10, 24, 23, 0, tzinfo=UTC)


@st.composite
def rates(draw: st.DrawFn) -> Rate:
    first = draw(st.integers(0, 40))
    length = draw(st.none() | st.integers(1, 20))
    pence = draw(st.decimals("-20", "100", places=6))
    exc_vat = draw(st.none() | st.decimals("-20", "100", places=4))
    end = None if length is None else START + (first + length) * SLOT
    return Rate(START + first * SLOT, end, pence, exc_vat, draw(st.sampled_from(RateSource)))


@given(st.lists(st.lists(rates(), max_size=6), max_size=4), st.booleans())
def test_answers_in_turn_leave_what_merged_schedules_are(answers: list[list[Rate]], is_newest: bool) -> None:
    expected = RateSchedule()
    store = connection.in_memory()
    try:
        for answer in answers:
            rates_table.add(store, "E-1R-AGILE-24-10-01-C", Register.STANDARD, answer, is_newest=is_newest)
            newer = RateSchedule.of(answer)
            expected = expected.read_anew(newer) if is_newest else expected.merged_with(newer)
        found = rates_table.schedules(store, "E-1R-AGILE-24-10-01-C", None).get(Register.STANDARD, RateSchedule())
        assert found == expected
        before = store.total_changes
        rates_table.add(store, "E-1R-AGILE-24-10-01-C", Register.STANDARD, found.rates)
        assert store.total_changes == before
    finally:
        store.close()


@given(st.decimals("-99.999999", "199.999999", places=6))
def test_prices_come_back_to_the_last_digit(pence: Decimal) -> None:
    store = connection.in_memory()
    try:
        rates_table.add(store, "code", Register.NIGHT, [Rate(START, None, pence)])
        (found,) = rates_table.schedules(store, "code", None)[Register.NIGHT].rates
        assert found.pence_inc_vat == pence
    finally:
        store.close()
