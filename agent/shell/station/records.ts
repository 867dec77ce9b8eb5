import { createHash } from 'node:crypto';
import { calendarDateAt, canonicalJson, type Instant, instantToIso, must, parseInstant } from '@center/contract';
import {
  StationRecordForm,
  type StationRecords,
  StationRecordsQuery,
  type StationRecordsWritten,
  StationWithdraw,
} from '@center/contract/station-api';
import { Type } from 'typebox';
import type { NewRecord, RecordRow } from '../ledger/index.ts';
import { personOf } from './access.ts';
import { acceptRecord, withdrawRecord } from './archive-explanations.ts';
import type { StationDeps } from './deps.ts';
import { Refusal } from './problems.ts';
import { bodyOf, recordView } from './record-view.ts';
import { pageStore } from './signed-pages.ts';
import type { StudyViews } from './study-view.ts';
import { sliceOf, type TypedApp } from './typed-app.ts';

const RecordPath = Type.Object({ recordId: Type.String({ pattern: '^[A-Za-z0-9-]{1,64}$' }) });
/** Clocks of two desks differ a little. */
const clockSlackMs = 5 * 60_000;
const exceptionKinds: ReadonlySet<string> = new Set(['identity-exception', 'imported', 'archive-explanation']);

/** The id of a record follows from the form and the kind: the same form sent again finds what it has written. */
export function recordIdOf(formKey: string, kind: string): string {
  return createHash('sha256').update(`${formKey}\n${kind}`).digest('hex').slice(0, 32);
}

function checked(form: StationRecordForm, { ledger, now, dataFolder }: StationDeps): Instant {
  if ((form.StudyInstanceUID === undefined) === (form.AccessionNumber === undefined))
    throw new Refusal('request-invalid', ['StudyInstanceUID or AccessionNumber, one of both']);
  if (form.StudyInstanceUID !== undefined && ledger.studies.get(form.StudyInstanceUID) === undefined)
    throw new Refusal('not-found', ['StudyInstanceUID']);
  if (new Set(form.entries.map(({ kind }) => kind)).size !== form.entries.length)
    throw new Refusal('request-invalid', ['entries: each kind once']);
  const signedAt = must(parseInstant(form.signedAt));
  if (signedAt > now() + clockSlackMs) throw new Refusal('signed-in-future');
  const signedOn = calendarDateAt(signedAt);
  for (const entry of form.entries) {
    if (entry.kind === 'inquiry' && entry.lastMenstrualDate !== undefined && entry.lastMenstrualDate > signedOn)
      throw new Refusal('date-order', ['lastMenstrualDate']);
    if (entry.kind === 'identity-exception' && entry.resolveBy < signedOn)
      throw new Refusal('date-order', ['resolveBy']);
  }
  if (form.pageSha256 !== undefined && pageStore(dataFolder).find(form.pageSha256) === undefined)
    throw new Refusal('page-unknown');
  return signedAt;
}

/** One record a kind, all or none of them; what this form has written before is given back as it stands. */
function write(form: StationRecordForm, signedAt: Instant, deps: StationDeps, who: string): RecordRow[] {
  const { ledger, now } = deps;
  return ledger.transaction(() =>
    form.entries.map((entry): RecordRow => {
      const record: NewRecord & { readonly recordId: string } = {
        recordId: recordIdOf(form.formKey, entry.kind),
        kind: entry.kind,
        signedAt,
        body: bodyOf(entry),
        ...(form.StudyInstanceUID === undefined ? {} : { StudyInstanceUID: form.StudyInstanceUID }),
        ...(form.AccessionNumber === undefined ? {} : { AccessionNumber: form.AccessionNumber }),
        ...(form.pageSha256 === undefined ? {} : { pageSha256: form.pageSha256 }),
      };
      const before = ledger.records.get(record.recordId);
      if (before === undefined) ledger.records.add(record, who, now());
      else if (before.enteredBy !== who || !sameContent(before, record)) throw new Refusal('form-differs');
      const row = ledger.records.get(record.recordId);
      if (row === undefined) throw new Error('a record that was just written is not there');
      return row;
    }),
  );
}

function sameContent(a: NewRecord, b: NewRecord): boolean {
  const told = ({ StudyInstanceUID, AccessionNumber, kind, signedAt, body, pageSha256 }: NewRecord): string =>
    canonicalJson([StudyInstanceUID ?? '', AccessionNumber ?? '', kind, signedAt, body, pageSha256 ?? '']);
  return told(a) === told(b);
}

/** Rows of one register, newest entry first. Both registers are one table of the ledger, so rows are taken in portions until the slice is full. */
function ofRegister({ ledger }: StationDeps, query: StationRecordsQuery, limit: number, offset: number) {
  const wanted = ({ kind }: RecordRow): boolean =>
    query.register === undefined || exceptionKinds.has(kind) === (query.register === 'exceptions');
  const matching: RecordRow[] = [];
  const portion = 500;
  for (let from = 0; ; from += portion) {
    const { rows } = ledger.records.list({
      ...(query.accession === undefined ? {} : { accession: query.accession }),
      limit: portion,
      offset: from,
    });
    matching.push(...rows.filter(wanted));
    if (rows.length < portion) return { total: matching.length, rows: matching.slice(offset, offset + limit) };
  }
}

export function recordRoutes(app: TypedApp, deps: StationDeps, views: StudyViews): void {
  const { ledger, now } = deps;
  const written = (rows: readonly RecordRow[]): StationRecordsWritten => ({
    rows: rows.map((row) => recordView(row, deps, views)),
  });
  const again = (recordId: string): StationRecordsWritten => {
    const row = ledger.records.get(recordId);
    if (row === undefined) throw new Refusal('not-found');
    return written([row]);
  };
  app.get('/api/records', { schema: { querystring: StationRecordsQuery } }, (request): StationRecords => {
    const { page, pageSize, limit, offset } = sliceOf(request.query);
    const { total, rows } = ofRegister(deps, request.query, limit, offset);
    return { asOf: instantToIso(now()), total, page, pageSize, ...written(rows) };
  });
  app.post('/api/records', { schema: { body: StationRecordForm } }, (request): StationRecordsWritten => {
    const signedAt = checked(request.body, deps);
    const rows = write(request.body, signedAt, deps, personOf(request).login);
    deps.changed();
    return written(rows);
  });
  app.post('/api/records/:recordId/accept', { schema: { params: RecordPath } }, (request): StationRecordsWritten => {
    acceptRecord(deps, request.params.recordId, personOf(request).login);
    deps.changed();
    return again(request.params.recordId);
  });
  app.post(
    '/api/records/:recordId/withdraw',
    { schema: { params: RecordPath, body: StationWithdraw } },
    (request): StationRecordsWritten => {
      withdrawRecord(deps, request.params.recordId, request.body.reason.trim(), personOf(request).login);
      deps.changed();
      return again(request.params.recordId);
    },
  );
}
