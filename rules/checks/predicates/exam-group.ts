import {
  addDays,
  type CalendarDate,
  calendarDateAt,
  doseMeasureUnits,
  type ExamGroupFacts,
  type GroupComparison,
  type GroupMeasureFacts,
  type Observed,
  type Quantity,
  quantity,
  type Verdict,
} from '@center/contract';
import { workingDaysBetween } from '@center/register';
import { latestDecision } from './decisions.ts';
import { awaitingReview, conforms, deviates, evidenceMissing, notApplicable, remark, seen } from './verdicts.ts';

/** How the median of a measure stands to its level. Too few exams is said before anything else: it never conforms. */
export function compareWithLevel(
  { n, median, level }: Pick<GroupMeasureFacts, 'n' | 'median' | 'level'>,
  requiredN: number,
): GroupComparison {
  if (level === undefined) return 'no-level';
  if (n < requiredN || median === undefined) return 'not-enough-data';
  if (median > level.p75) return 'above';
  return median < level.p25 ? 'low' : 'conforms';
}

export interface GroupQuestion {
  /** The rule that asks, by which a person's decision is found. */
  readonly ruleId: string;
  readonly asks: 'above' | 'low';
  readonly requiredN: Quantity<'1'>;
  readonly reviewWithin: Quantity<'[working_d]'>;
  readonly reviewHolds: Quantity<'d'>;
  /** What is said beside each outcome. */
  readonly words: {
    readonly awaiting: string;
    readonly overdue: string;
    readonly reviewed: string;
  };
}

interface Compared {
  readonly facts: GroupMeasureFacts;
  readonly comparison: GroupComparison;
}

function amounts(
  { deviceId, examClass, ageBand, from, to }: ExamGroupFacts,
  compared: readonly Compared[],
): readonly Observed[] {
  return [
    ...seen({ deviceId, examClass, ageBand, period: `${from}/${to}` }),
    ...compared.flatMap(({ facts: { measure, n, median, level, excluded } }) => {
      const unit = doseMeasureUnits[measure];
      return [
        { fact: `${measure}.exams`, value: n },
        ...(median === undefined ? [] : [{ fact: `${measure}.median`, value: quantity(median, unit) }]),
        ...(level === undefined
          ? []
          : [
              { fact: `${measure}.hint`, value: quantity(level.p25, unit) },
              { fact: `${measure}.level`, value: quantity(level.p75, unit) },
            ]),
        ...(excluded.phantom === 0 ? [] : [{ fact: `${measure}.otherPhantom`, value: excluded.phantom }]),
        ...(excluded.phases === 0 ? [] : [{ fact: `${measure}.severalPhases`, value: excluded.phases }]),
      ];
    }),
  ];
}

function later(a: CalendarDate, b: CalendarDate): CalendarDate {
  return a > b ? a : b;
}

/** From which day a physicist's word is owed; undefined while one holds. */
function owedSince(facts: ExamGroupFacts, since: CalendarDate, question: GroupQuestion): CalendarDate | undefined {
  const review = latestDecision(facts.reviews, question.ruleId);
  if (review === undefined) return since;
  const decidedOn = calendarDateAt(review.decidedAt);
  if (decidedOn < since) return since;
  const until = addDays(decidedOn, question.reviewHolds.value);
  return facts.asOf <= until ? undefined : later(since, addDays(until, 1));
}

/**
 * Judges a group by its medians. A median on the asked side opens a review, and only a review that nobody has made in time deviates; exams too few in every measure
 * that has a level are missing evidence, and so are exams enough of which too many do not name the phantom of the level, whatever the other measures say; no level at
 * all is not applicable, which is no conformity.
 */
export function judgeGroupMedian(facts: ExamGroupFacts, question: GroupQuestion): Verdict {
  const compared = facts.measures.map(
    (measure): Compared => ({
      facts: measure,
      comparison: compareWithLevel(measure, question.requiredN.value),
    }),
  );
  const levelled = compared.filter(({ comparison }) => comparison !== 'no-level');
  if (levelled.length === 0) return notApplicable('referenceLevel', `none for ${facts.examClass} ${facts.ageBand}`);
  const observed = amounts(facts, levelled);
  const found = levelled.filter(({ comparison }) => comparison === question.asks);
  if (found.length > 0) {
    const starts = found.map(
      ({ facts: { aboveSince, lowSince } }) => (question.asks === 'above' ? aboveSince : lowSince) ?? facts.asOf,
    );
    const since = starts.toSorted()[0] ?? facts.asOf;
    const owed = owedSince(facts, since, question);
    if (owed === undefined) return conforms(observed, { basis: 'attested', note: question.words.reviewed });
    const waited = quantity(workingDaysBetween(owed, facts.asOf), '[working_d]');
    if (waited <= question.reviewWithin) return awaitingReview(observed, question.words.awaiting);
    return deviates([...observed, { fact: 'waited', value: waited }], {
      limit: question.reviewWithin,
      note: question.words.overdue,
    });
  }
  const withoutPhantom = levelled.filter(
    ({ facts: { n, excluded }, comparison }) =>
      comparison === 'not-enough-data' && n + excluded.phantom >= question.requiredN.value,
  );
  if (withoutPhantom.length > 0)
    return evidenceMissing(
      ['CTDIwPhantomType'],
      [...observed, { fact: 'requiredExams', value: question.requiredN }],
      remark(
        '检查数量足够，但体模未注明或与参考水平不同，不能比较。',
        'Exams enough, but their phantom is not named or is not that of the level: no comparison.',
      ),
    );
  if (levelled.every(({ comparison }) => comparison === 'not-enough-data'))
    return evidenceMissing(
      levelled.map(({ facts: { measure } }) => `${measure}.exams`),
      [...observed, { fact: 'requiredExams', value: question.requiredN }],
      remark('例数不足，不能与参考水平比较。', 'Not enough exams for a comparison with the level.'),
    );
  return conforms(observed);
}
