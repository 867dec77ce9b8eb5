import { type Instant, instantToIso } from '@center/contract';
import { type StationRecord, StationRecordContent, type StationRecordEntry } from '@center/contract/station-api';
import { Compile } from 'typebox/compile';
import { entryState, type RecordRow, type StudyRow } from '../ledger/index.ts';
import type { StationDeps } from './deps.ts';
import type { StudyViews } from './study-view.ts';

const contentForm = Compile(StationRecordContent);

/** What is written in the ledger as the body of a record: the contract record's own fields. */
export function bodyOf(entry: StationRecordEntry): Readonly<Record<string, unknown>> {
  if (entry.kind === 'identity-exception') return { kind: entry.exception, resolveBy: entry.resolveBy };
  const { kind: _, ...body } = entry;
  return body;
}

function contentOf(row: RecordRow): StationRecordContent {
  const { kind: exception, ...rest } = row.body;
  const entry: unknown =
    row.kind === 'identity-exception' ? { ...rest, kind: row.kind, exception } : { ...row.body, kind: row.kind };
  // A record that does not fit its form was written by nobody's form: a broken invariant.
  return contentForm.Parse(entry);
}

/** The study that a record speaks of: by UID, or the first one with the accession number. */
function studyOf(
  row: Pick<RecordRow, 'StudyInstanceUID' | 'AccessionNumber'>,
  { ledger }: StationDeps,
): StudyRow | undefined {
  if (row.StudyInstanceUID !== undefined) return ledger.studies.get(row.StudyInstanceUID);
  return row.AccessionNumber === undefined ? undefined : ledger.studies.byAccession(row.AccessionNumber)[0];
}

/** Where an image comes from can be said at any time; everything else is late once the exposure has begun. */
function entryOf(row: RecordRow, exposure: Instant | undefined): StationRecord['entry'] {
  if (row.kind === 'archive-explanation') return 'in-time';
  if (exposure === undefined) return 'no-images';
  return row.kind === 'imported' ? 'in-time' : entryState(row, exposure);
}

export function recordView(row: RecordRow, deps: StationDeps, views: StudyViews): StationRecord {
  const study = studyOf(row, deps);
  const exposure = study === undefined ? undefined : (views.identity(study).exposure ?? study.firstSeenAt);
  const text = (at: RecordRow['reviewedAt']): string | null => (at === undefined ? null : instantToIso(at));
  return {
    recordId: row.recordId,
    StudyInstanceUID: row.StudyInstanceUID ?? study?.StudyInstanceUID ?? null,
    AccessionNumber: row.AccessionNumber ?? study?.accession ?? '',
    patient: study === undefined ? null : views.identity(study).patient,
    studyDate: study?.date ?? null,
    content: contentOf(row),
    signedAt: instantToIso(row.signedAt),
    enteredAt: instantToIso(row.enteredAt),
    enteredBy: row.enteredBy,
    entry: entryOf(row, exposure),
    pageSha256: null,
    reviewedBy: row.reviewedBy ?? null,
    reviewedAt: text(row.reviewedAt),
    withdrawnBy: row.withdrawnBy ?? null,
    withdrawnAt: text(row.withdrawnAt),
    withdrawnReason: row.withdrawnReason ?? null,
    ...(row.pageSha256 === undefined ? {} : { pageSha256: row.pageSha256 }),
  };
}
