import type { DataClass } from '@center/contract';

// Data class of every column of the store. A test walks the store and fails on a column that is not here, and on `patient-identity`.
const counts: Readonly<Record<string, DataClass>> = Object.fromEntries(
  [
    'compliant', 'attested', 'due_soon', 'non_compliant', 'evidence_missing', 'stale', 'check_error', 'not_yet_run', 'awaiting_review', 'not_applicable', 'waived', 'informational',
  ].map((column) => [column, 'operational' as const]),
);
const item = { agent_id: 'operational', facility_id: 'operational', item: 'device', received_at: 'operational', dump_id: 'operational' } as const;

export const columnClasses: Readonly<Record<string, Readonly<Record<string, DataClass>>>> = {
  schema_version: { version: 'operational', applied_at: 'operational' },
  facility: { facility_id: 'operational', name: 'public', licence_number: 'public', division_code: 'public', created_at: 'operational' },
  agent: {
    agent_id: 'operational', facility_id: 'operational', public_key: 'operational', fingerprint: 'operational', state: 'operational', state_reason: 'operational', agent_version: 'operational',
    enrolled_at: 'operational', confirmed_at: 'operational', confirmed_by: 'staff', last_heartbeat_at: 'operational', last_batch_at: 'operational', last_seq: 'operational',
    last_sha256: 'operational', backlog: 'operational', clock_offset_ms: 'operational', rule_set_sha256: 'operational', chain_head: 'operational', chain_length: 'operational', open_dump_id: 'operational',
  },
  enrolment_code: {
    code_id: 'operational', code_sha256: 'operational', facility_id: 'operational', created_at: 'operational', created_by: 'staff', expires_at: 'operational', used_at: 'operational', used_by_agent: 'operational',
  },
  batch: {
    agent_id: 'operational', seq: 'operational', body_sha256: 'operational', prev_sha256: 'operational', signature: 'operational', items: 'operational', created_at: 'operational',
    committed_at: 'operational', want_full: 'operational', rule_set_sha256: 'operational',
  },
  cell: {
    agent_id: 'operational', rule_id: 'public', month: 'operational', facility_id: 'operational', clause: 'public', rule_version: 'operational', rule_set_sha256: 'operational', as_of: 'operational', dump_id: 'operational', ...counts,
  },
  rollup: { facility_id: 'operational', clause: 'public', rule_id: 'public', agent_id: 'operational', as_of: 'operational', ...counts },
  finding: {
    facility_id: 'operational', finding_id: 'pseudonym', agent_id: 'operational', revision: 'operational', rule_id: 'public', clause: 'public', severity: 'public', severity_rank: 'public',
    subject_kind: 'operational', subject: 'pseudonym', state: 'operational', live: 'operational', verdict: 'operational', reason: 'operational', basis: 'operational', display: 'operational',
    opened_at: 'operational', changed_at: 'operational', times_opened: 'operational', study: 'pseudonym', study_date: 'operational', device_id: 'device', frozen_sha256: 'operational',
    forgotten_at: 'operational', dump_id: 'operational',
  },
  finding_revision: {
    facility_id: 'operational', finding_id: 'pseudonym', agent_id: 'operational', revision: 'operational', state: 'operational', verdict: 'operational', reason: 'operational', basis: 'operational',
    display: 'operational', note: 'operational', changed_at: 'operational', received_at: 'operational', batch_seq: 'operational', batch_sha256: 'operational', rule_version: 'operational',
    rule_set_sha256: 'operational', fact_sha256: 'operational', evidence: 'operational', missing: 'public', masked: 'public',
  },
  law_text: { sha256: 'operational', text: 'public' },
  device: { ...item, device_id: 'device' },
  channel: { ...item, channel: 'operational', number: 'operational' },
  dose_coverage: { ...item, device_id: 'device', month: 'operational', expected: 'operational', present: 'operational', as_of: 'operational' },
  retention: { ...item, year: 'operational', known: 'operational', proven: 'operational', lost: 'operational', as_of: 'operational' },
  intake: { ...item, month: 'operational', as_of: 'operational' },
  rule_set: { sha256: 'operational', version: 'public', manifest: 'public', envelope: 'public', published_at: 'operational', published_by: 'staff', changes: 'public' },
  user: {
    user_id: 'operational', name: 'staff', display_name: 'staff', role: 'operational', scope: 'operational', password: 'operational', must_change: 'operational', disabled: 'operational',
    failed_logins: 'operational', locked_until: 'operational', last_login_at: 'operational', created_at: 'operational',
  },
  session: { token_sha256: 'operational', user_id: 'operational', created_at: 'operational', last_seen_at: 'operational' },
  audit: {
    seq: 'operational', at: 'operational', actor: 'staff', role: 'operational', action: 'operational', object: 'operational', facility_id: 'operational', reason: 'operational',
    before_after: 'operational', address: 'operational', prev_hash: 'operational', hash: 'operational',
  },
  target: { target_id: 'operational', name: 'operational', connector: 'operational', address: 'operational', enabled: 'operational', created_at: 'operational' },
  upload_package: {
    package_id: 'operational', version: 'operational', facility_id: 'operational', target_id: 'operational', data_set: 'operational', month: 'operational', state: 'operational', reason: 'operational',
    body: 'operational', body_sha256: 'operational', envelope: 'operational', due_on: 'operational', built_at: 'operational', built_by: 'staff', resend_reason: 'operational',
    lane_order: 'operational', attempts: 'operational', poisoned: 'operational', next_at: 'operational', accepted_at: 'operational', receipt_number: 'operational', receipt_raw: 'operational', receipt_at: 'operational',
  },
  upload_attempt: {
    package_id: 'operational', version: 'operational', number: 'operational', act: 'operational', started_at: 'operational', ended_at: 'operational', outcome: 'operational', http_status: 'operational', detail: 'operational',
  },
};
