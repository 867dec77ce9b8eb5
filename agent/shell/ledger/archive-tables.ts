/**
 * What is known of the archive. `archive_observation` only grows, and each of its rows is bound into the hash chain by an entry of kind `archive`; every table whose name begins
 * with `kept_` is folded from the observations in order, and from nothing else: it can be dropped and folded anew.
 *
 * Days are whole days since 1970-01-01 (calendar days, no zone), instants integer milliseconds UTC, UIDs packed two digits a byte, digests raw bytes, repeated texts numbers of
 * `kept_word`. Columns `l0` … `l6` hold the instant of the last confirmation at that level, 0 = never; the listing of whole days stands in `kept_day` and not in the studies.
 */
const observations = `
CREATE TABLE archive_observation (number INTEGER PRIMARY KEY, key INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
CREATE INDEX archive_observation_key ON archive_observation(key);
CREATE TRIGGER archive_observation_no_update BEFORE UPDATE ON archive_observation BEGIN SELECT RAISE(ABORT, 'observations are never changed'); END;
CREATE TRIGGER archive_observation_no_delete BEFORE DELETE ON archive_observation BEGIN SELECT RAISE(ABORT, 'observations are never removed'); END;
`;

/** The folded tables. Nothing here is a row an object, but for the objects of samples. */
export const keptTables = `
CREATE TABLE kept_word (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE kept_stratum (
  id INTEGER PRIMARY KEY, year INTEGER NOT NULL, modality TEXT NOT NULL, tier TEXT NOT NULL, studies INTEGER NOT NULL DEFAULT 0, UNIQUE (year, modality, tier)
) STRICT;

CREATE TABLE kept_study (
  id INTEGER PRIMARY KEY, key INTEGER NOT NULL, uid BLOB NOT NULL, day INTEGER NOT NULL, first_seen INTEGER NOT NULL, stratum INTEGER NOT NULL, modalities INTEGER NOT NULL,
  series INTEGER NOT NULL, objects INTEGER NOT NULL, most INTEGER NOT NULL, bytes INTEGER, whole INTEGER NOT NULL, accession BLOB, patient BLOB, devices INTEGER NOT NULL,
  availability INTEGER, state INTEGER NOT NULL, state_on INTEGER NOT NULL, level INTEGER NOT NULL, standing INTEGER NOT NULL, l0 INTEGER NOT NULL, l1 INTEGER NOT NULL,
  l2 INTEGER NOT NULL, l3 INTEGER NOT NULL, l4 INTEGER NOT NULL, l5 INTEGER NOT NULL, l6 INTEGER NOT NULL, flags INTEGER NOT NULL, notable INTEGER NOT NULL, detail TEXT, changed INTEGER NOT NULL
) STRICT;
CREATE INDEX kept_study_key ON kept_study(key);
CREATE INDEX kept_study_day ON kept_study(day, state);
CREATE INDEX kept_study_stratum ON kept_study(stratum);
CREATE INDEX kept_study_counted ON kept_study(l2);
CREATE INDEX kept_study_committed ON kept_study(l3);
CREATE INDEX kept_study_doubtful ON kept_study(state, state_on) WHERE state > 1;
CREATE INDEX kept_study_notable ON kept_study(changed) WHERE notable = 1;
CREATE INDEX kept_study_flags ON kept_study(day) WHERE flags <> 0;

CREATE TABLE kept_series (
  study INTEGER NOT NULL, n INTEGER NOT NULL, uid BLOB NOT NULL, kind INTEGER NOT NULL, objects INTEGER NOT NULL, digest BLOB, bytes INTEGER, PRIMARY KEY (study, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE kept_sample (
  study INTEGER NOT NULL, sop BLOB NOT NULL, kind INTEGER NOT NULL, bytes INTEGER NOT NULL, sha256 BLOB NOT NULL, pixel_sha256 BLOB, complete INTEGER NOT NULL,
  PRIMARY KEY (study, sop)
) STRICT, WITHOUT ROWID;

CREATE TABLE kept_count (
  clock INTEGER NOT NULL, state INTEGER NOT NULL, level INTEGER NOT NULL, standing INTEGER NOT NULL, studies INTEGER NOT NULL, objects INTEGER NOT NULL, bytes INTEGER NOT NULL,
  sized INTEGER NOT NULL, PRIMARY KEY (clock, state, level, standing)
) STRICT, WITHOUT ROWID;

CREATE TABLE kept_year (year INTEGER PRIMARY KEY, first_seen INTEGER NOT NULL) STRICT;
CREATE TABLE kept_sum (name TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE kept_day (day INTEGER PRIMARY KEY, listed_at INTEGER, missed_at INTEGER, silent_since INTEGER, why TEXT) STRICT;
CREATE TABLE kept_measured (day INTEGER PRIMARY KEY) STRICT;
CREATE TABLE kept_window (
  first INTEGER NOT NULL, last INTEGER NOT NULL, listed_at INTEGER NOT NULL, rows INTEGER NOT NULL, most_rows INTEGER NOT NULL, PRIMARY KEY (first, last)
) STRICT, WITHOUT ROWID;
CREATE TABLE kept_way (channel TEXT PRIMARY KEY, listed_at INTEGER, most_rows INTEGER NOT NULL, times INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE kept_miss (kind TEXT PRIMARY KEY, at INTEGER NOT NULL, since INTEGER NOT NULL, channel TEXT NOT NULL, why TEXT NOT NULL, detail TEXT) STRICT, WITHOUT ROWID;
CREATE TABLE kept_reading (first INTEGER NOT NULL, last INTEGER NOT NULL, at INTEGER NOT NULL, studies INTEGER NOT NULL, PRIMARY KEY (first, last)) STRICT, WITHOUT ROWID;

CREATE TABLE kept_retrieval (
  number INTEGER PRIMARY KEY, study INTEGER NOT NULL, at INTEGER NOT NULL, day INTEGER NOT NULL, clock INTEGER NOT NULL, modality INTEGER NOT NULL, delivered INTEGER NOT NULL,
  recall INTEGER NOT NULL, whole INTEGER NOT NULL, first_ms INTEGER, repeat_ms INTEGER, whole_ms INTEGER, bytes INTEGER NOT NULL, path_ms INTEGER,
  claimed INTEGER
) STRICT;
CREATE INDEX kept_retrieval_day ON kept_retrieval(day);
CREATE INDEX kept_retrieval_study ON kept_retrieval(study);

CREATE TABLE kept_settings (channel TEXT NOT NULL, day INTEGER NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (channel, day)) STRICT, WITHOUT ROWID;
CREATE TABLE kept_device (word INTEGER PRIMARY KEY, studies INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL) STRICT;
`;

/** Judged studies that have become quiet and are not entered in the archive ledger yet: a working queue, no evidence. `other_place`: files in which a known object was found again, unchanged. */
const waiting = `
CREATE TABLE quiet_study (uid TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO quiet_study SELECT uid FROM study WHERE arriving = 0;
CREATE TABLE other_place (sop TEXT NOT NULL, path TEXT NOT NULL, PRIMARY KEY (sop, path)) STRICT, WITHOUT ROWID;
`;

export const archiveTables = `${observations}${keptTables}${waiting}`;
