import { addDays, addMonths, type CalendarDate, calendarDateAt, type Instant, instant } from '@center/contract';
import type { Absence, Explanation, KeptStudy } from './kept-study.ts';
import type { ProofLevel, RetentionState } from './observation.ts';
import { type RetentionParameters, retentionDefaults } from './parameters.ts';

/** Day from which the terms of a study run. */
export function clockDateOf(study: Pick<KeptStudy, 'date' | 'firstSeenOn'>): CalendarDate {
  return study.date ?? study.firstSeenOn;
}

/** Last day of the term of ten years. */
export function keepUntilOf(
  study: Pick<KeptStudy, 'date' | 'firstSeenOn'>,
  parameters: RetentionParameters = retentionDefaults,
): CalendarDate {
  return addDays(addMonths(clockDateOf(study), parameters.keepMonths), -1);
}

/** Class by age on a day: online until 36 months are completed, kept until 120 are, older owes no proof of keeping (and may still not be deleted for that reason). */
export function retentionClassOf(
  study: Pick<KeptStudy, 'date' | 'firstSeenOn'>,
  asOf: CalendarDate,
  parameters: RetentionParameters = retentionDefaults,
): 'online' | 'kept' | 'older' {
  const date = clockDateOf(study);
  if (asOf < addMonths(date, parameters.onlineMonths)) return 'online';
  return asOf < addMonths(date, parameters.keepMonths) ? 'kept' : 'older';
}

const at = (study: KeptStudy, ...levels: readonly ProofLevel[]): number =>
  levels.reduce(
    (latest, level) => Math.max(latest, study.confirmed[level] ?? Number.NEGATIVE_INFINITY),
    Number.NEGATIVE_INFINITY,
  );

/** When the archive had it last; −∞ when it never was asked for. */
export function presentAt(study: KeptStudy): number {
  return at(study, 1, 2, 3, 4, 5, 6);
}

/** The confirmations that stand: after the last sight of it, and far enough from each other to be more than one. */
export function standingAbsences(
  study: KeptStudy,
  parameters: RetentionParameters = retentionDefaults,
): readonly Absence[] {
  const present = presentAt(study);
  const standing: Absence[] = [];
  for (const absence of study.absences) {
    const before = standing.at(-1);
    if (absence.at <= present) continue;
    if (before === undefined || absence.at - before.at >= parameters.confirmationSpacingHours * 3_600_000)
      standing.push(absence);
  }
  return standing;
}

/** The confirmation at which it is missing: the third or a later one, seven days and some measured days after the first. */
function missingAt(study: KeptStudy, parameters: RetentionParameters): { first: Absence; last: Absence } | undefined {
  const standing = standingAbsences(study, parameters);
  const [first] = standing;
  if (first === undefined) return undefined;
  const last = study.absences.find(
    (absence) =>
      standing.filter(({ at: when }) => when <= absence.at).length >= parameters.confirmations &&
      absence.at - first.at >= parameters.missingAfterDays * 86_400_000 &&
      (absence.measuredDays === undefined ||
        first.measuredDays === undefined ||
        absence.measuredDays - first.measuredDays >= parameters.measuredDaysBetween),
  );
  return last === undefined ? undefined : { first, last };
}

/** An explanation stands until it is withdrawn or the study is there again; an exception stands as long as nobody withdraws it. */
function explanationOf(study: KeptStudy): Explanation | undefined {
  const { explained } = study;
  if (explained === undefined || explained.reason === 'withdrawn') return undefined;
  return explained.reason === 'exception' || explained.at > presentAt(study) ? explained : undefined;
}

/** Where the rest of the row says that the study stands. Nothing here depends on the day of asking. */
export function stateOf(study: KeptStudy, parameters: RetentionParameters = retentionDefaults): RetentionState {
  const present = presentAt(study);
  const doubted =
    (study.unlistedAt ?? Number.NEGATIVE_INFINITY) > present || study.absences.some((absence) => absence.at > present);
  const explanation = explanationOf(study);
  if (explanation !== undefined && (doubted || explanation.at > present)) return 'explained';
  if (!doubted) return present === Number.NEGATIVE_INFINITY ? 'expected' : 'present';
  const missing = missingAt(study, parameters);
  if (missing === undefined) return 'unlisted';
  // What was still there when its term ended was not lost before its term.
  if (calendarDateAt(missing.first.at) > keepUntilOf(study, parameters)) return 'explained';
  const candidate = study.candidate?.at ?? Number.NEGATIVE_INFINITY;
  const refused = study.explained?.reason === 'withdrawn' ? study.explained.at : Number.NEGATIVE_INFINITY;
  const lastAbsence = study.absences.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  return candidate >= lastAbsence && candidate > refused ? 'missing' : 'lost';
}

