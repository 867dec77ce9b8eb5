import {
  addDays,
  addMonths,
  type CalendarDate,
  calendarDateAt,
  type KeptStudyFacts,
  type StudyInstanceUID,
} from '@center/contract';
import type { KeptStudy } from './kept-study.ts';
import { type RetentionParameters, retentionDefaults } from './parameters.ts';
import {
  clockDateOf,
  doubtOf,
  explanationReasonOf,
  keepUntilOf,
  presentAt,
  proofOf,
  retentionClassOf,
  stateOnOf,
} from './study-standing.ts';

/** Months that are completed: the last one when the day of the month, or the last day of a shorter one, is reached. */
function completedMonths(from: CalendarDate, to: CalendarDate): number {
  const months =
    (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));
  return Math.max(0, addMonths(from, months) > to ? months - 1 : months);
}

/** What rules may know of one study of the archive, without the reviews of persons. The day of judging is an argument. */
export function keptStudyFactsOf(
  study: KeptStudy,
  StudyInstanceUID: StudyInstanceUID,
  asOf: CalendarDate,
  parameters: RetentionParameters = retentionDefaults,
): Omit<KeptStudyFacts, 'reviews'> {
  const doubt = doubtOf(study, parameters);
  const explanation = explanationReasonOf(study);
  const said = proofOf(study);
  // A day that has not come is that of a clock that was wrong: when it was proven is not known.
  const ahead = said !== undefined && calendarDateAt(said.at) > addDays(asOf, 1);
  const proof = ahead ? undefined : said;
  const { found, retrieved, notMeasured, availability } = study;
  const date = clockDateOf(study);
  return {
    subject: 'study',
    StudyInstanceUID,
    class: retentionClassOf(study, asOf, parameters),
    clock: study.date === undefined ? 'first-seen' : 'StudyDate',
    date,
    keepUntil: keepUntilOf(study, parameters),
    ageMonths: completedMonths(date, asOf),
    state: study.state,
    stateOn: stateOnOf(study, parameters),
    ...(doubt === undefined
      ? {}
      : {
          unlisted: {
            times: doubt.times,
            since: calendarDateAt(doubt.firstAt),
            last: calendarDateAt(doubt.lastAt),
          },
        }),
    ...(explanation === undefined ? {} : { explanation }),
    ...(proof === undefined ? {} : { proof: { level: proof.level, on: calendarDateAt(proof.at) } }),
    objects: {
      most: study.mostObjects,
      ...(found === undefined ? {} : { found: found.objects, foundOn: calendarDateAt(found.at) }),
    },
    ...(retrieved === undefined
      ? {}
      : {
          delivery: {
            on: calendarDateAt(retrieved.at),
            delivered: retrieved.delivered,
            whole: retrieved.whole,
            recall: retrieved.recall,
            ...(retrieved.firstImageMs === undefined ? {} : { firstImageMs: retrieved.firstImageMs }),
            ...(retrieved.wholeMs === undefined ? {} : { wholeMs: retrieved.wholeMs }),
            absent: retrieved.absent,
            incomplete: retrieved.incomplete,
            short: retrieved.short,
          },
        }),
    ...(availability === undefined ? {} : { claimed: availability }),
    content: study.content.map(({ note, objects, at }) => ({ note, objects, on: calendarDateAt(at) })),
    // Only while nothing has been measured since.
    ...(ahead ? { notMeasured: { why: 'stopped', on: asOf } } : {}),
    ...(notMeasured === undefined || notMeasured.at <= presentAt(study)
      ? {}
      : { notMeasured: { why: notMeasured.why, on: calendarDateAt(notMeasured.at) } }),
    asOf,
  };
}
