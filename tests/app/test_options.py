"""The command line: in any order, and plain words where it makes no sense."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.option_values import PAGES, UsageError
from kraken_desktop.options import ASKED_OF, COMMANDS, Options, read_options, read_surroundings
from kraken_desktop.services.battery_report import wish_of

COMMON: dict[str, dict[str, Any]] = {
    "--demo": {"home": "agile"},
    "--demo=intelligent": {"home": "intelligent"},
    "--json": {"is_json": True},
    "--data-dir=/tmp/kraken": {"data_dir": Path("/tmp/kraken")},
    "--clock=2026-10-05T17:30:00+01:00x60": {"clock": (datetime(2026, 10, 5, 16, 30, tzinfo=UTC), 60.0)},
}


@given(st.sampled_from(COMMANDS), st.lists(st.sampled_from(sorted(COMMON)), unique=True), st.data())
def test_options_stand_before_or_after_a_command(command: str, options: list[str], data: st.DataObject) -> None:
    options = [option for option in options if option != "--demo" or "--demo=intelligent" not in options]
    place = data.draw(st.integers(0, len(options)))
    needed = {"cheapest": ["--hours", "3"], "export": ["--file", "/a.csv"]}.get(command, [])
    understood = read_options([*options[:place], command, *needed, *options[place:]])
    asked = {needed[0][2:]: needed[1]} if needed else {}
    assert understood == Options(command, asked, **{k: v for option in options for k, v in COMMON[option].items()})


def test_nothing_said_starts_the_app() -> None:
    assert read_options([]) == Options()


def test_demo_takes_a_value_only_with_an_equals_sign() -> None:
    assert read_options(["--demo", "status"]) == Options("status", home="agile")


def test_a_value_may_follow_in_a_word_of_its_own() -> None:
    assert read_options(["prices", "--date", "2026-10-05"]).asked == {"date": "2026-10-05"}
    assert read_options(["--data-dir", "here"]).data_dir == Path.cwd() / "here"


@pytest.mark.parametrize("page", PAGES)
def test_every_page_can_be_named(page: str) -> None:
    assert read_options(["--page", page]).page == page


@pytest.mark.parametrize("day", ["today", "tomorrow", "2026-10-05"])
def test_days(day: str) -> None:
    assert read_options(["prices", "--date", day]).asked == {"date": day}


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["weather"], "weather"),
        (["status", "prices"], "One command"),
        (["--verbose"], "--verbose"),
        (["-v"], "-v"),
        (["--json=yes", "status"], "--json takes no value"),
        (["--json"], "--json goes with"),
        (["--page"], "--page needs a value"),
        (["--page", "--hidden"], "--page needs a value"),
        (["--page", "kitchen"], "kitchen"),
        (["--data-dir="], "--data-dir needs"),
        (["prices", "--date", "soon"], "soon"),
        (["prices", "--date", "0001-01-01"], "years 2000 to 2099"),
        (["prices", "--date", "9999-12-31"], "years 2000 to 2099"),
        (["why", "--at", "0001-01-01T00:00"], "years 2000 to 2099"),
        (["why", "--at", "2026-03-29T01:30"], "does not exist in London"),
        (["dispatches", "--history", "--month", "0001-01"], "years 2000 to 2099"),
        (["cheapest", "--hours", "3", "--before", "07:00+01:00"], "not a clock time"),
        (["prices", "--gas", "--export"], "--gas and --export"),
        (["costs", "--export", "--gas"], "--gas and --export"),
        (["--date", "today"], "--date goes with"),
        (["cheapest"], "--hours"),
        (["other-tariffs", "--region", "I"], "'I' is not a region"),
        (["other-tariffs", "--postcode", "ZZ"], "not a whole postcode"),
        (["cheapest", "--hours", "nan"], "hours from 0.01"),
        (["cheapest", "--hours", "0.0001"], "hours from 0.01"),
        (["cheapest", "--hours", "72"], "to 48"),
        (["cheapest", "--hours", "3", "--before", "noon"], "noon"),
        (["cheapest", "--hours", "3", "--kw", "-7"], "kilowatts from 0.01"),
        (["cheapest", "--hours", "3", "--split=yes"], "--split takes no value"),
        (["dispatches", "--month", "2026-10"], "needs --history"),
        (["dispatches", "--history", "--month", "2026-13"], "2026-13"),
        (["prices", "--before", "07:00"], "goes with the command cheapest"),
        (["status", "--hidden"], "not for a command"),
        (["battery", "--price", "abc"], "not a number of pounds"),
        (["battery", "--price", "sNaN"], "not a number of pounds"),
        (["battery", "--reserve", "x"], "not a number of percent"),
        (["battery", "--price", "inf"], "not a number of pounds"),
        (["report", "--file", "~nobody-of-this-name/a.html"], "no home folder"),
        (["--data-dir=~nobody-of-this-name"], "no home folder"),
        (["--clock", "noon"], "noon"),
        (["--clock", "0001-01-01T00:00:00+14:00"], "years 2000 to 2099"),
        (["--clock", "2026-10-05T16:00:00Zxfast"], "fast"),
        (["--clock", "2026-10-05T16:00:00Zx-1"], "speed"),
    ],
)
def test_nonsense_is_refused_in_plain_words(arguments: list[str], word: str) -> None:
    with pytest.raises(UsageError, match=word):
        read_options(arguments)


WORDS = st.one_of(st.text(max_size=12), st.floats().map(str), st.dates().map(str), st.integers().map(str))


@given(st.sampled_from([(command, one) for command, every in ASKED_OF.items() for one in every]), WORDS)
def test_any_word_is_understood_or_refused(asked: tuple[str, str], word: str) -> None:
    """Nothing falls over a word, nor over what was made of it."""
    command, option = asked
    try:
        understood = read_options([command, f"--{option}={word}"])
    except UsageError:
        return
    if command in ("battery", "compare"):
        wish = wish_of(understood.asked)
        assert wish.battery(10).capacity_kwh == 10
        assert wish.price_pence(0) is None


def test_the_servers_address() -> None:
    assert read_surroundings({}).base_url is None
    for url in ("https://example.org", "http://127.0.0.1:8000/", "http://localhost:1", "http://[::1]:9"):
        assert read_surroundings({"KRAKEN_DESKTOP_API": url}).base_url == url.rstrip("/")


@pytest.mark.parametrize("url", ["http://example.org", "ftp://127.0.0.1", "example.org", "https://", "http://[::1"])
def test_other_servers_need_https(url: str) -> None:
    with pytest.raises(UsageError):
        read_surroundings({"KRAKEN_DESKTOP_API": url})


def test_key_and_account_go_together() -> None:
    both = {"KRAKEN_DESKTOP_API_KEY": "sk_live_INVENTED", "KRAKEN_DESKTOP_ACCOUNT": "A-A611E001"}
    found = read_surroundings(both)
    assert (found.api_key, found.account_number) == ("sk_live_INVENTED", "A-A611E001")
    assert "INVENTED" not in repr(found)
    for name in both:
        with pytest.raises(UsageError, match="go together"):
            read_surroundings({name: both[name]})


def test_an_hour_that_comes_twice_is_an_hour() -> None:
    assert read_options(["why", "--at", "2026-10-25T01:30"]).asked["at"] == "2026-10-25T01:30"
    assert read_options(["why", "--at", "2026-03-29T01:30Z"]).asked["at"] == "2026-03-29T01:30Z"