/** Why it is `explained`; a study that was missing only after its term says so by itself. */
export function explanationReasonOf(
  study: KeptStudy,
): { readonly reason: Explanation['reason']; readonly by: 'archive' | 'person' } | undefined {
  if (study.state !== 'explained') return undefined;
  const explanation = explanationOf(study);
  if (explanation === undefined) return { reason: 'deleted-after-term', by: 'archive' };
  return { reason: explanation.reason, by: explanation.who === 'archive' ? 'archive' : 'person' };
}

/** How often, since when and when last it was confirmed absent; undefined while nothing is in doubt. */
export function doubtOf(
  study: KeptStudy,
  parameters: RetentionParameters = retentionDefaults,
): { readonly times: number; readonly firstAt: Instant; readonly lastAt: Instant } | undefined {
  const present = presentAt(study);
  const standing = standingAbsences(study, parameters);
  const all = [
    ...study.absences.map((absence) => absence.at).filter((when) => when > present),
    ...(study.unlistedAt !== undefined && study.unlistedAt > present ? [study.unlistedAt] : []),
  ];
  if (all.length === 0) return undefined;
  return { times: standing.length, firstAt: instant(Math.min(...all)), lastAt: instant(Math.max(...all)) };
}

/** Day on which the state began; for `present` the day of the last sight. */
export function stateOnOf(study: KeptStudy, parameters: RetentionParameters = retentionDefaults): CalendarDate {
  switch (study.state) {
    case 'expected':
      return study.firstSeenOn;
    case 'present':
      return calendarDateAt(instant(presentAt(study)));
    case 'unlisted':
      return calendarDateAt(doubtOf(study, parameters)?.firstAt ?? instant(0));
    case 'missing':
    case 'lost':
      return calendarDateAt(missingAt(study, parameters)?.last.at ?? instant(0));
    case 'explained':
      return calendarDateAt(explanationOf(study)?.at ?? missingAt(study, parameters)?.last.at ?? instant(0));
  }
}

/**
 * Highest level that still stands. A wrong answer takes away what it refutes until an asking of at least that worth comes back right: a count (2) is healed by a count
 * or a whole delivery, a whole delivery (5) only by another one, for the first image of a study says nothing of the rest; a changed digest (6) leaves the delivery.
 */
export function levelOf(study: KeptStudy): ProofLevel {
  const wrong = (level: ProofLevel, ...healing: readonly ProofLevel[]): boolean =>
    (study.refuted[level] ?? Number.NEGATIVE_INFINITY) >= Math.max(at(study, ...healing), Number.MIN_SAFE_INTEGER);
  const limit: ProofLevel = wrong(2, 2, 5, 6)
    ? 1
    : wrong(3, 3, 5, 6) || wrong(4, 4, 5, 6) || wrong(5, 5, 6)
      ? 2
      : wrong(6, 6)
        ? 5
        : 6;
  const levels: readonly ProofLevel[] = [6, 5, 4, 3, 2, 1];
  return levels.find((level) => level <= limit && study.confirmed[level] !== undefined) ?? 0;
}

/** The level that stands with the moment of its proof; undefined until something was asked of the archive. */
export function proofOf(study: KeptStudy): { readonly level: ProofLevel; readonly at: Instant } | undefined {
  const level = levelOf(study);
  const when = level === 0 ? undefined : study.confirmed[level];
  return when === undefined ? undefined : { level, at: when };
}

/** The column of the year's figures that a study stands in. */
export function standingOf(study: KeptStudy): 'proven' | 'claimed' | 'unlisted' | 'lost' | 'explained' {
  switch (study.state) {
    case 'lost':
    case 'explained':
    case 'unlisted':
      return study.state;
    case 'missing':
      return 'unlisted';
    case 'present':
    case 'expected':
      return levelOf(study) >= 4 ? 'proven' : 'claimed';
  }
}

/** Modalities that hold no picture of their own. */
const beside: ReadonlySet<string> = new Set([
  'SR',
  'PR',
  'KO',
  'DOC',
  'OT',
  'REG',
  'SEG',
  'AU',
  'PLAN',
  'ANN',
  'RWV',
  'FID',
  '',
]);

/** Year and one modality of a study: what the samples are spread over, beside the storage tier. */
export function stratumOf(study: KeptStudy): { readonly year: number; readonly modality: string } {
  const modality = study.modalities.find((each) => !beside.has(each)) ?? study.modalities[0] ?? '';
  return { year: Number(clockDateOf(study).slice(0, 4)), modality };
}
