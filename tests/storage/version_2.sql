-- A database as version 2 leaves it. It never changes: whatever comes later must be able to open it.
PRAGMA user_version = 2;
CREATE TABLE completed_charges (
        start INTEGER NOT NULL, stop INTEGER NOT NULL, kwh NUMERIC, source TEXT, location TEXT
    );
CREATE TABLE facts (name TEXT PRIMARY KEY, saved_at INTEGER NOT NULL, body BLOB NOT NULL) WITHOUT ROWID;
INSERT INTO "facts" VALUES('has-mini:00-11-22-33-44-55-66-77',1791201600,'true');
CREATE TABLE half_hours (
    device INTEGER NOT NULL, start INTEGER NOT NULL,
    import_wh NUMERIC, export_wh NUMERIC, import_delta_wh NUMERIC,
    PRIMARY KEY (device, start)
) WITHOUT ROWID;
INSERT INTO "half_hours" VALUES(1,1791154800,12340000,NULL,210);
CREATE TABLE notices (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, "group" TEXT NOT NULL, kind TEXT NOT NULL,
    title TEXT NOT NULL, body TEXT NOT NULL, reason TEXT NOT NULL, page TEXT NOT NULL,
    sent_at INTEGER NOT NULL, shown_by TEXT NOT NULL
);
INSERT INTO "notices" VALUES(1,'tomorrow:2026-10-06','tomorrow','tomorrow','Tomorrow''s prices','5.1p–31.0p','published','prices',1791201600,'desktop');
CREATE TABLE plan_views (
        device INTEGER NOT NULL, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL, state INTEGER, plan BLOB,
        PRIMARY KEY (device, first_seen)
    ) WITHOUT ROWID;
CREATE TABLE rates (
    tariff_code TEXT NOT NULL, register TEXT NOT NULL, payment_method TEXT NOT NULL,
    start INTEGER NOT NULL, stop INTEGER NOT NULL,
    pence_inc_vat NUMERIC NOT NULL, pence_exc_vat NUMERIC, source TEXT NOT NULL,
    PRIMARY KEY (tariff_code, register, payment_method, start)
) WITHOUT ROWID;
INSERT INTO "rates" VALUES('E-1R-AGILE-24-10-01-C','standard-unit-rates','',1791201600,1791203400,24.3075,23.15,'PUBLIC');
INSERT INTO "rates" VALUES('E-1R-VAR-22-11-01-C','standard-unit-rates','DIRECT_DEBIT',1790812800,253370764800,25.1,NULL,'PUBLIC');
CREATE TABLE readings (
    point INTEGER NOT NULL, start INTEGER NOT NULL, kwh NUMERIC NOT NULL, PRIMARY KEY (point, start)
) WITHOUT ROWID;
INSERT INTO "readings" VALUES(2,1791154800,0.123);
CREATE TABLE samples (
    device INTEGER NOT NULL, read_at INTEGER NOT NULL, watts NUMERIC, import_wh NUMERIC, export_wh NUMERIC,
    PRIMARY KEY (device, read_at)
) WITHOUT ROWID;
INSERT INTO "samples" VALUES(1,1791201590,1240,12345678.9,0);
INSERT INTO "samples" VALUES(1,1791201600,-310,NULL,NULL);
CREATE TABLE sources (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
INSERT INTO "sources" VALUES(1,'00-11-22-33-44-55-66-77');
INSERT INTO "sources" VALUES(2,'1200099999990');
CREATE TABLE started_charges (
        device INTEGER NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL, PRIMARY KEY (device, start)
    ) WITHOUT ROWID;
CREATE INDEX completed_by_stop ON completed_charges (stop);
