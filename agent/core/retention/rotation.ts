import { addDays, type CalendarDate, calendarDateAt, daysBetween, type Instant, instant } from '@center/contract';
import { byKey } from '../facts/order.ts';
import type { KeptStudy, KnownOfStudy } from './kept-study.ts';
import type { StudyKey } from './observation.ts';
import { type RetentionParameters, retentionDefaults } from './parameters.ts';
import { knownKeys } from './step-study.ts';
import { doubtOf, presentAt, standingAbsences } from './study-standing.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** A study that is gone is asked for again at this interval: it may have been restored, and its list may have a limit. */
const askAgainDays = 30;

/** When a study that a list lacked is to be asked for by its keys; undefined when it is not in doubt. At once, the next night, and seven days after the first time. */
export function checkDueAt(study: KeptStudy, parameters: RetentionParameters = retentionDefaults): Instant | undefined {
  const standing = standingAbsences(study, parameters);
  const [first, last] = [standing[0], standing.at(-1)];
  switch (study.state) {
    case 'expected':
    case 'present':
    case 'explained':
      return undefined;
    case 'missing':
    case 'lost':
      return last === undefined ? undefined : instant(last.at + askAgainDays * dayMs);
    case 'unlisted': {
      if (first === undefined || last === undefined) {
        const doubt = doubtOf(study, parameters);
        // A check that confirmed nothing (a key that could not be asked, no controls) is repeated, and not at once.
        const vain =
          study.checkedAt !== undefined && study.checkedAt >= presentAt(study) ? study.checkedAt + 12 * hourMs : 0;
        return doubt === undefined ? undefined : instant(Math.max(doubt.firstAt, vain));
      }
      if (standing.length < parameters.confirmations - 1) return instant(last.at + 12 * hourMs);
      const week = first.at + parameters.missingAfterDays * dayMs;
      // After the week, with not enough measured days in it: every day until there are.
      return instant(
        Math.max(week, last.at + (last.at >= week ? dayMs : parameters.confirmationSpacingHours * hourMs)),
      );
    }
  }
}

/** A study to be asked for by its keys now, in this order; the first that finds it ends the asking. */
export interface DueCheck {
  readonly StudyInstanceUID: string;
  readonly keys: readonly StudyKey[];
  readonly dueAt: Instant;
}

/** Of studies in doubt those that are due, the longest waiting first. */
export function dueChecks(
  doubted: readonly KnownOfStudy[],
  now: Instant,
  parameters: RetentionParameters = retentionDefaults,
): readonly DueCheck[] {
  const due: DueCheck[] = [];
  for (const known of doubted) {
    const dueAt = known.study === undefined ? undefined : checkDueAt(known.study, parameters);
    if (known.study !== undefined && dueAt !== undefined && dueAt <= now)
      due.push({ StudyInstanceUID: known.study.StudyInstanceUID, keys: knownKeys(known), dueAt });
  }
  const byUid = byKey<DueCheck>(({ StudyInstanceUID }) => StudyInstanceUID);
  return due.sort((a, b) => (a.dueAt === b.dueAt ? byUid(a, b) : a.dueAt - b.dueAt));
}

/** How many studies of a ledger are counted in one night, so that all are within the rotation. */
export function countsANight(studies: number, parameters: RetentionParameters = retentionDefaults): number {
  return Math.ceil(studies / parameters.countNights);
}

/** Whether the objects of a study are to be counted: 1, 7 and 30 days after its first sight, then once a rotation. Not while it is in doubt: first it must be found. */
export function countDue(
  study: KeptStudy,
  today: CalendarDate,
  parameters: RetentionParameters = retentionDefaults,
): boolean {
  if (study.state !== 'present' && study.state !== 'expected') return false;
  const lastAt = Math.max(study.confirmed[2] ?? Number.NEGATIVE_INFINITY, study.refuted[2] ?? Number.NEGATIVE_INFINITY);
  const last = lastAt === Number.NEGATIVE_INFINITY ? undefined : calendarDateAt(instant(lastAt));
  if (last !== undefined && daysBetween(last, today) >= parameters.countNights) return true;
  return parameters.countAfterDays.some((days) => {
    const on = addDays(study.firstSeenOn, days);
    return today >= on && (last === undefined || last < on);
  });
}

/** When anybody of us touched a study's files last; a list does not touch them. −∞: never. */
function touchedAt(study: KeptStudy): number {
  const at = [2, 3, 4, 5, 6] as const;
  return at.reduce<number>(
    (latest, level) => Math.max(latest, study.confirmed[level] ?? latest, study.refuted[level] ?? latest),
    study.retrieved?.at ?? Number.NEGATIVE_INFINITY,
  );
}

/**
 * Whether a drawn study may be the sample: not touched for 30 days (a cache would answer for the archive), not explained. A study that is
 * missing or lost stays in the draw: leaving it out would make the sample better than the archive.
 */
export function mayBeSampled(
  study: KeptStudy,
  now: Instant,
  parameters: RetentionParameters = retentionDefaults,
): boolean {
  return study.state !== 'explained' && now - touchedAt(study) >= parameters.untouchedDays * dayMs;
}

/** Storage commitment transactions of one study: its objects in parts of at most 500. */
export function commitParts<T>(
  objects: readonly T[],
  parameters: RetentionParameters = retentionDefaults,
): readonly (readonly T[])[] {
  const parts: (readonly T[])[] = [];
  for (let from = 0; from < objects.length; from += parameters.commitObjects)
    parts.push(objects.slice(from, from + parameters.commitObjects));
  return parts;
}
