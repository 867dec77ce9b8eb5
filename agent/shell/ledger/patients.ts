import {
  type ArchiveFacts,
  addDays,
  type CalendarDate,
  type DeviceId,
  type EarlierStudy,
  type Instant,
  type Tri,
} from '@center/contract';
import { earlierDays } from './exam.ts';
import type { Store } from './store.ts';
import { branded, fromJson } from './stored-json.ts';

export interface PatientRepository {
  /**
   * Ionising studies under the same patient key in the 31 days before, newest first; of the same day those whose first exposure is known to lie before. At most twenty.
   */
  earlier(uid: string, patientKey: string, date: CalendarDate, acquiredAt: Instant | undefined): EarlierStudy[];
  /** What the archive as a whole says of its patients. Reads every study: once a day is enough. */
  archive(): Omit<ArchiveFacts, 'subject' | 'reviews' | 'asOf'>;
}

interface Row {
  uid: string;
  date: CalendarDate;
  modalities: string | null;
  exam_class: string | null;
  region: string | null;
}

const triOf = (letter: string | undefined): Tri => (letter === 'y' ? 'yes' : letter === 'n' ? 'no' : 'unknown');

export function patientRepository({ db }: Store): PatientRepository {
  const earlier = db.prepare<[string, string, string, string, string, number | null], Row>(
    `SELECT uid, date, modalities, exam_class, region FROM study
     WHERE patient_key = ? AND ionising = 1 AND date BETWEEN ? AND ? AND uid <> ? AND (date < ? OR acquired_at < ?)
     ORDER BY date DESC, uid DESC LIMIT 20`,
  );
  const numbers = db.prepare<[], { n: number; several: number | null }>(
    `SELECT count(*) AS n, sum(ids > 1) AS several FROM
       (SELECT count(DISTINCT patient_key) AS ids FROM study WHERE number_key IS NOT NULL AND patient_key IS NOT NULL GROUP BY number_key)`,
  );
  const ids = db.prepare<[], { n: number; several: number | null; studies: number | null }>(
    `SELECT count(*) AS n, sum(han > 1 OR latin > 1) AS several, sum(studies) AS studies FROM
       (SELECT count(DISTINCT han_name_key) AS han, count(DISTINCT latin_name_key) AS latin, count(*) AS studies FROM study WHERE patient_key IS NOT NULL GROUP BY patient_key)`,
  );
  const devices = db.prepare<[], { deviceId: DeviceId; studies: number; notPatients: number }>(
    `SELECT s.device_id AS deviceId, count(*) AS studies, count(j.subject_key) AS notPatients FROM study s
     LEFT JOIN judgement j ON j.subject_kind = 'study' AND j.subject_key = s.uid AND j.rule_id = 'real-name-present' AND j.kind = 'notApplicable'
     WHERE s.device_id IS NOT NULL AND s.origin <> 'imported' GROUP BY s.device_id ORDER BY s.device_id`,
  );
  return {
    earlier: (uid, patientKey, date, acquiredAt) =>
      earlier.all(patientKey, addDays(date, -earlierDays), date, uid, date, acquiredAt ?? null).map(
        (row): EarlierStudy => ({
          StudyInstanceUID: branded(row.uid),
          date: row.date,
          modalities: row.modalities === null ? [] : fromJson<string[]>(row.modalities),
          ...(row.exam_class === null ? {} : { examClass: row.exam_class }),
          region: {
            abdomenOrPelvis: triOf(row.region?.[0]),
            lowerAbdomen: triOf(row.region?.[1]),
            chest: triOf(row.region?.[2]),
            head: triOf(row.region?.[3]),
          },
        }),
      ),
    archive() {
      const number = numbers.get();
      const id = ids.get();
      return {
        studies: id?.studies ?? 0,
        identityNumbers: { all: number?.n ?? 0, underSeveralPatientIds: number?.several ?? 0 },
        patientIds: { all: id?.n ?? 0, withSeveralNames: id?.several ?? 0 },
        devices: devices.all(),
      };
    },
  };
}
