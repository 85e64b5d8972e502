"""What a person sets by hand: windows typed and read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.moments import DailyWindow
from kraken_desktop.domain.own_terms import read_window, spelled

MINUTES = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))


@given(MINUTES, MINUTES, st.booleans())
def test_a_window_reads_as_it_is_spelled(start: object, end: object, is_utc: bool) -> None:
    window = DailyWindow(start, end, is_utc)  # type: ignore[arg-type]
    if start == end:
        with pytest.raises(ValueError, match="ends at another time"):
            read_window(spelled(window))
    else:
        assert read_window(spelled(window)) == window


@pytest.mark.parametrize("typed", ["", "night", "23:30", "23:30-", "25:00-05:30", "23:30-05:30 CET"])
def test_nonsense_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(ValueError, match="such as 23:30-05:30"):
        read_window(typed)
