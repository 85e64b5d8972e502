"""Databases of earlier versions open with all that they held, and a step is taken whole or not at all."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.power import HalfHour, Sample
from kraken_desktop.domain.rates import RateSchedule
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.domain.usage import Reading
from kraken_desktop.storage import connection, migrations
from kraken_desktop.storage.database import Database
from kraken_desktop.storage.facts import encoded
from tests.storage.given import ACCOUNT, DEVICE, HOUR, NOW, POINT, book, filled

ALL = Span(NOW - 1000 * HOUR, NOW + 1000 * HOUR)
VERSION_1 = Path(__file__).with_name("version_1.sql")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kraken.db"


def test_a_database_of_the_first_version_opens(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(VERSION_1.read_text(encoding="utf-8"))
    database = Database.open(path)
    known = database.at_start(NOW)
    assert database.trouble is None
    database.close_now()
    assert known.has_mini == {DEVICE: True}
    assert known.samples == {
        DEVICE: (
            Sample(NOW - timedelta(seconds=10), Decimal(1240), Decimal("12345678.9"), Decimal(0)),
            Sample(NOW, Decimal(-310)),
        )
    }
    assert known.half_hours == {DEVICE: (HalfHour(NOW - 13 * HOUR, Decimal(12340000), None, Decimal(210)),)}
    assert [sent.key for sent in known.notices] == ["tomorrow:2026-10-06"]


async def test_prices_and_readings_of_the_first_version_are_kept(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(VERSION_1.read_text(encoding="utf-8"))
    database = Database.open(path)
    agile = (await database.rates("E-1R-AGILE-24-10-01-C"))[Register.STANDARD]
    flexible = (await database.rates("E-1R-VAR-22-11-01-C"))[Register.STANDARD]
    assert await database.readings(POINT, ALL) == (Reading(NOW - 13 * HOUR, Decimal("0.123")),)
    await database.close()
    assert [(r.start, r.end, r.pence_inc_vat, r.pence_exc_vat) for r in agile.rates] == [
        (NOW, NOW + HOUR / 2, Decimal("24.3075"), Decimal("23.15"))
    ]
    assert flexible == RateSchedule((flexible.rates[0],))
    assert flexible.rates[0].end is None


def version_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as raw:
        return migrations.version(raw)


async def test_a_step_is_taken_once_after_a_copy_is_made(path: Path) -> None:
    await filled(path)
    released = len(migrations.STEPS)
    steps = (*migrations.STEPS, "CREATE TABLE first (a); INSERT INTO first VALUES (7)", "CREATE TABLE second (b)")
    for _ in range(2):
        store, trouble = connection.open_file(path, steps)
        assert trouble is None
        assert store.execute("SELECT a FROM first").fetchall() == [(7,)]
        store.close()
    assert version_of(path) == released + 2
    copy = path.with_name(f"kraken.db.before-{released + 1}")
    assert version_of(copy) == released
    with closing(sqlite3.connect(copy)) as raw:
        assert raw.execute("SELECT count(*) FROM notices").fetchone() == (1,)


async def test_a_step_that_fails_is_not_taken_by_half(path: Path) -> None:
    await filled(path)
    released = len(migrations.STEPS)
    store, _ = connection.open_file(path)
    with closing(store), pytest.raises(sqlite3.OperationalError):
        migrations.take(store, (*migrations.STEPS, "CREATE TABLE good (a)", "CREATE TABLE half (b); SELECT nonsense"))
    assert version_of(path) == released + 1
    with closing(sqlite3.connect(path)) as raw:
        tables = {name for (name,) in raw.execute("SELECT name FROM sqlite_schema")}
    assert "good" in tables
    assert "half" not in tables


BEFORE_ACCOUNTS = Path(__file__).with_name("version_4.sql").read_text(encoding="utf-8")
CHARGED = f"""
    INSERT INTO sources VALUES (77, 'car');
    INSERT INTO started_charges VALUES (77, {int(NOW.timestamp())}, {int((NOW + HOUR).timestamp())});
    INSERT INTO completed_charges VALUES ({int(NOW.timestamp())}, {int((NOW + HOUR).timestamp())}, 3, NULL, NULL);
    INSERT INTO plan_views VALUES (77, {int(NOW.timestamp())}, {int(NOW.timestamp())}, NULL, X'');
"""


@pytest.mark.parametrize(
    ("known", "is_theirs"),
    [(f'{{"number": "{ACCOUNT}"}}', True), ('{"number": null}', False), ("not JSON", False), (None, False)],
)
async def test_charges_of_before_belong_to_the_account_shown_last(
    tmp_path: Path, known: str | None, is_theirs: bool
) -> None:
    path, last = tmp_path / "kraken.db", book(NOW)
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(BEFORE_ACCOUNTS + CHARGED)
        raw.execute("INSERT INTO facts VALUES ('dispatches', ?, ?)", (int(NOW.timestamp()), encoded(last)))
        if known is not None:
            raw.execute("INSERT INTO facts VALUES ('account', 0, ?)", (known.encode(),))
        raw.commit()
    database = Database.open(path)
    assert database.trouble is None
    for account, counts in ((ACCOUNT, True), ("A-0000OTHR", not is_theirs)):
        kept, views = await database.charges(account, ALL), await database.plan_views(account, ALL)
        assert (len(kept.started), len(kept.completed), len(views)) == (counts, counts, counts)
    assert database.at_start(NOW).dispatches == ({ACCOUNT: (last, NOW)} if is_theirs else {})
    await database.close()
