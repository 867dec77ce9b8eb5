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

export interface RetentionTotal {
  readonly year: number;
  readonly online: number;
  readonly kept: number;
  readonly older: number;
  readonly proven: number;
  readonly lost: number;
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
  retention(): RetentionTotal[];
  doseCoverage(month: string): DoseTotalRow[];
}

export function totalsRepository({ db }: Store): TotalsRepository {
  const intake = db.prepare<[string], { origin: string; studies: number; objects: number }>(
    'SELECT origin, count(*) AS studies, sum(objects) AS objects FROM study WHERE month = ? GROUP BY origin',
  );
  const unreadable = db.prepare<[string], { n: number }>(
    `SELECT count(*) AS n FROM judgement WHERE month = ? AND rule_id = 'object-readable' AND reason = 'evidence-unreadable' AND subject_kind = 'archive'`,
  );
  const retention = db.prepare<[], { year: string; retention_class: string; n: number }>(
    'SELECT substr(date, 1, 4) AS year, retention_class, count(*) AS n FROM study WHERE date IS NOT NULL GROUP BY substr(date, 1, 4), retention_class ORDER BY 1',
  );
  const proof = db.prepare<[], { year: string; kind: string; n: number }>(
    `SELECT substr(subject_date, 1, 4) AS year, kind, count(*) AS n FROM judgement
     WHERE rule_id = 'images-kept-ten-years' AND kind IN ('conforms', 'deviates') AND subject_kind = 'study' GROUP BY substr(subject_date, 1, 4), kind`,
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
    retention() {
      const years = new Map<
        number,
        { year: number; online: number; kept: number; older: number; proven: number; lost: number }
      >();
      for (const { year, retention_class: kind, n } of retention.all()) {
        const row = years.get(Number(year)) ?? { year: Number(year), online: 0, kept: 0, older: 0, proven: 0, lost: 0 };
        if (kind === 'online' || kind === 'kept' || kind === 'older') row[kind] += n;
        years.set(row.year, row);
      }
      for (const { year, kind, n } of proof.all()) {
        const row = years.get(Number(year));
        if (row !== undefined) row[kind === 'conforms' ? 'proven' : 'lost'] += n;
      }
      return [...years.values()];
    },
    doseCoverage: (month) => dose.all(month),
  };
}
