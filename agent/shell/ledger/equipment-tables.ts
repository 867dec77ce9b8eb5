/**
 * Equipment: what people say of it (cards, calendars, records) and what was seen of it (samples, spans, readings, episodes), and how the agent itself fared.
 *
 * Records only grow: `equipment_record` is the revision in force of `equipment_record_revision`, `equipment_record_of` finds it by equipment and time (an open end is the largest
 * integer). `equipment_change` names the last entry that touched what an account of that equipment rests on ('' for what all share). Samples are kept for weeks, by hours, so that those
 * of all probes lie together; spans are kept for good, numbered without gap and bound into the chain by entries of kind `spans`. Instants are integer milliseconds UTC.
 */
export const equipmentTables = `
CREATE TABLE equipment_card (id TEXT PRIMARY KEY, body TEXT NOT NULL, entered_by TEXT NOT NULL, entered_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE service_calendar (id TEXT PRIMARY KEY, body TEXT NOT NULL, entered_by TEXT NOT NULL, entered_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE equipment_statement (name TEXT PRIMARY KEY, body TEXT NOT NULL, entered_by TEXT NOT NULL, entered_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE equipment_change (equipment TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE equipment_record (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, revision INTEGER NOT NULL, body TEXT NOT NULL, entered_by TEXT NOT NULL, entered_at INTEGER NOT NULL, reason TEXT NOT NULL,
  first_by TEXT NOT NULL, first_at INTEGER NOT NULL, withdrawn_by TEXT, withdrawn_at INTEGER, withdrawn_reason TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX equipment_record_kind ON equipment_record(kind, first_at, id);
CREATE TABLE equipment_record_revision (
  id TEXT NOT NULL REFERENCES equipment_record(id), revision INTEGER NOT NULL, body TEXT NOT NULL, entered_by TEXT NOT NULL, entered_at INTEGER NOT NULL, reason TEXT NOT NULL,
  PRIMARY KEY (id, revision)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER equipment_record_revision_no_update BEFORE UPDATE ON equipment_record_revision BEGIN SELECT RAISE(ABORT, 'revisions are never changed'); END;
CREATE TRIGGER equipment_record_revision_no_delete BEFORE DELETE ON equipment_record_revision BEGIN SELECT RAISE(ABORT, 'revisions are never removed'); END;
CREATE TABLE equipment_record_of (
  equipment TEXT NOT NULL, kind TEXT NOT NULL, ends INTEGER NOT NULL, begins INTEGER NOT NULL, id TEXT NOT NULL, PRIMARY KEY (equipment, kind, ends, begins, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX equipment_record_of_id ON equipment_record_of(id);

CREATE TABLE watch_word (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE watch_probe (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, equipment TEXT NOT NULL, type TEXT NOT NULL, grade TEXT NOT NULL, track TEXT, UNIQUE (equipment, name, type, grade)
) STRICT;
CREATE TABLE watch_sample (
  hour INTEGER NOT NULL, probe INTEGER NOT NULL, at INTEGER NOT NULL, boot_ms INTEGER NOT NULL, boot INTEGER NOT NULL, outcome INTEGER NOT NULL, word INTEGER NOT NULL, latency_ms INTEGER NOT NULL,
  PRIMARY KEY (hour, probe, at, boot_ms, boot)
) STRICT, WITHOUT ROWID;
CREATE TABLE watch_span (
  number INTEGER PRIMARY KEY, probe INTEGER NOT NULL REFERENCES watch_probe(id), begins INTEGER NOT NULL, ends INTEGER NOT NULL, state INTEGER NOT NULL, word INTEGER NOT NULL,
  samples INTEGER NOT NULL, epoch INTEGER NOT NULL, doubtful INTEGER NOT NULL
) STRICT;
CREATE INDEX watch_span_probe ON watch_span(probe, ends);
CREATE TRIGGER watch_span_no_update BEFORE UPDATE ON watch_span BEGIN SELECT RAISE(ABORT, 'spans are never changed'); END;
CREATE TRIGGER watch_span_no_delete BEFORE DELETE ON watch_span BEGIN SELECT RAISE(ABORT, 'spans are never removed'); END;
CREATE TABLE watch_reading (
  probe INTEGER NOT NULL, name INTEGER NOT NULL, of INTEGER NOT NULL, at INTEGER NOT NULL, value ANY NOT NULL, valid INTEGER NOT NULL, problem TEXT NOT NULL, PRIMARY KEY (probe, name, of)
) STRICT, WITHOUT ROWID;
CREATE TABLE watch_hour (
  probe INTEGER NOT NULL, name INTEGER NOT NULL, of INTEGER NOT NULL, hour INTEGER NOT NULL, n INTEGER NOT NULL, sum REAL NOT NULL, least REAL NOT NULL, most REAL NOT NULL, last REAL NOT NULL,
  invalid INTEGER NOT NULL, PRIMARY KEY (probe, name, of, hour)
) STRICT, WITHOUT ROWID;
CREATE TABLE watch_track (key TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE equipment_event (
  id TEXT PRIMARY KEY, equipment TEXT NOT NULL, kind TEXT NOT NULL, begins INTEGER NOT NULL, ends INTEGER, body TEXT NOT NULL, changed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX equipment_event_equipment ON equipment_event(equipment, begins);
CREATE INDEX equipment_event_open ON equipment_event(id) WHERE ends IS NULL;
CREATE INDEX equipment_event_changed ON equipment_event(changed, id);

CREATE TABLE agent_run (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, began_at INTEGER NOT NULL, boot TEXT NOT NULL, program TEXT NOT NULL, at INTEGER NOT NULL, boot_ms INTEGER NOT NULL, monotonic_ms INTEGER NOT NULL, epoch INTEGER NOT NULL,
  stop_began_at INTEGER, stop_cause TEXT, stop_ups TEXT, stopped_at INTEGER
) STRICT;
CREATE INDEX agent_run_began ON agent_run(began_at);
CREATE TABLE agent_gap (
  number INTEGER PRIMARY KEY, begins INTEGER NOT NULL, ends INTEGER NOT NULL, cause TEXT NOT NULL, step_ms INTEGER, run TEXT NOT NULL
) STRICT;
CREATE INDEX agent_gap_ends ON agent_gap(ends);

CREATE TABLE uptime_month (
  equipment TEXT NOT NULL, month TEXT NOT NULL, revision INTEGER NOT NULL, figures TEXT NOT NULL, closed_at INTEGER NOT NULL, PRIMARY KEY (equipment, month, revision)
) STRICT, WITHOUT ROWID;
CREATE TABLE job_run (
  job TEXT NOT NULL, local_date TEXT NOT NULL, began_at INTEGER NOT NULL, completed_at INTEGER, PRIMARY KEY (job, local_date)
) STRICT, WITHOUT ROWID;

CREATE TABLE exposure (device TEXT NOT NULL, at INTEGER NOT NULL, study TEXT NOT NULL, PRIMARY KEY (device, at, study)) STRICT, WITHOUT ROWID;
CREATE INDEX exposure_study ON exposure(study);
INSERT INTO exposure (device, at, study)
  SELECT d.device_id, s.acquired_at, s.uid FROM study s JOIN study_device d ON d.study = s.uid
  WHERE s.acquired_at IS NOT NULL AND (SELECT count(*) FROM study_device o WHERE o.study = s.uid) = 1;
`;
