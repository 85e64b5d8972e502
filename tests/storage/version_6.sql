-- A database as version 6 leaves it. It never changes: whatever comes later must be able to open it.
PRAGMA user_version = 6;
CREATE TABLE backfills (
        point INTEGER NOT NULL, meter INTEGER NOT NULL, reached INTEGER NOT NULL, is_done INTEGER NOT NULL,
        PRIMARY KEY (point, meter)
    ) WITHOUT ROWID;
INSERT INTO "backfills" VALUES(2,1,1791154800,1);
CREATE TABLE carbon (
        place INTEGER NOT NULL, start INTEGER NOT NULL, grams NUMERIC NOT NULL, level TEXT,
        PRIMARY KEY (place, start)
    ) WITHOUT ROWID;
INSERT INTO "carbon" VALUES(6,1791154800,182,'moderate');
CREATE TABLE completed_charges (
        start INTEGER NOT NULL, stop INTEGER NOT NULL, kwh NUMERIC, source TEXT, location TEXT
    , account INTEGER);
INSERT INTO "completed_charges" VALUES(1791194400,1791196200,3.5,NULL,'AT_HOME',4);
CREATE TABLE costs (
        point INTEGER NOT NULL, start INTEGER NOT NULL, kwh NUMERIC NOT NULL,
        pence_inc_vat NUMERIC, pence_exc_vat NUMERIC, band INTEGER NOT NULL, quadrant INTEGER NOT NULL,
        source TEXT, car_kwh NUMERIC, car_pence NUMERIC, PRIMARY KEY (point, start)
    ) WITHOUT ROWID;
INSERT INTO "costs" VALUES(2,1791154800,0.123,24.3075,23.15,0,0,'PUBLIC',NULL,NULL);
CREATE TABLE day_bands (
        point INTEGER NOT NULL, day INTEGER NOT NULL, month INTEGER NOT NULL,
        band INTEGER NOT NULL, quadrant INTEGER NOT NULL, kwh NUMERIC NOT NULL, pence NUMERIC NOT NULL,
        PRIMARY KEY (point, day, band, quadrant)
    ) WITHOUT ROWID;
INSERT INTO "day_bands" VALUES(2,739893,24321,0,0,0.123,2.98982);
CREATE TABLE days (
        point INTEGER NOT NULL, day INTEGER NOT NULL, month INTEGER NOT NULL,
        expected INTEGER NOT NULL, read INTEGER NOT NULL, priced INTEGER NOT NULL,
        kwh NUMERIC NOT NULL, pence NUMERIC NOT NULL, standing_pence NUMERIC,
        billed_kwh NUMERIC NOT NULL, net_pence NUMERIC NOT NULL, vat_pence NUMERIC NOT NULL,
        PRIMARY KEY (point, day)
    ) WITHOUT ROWID;
INSERT INTO "days" VALUES(2,739893,24321,48,1,1,0.123,2.98982,47.8485,0.12,50.348,2.5174);
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
        device INTEGER NOT NULL, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL, state INTEGER, plan BLOB, account INTEGER,
        PRIMARY KEY (device, first_seen)
    ) WITHOUT ROWID;
INSERT INTO "plan_views" VALUES(5,1791198000,1791201600,NULL,X'',4);
CREATE TABLE rates (
    tariff_code TEXT NOT NULL, register TEXT NOT NULL, payment_method TEXT NOT NULL,
    start INTEGER NOT NULL, stop INTEGER NOT NULL,
    pence_inc_vat NUMERIC NOT NULL, pence_exc_vat NUMERIC, source TEXT NOT NULL,
    PRIMARY KEY (tariff_code, register, payment_method, start)
) WITHOUT ROWID;
INSERT INTO "rates" VALUES('E-1R-AGILE-24-10-01-C','standard-unit-rates','',1791201600,1791203400,24.3075,23.15,'PUBLIC');
INSERT INTO "rates" VALUES('E-1R-VAR-22-11-01-C','standard-unit-rates','DIRECT_DEBIT',1790812800,253370764800,25.1,NULL,'PUBLIC');
CREATE TABLE readings (
    point INTEGER NOT NULL, start INTEGER NOT NULL, kwh NUMERIC NOT NULL, meter INTEGER, PRIMARY KEY (point, start)
) WITHOUT ROWID;
INSERT INTO "readings" VALUES(2,1791154800,0.123,1);
CREATE TABLE samples (
    device INTEGER NOT NULL, read_at INTEGER NOT NULL, watts NUMERIC, import_wh NUMERIC, export_wh NUMERIC,
    PRIMARY KEY (device, read_at)
) WITHOUT ROWID;
INSERT INTO "samples" VALUES(1,1791201590,1240,12345678.9,0);
INSERT INTO "samples" VALUES(1,1791201600,-310,NULL,NULL);
CREATE TABLE settled (
        point INTEGER NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL,
        kwh NUMERIC NOT NULL, pence_inc_vat NUMERIC, pence_exc_vat NUMERIC, label TEXT, car_kwh NUMERIC, is_split INTEGER,
        PRIMARY KEY (point, start)
    ) WITHOUT ROWID;
INSERT INTO "settled" VALUES(2,1791068400,1791154800,11.5,402.5,NULL,NULL,7.2,1);
CREATE TABLE settled_slots (
        point INTEGER NOT NULL, start INTEGER NOT NULL, is_car INTEGER NOT NULL, is_off_peak INTEGER NOT NULL,
        kwh NUMERIC NOT NULL, PRIMARY KEY (point, start, is_car, is_off_peak)
    ) WITHOUT ROWID;
INSERT INTO "settled_slots" VALUES(2,1791154800,0,1,0.123);
CREATE TABLE sources (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
INSERT INTO "sources" VALUES(1,'00-11-22-33-44-55-66-77');
INSERT INTO "sources" VALUES(2,'1200099999990');
INSERT INTO "sources" VALUES(4,'A-1B2C3D4E');
INSERT INTO "sources" VALUES(5,'car');
INSERT INTO "sources" VALUES(6,'C');
CREATE TABLE started_charges (
        device INTEGER NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL, account INTEGER, PRIMARY KEY (device, start)
    ) WITHOUT ROWID;
INSERT INTO "started_charges" VALUES(5,1791198000,1791199800,4);
CREATE TABLE uncosted (point INTEGER NOT NULL, day INTEGER NOT NULL, PRIMARY KEY (point, day)) WITHOUT ROWID;
CREATE INDEX completed_by_stop ON completed_charges (stop);
