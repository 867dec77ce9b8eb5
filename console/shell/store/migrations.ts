/** One forward step of the schema. Frozen once shipped: a change is a new step. */
export interface Migration {
  readonly version: number;
  readonly statements: readonly string[];
}

const counts = [
  'compliant',
  'attested',
  'due_soon',
  'non_compliant',
  'evidence_missing',
  'stale',
  'check_error',
  'not_yet_run',
  'awaiting_review',
  'not_applicable',
  'waived',
  'informational',
]
  .map((column) => `${column} INTEGER NOT NULL`)
  .join(', ');

const itemColumns =
  'agent_id TEXT NOT NULL, facility_id TEXT NOT NULL, item TEXT NOT NULL, received_at INTEGER NOT NULL, dump_id TEXT';

/** Members of an uptime item that decide how it stands; read out of the item by generated columns under these names. */
export const uptimeJudged = [
  'from',
  'to',
  'scheduledMs',
  'maintenanceMs',
  'externalMs',
  'requiredMs',
  'upMs',
  'downMs',
  'unknownMs',
  'nothingRequired',
  'mustBeBackBy',
  'worstBudgetLeftMs',
  'revision',
] as const;
const textMembers: readonly string[] = ['from', 'to', 'nothingRequired', 'mustBeBackBy'];

