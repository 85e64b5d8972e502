"""Frozen values go in and come out the same; the same again changes nothing."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from kraken_desktop.domain.moments import SLOT, Span, today_span
from kraken_desktop.domain.power import HalfHour, Sample
from kraken_desktop.domain.rates import PaymentMethod, Rate, RateSchedule
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.domain.usage import Reading
from kraken_desktop.storage import connection
from kraken_desktop.storage.database import NOTICES_SHOWN, Database
from kraken_desktop.storage.facts import StartFacts
from tests.storage.given import ACCOUNT, DEVICE, HOUR, NOW, POINT, TARIFF, account, book, filled, notice, rate, samples

ALL = Span(NOW - 1000 * HOUR, NOW + 1000 * HOUR)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "kraken.db"


@pytest.fixture
async def database(path: Path) -> AsyncIterator[Database]:
    opened = Database.open(path)
    assert opened.trouble is None
    yield opened
    await opened.close()


async def test_a_new_store_knows_nothing(database: Database) -> None:
    assert database.at_start(NOW) == StartFacts()


async def test_the_next_start_has_all_that_the_last_run_knew(path: Path) -> None:
    first = Database.open(path)
    await first.save_account(account(), NOW)
    await first.save_has_mini(DEVICE, True, NOW)
    await first.add_rates(TARIFF, Register.STANDARD, [rate(NOW, NOW + SLOT, "24.3075")])
    await first.add_rates(TARIFF, Register.STANDING, [rate(NOW - HOUR, None, "47.8485")])
    await first.add_samples(DEVICE, samples(6, NOW - timedelta(minutes=1)))
    await first.add_half_hours(DEVICE, [HalfHour(today_span(NOW).start, Decimal("12345678.9"), None, Decimal(120))])
    await first.add_dispatch_view(ACCOUNT, book(NOW), NOW)
    await first.add_notice(notice("tomorrow:2026-10-06"))
    await first.close()

    second = Database.open(path)
    known = second.at_start(NOW + HOUR / 4)
    second.close_now()
    assert known == StartFacts(
        account=account(),
        account_saved_at=NOW,
        rates={
            TARIFF: {
                Register.STANDARD: RateSchedule((rate(NOW, NOW + SLOT, "24.3075"),)),
                Register.STANDING: RateSchedule((rate(NOW - HOUR, None, "47.8485"),)),
            }
        },
        has_mini={DEVICE: True},
        samples={DEVICE: samples(6, NOW - timedelta(minutes=1))},
        half_hours={DEVICE: (HalfHour(today_span(NOW).start, Decimal("12345678.9"), None, Decimal(120)),)},
        dispatches={ACCOUNT: (book(NOW), NOW)},
        notices=(notice("tomorrow:2026-10-06"),),
    )


async def test_a_start_leaves_old_things_where_they_are(database: Database) -> None:
    await database.save_account(account(), NOW)
    await database.add_samples(DEVICE, samples(3, NOW - 3 * HOUR))
    await database.add_half_hours(DEVICE, [HalfHour(NOW - 30 * HOUR, Decimal(1))])
    await database.add_rates(TARIFF, Register.STANDARD, [rate(NOW - 100 * HOUR, NOW - 99 * HOUR, "20")])
    await database.add_rates("E-1R-VAR-22-11-01-C", Register.STANDARD, [rate(NOW - HOUR, None, "25")])
    known = database.at_start(NOW)
    assert (known.samples, known.half_hours, known.rates) == ({}, {}, {TARIFF: {}})


async def test_a_value_of_another_shape_is_fetched_anew(path: Path) -> None:
    await filled(path)
    with sqlite3.connect(path) as raw:
        raw.execute("""UPDATE facts SET body = '{"number": 7}' WHERE name = 'account'""")
    raw.close()
    database = Database.open(path)
    known = database.at_start(NOW)
    database.close_now()
    assert known.account is None
    assert known.dispatches == {ACCOUNT: (book(NOW), NOW)}


async def test_each_way_of_paying_keeps_its_own_prices(database: Database) -> None:
    direct = Rate(NOW, None, Decimal(24), payment_method=PaymentMethod.DIRECT_DEBIT)
    other = Rate(NOW, None, Decimal(26), payment_method=PaymentMethod.NON_DIRECT_DEBIT)
    await database.add_rates(TARIFF, Register.STANDARD, [direct, other])
    assert (await database.rates(TARIFF))[Register.STANDARD].rates == (direct,)
    assert (await database.rates(TARIFF, PaymentMethod.NON_DIRECT_DEBIT))[Register.STANDARD].rates == (other,)


async def test_a_price_list_that_gains_rows_keeps_those_that_it_left_out(database: Database) -> None:
    await database.add_rates(TARIFF, Register.STANDARD, [rate(NOW - HOUR, None, "20")])
    await database.add_rates(TARIFF, Register.STANDARD, [rate(NOW, NOW + HOUR, "22")])
    assert (await database.rates(TARIFF))[Register.STANDARD].rates == (
        rate(NOW - HOUR, NOW, "20"),
        rate(NOW, NOW + HOUR, "22"),
        rate(NOW + HOUR, None, "20"),
    )


async def test_samples_twice_are_there_once_and_fill_each_other(database: Database) -> None:
    half_known = Sample(NOW, Decimal(300))
    await database.add_samples(DEVICE, [half_known])
    await database.add_samples(DEVICE, [Sample(NOW, Decimal(999), Decimal(5000), Decimal(0)), half_known])
    assert database.at_start(NOW).samples[DEVICE] == (Sample(NOW, Decimal(300), Decimal(5000), Decimal(0)),)


async def test_samples_without_power_are_no_points(database: Database) -> None:
    await database.add_samples(DEVICE, [Sample(NOW, None, Decimal(1)), Sample(NOW + HOUR, Decimal(-250))])
    found = await database.samples(DEVICE, ALL)
    assert list(found.times) == [(NOW + HOUR).timestamp()]
    assert list(found.watts) == [-250.0]


async def test_fewer_points_keep_every_peak(database: Database) -> None:
    rows = [
        replace(row, watts=Decimal(9000 if i == 777 else -4000 if i == 3333 else 300))
        for i, row in enumerate(samples(8640))
    ]
    await database.add_samples(DEVICE, rows)
    found = await database.samples(DEVICE, Span(NOW, NOW + 24 * HOUR), most_points=100)
    assert len(found) <= 102
    assert list(found.times) == sorted(found.times)
    points = dict(zip(found.times, found.watts, strict=True))
    assert points[rows[777].read_at.timestamp()] == 9000
    assert points[rows[3333].read_at.timestamp()] == -4000


async def test_one_device_does_not_see_the_other(database: Database) -> None:
    await database.add_samples(DEVICE, samples(3))
    assert len(await database.samples("another", ALL)) == 0


async def test_old_samples_become_minutes_and_then_half_hours(path: Path) -> None:
    """Whole for 30 days, a value a minute for a year, then a half hour; a minute keeps its mean and its register."""
    database = Database.open(path)
    ages = {"old": 500, "elder": 100, "young": 29}
    for days in ages.values():
        await database.add_samples(DEVICE, samples(360, NOW - timedelta(days=days)))
    await database.add_samples("another", samples(2, NOW - timedelta(days=300)))
    await database.close()
    database = Database.open(path)
    await database.add_samples(DEVICE, samples(3))
    counts = {}
    for name, days in ages.items():
        start = NOW - timedelta(days=days)
        counts[name] = len(await database.samples(DEVICE, Span(start, start + HOUR)))
    assert counts == {"old": 2, "elder": 60, "young": 360}
    elder = await database.samples(DEVICE, Span(NOW - timedelta(days=100), NOW - timedelta(days=100) + HOUR))
    assert list(elder.watts[:2]) == [302.5, 308.5]  # the means of 300…305 and 306…311
    everything = Span(NOW - timedelta(days=600), NOW + HOUR)
    assert len(await database.samples("another", everything)) == 2  # the newest that we have of it
    await database.add_samples(DEVICE, samples(3))
    assert len(await database.samples(DEVICE, everything)) == 2 + 60 + 360 + 3
    await database.close()


async def test_half_hours_fill_each_other(database: Database) -> None:
    await database.add_half_hours(DEVICE, [HalfHour(NOW, Decimal(1000), Decimal(5))])
    await database.add_half_hours(DEVICE, [HalfHour(NOW, Decimal(1000), None, Decimal(210))])
    assert await database.half_hours(DEVICE, ALL) == (HalfHour(NOW, Decimal(1000), Decimal(5), Decimal(210)),)


async def test_a_corrected_reading_replaces_the_first(database: Database) -> None:
    await database.add_readings(POINT, [Reading(NOW, Decimal("0.123")), Reading(NOW + SLOT, Decimal("0.4"))])
    await database.add_readings(POINT, [Reading(NOW, Decimal("0.125"))])
    assert await database.readings(POINT, Span(NOW, NOW + SLOT)) == (Reading(NOW, Decimal("0.125")),)


async def test_notices_come_newest_first_and_a_key_once(database: Database) -> None:
    for i in range(NOTICES_SHOWN + 5):
        await database.add_notice(notice(f"key:{i}", NOW + i * SLOT))
    await database.add_notice(notice("key:3", NOW + 900 * SLOT))
    found = await database.notices()
    assert [sent.key for sent in found] == [f"key:{i}" for i in range(NOTICES_SHOWN + 4, 4, -1)]


async def test_forgetting_leaves_no_trace_in_the_folder(database: Database, path: Path) -> None:
    await database.save_account(account(), NOW)
    await database.add_readings(POINT, [Reading(NOW, Decimal("0.5"))])
    (path.parent / "kraken.db.corrupt-20260101-000000-000000").write_bytes(b"A-1B2C3D4E")
    (path.parent / "kraken.db.before-2").write_bytes(b"A-1B2C3D4E")
    await database.forget_history()
    assert database.at_start(NOW) == StartFacts()
    left = b"".join(part.read_bytes() for part in path.parent.iterdir())
    assert b"A-1B2C3D4E" not in left
    assert POINT.encode() not in left
    await database.add_notice(notice("after"))
    assert len(await database.notices()) == 1


async def test_the_size_is_what_the_disk_gives(database: Database, path: Path) -> None:
    await database.add_samples(DEVICE, samples(2000))
    assert await database.size() == sum(part.stat().st_size for part in path.parent.iterdir()) > 20_000


async def test_in_memory_it_works_the_same() -> None:
    database = Database.in_memory()
    await database.save_account(account(), NOW)
    assert database.at_start(NOW).account == account()
    assert await database.size() == 0
    await database.forget_history()
    assert database.at_start(NOW).account is None
    await database.close()


async def test_a_file_that_pruning_left_empty_becomes_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "LEAST_ROOM", 100_000)
    path, sizes = tmp_path / "kraken.db", []
    for whole, count in ((timedelta(days=30), 9000), (timedelta(hours=1), 1)):
        database = Database.open(path)
        database.samples_whole = whole
        await database.add_samples(DEVICE, samples(count, NOW if count > 1 else NOW + 25 * HOUR))
        sizes.append(await database.size())
        await database.close()
    assert sizes[1] < sizes[0] / 2
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert raw.execute("SELECT count(*) FROM samples").fetchone() == (24 * 60 + 360 + 1,)  # of a day each minute
