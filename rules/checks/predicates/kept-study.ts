import type { ContentNote, KeptStudyFacts, Observed } from '@center/contract';
import { seen } from './verdicts.ts';

/** From this level on images have come back; an index entry or a count proves nothing. */
const provenFromLevel = 4;

/** Images of the study have come back, and nothing since says that they would not again. */
export function isProven({ proof }: KeptStudyFacts): boolean {
  return proof !== undefined && proof.level >= provenFromLevel;
}

/** Every verdict on retention names class, state, level and day. */
export function keptSeen({ class: retentionClass, clock, state, stateOn, proof }: KeptStudyFacts): readonly Observed[] {
  return seen({
    retentionClass,
    clock,
    retentionState: state,
    stateOn,
    proofLevel: proof === undefined ? 'none' : `L${proof.level}`,
    ...(proof === undefined ? {} : { provenOn: proof.on }),
  });
}

/** The wanted ones of the differences between what came back and what had come before. */
export function notesAmong(facts: KeptStudyFacts, wanted: readonly ContentNote[]): readonly Observed[] {
  return facts.content
    .filter(({ note }) => wanted.includes(note))
    .flatMap(({ note, objects, on }) => seen({ contentNote: note, changedObjects: objects, changedOn: on }));
}
