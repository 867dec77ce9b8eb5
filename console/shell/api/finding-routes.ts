import {
  BasisText,
  BilingualText,
  ConsoleFinding,
  type ConsoleFindingRevision,
  type ConsoleFindingRow,
  ConsoleFindings,
  ConsoleFindingsQuery,
  ConsoleLaw,
  ConsoleStudy,
  DeviceItem,
  DisplayStateText,
  EvidenceItem,
  FindingStateText,
  instant,
  instantToIso,
  Problem,
  PseudonymText,
  ReasonText,
  SlugText,
  SubjectKindText,
  VerdictKindText,
} from '@center/contract';
import { Type } from 'typebox';
import { wordsOfRule } from '../../core/index.ts';
import { Refusal } from '../problems.ts';
import { allFacilities, facilityById } from '../store/facilities.ts';
import { findingById, frozenText, listFindings, revisionsOf } from '../store/findings.ts';
import type { FindingRevisionTable, FindingTable } from '../store/tables.ts';
import { who, withinScope } from './access.ts';
import type { ConsoleContext, Person, Server } from './context.ts';
import { stored } from './stored.ts';

const asStudy = stored(ConsoleStudy);
const asEvidence = stored(Type.Array(EvidenceItem));
const asNames = stored(Type.Array(Type.String()));
const asState = stored(FindingStateText);
const asVerdict = stored(VerdictKindText);
const asReason = stored(Type.Union([ReasonText, Type.Null()]));
const asBasis = stored(Type.Union([BasisText, Type.Null()]));
const asDisplay = stored(DisplayStateText);
const asSubjectKind = stored(SubjectKindText);
const asDevice = stored(DeviceItem);
const FrozenRule = Type.Object({
  version: Type.Integer(),
  title: BilingualText,
  whatToDo: BilingualText,
  cannotTell: BilingualText,
});
const asFrozen = stored(
  Type.Object({ law: Type.Union([ConsoleLaw, Type.Null()]), rule: Type.Union([FrozenRule, Type.Null()]) }),
);

export function findingRow(row: FindingTable, facilityName: string): ConsoleFindingRow {
  return {
    facilityId: row.facility_id,
    facilityName,
    findingId: row.finding_id,
    revision: row.revision,
    ruleId: row.rule_id,
    ruleTitle: { ...(wordsOfRule(row.rule_id)?.title ?? { zh: row.rule_id, en: row.rule_id }) },
    clause: row.clause,
    severity: row.severity,
    subjectKind: asSubjectKind(row.subject_kind),
    state: row.state,
    display: asDisplay(row.display),
    reason: asReason(row.reason),
    openedAt: instantToIso(instant(row.opened_at)),
    changedAt: instantToIso(instant(row.changed_at)),
    timesOpened: row.times_opened,
    study: row.study === null ? null : asStudy(JSON.parse(row.study)),
  };
}

function revisionView(row: FindingRevisionTable): ConsoleFindingRevision {
  return {
    revision: row.revision,
    state: asState(row.state),
    verdict: asVerdict(row.verdict),
    reason: asReason(row.reason),
    basis: asBasis(row.basis),
    display: asDisplay(row.display),
    note: row.note,
    changedAt: instantToIso(instant(row.changed_at)),
    receivedAt: instantToIso(instant(row.received_at)),
    agentId: row.agent_id,
    batchSeq: row.batch_seq,
    batchSha256: row.batch_sha256,
    ruleVersion: row.rule_version,
    ruleSetSha256: row.rule_set_sha256,
    factSha256: row.fact_sha256,
    evidence: asEvidence(JSON.parse(row.evidence)),
    missing: asNames(JSON.parse(row.missing)),
    masked: asNames(JSON.parse(row.masked)),
  };
}

function deviceOf(context: ConsoleContext, finding: FindingTable): ConsoleFinding['device'] {
  if (finding.device_id === null) return null;
  const row = context.db.first(
    context.db.sql
      .selectFrom('device')
      .select('item')
      .where('facility_id', '=', finding.facility_id)
      .where('device_id', '=', finding.device_id),
  );
  if (row === undefined) return null;
  const { deviceId, Manufacturer, ManufacturerModelName, StationName } = asDevice(JSON.parse(row.item));
  return { deviceId, Manufacturer, ManufacturerModelName, StationName };
}

/** A finding with the words of law and rule as they read when it opened. */
function findingAnswer(context: ConsoleContext, facilityId: string, findingId: string): ConsoleFinding {
  const { db, clock } = context;
  const row = findingById(db, facilityId, findingId);
  if (row === undefined) throw new Refusal('not-found');
  const history = revisionsOf(db, facilityId, findingId).map(revisionView);
  const current = history.findLast(
    (revision) => revision.revision === row.revision && revision.agentId === row.agent_id,
  );
  const text = frozenText(db, row.frozen_sha256);
  if (current === undefined || text === undefined) throw new Error('a finding without its revision or its words');
  const { law, rule } = asFrozen(JSON.parse(text));
  const unnamed = { zh: row.rule_id, en: row.rule_id };
  const silent = { zh: '', en: '' };
  return {
    asOf: instantToIso(clock()),
    finding: findingRow(row, facilityById(db, facilityId)?.name ?? facilityId),
    subject: row.subject,
    law: law ?? lawless(row),
    rule: {
      ruleId: row.rule_id,
      version: current.ruleVersion,
      title: rule?.title ?? unnamed,
      whatToDo: rule?.whatToDo ?? silent,
      cannotTell: rule?.cannotTell ?? silent,
      unknownHere: rule === null,
    },
    device: deviceOf(context, row),
    current,
    history,
  };
}

/** A clause that the register of this console does not hold: its words are missing and the page says so by their absence. */
function lawless(row: FindingTable): ConsoleLaw {
  const none = { zh: '', en: '' };
  return {
    clause: row.clause,
    documentTitle: none,
    documentNumber: null,
    documentNumberVerified: false,
    documentDate: '',
    section: '',
    quote: '',
    meaning: none,
    who: 'center',
    severity: row.severity,
    aggravates: false,
  };
}

/** One page of findings within the person's area. */
function findingsAnswer(context: ConsoleContext, person: Person, query: ConsoleFindingsQuery): ConsoleFindings {
  const { db, clock } = context;
  const { page = 1, pageSize = 50 } = query;
  const { total, rows } = listFindings(db, person.scope, query, (page - 1) * pageSize, pageSize);
  const names = new Map(allFacilities(db).map((facility) => [facility.facility_id, facility.name]));
  return {
    asOf: instantToIso(clock()),
    total,
    page,
    pageSize,
    rows: rows.map((row) => findingRow(row, names.get(row.facility_id) ?? row.facility_id)),
  };
}

export function findingRoutes(app: Server, context: ConsoleContext): void {
  app.get(
    '/api/findings',
    {
      config: { act: 'see' },
      schema: {
        tags: ['findings'],
        querystring: ConsoleFindingsQuery,
        response: { 200: ConsoleFindings, '4xx': Problem },
      },
    },
    async (request) => findingsAnswer(context, who(request), request.query),
  );

  app.get(
    '/api/findings/:facility/:findingId',
    {
      config: { act: 'see' },
      schema: {
        tags: ['findings'],
        params: Type.Object({ facility: SlugText, findingId: PseudonymText }),
        response: { 200: ConsoleFinding, '4xx': Problem },
      },
    },
    async (request) => {
      const { facility, findingId } = request.params;
      withinScope(who(request), facility);
      return findingAnswer(context, facility, findingId);
    },
  );
}
