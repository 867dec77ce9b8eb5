/** Rows as they stand in the store. Text ids, integer milliseconds, 0/1, JSON as text: the same on every SQL database. */
export interface Tables {
  facility: FacilityTable;
  agent: AgentTable;
  enrolment_code: EnrolmentCodeTable;
  batch: BatchTable;
  cell: CellTable;
  rollup: RollupTable;
  finding: FindingTable;
  finding_revision: FindingRevisionTable;
  law_text: LawTextTable;
  device: ItemTable & { device_id: string };
  channel: ItemTable & { channel: string; number: number };
  dose_coverage: ItemTable & { device_id: string; month: string; expected: number; present: number; as_of: number };
  dose_group: DoseGroupTable;
  dose_day: ItemTable & { device_id: string; date: string; expected: number; present: number; as_of: number };
  finding_dose: FindingDoseTable;
  retention: ItemTable & { year: number; known: number; proven: number; lost: number; as_of: number };
  retrieval: ItemTable & { modality: string; age: 'online' | 'kept'; month: string; as_of: number };
  forecast: ItemTable & { alarm: string; as_of: number };
  image_upload: ItemTable & { month: string; finished: number; receipted: number; overdue: number; as_of: number };
  intake: ItemTable & { month: string; as_of: number };
  equipment: ItemTable & { equipment_id: string; kind: string; removed: number; as_of: number };
  uptime: ItemTable & { equipment_id: string; span: 'month' | 'year'; slot: string; as_of: number };
  uptime_closing: UptimeClosingTable;
  ups: ItemTable & { equipment_id: string; as_of: number };
  room: ItemTable & { equipment_id: string; as_of: number };
  fleet_uptime: ItemTable & { month: string; as_of: number };
  equipment_event: EquipmentEventTable;
  agent_gap: AgentGapTable;
  sighting: SightingTable;
  agent_line: AgentLineTable;
  console_watch: { from_at: number; to_at: number };
  rule_set: RuleSetTable;
  user: UserTable;
  session: SessionTable;
  audit: AuditTable;
  target: TargetTable;
  upload_package: UploadPackageTable;
  upload_attempt: UploadAttemptTable;
}

/** A group of exams as its center computed it: one month, or (in the empty slot) the latest judged twelve. */
export interface DoseGroupTable extends ItemTable {
  device_id: string;
  exam_class: string;
  age_band: string;
  measure: string;
  span: 'month' | 'year';
  slot: string;
  month: string;
  n: number;
  comparison: string;
  as_of: number;
}

/** A closed month as it was told at one revision; kept when it is corrected. */
export interface UptimeClosingTable {
  agent_id: string;
  equipment_id: string;
  month: string;
  revision: number;
  item: string;
  received_at: number;
}

/** An episode of power or of a room, told at its begin and again at its end. History: no dump forgets it. */
export interface EquipmentEventTable {
  facility_id: string;
  event_id: string;
  agent_id: string;
  equipment_id: string;
  kind: string;
  start_at: number;
  end_at: number | null;
  item: string;
  received_at: number;
  as_of: number;
}

/** Time in which an agent says that it did not watch; its first telling stays. */
export interface AgentGapTable {
  agent_id: string;
  number: number;
  facility_id: string;
  start_at: number;
  end_at: number;
  cause: string;
  step_ms: number | null;
  received_at: number;
}

/** A stretch in which this console heard an agent without a break; the console's own record, told by nobody. */
export interface SightingTable {
  agent_id: string;
  from_at: number;
  to_at: number;
  late_batches: number;
  /** First and last date of these, by the agent's clock. */
  late_from_at: number | null;
  late_to_at: number | null;
  /** Agent's clock minus the console's, at the first and the last beat. */
  first_offset_ms: number | null;
  last_offset_ms: number | null;
  /** Of the newest beat: when it says that it was sent, and how long the chain was. */
  sent_at: number | null;
  chain_length: number | null;
}

/** Time in which an agent says that it ran and could not reach this console, by its own clock. */
export interface AgentLineTable {
  agent_id: string;
  from_at: number;
  to_at: number;
  received_at: number;
}

/** A figure of the study behind a finding, in the unit of its measure. */
export interface FindingDoseTable {
  facility_id: string;
  finding_id: string;
  measure: string;
  date: string;
  device_id: string | null;
  exam_class: string;
  age_band: string;
  value: number;
  unit: string;
  source: string;
}

export interface FacilityTable {
  facility_id: string;
  name: string;
  licence_number: string | null;
  division_code: string | null;
  created_at: number;
}

export interface AgentTable {
  agent_id: string;
  facility_id: string;
  public_key: string;
  fingerprint: string;
  state: 'pending' | 'active' | 'quarantined' | 'revoked';
  state_reason: string | null;
  agent_version: string;
  enrolled_at: number;
  confirmed_at: number | null;
  confirmed_by: string | null;
  last_heartbeat_at: number | null;
  last_batch_at: number | null;
  last_seq: number;
  last_sha256: string | null;
  backlog: number | null;
  clock_offset_ms: number | null;
  rule_set_sha256: string | null;
  chain_head: string | null;
  chain_length: number | null;
  open_dump_id: string | null;
}

