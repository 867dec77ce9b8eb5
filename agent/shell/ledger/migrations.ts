// Longer than other files because it is one text: the tables of the ledger.
import { aeTitleTables } from './ae-title-tables.ts';
import { archiveTables } from './archive-tables.ts';
import { equipmentTables } from './equipment-tables.ts';
import { exchangeTables } from './exchange-tables.ts';
import { noticeTables } from './notice-tables.ts';
import { objectTables } from './object-tables.ts';
import { registerTables } from './register-tables.ts';
import { sealingTables } from './sealing-tables.ts';
import { worklistTables } from './worklist-tables.ts';

/**
 * Numbered, forward only, each run in one transaction together with its version row. A migration that has been delivered is never edited.
 *
 * Invariants: `entry` only grows (triggers refuse anything else); every other table except `header`, `meta`, `session`, `source_file`, `cursor`, `channel`, `performed_step`, `commitment`,
 * `sent`, `quiet_study`, `other_place`, the times of `planned_step`, those derived from judged studies (`exam_dose`, `exposure_index`, `unmapped`, `exam_group`, `exam_group_month`, `exam_device`,
 * `group_figures`, `person_seen`, `person_day`, `device_ae`, `exposure`, columns of `study`), what the watch writes over or forgets (`watch_…` but for `watch_span`, `job_run`, the last sign in `agent_run`, what an open `equipment_event` has come to), what people were told (`incident`, `incident_told`, `notice`) and those that are folded anew from observations (`kept_…`) changes only in a transaction that also appends an entry. Instants are integer milliseconds UTC, dates are `YYYY-MM-DD`.
 */
