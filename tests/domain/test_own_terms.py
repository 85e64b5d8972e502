"""What a person sets by hand: windows typed and read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.moments import DailyWindow
from kraken_desktop.domain.own_terms import read_window, spelled, united

MINUTES = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))


@given(MINUTES, MINUTES, st.booleans())
def test_a_window_reads_as_it_is_spelled(start: object, end: object, is_utc: bool) -> None:
    window = DailyWindow(start, end, is_utc)  # type: ignore[arg-type]
    if start == end:
        with pytest.raises(ValueError, match="ends at another time"):
            read_window(spelled(window))
    else:
        assert read_window(spelled(window)) == window


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("23:30 - 05:30", "23:30-05:30"),
        (" 1:30–5.30 ", "01:30-05:30"),
        ("22:00-24:00", "22:00-00:00"),
        ("00:30-07:30 utc", "00:30-07:30 GMT"),
    ],
)
def test_people_spell_a_window_in_many_ways(typed: str, kept: str) -> None:
    assert spelled(read_window(typed)) == kept


@pytest.mark.parametrize(
    "typed", ["", "night", "23:30", "23:30-", "25:00-05:30", "23:30-05:30 CET", "23:30+01:00-05:30", "1:3-5:30"]
)
def test_nonsense_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(ValueError, match="such as 23:30-05:30"):
        read_window(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("23:00-02:00, 01:00-03:00, 12:00-12:30", "12:00-12:30, 23:00-03:00"),
        ("00:30-02:00, 02:00-04:00", "00:30-04:00"),
        ("22:00-00:00, 00:00-01:00", "22:00-01:00"),
        ("01:00-03:00, 02:00-04:00 GMT", "01:00-03:00, 02:00-04:00 GMT"),
    ],
)
def test_windows_that_touch_are_one(typed: str, kept: str) -> None:
    windows = [read_window(part) for part in typed.split(", ")]
    assert ", ".join(map(spelled, united(windows))) == kept


def test_windows_of_the_whole_day_stay_as_they_are() -> None:
    halves = (read_window("00:00-12:00"), read_window("12:00-00:00"))
    assert united(halves) == halves