export interface EnrolmentCodeTable {
  code_id: string;
  code_sha256: string;
  facility_id: string;
  created_at: number;
  created_by: string;
  expires_at: number;
  used_at: number | null;
  used_by_agent: string | null;
}

export interface BatchTable {
  agent_id: string;
  seq: number;
  body_sha256: string;
  prev_sha256: string | null;
  signature: string;
  items: number;
  created_at: number;
  committed_at: number;
  want_full: number;
  rule_set_sha256: string;
}

/** One column for each display state, so that any SQL database can add them up. */
export interface CountColumns {
  compliant: number;
  attested: number;
  due_soon: number;
  non_compliant: number;
  evidence_missing: number;
  stale: number;
  check_error: number;
  not_yet_run: number;
  awaiting_review: number;
  not_applicable: number;
  waived: number;
  informational: number;
}

/** A current measurement: overwritten by the next. */
export interface CellTable extends CountColumns {
  agent_id: string;
  rule_id: string;
  month: string;
  facility_id: string;
  clause: string;
  rule_version: number;
  rule_set_sha256: string;
  as_of: number;
  dump_id: string | null;
}

/** Cells of one agent and rule over all months, kept in the transaction that changes them. */
export interface RollupTable extends CountColumns {
  facility_id: string;
  clause: string;
  rule_id: string;
  agent_id: string;
  as_of: number;
}

/** A living finding at its latest revision. `live` is 1 while it is open or confirmed and its agent still names it. */
export interface FindingTable {
  facility_id: string;
  finding_id: string;
  agent_id: string;
  revision: number;
  rule_id: string;
  clause: string;
  severity: 'critical' | 'major' | 'minor';
  severity_rank: number;
  subject_kind: string;
  subject: string;
  state: 'open' | 'confirmed' | 'dismissed' | 'closed';
  live: number;
  verdict: string;
  reason: string | null;
  basis: string | null;
  display: string;
  opened_at: number;
  changed_at: number;
  times_opened: number;
  study: string | null;
  study_date: string | null;
  device_id: string | null;
  frozen_sha256: string;
  forgotten_at: number | null;
  dump_id: string | null;
}

export interface FindingRevisionTable {
  facility_id: string;
  finding_id: string;
  agent_id: string;
  revision: number;
  state: string;
  verdict: string;
  reason: string | null;
  basis: string | null;
  display: string;
  note: string | null;
  changed_at: number;
  received_at: number;
  batch_seq: number;
  batch_sha256: string;
  rule_version: number;
  rule_set_sha256: string;
  fact_sha256: string;
  evidence: string;
  missing: string;
  masked: string;
}

/** Law and rule words as they read when a finding opened, kept once for all findings that share them. */
export interface LawTextTable {
  sha256: string;
  text: string;
}

/** The latest item of its kind from an agent, as it was sent. */
export interface ItemTable {
  agent_id: string;
  facility_id: string;
  item: string;
  received_at: number;
  dump_id: string | null;
}

export interface RuleSetTable {
  sha256: string;
  version: string;
  manifest: string;
  envelope: string;
  published_at: number;
  published_by: string;
  changes: string;
}

export interface UserTable {
  user_id: string;
  name: string;
  display_name: string;
  role: 'administrator' | 'supervisor' | 'viewer';
  scope: string;
  password: string;
  must_change: number;
  disabled: number;
  failed_logins: number;
  locked_until: number | null;
  last_login_at: number | null;
  created_at: number;
}

export interface SessionTable {
  token_sha256: string;
  user_id: string;
  created_at: number;
  last_seen_at: number;
}

export interface AuditTable {
  seq: number;
  at: number;
  actor: string;
  role: string;
  action: string;
  object: string;
  facility_id: string | null;
  reason: string | null;
  before_after: string | null;
  address: string | null;
  prev_hash: string | null;
  hash: string;
}

export interface TargetTable {
  target_id: string;
  name: string;
  connector: 'https-json' | 'drop-folder';
  address: string;
  enabled: number;
  created_at: number;
}

export interface UploadPackageTable {
  package_id: string;
  version: number;
  facility_id: string;
  target_id: string;
  data_set: string;
  month: string;
  state:
    | 'built'
    | 'frozen'
    | 'queued'
    | 'in-flight'
    | 'accepted'
    | 'receipted'
    | 'rejected'
    | 'superseded'
    | 'dead-letter';
  reason: string | null;
  body: string;
  body_sha256: string;
  envelope: string;
  due_on: string;
  built_at: number;
  built_by: string;
  resend_reason: string | null;
  lane_order: number;
  attempts: number;
  poisoned: number;
  next_at: number | null;
  accepted_at: number | null;
  receipt_number: string | null;
  receipt_raw: string | null;
  receipt_at: number | null;
}

export interface UploadAttemptTable {
  package_id: string;
  version: number;
  number: number;
  act: 'send' | 'ask';
  started_at: number;
  ended_at: number | null;
  outcome: string | null;
  http_status: number | null;
  detail: string | null;
}
