-- A database as the first version leaves it. It never changes: whatever comes later must be able to open it.
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
PRAGMA user_version = 1;

-- 1791201600 is 2026-10-05 12:00 UTC.
INSERT INTO sources VALUES (1, '00-11-22-33-44-55-66-77'), (2, '1200099999990');
INSERT INTO rates VALUES
    ('E-1R-AGILE-24-10-01-C', 'standard-unit-rates', '', 1791201600, 1791203400, 24.3075, 23.15, 'PUBLIC'),
    ('E-1R-VAR-22-11-01-C', 'standard-unit-rates', 'DIRECT_DEBIT', 1790812800, 253370764800, 25.1, NULL, 'PUBLIC');
INSERT INTO samples VALUES (1, 1791201590, 1240, 12345678.9, 0), (1, 1791201600, -310, NULL, NULL);
INSERT INTO half_hours VALUES (1, 1791154800, 12340000, NULL, 210);
INSERT INTO readings VALUES (2, 1791154800, 0.123);
INSERT INTO notices VALUES (
    1, 'tomorrow:2026-10-06', 'tomorrow', 'tomorrow', 'Tomorrow''s prices', '5.1p–31.0p', 'published', 'prices',
    1791201600, 'desktop'
);
INSERT INTO facts VALUES ('has-mini:00-11-22-33-44-55-66-77', 1791201600, 'true');
