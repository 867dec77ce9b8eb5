import { passesCheck } from '@center/checks';
import type { NameFact, PatientAttribute, StudyFacts } from '@center/contract';
import { foldText, placeholderComponents, placeholderNames } from '@center/register';

/**
 * Texts under whose keyed digest studies of one person are found again; the digests are kept, the texts are not. Absent where the header says nothing, or what stands
 * there is shared by many (a placeholder).
 */
export interface PatientKeys {
  readonly patientId?: string;
  readonly identityNumber?: string;
  /** A name in Han characters and one in letters never equal each other and are never compared. */
  readonly hanName?: string;
  readonly latinName?: string;
}

const placeholders: ReadonlySet<string> = new Set([...placeholderComponents, ...placeholderNames].map(foldText));

/** A number that tells patients apart has at least two different characters: 0000 and XXXX are fillers. */
function tells(text: string): boolean {
  return new Set(text).size > 1 && !placeholders.has(text);
}

function nameText(name: NameFact): Pick<PatientKeys, 'hanName' | 'latinName'> {
  if (name.status !== 'present') return {};
  const groups = [name.ideographic, name.alphabetic].flatMap((group: PatientAttribute | undefined) =>
    group === undefined ? [] : [foldText(String(group.reveal()))],
  );
  const han = groups.find((group) => /\p{Script=Han}/u.test(group));
  const latin = groups.find((group) => /[A-Z]/.test(group) && !/\p{Script=Han}/u.test(group));
  const parts = (text: string): string[] => text.split(/[\s^=,.·'-]+/u).filter((part) => part !== '');
  const hanName = han === undefined ? '' : parts(han).join('');
  // Family and given name stand in either order; syllables stand apart or together.
  const latinName = latin === undefined ? '' : [...parts(latin).join('')].toSorted().join('');
  return {
    ...(hanName === '' || placeholders.has(hanName) ? {} : { hanName }),
    ...(latinName === '' || (latin !== undefined && parts(latin).some((part) => placeholders.has(part)))
      ? {}
      : { latinName }),
  };
}

/** What tells the patient of a study from others. Fold: width, case and padding aside. */
export function patientKeyTexts({ patient }: StudyFacts): PatientKeys {
  const id = patient.PatientID.status === 'present' ? foldText(patient.PatientID.value.reveal()) : '';
  const number = patient.identityNumbers
    .map(({ value }) => foldText(String(value.reveal())))
    .find((text) => passesCheck(text));
  return {
    ...(id === '' || !tells(id) ? {} : { patientId: id }),
    ...(number === undefined ? {} : { identityNumber: number }),
    ...nameText(patient.PatientName),
  };
}
