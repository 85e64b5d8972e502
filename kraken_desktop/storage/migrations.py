"""The database's shape, as numbered steps. A step once released never changes; a new shape is a new step.

``PRAGMA user_version`` counts the steps taken. Each is one transaction, and a database that holds something is copied
beside itself before the first.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

STEPS: tuple[str, ...] = (
    # 1: the first shape
    """
    CREATE TABLE facts (name TEXT PRIMARY KEY, saved_at INTEGER NOT NULL, body BLOB NOT NULL) WITHOUT ROWID;
    CREATE TABLE sources (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
    CREATE TABLE rates (
        tariff_code TEXT NOT NULL, register TEXT NOT NULL, payment_method TEXT NOT NULL,
        start INTEGER NOT NULL, stop INTEGER NOT NULL,
        pence_inc_vat NUMERIC NOT NULL, pence_exc_vat NUMERIC, source TEXT NOT NULL,
        PRIMARY KEY (tariff_code, register, payment_method, start)
    ) WITHOUT ROWID;
    CREATE TABLE samples (
        device INTEGER NOT NULL, read_at INTEGER NOT NULL, watts NUMERIC, import_wh NUMERIC, export_wh NUMERIC,
        PRIMARY KEY (device, read_at)
    ) WITHOUT ROWID;
    CREATE TABLE half_hours (
        device INTEGER NOT NULL, start INTEGER NOT NULL,
        import_wh NUMERIC, export_wh NUMERIC, import_delta_wh NUMERIC,
        PRIMARY KEY (device, start)
    ) WITHOUT ROWID;
    CREATE TABLE readings (
        point INTEGER NOT NULL, start INTEGER NOT NULL, kwh NUMERIC NOT NULL, PRIMARY KEY (point, start)
    ) WITHOUT ROWID;
    CREATE TABLE dispatch_views (
        id INTEGER PRIMARY KEY, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL,
        meaning BLOB NOT NULL, body BLOB NOT NULL
    );
    CREATE TABLE notices (
        id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, "group" TEXT NOT NULL, kind TEXT NOT NULL,
        title TEXT NOT NULL, body TEXT NOT NULL, reason TEXT NOT NULL, page TEXT NOT NULL,
        sent_at INTEGER NOT NULL, shown_by TEXT NOT NULL
    );
    """,
    # dispatches: a small row for each change of a device's plan; what started and completed for good
    """
    REPLACE INTO facts SELECT 'dispatches', last_seen, body FROM dispatch_views ORDER BY id DESC LIMIT 1;
    DROP TABLE dispatch_views;
    CREATE TABLE plan_views (
        device INTEGER NOT NULL, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL, state INTEGER, plan BLOB,
        PRIMARY KEY (device, first_seen)
    ) WITHOUT ROWID;
    CREATE TABLE started_charges (
        device INTEGER NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL, PRIMARY KEY (device, start)
    ) WITHOUT ROWID;
    CREATE TABLE completed_charges (
        start INTEGER NOT NULL, stop INTEGER NOT NULL, kwh NUMERIC, source TEXT, location TEXT
    );
    CREATE INDEX completed_by_stop ON completed_charges (stop);
    """,
    # what history costs, and how far it reaches
    """
    ALTER TABLE readings ADD COLUMN meter INTEGER;
    CREATE TABLE backfills (
        point INTEGER NOT NULL, meter INTEGER NOT NULL, reached INTEGER NOT NULL, is_done INTEGER NOT NULL,
        PRIMARY KEY (point, meter)
    ) WITHOUT ROWID;
    CREATE TABLE uncosted (point INTEGER NOT NULL, day INTEGER NOT NULL, PRIMARY KEY (point, day)) WITHOUT ROWID;
    CREATE TABLE costs (
        point INTEGER NOT NULL, start INTEGER NOT NULL, kwh NUMERIC NOT NULL,
        pence_inc_vat NUMERIC, pence_exc_vat NUMERIC, band INTEGER NOT NULL, quadrant INTEGER NOT NULL,
        source TEXT, PRIMARY KEY (point, start)
    ) WITHOUT ROWID;
    CREATE TABLE days (
        point INTEGER NOT NULL, day INTEGER NOT NULL, month INTEGER NOT NULL,
        expected INTEGER NOT NULL, read INTEGER NOT NULL, priced INTEGER NOT NULL,
        kwh NUMERIC NOT NULL, pence NUMERIC NOT NULL, standing_pence NUMERIC,
        billed_kwh NUMERIC NOT NULL, net_pence NUMERIC NOT NULL, vat_pence NUMERIC NOT NULL,
        PRIMARY KEY (point, day)
    ) WITHOUT ROWID;
    CREATE TABLE day_bands (
        point INTEGER NOT NULL, day INTEGER NOT NULL, month INTEGER NOT NULL,
        band INTEGER NOT NULL, quadrant INTEGER NOT NULL, kwh NUMERIC NOT NULL, pence NUMERIC NOT NULL,
        PRIMARY KEY (point, day, band, quadrant)
    ) WITHOUT ROWID;
    CREATE TABLE settled (
        point INTEGER NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL,
        kwh NUMERIC NOT NULL, pence_inc_vat NUMERIC, pence_exc_vat NUMERIC, label TEXT,
        PRIMARY KEY (point, start)
    ) WITHOUT ROWID;
    INSERT INTO uncosted SELECT DISTINCT point, start / 86400 + 719163 FROM readings;
    INSERT OR IGNORE INTO uncosted SELECT DISTINCT point, start / 86400 + 719164 FROM readings
        WHERE start % 86400 >= 82800;
    """,
    # who each half hour is charged to, where a car has prices of its own or smart charging made it cheap
    """
    ALTER TABLE settled ADD COLUMN car_kwh NUMERIC;
    ALTER TABLE settled ADD COLUMN is_split INTEGER;
    CREATE TABLE settled_slots (
        point INTEGER NOT NULL, start INTEGER NOT NULL, is_car INTEGER NOT NULL, is_off_peak INTEGER NOT NULL,
        kwh NUMERIC NOT NULL, PRIMARY KEY (point, start, is_car, is_off_peak)
    ) WITHOUT ROWID;
    ALTER TABLE costs ADD COLUMN car_kwh NUMERIC;
    ALTER TABLE costs ADD COLUMN car_pence NUMERIC;
    DELETE FROM facts WHERE name LIKE 'settled:%';
    """,
    # whose dispatches they are: until now of the account that was shown last, as far as the store can tell
    """
    ALTER TABLE plan_views ADD COLUMN account INTEGER;
    ALTER TABLE started_charges ADD COLUMN account INTEGER;
    ALTER TABLE completed_charges ADD COLUMN account INTEGER;
    CREATE TEMPORARY TABLE shown AS
        SELECT json_extract(CAST(body AS TEXT), '$.number') AS number FROM facts
        WHERE name = 'account' AND json_valid(CAST(body AS TEXT));
    DELETE FROM shown WHERE number IS NULL;
    INSERT OR IGNORE INTO sources (name) SELECT number FROM shown;
    UPDATE plan_views SET account = (SELECT id FROM sources JOIN shown ON name = number);
    UPDATE started_charges SET account = (SELECT id FROM sources JOIN shown ON name = number);
    UPDATE completed_charges SET account = (SELECT id FROM sources JOIN shown ON name = number);
    UPDATE facts SET name = 'dispatches:' || (SELECT number FROM shown)
        WHERE name = 'dispatches' AND EXISTS (SELECT number FROM shown);
    DROP TABLE shown;
    """,
    # how dirty the grid was, gathered from forecasts as they come
    """
    CREATE TABLE carbon (
        place INTEGER NOT NULL, start INTEGER NOT NULL, grams NUMERIC NOT NULL, level TEXT,
        PRIMARY KEY (place, start)
    ) WITHOUT ROWID;
    """,
)


def version(store: sqlite3.Connection) -> int:
    """How many steps this database has taken."""
    found: tuple[int] = store.execute("PRAGMA user_version").fetchone()
    return found[0]


def take(store: sqlite3.Connection, steps: Sequence[str] = STEPS) -> None:
    """Bring a database up to date; a step that fails leaves it as the step before left it."""
    for number in range(version(store) + 1, len(steps) + 1):
        store.execute("BEGIN IMMEDIATE")
        try:
            if version(store) < number:  # else another program took it while we waited
                for statement in _statements(steps[number - 1]):
                    store.execute(statement)
                store.execute(f"PRAGMA user_version = {number}")
            store.execute("COMMIT")
        finally:
            if store.in_transaction:
                store.execute("ROLLBACK")


def _statements(script: str) -> Iterator[str]:
    """One at a time: ``executescript`` would end the transaction."""
    statement = ""
    for part in script.split(";"):
        statement += f"{part};"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
