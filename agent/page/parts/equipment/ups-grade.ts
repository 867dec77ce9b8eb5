import type { UpsGrade } from '@center/contract';

const grades = [0, 1, 2, 3, 4, 5] as const satisfies readonly UpsGrade[];

/** A grade as it comes over the wire; what is none is the lowest. */
export function gradeOf(grade: number): UpsGrade {
  return grades.find((each) => each === grade) ?? 0;
}