export const migrations: readonly Migration[] = [
  {
    version: 1,
    statements: [
      `CREATE TABLE facility (facility_id TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL, licence_number TEXT, division_code TEXT, created_at INTEGER NOT NULL) STRICT`,
      `CREATE TABLE agent (agent_id TEXT PRIMARY KEY NOT NULL, facility_id TEXT NOT NULL, public_key TEXT NOT NULL UNIQUE, fingerprint TEXT NOT NULL, state TEXT NOT NULL,
        state_reason TEXT, agent_version TEXT NOT NULL, enrolled_at INTEGER NOT NULL, confirmed_at INTEGER, confirmed_by TEXT, last_heartbeat_at INTEGER, last_batch_at INTEGER,
        last_seq INTEGER NOT NULL, last_sha256 TEXT, backlog INTEGER, clock_offset_ms INTEGER, rule_set_sha256 TEXT, chain_head TEXT, chain_length INTEGER, open_dump_id TEXT) STRICT`,
      `CREATE INDEX agent_by_facility ON agent (facility_id)`,
      `CREATE TABLE enrolment_code (code_id TEXT PRIMARY KEY NOT NULL, code_sha256 TEXT NOT NULL UNIQUE, facility_id TEXT NOT NULL, created_at INTEGER NOT NULL, created_by TEXT NOT NULL,
        expires_at INTEGER NOT NULL, used_at INTEGER, used_by_agent TEXT) STRICT`,
      `CREATE TABLE batch (agent_id TEXT NOT NULL, seq INTEGER NOT NULL, body_sha256 TEXT NOT NULL, prev_sha256 TEXT, signature TEXT NOT NULL, items INTEGER NOT NULL,
        created_at INTEGER NOT NULL, committed_at INTEGER NOT NULL, want_full INTEGER NOT NULL, rule_set_sha256 TEXT NOT NULL, PRIMARY KEY (agent_id, seq)) STRICT`,
      `CREATE TABLE cell (agent_id TEXT NOT NULL, rule_id TEXT NOT NULL, month TEXT NOT NULL, facility_id TEXT NOT NULL, clause TEXT NOT NULL, rule_version INTEGER NOT NULL,
        rule_set_sha256 TEXT NOT NULL, as_of INTEGER NOT NULL, dump_id TEXT, ${counts}, PRIMARY KEY (agent_id, rule_id, month)) STRICT`,
      `CREATE INDEX cell_by_facility_month ON cell (facility_id, month)`,
      `CREATE TABLE rollup (facility_id TEXT NOT NULL, clause TEXT NOT NULL, rule_id TEXT NOT NULL, agent_id TEXT NOT NULL, as_of INTEGER NOT NULL, ${counts},
        PRIMARY KEY (facility_id, clause, rule_id, agent_id)) STRICT`,
      `CREATE INDEX rollup_by_agent ON rollup (agent_id, rule_id)`,
      `CREATE TABLE finding (facility_id TEXT NOT NULL, finding_id TEXT NOT NULL, agent_id TEXT NOT NULL, revision INTEGER NOT NULL, rule_id TEXT NOT NULL, clause TEXT NOT NULL,
        severity TEXT NOT NULL, severity_rank INTEGER NOT NULL, subject_kind TEXT NOT NULL, subject TEXT NOT NULL, state TEXT NOT NULL, live INTEGER NOT NULL, verdict TEXT NOT NULL,
        reason TEXT, basis TEXT, display TEXT NOT NULL, opened_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, times_opened INTEGER NOT NULL, study TEXT, study_date TEXT,
        device_id TEXT, frozen_sha256 TEXT NOT NULL, forgotten_at INTEGER, dump_id TEXT, PRIMARY KEY (facility_id, finding_id)) STRICT`,
      `CREATE INDEX finding_live ON finding (facility_id, live, severity_rank, changed_at)`,
      `CREATE INDEX finding_queue ON finding (live, severity_rank, changed_at)`,
      `CREATE INDEX finding_by_rule ON finding (facility_id, rule_id, live)`,
      `CREATE INDEX finding_by_change ON finding (changed_at)`,
      `CREATE INDEX finding_by_agent ON finding (agent_id)`,
      `CREATE TABLE finding_revision (facility_id TEXT NOT NULL, finding_id TEXT NOT NULL, agent_id TEXT NOT NULL, revision INTEGER NOT NULL, state TEXT NOT NULL, verdict TEXT NOT NULL,
        reason TEXT, basis TEXT, display TEXT NOT NULL, note TEXT, changed_at INTEGER NOT NULL, received_at INTEGER NOT NULL, batch_seq INTEGER NOT NULL, batch_sha256 TEXT NOT NULL,
        rule_version INTEGER NOT NULL, rule_set_sha256 TEXT NOT NULL, fact_sha256 TEXT NOT NULL, evidence TEXT NOT NULL, missing TEXT NOT NULL, masked TEXT NOT NULL,
        PRIMARY KEY (facility_id, finding_id, agent_id, revision)) STRICT`,
      `CREATE TABLE law_text (sha256 TEXT PRIMARY KEY NOT NULL, text TEXT NOT NULL) STRICT`,
      `CREATE TABLE device (${itemColumns}, device_id TEXT NOT NULL, PRIMARY KEY (agent_id, device_id)) STRICT`,
      `CREATE INDEX device_by_facility ON device (facility_id, device_id)`,
      `CREATE TABLE channel (${itemColumns}, channel TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (agent_id, channel, number)) STRICT`,
      `CREATE INDEX channel_by_facility ON channel (facility_id)`,
      `CREATE TABLE dose_coverage (${itemColumns}, device_id TEXT NOT NULL, month TEXT NOT NULL, expected INTEGER NOT NULL, present INTEGER NOT NULL, as_of INTEGER NOT NULL,
        PRIMARY KEY (agent_id, device_id, month)) STRICT`,
      `CREATE INDEX dose_coverage_by_facility ON dose_coverage (facility_id, month)`,
      `CREATE TABLE retention (${itemColumns}, year INTEGER NOT NULL, known INTEGER NOT NULL, proven INTEGER NOT NULL, lost INTEGER NOT NULL, as_of INTEGER NOT NULL, PRIMARY KEY (agent_id, year)) STRICT`,
      `CREATE INDEX retention_by_facility ON retention (facility_id)`,
      `CREATE TABLE intake (${itemColumns}, month TEXT NOT NULL, as_of INTEGER NOT NULL, PRIMARY KEY (agent_id, month)) STRICT`,
      `CREATE INDEX intake_by_facility ON intake (facility_id)`,
      `CREATE TABLE rule_set (sha256 TEXT PRIMARY KEY NOT NULL, version TEXT NOT NULL UNIQUE, manifest TEXT NOT NULL, envelope TEXT NOT NULL, published_at INTEGER NOT NULL,
        published_by TEXT NOT NULL, changes TEXT NOT NULL) STRICT`,
      `CREATE TABLE "user" (user_id TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL UNIQUE, display_name TEXT NOT NULL, role TEXT NOT NULL, scope TEXT NOT NULL, password TEXT NOT NULL,
        must_change INTEGER NOT NULL, disabled INTEGER NOT NULL, failed_logins INTEGER NOT NULL, locked_until INTEGER, last_login_at INTEGER, created_at INTEGER NOT NULL) STRICT`,
      `CREATE TABLE session (token_sha256 TEXT PRIMARY KEY NOT NULL, user_id TEXT NOT NULL, created_at INTEGER NOT NULL, last_seen_at INTEGER NOT NULL) STRICT`,
      `CREATE INDEX session_by_user ON session (user_id)`,
      `CREATE TABLE audit (seq INTEGER PRIMARY KEY NOT NULL, at INTEGER NOT NULL, actor TEXT NOT NULL, role TEXT NOT NULL, action TEXT NOT NULL, object TEXT NOT NULL, facility_id TEXT,
        reason TEXT, before_after TEXT, address TEXT, prev_hash TEXT, hash TEXT NOT NULL) STRICT`,
      `CREATE TABLE target (target_id TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL, connector TEXT NOT NULL, address TEXT NOT NULL, enabled INTEGER NOT NULL, created_at INTEGER NOT NULL) STRICT`,
      `CREATE TABLE upload_package (package_id TEXT NOT NULL, version INTEGER NOT NULL, facility_id TEXT NOT NULL, target_id TEXT NOT NULL, data_set TEXT NOT NULL, month TEXT NOT NULL,
        state TEXT NOT NULL, reason TEXT, body TEXT NOT NULL, body_sha256 TEXT NOT NULL, envelope TEXT NOT NULL, due_on TEXT NOT NULL, built_at INTEGER NOT NULL, built_by TEXT NOT NULL,
        resend_reason TEXT, lane_order INTEGER NOT NULL, attempts INTEGER NOT NULL, poisoned INTEGER NOT NULL, next_at INTEGER, accepted_at INTEGER, receipt_number TEXT,
        receipt_raw TEXT, receipt_at INTEGER, PRIMARY KEY (package_id, version)) STRICT`,
      `CREATE INDEX upload_by_state ON upload_package (state, next_at)`,
      `CREATE INDEX upload_by_lane ON upload_package (target_id, facility_id, data_set, lane_order)`,
      `CREATE INDEX upload_by_facility ON upload_package (facility_id, month)`,
      `CREATE TABLE upload_attempt (package_id TEXT NOT NULL, version INTEGER NOT NULL, number INTEGER NOT NULL, act TEXT NOT NULL, started_at INTEGER NOT NULL, ended_at INTEGER,
        outcome TEXT, http_status INTEGER, detail TEXT, PRIMARY KEY (package_id, version, number)) STRICT`,
    ],
  },
  {
    version: 2,
    statements: [
      // Of a year there is one row, under an empty slot: whichever month it ends with, it is the latest.
      `CREATE TABLE dose_group (${itemColumns}, device_id TEXT NOT NULL, exam_class TEXT NOT NULL, age_band TEXT NOT NULL, measure TEXT NOT NULL, span TEXT NOT NULL, slot TEXT NOT NULL,
        month TEXT NOT NULL, n INTEGER NOT NULL, comparison TEXT NOT NULL, as_of INTEGER NOT NULL, PRIMARY KEY (agent_id, device_id, exam_class, age_band, measure, span, slot)) STRICT`,
      `CREATE INDEX dose_group_by_facility ON dose_group (facility_id, span, month)`,
      `CREATE INDEX dose_group_by_comparison ON dose_group (span, comparison, facility_id)`,
      `CREATE TABLE dose_day (${itemColumns}, device_id TEXT NOT NULL, date TEXT NOT NULL, expected INTEGER NOT NULL, present INTEGER NOT NULL, as_of INTEGER NOT NULL,
        PRIMARY KEY (agent_id, device_id, date)) STRICT`,
      `CREATE INDEX dose_day_by_facility ON dose_day (facility_id, date)`,
      `CREATE TABLE finding_dose (facility_id TEXT NOT NULL, finding_id TEXT NOT NULL, measure TEXT NOT NULL, date TEXT NOT NULL, device_id TEXT, exam_class TEXT NOT NULL,
        age_band TEXT NOT NULL, value REAL NOT NULL, unit TEXT NOT NULL, source TEXT NOT NULL, PRIMARY KEY (facility_id, finding_id, measure)) STRICT`,
      `CREATE INDEX finding_dose_by_group ON finding_dose (facility_id, measure, device_id, date)`,
    ],
  },
  {
    version: 3,
    statements: [
      // Years that were told without a standing: what is not proven and not lost was only claimed, nobody listed it, and nobody saw the year while it happened.
      `UPDATE retention SET item = json_set(item,
        '$.standing', json_object('proven', proven, 'claimed', max(0, known - proven - lost), 'unlisted', 0, 'lost', lost, 'explained', 0),
        '$.levels', json_array(max(0, known - proven), 0, 0, 0, proven, 0, 0),
        '$.seenWhole', json('false'), '$.sampled', 0, '$.samplesLost', 0, '$.bound', json('null'), '$.deliveredOnline', 0, '$.neededRecall', 0,
        '$.lastListedAt', json('null'), '$.notMeasured', json('null'))
        WHERE json_extract(item, '$.standing') IS NULL`,
      `CREATE TABLE retrieval (${itemColumns}, modality TEXT NOT NULL, age TEXT NOT NULL, month TEXT NOT NULL, as_of INTEGER NOT NULL, PRIMARY KEY (agent_id, modality, age)) STRICT`,
      `CREATE INDEX retrieval_by_facility ON retrieval (facility_id)`,
      `CREATE TABLE forecast (${itemColumns}, alarm TEXT NOT NULL, as_of INTEGER NOT NULL, PRIMARY KEY (agent_id)) STRICT`,
      `CREATE INDEX forecast_by_facility ON forecast (facility_id)`,
      `CREATE TABLE image_upload (${itemColumns}, month TEXT NOT NULL, finished INTEGER NOT NULL, receipted INTEGER NOT NULL, overdue INTEGER NOT NULL, as_of INTEGER NOT NULL,
        PRIMARY KEY (agent_id, month)) STRICT`,
      `CREATE INDEX image_upload_by_facility ON image_upload (facility_id, month)`,
    ],
  },
  {
    version: 4,
    statements: [
      `CREATE TABLE equipment (${itemColumns}, equipment_id TEXT NOT NULL, kind TEXT NOT NULL, removed INTEGER NOT NULL, as_of INTEGER NOT NULL, PRIMARY KEY (agent_id, equipment_id)) STRICT`,
      `CREATE INDEX equipment_by_facility ON equipment (facility_id)`,
      // Of a year there is one row, under an empty slot; of a month one under its name.
      `CREATE TABLE uptime (${itemColumns}, equipment_id TEXT NOT NULL, span TEXT NOT NULL, slot TEXT NOT NULL, as_of INTEGER NOT NULL,
        PRIMARY KEY (agent_id, equipment_id, span, slot)) STRICT`,
      `CREATE INDEX uptime_by_facility ON uptime (facility_id, span, slot)`,
      `CREATE INDEX uptime_by_slot ON uptime (span, slot)`,
      `CREATE TABLE uptime_closing (agent_id TEXT NOT NULL, equipment_id TEXT NOT NULL, month TEXT NOT NULL, revision INTEGER NOT NULL, item TEXT NOT NULL, received_at INTEGER NOT NULL,
        PRIMARY KEY (agent_id, equipment_id, month, revision)) STRICT`,
      `CREATE TABLE ups (${itemColumns}, equipment_id TEXT NOT NULL, as_of INTEGER NOT NULL, PRIMARY KEY (agent_id, equipment_id)) STRICT`,
      `CREATE INDEX ups_by_facility ON ups (facility_id)`,
      `CREATE TABLE room (${itemColumns}, equipment_id TEXT NOT NULL, as_of INTEGER NOT NULL, PRIMARY KEY (agent_id, equipment_id)) STRICT`,
      `CREATE INDEX room_by_facility ON room (facility_id)`,
      `CREATE TABLE fleet_uptime (${itemColumns}, month TEXT NOT NULL, as_of INTEGER NOT NULL, PRIMARY KEY (agent_id, month)) STRICT`,
      `CREATE INDEX fleet_uptime_by_facility ON fleet_uptime (facility_id, month)`,
      // Under the facility and not under the agent: a new agent of the same center that tells an episode again adds none.
      `CREATE TABLE equipment_event (facility_id TEXT NOT NULL, event_id TEXT NOT NULL, agent_id TEXT NOT NULL, equipment_id TEXT NOT NULL, kind TEXT NOT NULL, start_at INTEGER NOT NULL,
        end_at INTEGER, item TEXT NOT NULL, received_at INTEGER NOT NULL, as_of INTEGER NOT NULL, PRIMARY KEY (facility_id, event_id)) STRICT`,
      `CREATE INDEX equipment_event_by_time ON equipment_event (start_at, kind, end_at)`,
      `CREATE INDEX equipment_event_by_kind ON equipment_event (kind, start_at, facility_id, equipment_id)`,
      `CREATE INDEX equipment_event_by_facility ON equipment_event (facility_id, start_at)`,
      `CREATE INDEX equipment_event_open ON equipment_event (facility_id, equipment_id) WHERE end_at IS NULL`,
      `CREATE TABLE agent_gap (agent_id TEXT NOT NULL, number INTEGER NOT NULL, facility_id TEXT NOT NULL, start_at INTEGER NOT NULL, end_at INTEGER NOT NULL, cause TEXT NOT NULL, step_ms INTEGER,
        received_at INTEGER NOT NULL, PRIMARY KEY (agent_id, number)) STRICT`,
      `CREATE TABLE sighting (agent_id TEXT NOT NULL, from_at INTEGER NOT NULL, to_at INTEGER NOT NULL, late_batches INTEGER NOT NULL, PRIMARY KEY (agent_id, from_at)) STRICT`,
      `CREATE TABLE console_watch (from_at INTEGER PRIMARY KEY NOT NULL, to_at INTEGER NOT NULL) STRICT`,
    ],
  },
  {
    version: 5,
    statements: [
      // Clock of the agent minus the console's at the first and the last beat of a stretch; moment and chain of the newest beat; what the late batches are dated.
      `ALTER TABLE sighting ADD COLUMN first_offset_ms INTEGER`,
      `ALTER TABLE sighting ADD COLUMN last_offset_ms INTEGER`,
      `ALTER TABLE sighting ADD COLUMN sent_at INTEGER`,
      `ALTER TABLE sighting ADD COLUMN chain_length INTEGER`,
      `ALTER TABLE sighting ADD COLUMN late_from_at INTEGER`,
      `ALTER TABLE sighting ADD COLUMN late_to_at INTEGER`,
      `CREATE TABLE agent_line (agent_id TEXT NOT NULL, from_at INTEGER NOT NULL, to_at INTEGER NOT NULL, received_at INTEGER NOT NULL, PRIMARY KEY (agent_id, from_at)) STRICT`,
      ...uptimeJudged.map(
        (name) =>
          `ALTER TABLE uptime ADD COLUMN "j_${name}" ${textMembers.includes(name) ? 'TEXT' : 'INTEGER'} GENERATED ALWAYS AS (json_extract(item, '$.${name}')) VIRTUAL`,
      ),
      `CREATE INDEX uptime_judged ON uptime (span, slot, facility_id, agent_id, equipment_id, ${uptimeJudged.map((name) => `"j_${name}"`).join(', ')})`,
      `ALTER TABLE equipment ADD COLUMN j_name TEXT GENERATED ALWAYS AS (json_extract(item, '$.name')) VIRTUAL`,
      `CREATE INDEX equipment_standing ON equipment (kind, removed, facility_id, agent_id, equipment_id, j_name)`,
    ],
  },
];
