import {
  type AgeBand,
  type CalendarDate,
  type DoseMeasure,
  type DoseSource,
  doseMeasures,
  type EarlierStudy,
  type ExposureIndexFact,
  type Instant,
  ionisingModalities,
  type StudyFacts,
} from '@center/contract';
import { examClassById } from '@center/register';

/** One figure of an exam, in the unit of its measure. */
export interface ExamRow {
  readonly measure: DoseMeasure;
  readonly value: number;
  readonly source: DoseSource;
}

/** Deviation index of one image (dB), with the indices where they are written. */
export interface IndexRow {
  readonly deviceId: string;
  readonly value: number;
  readonly ExposureIndex?: number;
  readonly TargetExposureIndex?: number;
}

/** What is kept of one judged study for comparing exams, for counting dose records and for finding it again as an earlier study of the same patient. */
export interface StudyRecord {
  readonly date: CalendarDate;
  /** First exposure, where the headers name it. */
  readonly acquiredAt?: Instant;
  readonly ionising: boolean;
  /** Class of the mapping, '' when none. */
  readonly examClass: string;
  readonly Modality: string;
  readonly ageBand: AgeBand | 'unknown';
  /** The device that made the exam; absent when the objects name none. */
  readonly deviceId?: string;
  readonly amounts: readonly ExamRow[];
  readonly phantom?: string;
  readonly phases?: number;
  readonly indices: readonly IndexRow[];
  /** An ionising study of the center whose texts no row of the mapping names: the text that a new row would best look for. */
  readonly unmapped?: { readonly keyword: string; readonly text: string };
  readonly region: EarlierStudy['region'];
}

/**
 * IEC 62494-1: DI = 10·log10(EI ÷ EIt), dB. Recomputed where both indices are there, else as written; undefined when neither can be had. A zero beside no target is a field
 * that nobody filled.
 */
export function deviationIndexOf({
  ExposureIndex,
  TargetExposureIndex,
  DeviationIndex,
}: ExposureIndexFact): number | undefined {
  if (ExposureIndex !== undefined && TargetExposureIndex !== undefined && ExposureIndex > 0 && TargetExposureIndex > 0)
    return 10 * Math.log10(ExposureIndex / TargetExposureIndex);
  const targeted = TargetExposureIndex !== undefined && TargetExposureIndex > 0;
  return DeviationIndex === 0 && !targeted ? undefined : DeviationIndex;
}

/** Images of one study whose index is kept: more are a series of the same exposure. */
const mostIndices = 20;

const mappable = [
  'ProtocolName',
  'StudyDescription',
  'RequestedProcedureDescription',
  'PerformedProcedureStepDescription',
  'SeriesDescription',
  'BodyPartExamined',
] as const;

function textToMap({ words }: StudyFacts): { readonly keyword: string; readonly text: string } {
  for (const keyword of mappable) {
    const found = words.texts.find((text) => text.keyword === keyword && text.text.trim() !== '');
    if (found !== undefined) return { keyword, text: found.text.trim().slice(0, 200) };
  }
  return { keyword: 'ProtocolName', text: '' };
}

/** The modality that the exam was made with: the class's own, where objects of it are there, else the first that ionises. */
function modalityOf({ modalities, exam }: StudyFacts): string {
  const own = exam.class === undefined ? undefined : examClassById(exam.class)?.Modality;
  if (own !== undefined && modalities.includes(own)) return own;
  return modalities.find((modality) => ionisingModalities.has(modality)) ?? modalities[0] ?? '';
}

/**
 * Rows by which one study is compared with others. Imported studies are none of this center's exams and give no amounts; nor does a phantom or quality check
 * (`isPatient` false).
 */
export function examRecord(facts: StudyFacts, isPatient = true): StudyRecord {
  const { dose, exam, devices, origin, region } = facts;
  const Modality = modalityOf(facts);
  const own = origin.kind !== 'imported' && isPatient;
  const ionising = facts.ionising === 'yes';
  const device = devices.find(({ modalities }) => modalities.includes(Modality)) ?? devices[0];
  const amounts = own
    ? doseMeasures.flatMap((measure): ExamRow[] => {
        const amount = dose.exam.amounts[measure];
        return amount === undefined || !Number.isFinite(amount.value) ? [] : [{ measure, ...amount }];
      })
    : [];
  const indices = own
    ? facts.exposureIndices.flatMap((index): IndexRow[] => {
        const value = deviationIndexOf(index);
        const deviceId = index.deviceId ?? device?.deviceId;
        if (value === undefined || !Number.isFinite(value) || deviceId === undefined) return [];
        const { ExposureIndex, TargetExposureIndex } = index;
        return [
          {
            deviceId,
            value,
            ...(ExposureIndex === undefined ? {} : { ExposureIndex }),
            ...(TargetExposureIndex === undefined ? {} : { TargetExposureIndex }),
          },
        ];
      })
    : [];
  const { abdomenOrPelvis, lowerAbdomen, chest, head } = region;
  return {
    date: facts.date,
    ...(facts.acquiredAt === undefined ? {} : { acquiredAt: facts.acquiredAt }),
    ionising,
    examClass: exam.class ?? '',
    Modality,
    ageBand: facts.age.band ?? 'unknown',
    ...(device === undefined ? {} : { deviceId: device.deviceId }),
    amounts,
    ...(dose.exam.phantom === undefined ? {} : { phantom: dose.exam.phantom }),
    ...(dose.exam.phases === undefined ? {} : { phases: dose.exam.phases }),
    indices: indices.slice(0, mostIndices),
    ...(own && ionising && exam.class === undefined ? { unmapped: textToMap(facts) } : {}),
    region: { abdomenOrPelvis, lowerAbdomen, chest, head },
  };
}
