import type { Store } from './store.ts';

/** What came in, by month of the study. */
export interface IntakeTotal {
  readonly month: string;
  readonly studies: number;
  readonly objects: number;
  readonly unreadable: number;
  readonly own: number;
  readonly imported: number;
  readonly unclassified: number;
}

export interface DoseTotalRow {
  readonly deviceId: string;
  readonly month: string;
  readonly expected: number;
  readonly present: number;
}

/** Sums over the judged studies, for the wire. */
export interface TotalsRepository {
  intake(month: string): IntakeTotal;
  doseCoverage(month: string): DoseTotalRow[];
}

export function totalsRepository({ db }: Store): TotalsRepository {
  const intake = db.prepare<[string], { origin: string; studies: number; objects: number }>(
    'SELECT origin, count(*) AS studies, sum(objects) AS objects FROM study WHERE month = ? GROUP BY origin',
  );
  const unreadable = db.prepare<[string], { n: number }>(
    `SELECT count(*) AS n FROM judgement WHERE month = ? AND rule_id = 'object-readable' AND reason = 'evidence-unreadable' AND subject_kind = 'archive'`,
  );
  const dose = db.prepare<[string], DoseTotalRow>(
    `SELECT device_id AS deviceId, month, count(*) AS expected, sum(dose_record) AS present FROM study
     WHERE month = ? AND dose_record IS NOT NULL AND device_id IS NOT NULL GROUP BY device_id ORDER BY device_id`,
  );
  return {
    intake(month) {
      const total = {
        month,
        studies: 0,
        objects: 0,
        unreadable: unreadable.get(month)?.n ?? 0,
        own: 0,
        imported: 0,
        unclassified: 0,
      };
      for (const { origin, studies, objects } of intake.all(month)) {
        total.studies += studies;
        total.objects += objects;
        if (origin === 'own' || origin === 'imported' || origin === 'unclassified') total[origin] += studies;
      }
      return total;
    },
    doseCoverage: (month) => dose.all(month),
  };
}
