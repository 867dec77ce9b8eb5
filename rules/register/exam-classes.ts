import type { AgeBand, DoseMeasure, ExamMappingRow, Phantom } from '@center/contract';
import { referenceLevelOf } from './documents.ts';
import { examClassRows } from './generated/exam-classes.ts';
import { shippedMappingRows } from './generated/exam-mapping.ts';
import type { ExamClass, Percentiles } from './types.ts';

/** Every class that exams are compared as. */
export const examClasses: readonly ExamClass[] = examClassRows;

const byId: ReadonlyMap<string, ExamClass> = new Map(examClasses.map((each) => [each.id, each]));

export function examClassById(id: string): ExamClass | undefined {
  return byId.get(id);
}

/**
 * The mapping that comes with the program, in the order in which it is tried: the special before the general, texts that name the protocol before those that name the
 * study, the body part last. It never names a class by a guess: what it does not name is unmapped.
 */
export const shippedExamMapping: readonly ExamMappingRow[] = Object.freeze(
  shippedMappingRows.flatMap(({ id, keywords, modalities, pattern, examClass }) =>
    modalities.flatMap((Modality) =>
      keywords.map((keyword) =>
        Object.freeze({
          id: `${id}.${keyword}.${Modality}`,
          keyword,
          Modality,
          pattern,
          examClass,
          origin: 'shipped' as const,
        }),
      ),
    ),
  ),
);

/** Reference level of a group: 25 % hint, 50 % achievable, 75 % level, in the unit of the measure. */
export interface GroupLevel {
  readonly percentiles: Percentiles<string>;
  /** The phantom that a CTDIvol must refer to before it is compared; absent where any does. */
  readonly phantom?: Phantom;
  readonly source: string;
  readonly verified: boolean;
}

/** The level of a class, band and measure; undefined where the register holds none: then there is nothing to compare with, which is no conformity. */
export function groupLevelOf(
  examClass: string,
  ageBand: AgeBand | 'unknown' | 'all',
  measure: DoseMeasure | 'DeviationIndex',
): GroupLevel | undefined {
  const level = referenceLevelOf(examClass);
  if (level === undefined || ageBand !== level.ageBand) return undefined;
  const { source, verified } = level;
  if (measure === 'DLP') return { percentiles: level.dlp, source, verified };
  if (measure !== 'CTDIvol') return undefined;
  const phantom = examClassById(examClass)?.phantom;
  return { percentiles: level.ctdivol, ...(phantom === undefined ? {} : { phantom }), source, verified };
}

/** Whether some band and measure of the class has a level. */
export function hasLevel(examClass: string): boolean {
  return referenceLevelOf(examClass) !== undefined;
}
