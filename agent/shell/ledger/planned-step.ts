import { type CalendarDate, type Instant, instant } from '@center/contract';
import type { Store } from './store.ts';
import { fromJson } from './stored-json.ts';
import type { StudyRepository } from './study.ts';

/** A scheduled procedure step of the worklist (PS3.4 annex K), without the patient. */
export interface PlannedStep {
  readonly StudyInstanceUID?: string;
  readonly AccessionNumber?: string;
  readonly ScheduledProcedureStepID?: string;
  readonly startDate: CalendarDate;
  /** TM as it stands. */
  readonly startTime?: string;
  readonly Modality?: string;
  readonly ScheduledStationAETitle?: string;
  readonly ScheduledProcedureStepStatus?: string;
  /** As the worklist has it: 0 and absent say nothing. */
  readonly PregnancyStatus?: number;
  /** DA as it stands. */
  readonly LastMenstrualDate?: string;
}

export interface PlannedRow {
  readonly channel: string;
  readonly step: PlannedStep;
  readonly firstSeenAt: Instant;
  readonly lastSeenAt: Instant;
  /** First look at the worklist that did not show it any more. */
  readonly goneAt?: Instant;
}

export interface PlannedStepRepository {
  /**
   * One whole look at the worklist over the days from … to: what is new or other is written down, what is not there any more is gone, and studies whose steps changed are
   * judged anew. Returns how many steps changed. Durable when it returns.
   */
  looked(
    channel: string,
    window: { readonly from: CalendarDate; readonly to: CalendarDate },
    steps: readonly PlannedStep[],
    at: Instant,
  ): number;
  /** Steps that were planned for a study: by its UID, and those without one by its accession number. */
  ofStudy(StudyInstanceUID: string, accession: string | undefined): readonly PlannedStep[];
  /** Steps of these days, each with whether its study has come. */
  between(from: CalendarDate, to: CalendarDate): readonly (PlannedRow & { readonly arrived: boolean })[];
}

interface Row {
  readonly channel: string;
  readonly key: string;
  readonly body: string;
  readonly first_seen_at: number;
  readonly last_seen_at: number;
  readonly gone_at: number | null;
}

/** By accession number, step and study: none of the three is always filled, nor always unique. */
function keyOf({
  AccessionNumber,
  ScheduledProcedureStepID,
  StudyInstanceUID,
  startDate,
  startTime,
}: PlannedStep): string {
  const named = [AccessionNumber, ScheduledProcedureStepID, StudyInstanceUID].map((each) => each ?? '');
  return JSON.stringify(named.some((each) => each !== '') ? named : [...named, startDate, startTime ?? '']);
}

const stepOf = (row: Pick<Row, 'body'>): PlannedStep => fromJson<PlannedStep>(row.body);

export function plannedStepRepository(
  { db, append, transaction }: Store,
  studies: Pick<StudyRepository, 'markDirty' | 'markDirtyByAccession'>,
): PlannedStepRepository {
  const one = db.prepare<[string, string], Row>('SELECT * FROM planned_step WHERE channel = ? AND key = ?');
  const put = db.prepare<[string, string, string | null, string | null, string, string, number, number]>(
    `INSERT INTO planned_step (channel, key, study, accession, start_date, body, first_seen_at, last_seen_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (channel, key) DO UPDATE SET study = excluded.study, accession = excluded.accession, start_date = excluded.start_date, body = excluded.body,
       last_seen_at = excluded.last_seen_at, gone_at = NULL`,
  );
  const seen = db.prepare<[number, string, string]>(
    'UPDATE planned_step SET last_seen_at = ?, gone_at = NULL WHERE channel = ? AND key = ?',
  );
  const standing = db.prepare<[string, string, string], { key: string }>(
    'SELECT key FROM planned_step WHERE start_date BETWEEN ? AND ? AND channel = ? AND gone_at IS NULL',
  );
  const gone = db.prepare<[number, string, string]>(
    'UPDATE planned_step SET gone_at = ? WHERE channel = ? AND key = ?',
  );
  const byStudy = db.prepare<[string], Row>('SELECT * FROM planned_step WHERE study = ? ORDER BY channel, key');
  const byAccession = db.prepare<[string], Row>(
    'SELECT * FROM planned_step WHERE accession = ? AND study IS NULL ORDER BY channel, key',
  );
  const between = db.prepare<[string, string], Row & { arrived: number }>(
    `SELECT *, EXISTS (SELECT 1 FROM study WHERE study.uid = planned_step.study OR (planned_step.study IS NULL AND study.accession = planned_step.accession)) AS arrived
     FROM planned_step WHERE start_date BETWEEN ? AND ? ORDER BY start_date, channel, key`,
  );

  const mark = ({ StudyInstanceUID, AccessionNumber }: PlannedStep): void => {
    if (StudyInstanceUID !== undefined) studies.markDirty(StudyInstanceUID);
    else if (AccessionNumber !== undefined) studies.markDirtyByAccession(AccessionNumber);
  };

  return {
    looked: (channel, { from, to }, steps, at) =>
      transaction(() => {
        const changed: PlannedStep[] = [];
        const there = new Set<string>();
        for (const step of steps) {
          const key = keyOf(step);
          there.add(key);
          const body = JSON.stringify(step);
          const before = one.get(channel, key);
          if (before?.body === body) {
            seen.run(at, channel, key);
            continue;
          }
          put.run(
            channel,
            key,
            step.StudyInstanceUID ?? null,
            step.AccessionNumber ?? null,
            step.startDate,
            body,
            at,
            at,
          );
          changed.push(step);
          if (before !== undefined) mark(stepOf(before));
          mark(step);
        }
        for (const { key } of standing.all(from, to, channel)) if (!there.has(key)) gone.run(at, channel, key);
        if (changed.length > 0) append('planned-steps', { channel, steps: changed }, at);
        return changed.length;
      }),
    ofStudy: (uid, accession) => [
      ...byStudy.all(uid).map(stepOf),
      ...(accession === undefined ? [] : byAccession.all(accession).map(stepOf)),
    ],
    between: (from, to) =>
      between.all(from, to).map((row) => ({
        channel: row.channel,
        step: stepOf(row),
        firstSeenAt: instant(row.first_seen_at),
        lastSeenAt: instant(row.last_seen_at),
        ...(row.gone_at === null ? {} : { goneAt: instant(row.gone_at) }),
        arrived: row.arrived === 1,
      })),
  };
}
