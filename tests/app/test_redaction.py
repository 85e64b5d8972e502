"""No secret in the log, whatever it stands among."""

import logging
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.app.logging import CappedFile, RedactingFormatter
from kraken_desktop.app.redaction import Redaction

HEX = "0123456789abcdef"


def words(alphabet: str, least: int, most: int | None = None) -> st.SearchStrategy[str]:
    return st.text(alphabet, min_size=least, max_size=most or least)


SECRETS = st.one_of(
    st.builds("sk_live_{}".format, words(string.ascii_letters + string.digits, 8, 40)),
    st.builds("eyJ{}.eyJ{}.{}".format, *[words(string.ascii_letters + string.digits + "-_", 10, 60)] * 3),
    st.builds("A-{}".format, words("0123456789ABCDEF", 8)),
    words(string.digits, 13),
    words(HEX, 40, 64),
    st.lists(words(HEX, 2), min_size=8, max_size=8).map("-".join),
    st.uuids().map(str),
    st.builds("{}{}{}".format, words(string.digits, 2), words(string.ascii_uppercase, 1), words(string.digits, 7)),
)
SURROUNDINGS = st.sampled_from([" ", '"', "'", ": ", "=", "/", "(", ")", ", ", "\n", "?x=", "&", "{'key': '", "'}"])


@given(SURROUNDINGS, SECRETS, SURROUNDINGS)
def test_no_secret_comes_through(before: str, secret: str, after: str) -> None:
    assert secret not in Redaction()(f"asked{before}{secret}{after}answered")


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("1 INVENTED STREET, LONDON", "1 INVENTED STREET"),
        ("Flat 2, 14b Made Up Road", "14b Made Up Road"),
        ("postcode ZZ1 1ZZ unknown", "ZZ1 1ZZ"),
        ("?postcode=zz11zz", "zz11zz"),
        ("GET /v1/electricity-meter-points/1200099999990/meters/99Z9999991/consumption/", "99Z9999991"),
        ("GET /v1/gas-meter-points/9999999901/meters/G9A99999999901/", "9999999901"),
        ("Authorization: JWT abc.def", "abc.def"),
        ("Authorization: Basic c2tfbGl2ZTo=", "c2tfbGl2ZTo="),
    ],
)
def test_what_else_is_a_secret(text: str, secret: str) -> None:
    assert secret not in Redaction()(text)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23T13:15:45Z light poll failed: KT-CT-1199, next try 13:20",
        "E-1R-AGILE-24-10-01-C has 48 rates for 2026-11-24",
        "listening on 127.0.0.1:41234, 1700000000 bytes, 24.3p",
        'File "/usr/lib/python3.11/asyncio/base_events.py", line 1922, in _run_once',
    ],
)
def test_what_a_log_is_for_stays(text: str) -> None:
    assert Redaction()(text) == text


@given(st.text(string.printable, min_size=5).filter(lambda value: value.strip() == value))
def test_told_values_are_hidden(value: str) -> None:
    redaction = Redaction()
    redaction.hide([value])
    assert value not in redaction(f"<{value}>")


def test_tracebacks_are_redacted(tmp_path: Path) -> None:
    sink = CappedFile(tmp_path / "app.log")
    sink.setFormatter(RedactingFormatter(Redaction()))
    try:
        raise ValueError("refused: sk_live_INVENTEDagileINVENTEDagile0001")
    except ValueError as error:
        record = logging.LogRecord("app", logging.ERROR, __file__, 1, "for %s", ("A-A611E001",), None)
        record.exc_info = (type(error), error, error.__traceback__)
    sink.handle(record)
    sink.close()
    text = (tmp_path / "app.log").read_text("utf-8")
    assert "ValueError: refused: [key]" in text
    assert "sk_live_" not in text
    assert "A-A611E001" not in text


def test_the_log_is_of_bounded_size(tmp_path: Path) -> None:
    sink = CappedFile(tmp_path / "app.log", largest_bytes=1000)
    for number in range(500):
        sink.handle(logging.LogRecord("app", logging.INFO, __file__, 1, "line %s", (number,), None))
    sink.close()
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == ["app.log", "app.log.1"]
    assert all(path.stat().st_size < 1100 for path in tmp_path.iterdir())
    text = "".join((tmp_path / name).read_text("utf-8") for name in reversed(files))
    assert text.endswith("line 499\n")