export const migrations: readonly string[] = [
  `
CREATE TABLE entry (
  seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL, prev TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;
CREATE INDEX entry_kind ON entry(kind, seq);
CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END;

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE study (
  uid TEXT PRIMARY KEY, first_seen_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, quiet_at INTEGER NOT NULL, channel TEXT NOT NULL,
  objects INTEGER NOT NULL DEFAULT 0, drifted INTEGER NOT NULL DEFAULT 0, accession TEXT, header_date TEXT,
  dirty INTEGER NOT NULL DEFAULT 1, arriving INTEGER NOT NULL DEFAULT 1,
  date TEXT, month TEXT, modalities TEXT, origin TEXT, sex TEXT, age_band TEXT, device_id TEXT, retention_class TEXT, fact_sha256 TEXT,
  judged_as_of TEXT, class_changes_on TEXT, waits INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX study_dirty ON study(uid) WHERE dirty = 1;
CREATE INDEX study_arriving ON study(quiet_at, uid) WHERE arriving = 1 AND dirty = 0;
CREATE INDEX study_waits ON study(judged_as_of, uid) WHERE waits = 1;
CREATE INDEX study_class ON study(class_changes_on, uid) WHERE class_changes_on IS NOT NULL;
CREATE INDEX study_month ON study(month, origin, objects);
CREATE INDEX study_date ON study(date, uid, retention_class);
CREATE INDEX study_header_date ON study(header_date);
CREATE INDEX study_accession ON study(accession) WHERE accession IS NOT NULL;

CREATE TABLE header (id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, body TEXT NOT NULL) STRICT;

CREATE TABLE object (
  sop TEXT PRIMARY KEY, study TEXT NOT NULL REFERENCES study(uid) DEFERRABLE INITIALLY DEFERRED, series TEXT NOT NULL, class TEXT NOT NULL, transfer_syntax TEXT NOT NULL,
  header_id INTEGER NOT NULL REFERENCES header(id), own TEXT NOT NULL, damage TEXT NOT NULL, dose TEXT, digest TEXT NOT NULL,
  channel TEXT NOT NULL, source TEXT NOT NULL, drifts INTEGER NOT NULL DEFAULT 0, seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX object_study ON object(study, sop);
CREATE TABLE object_seen (sop TEXT NOT NULL, channel TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (sop, channel)) STRICT, WITHOUT ROWID;

CREATE TABLE unreadable (
  locator TEXT PRIMARY KEY, channel TEXT NOT NULL, source TEXT NOT NULL, study TEXT, reason TEXT NOT NULL, detail TEXT, seen_at INTEGER NOT NULL, dirty INTEGER NOT NULL DEFAULT 1,
  resolved_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX unreadable_study ON unreadable(study) WHERE study IS NOT NULL;
CREATE INDEX unreadable_dirty ON unreadable(locator) WHERE dirty = 1;

CREATE TABLE judgement (
  subject_kind TEXT NOT NULL, subject_key TEXT NOT NULL, rule_id TEXT NOT NULL, rule_version INTEGER NOT NULL, clause TEXT NOT NULL, severity TEXT NOT NULL,
  kind TEXT NOT NULL, reason TEXT, basis TEXT, informational INTEGER NOT NULL, held_by TEXT, month TEXT NOT NULL, subject_date TEXT NOT NULL,
  verdict TEXT NOT NULL, rule_set TEXT NOT NULL, fact_sha256 TEXT NOT NULL, judged_at INTEGER NOT NULL,
  PRIMARY KEY (subject_kind, subject_key, rule_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX judgement_cell ON judgement(month, rule_id, rule_version, clause, rule_set, kind, reason, basis, informational);
CREATE INDEX judgement_held ON judgement(held_by, clause, rule_id) WHERE held_by IS NOT NULL;
CREATE INDEX judgement_review ON judgement(subject_date, subject_key, rule_id) WHERE reason = 'awaiting-review' AND informational = 0;
CREATE TABLE stale_month (month TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE finding (
  id TEXT PRIMARY KEY, revision INTEGER NOT NULL, subject_kind TEXT NOT NULL, subject_key TEXT NOT NULL, rule_id TEXT NOT NULL, clause TEXT NOT NULL,
  severity TEXT NOT NULL, state TEXT NOT NULL, kind TEXT NOT NULL, reason TEXT, subject_date TEXT, opened_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, body TEXT NOT NULL,
  sent_revision INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX finding_sorted ON finding(state, (CASE severity WHEN 'critical' THEN 0 WHEN 'major' THEN 1 ELSE 2 END), subject_date DESC, id);
CREATE INDEX finding_rule ON finding(rule_id, (CASE severity WHEN 'critical' THEN 0 WHEN 'major' THEN 1 ELSE 2 END), subject_date DESC, id);
CREATE INDEX finding_subject ON finding(subject_kind, subject_key, rule_id);
CREATE INDEX finding_unsent ON finding(id) WHERE sent_revision < revision;
CREATE TABLE finding_revision (id TEXT NOT NULL REFERENCES finding(id), revision INTEGER NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (id, revision)) STRICT, WITHOUT ROWID;

CREATE TABLE device_seen (
  id TEXT PRIMARY KEY, manufacturer TEXT NOT NULL, model TEXT NOT NULL, serial TEXT NOT NULL, station TEXT NOT NULL, modalities TEXT NOT NULL,
  first_seen TEXT NOT NULL, last_seen TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE study_device (study TEXT NOT NULL REFERENCES study(uid), device_id TEXT NOT NULL, PRIMARY KEY (study, device_id)) STRICT, WITHOUT ROWID;
CREATE INDEX study_device_device ON study_device(device_id, study);
CREATE TABLE device_card (id TEXT PRIMARY KEY, body TEXT NOT NULL, entered_by TEXT NOT NULL, entered_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE care_record (
  id TEXT PRIMARY KEY, study TEXT, accession TEXT, kind TEXT NOT NULL, signed_at INTEGER NOT NULL, entered_at INTEGER NOT NULL, entered_by TEXT NOT NULL,
  body TEXT NOT NULL, page_sha256 TEXT, reviewed_by TEXT, reviewed_at INTEGER, withdrawn_by TEXT, withdrawn_at INTEGER, withdrawn_reason TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX care_record_study ON care_record(study) WHERE study IS NOT NULL;
CREATE INDEX care_record_accession ON care_record(accession) WHERE accession IS NOT NULL;
CREATE INDEX care_record_entered ON care_record(entered_at, id);
CREATE TABLE review (
  study TEXT NOT NULL, rule_id TEXT NOT NULL, decision TEXT NOT NULL, reason TEXT NOT NULL, decided_at INTEGER NOT NULL, decided_by TEXT NOT NULL,
  second_by TEXT, second_at INTEGER, basis TEXT, PRIMARY KEY (study, rule_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE user (
  id TEXT PRIMARY KEY, login TEXT NOT NULL UNIQUE, name TEXT NOT NULL, role TEXT NOT NULL, password_hash TEXT NOT NULL, must_change INTEGER NOT NULL,
  disabled INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL, failed INTEGER NOT NULL DEFAULT 0, failed_at INTEGER, last_login_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE session (
  token_sha256 TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES user(id), created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, used_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_user ON session(user_id);

CREATE TABLE channel (
  name TEXT PRIMARY KEY, state TEXT NOT NULL, since INTEGER NOT NULL, last_observation_at INTEGER, objects INTEGER NOT NULL DEFAULT 0, problem TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE cursor (channel TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE source_file (path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ms INTEGER NOT NULL, outcome TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE rule_set (sha256 TEXT PRIMARY KEY, version TEXT NOT NULL, effective_from TEXT NOT NULL, body TEXT NOT NULL, source TEXT NOT NULL, received_at INTEGER NOT NULL, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE batch (
  seq INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, prev_sha256 TEXT, items INTEGER NOT NULL, created_at INTEGER NOT NULL, bytes BLOB NOT NULL, delivered_at INTEGER, receipt TEXT
) STRICT;
CREATE INDEX batch_undelivered ON batch(seq) WHERE delivered_at IS NULL;
CREATE TABLE sent (key TEXT PRIMARY KEY, sha256 TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE sent_cell (
  rule_id TEXT NOT NULL, month TEXT NOT NULL, rule_version INTEGER NOT NULL, clause TEXT NOT NULL, rule_set TEXT NOT NULL, PRIMARY KEY (month, rule_id)
) STRICT, WITHOUT ROWID;
`,
  // What exams are compared by. Everything here is derived from the studies: they are judged anew, and fill it.
  `
ALTER TABLE study ADD COLUMN patient_key TEXT;
ALTER TABLE study ADD COLUMN number_key TEXT;
ALTER TABLE study ADD COLUMN han_name_key TEXT;
ALTER TABLE study ADD COLUMN latin_name_key TEXT;
ALTER TABLE study ADD COLUMN ionising INTEGER NOT NULL DEFAULT 0;
ALTER TABLE study ADD COLUMN acquired_at INTEGER;
ALTER TABLE study ADD COLUMN exam_class TEXT;
ALTER TABLE study ADD COLUMN region TEXT;
ALTER TABLE study ADD COLUMN dose_record INTEGER;
ALTER TABLE study ADD COLUMN record_sha256 TEXT;
CREATE INDEX study_patient ON study(patient_key, date, uid) WHERE patient_key IS NOT NULL AND ionising = 1;
CREATE INDEX study_dose_day ON study(date, device_id, dose_record) WHERE dose_record IS NOT NULL;

CREATE TABLE exam_dose (
  study TEXT NOT NULL REFERENCES study(uid), measure TEXT NOT NULL, device_id TEXT NOT NULL, exam_class TEXT NOT NULL, age_band TEXT NOT NULL, date TEXT NOT NULL, month TEXT NOT NULL,
  modality TEXT NOT NULL, value REAL NOT NULL, source TEXT NOT NULL, phases INTEGER, phantom TEXT, PRIMARY KEY (study, measure)
) STRICT, WITHOUT ROWID;
CREATE INDEX exam_dose_group ON exam_dose(device_id, exam_class, age_band, measure, month, phantom, phases, value);

CREATE TABLE exposure_index (
  study TEXT NOT NULL REFERENCES study(uid), number INTEGER NOT NULL, device_id TEXT NOT NULL, exam_class TEXT NOT NULL, date TEXT NOT NULL, month TEXT NOT NULL,
  value REAL NOT NULL, index_value REAL, target REAL, PRIMARY KEY (study, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX exposure_index_device ON exposure_index(device_id, date, value);

CREATE TABLE unmapped (study TEXT PRIMARY KEY REFERENCES study(uid), modality TEXT NOT NULL, keyword TEXT NOT NULL, text TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX unmapped_text ON unmapped(modality, keyword, text);

CREATE TABLE exam_mapping (
  id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, keyword TEXT NOT NULL, modality TEXT NOT NULL, pattern TEXT NOT NULL, exam_class TEXT NOT NULL, reason TEXT NOT NULL,
  entered_by TEXT NOT NULL, entered_at INTEGER NOT NULL, withdrawn_by TEXT, withdrawn_at INTEGER, withdrawn_reason TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE exam_group (
  device_id TEXT NOT NULL, exam_class TEXT NOT NULL, age_band TEXT NOT NULL, dirty INTEGER NOT NULL DEFAULT 1, waits INTEGER NOT NULL DEFAULT 0, judged_on TEXT, outcome TEXT,
  since TEXT NOT NULL DEFAULT '{}', PRIMARY KEY (device_id, exam_class, age_band)
) STRICT, WITHOUT ROWID;
CREATE INDEX exam_group_dirty ON exam_group(device_id, exam_class, age_band) WHERE dirty = 1;
CREATE INDEX exam_group_waits ON exam_group(judged_on) WHERE waits = 1;
CREATE TABLE exam_group_month (
  device_id TEXT NOT NULL, exam_class TEXT NOT NULL, age_band TEXT NOT NULL, month TEXT NOT NULL, PRIMARY KEY (device_id, exam_class, age_band, month)
) STRICT, WITHOUT ROWID;
CREATE TABLE exam_device (device_id TEXT PRIMARY KEY, last_month TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE group_figures (
  device_id TEXT NOT NULL, exam_class TEXT NOT NULL, age_band TEXT NOT NULL, measure TEXT NOT NULL, span TEXT NOT NULL, month TEXT NOT NULL, n INTEGER NOT NULL, comparison TEXT NOT NULL,
  computed_on TEXT NOT NULL, body TEXT NOT NULL, changed INTEGER NOT NULL DEFAULT 1, PRIMARY KEY (device_id, exam_class, age_band, measure, span, month)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_figures_changed ON group_figures(device_id) WHERE changed = 1;

UPDATE study SET dirty = 1;
`,
  objectTables,
  archiveTables,
  registerTables,
  exchangeTables,
  worklistTables,
  sealingTables,
  aeTitleTables,
  equipmentTables,
  noticeTables,
];
