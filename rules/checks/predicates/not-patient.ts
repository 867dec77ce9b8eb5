import type { NameFact, StudyFacts } from '@center/contract';
import { hitsIn } from './suspect-words.ts';

function groupsOf(name: NameFact): readonly string[] {
  if (name.status !== 'present') return [];
  return [name.alphabetic, name.ideographic, name.phonetic].flatMap((group) =>
    group === undefined ? [] : [group.reveal()],
  );
}

/**
 * The term in name or number that shows a phantom or a quality check; undefined for a patient. With a worklist accession somebody was expected: that is a
 * patient until a person says otherwise.
 */
export function notPatient(
  { patient, AccessionNumber }: Pick<StudyFacts, 'patient' | 'AccessionNumber'>,
  terms: readonly string[],
): string | undefined {
  if (AccessionNumber.status === 'present' && AccessionNumber.value.reveal().trim() !== '') return undefined;
  const { PatientName, PatientID } = patient;
  const texts = [
    ...groupsOf(PatientName).map((text) => ({ keyword: 'PatientName', text })),
    ...(PatientID.status === 'present' ? [{ keyword: 'PatientID', text: PatientID.value.reveal() }] : []),
  ];
  return hitsIn(texts, terms)[0]?.terms.join(' ');
}
