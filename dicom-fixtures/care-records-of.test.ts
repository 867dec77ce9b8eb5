import { must, parseCalendarDate } from '@center/contract';
import { describe, expect, it } from 'vitest';
import { careRecordsOf } from './care-records-of.ts';
import { caseDefinitions, makeCase } from './cases/case-study.ts';

const until = must(parseCalendarDate('2026-11-25'));

describe('records of a manifest', () => {
  it('are none where nothing is written', () => {
    expect(careRecordsOf(undefined)).toEqual({ reviews: [] });
  });

  it('hold instants: signed before the exposure unless the case says otherwise', () => {
    for (const definition of caseDefinitions) {
      const { plan, records } = makeCase(definition, 's', until);
      const exposure = Date.parse(
        `${plan.date}T${plan.time.slice(0, 2)}:${plan.time.slice(2, 4)}:${plan.time.slice(4, 6)}+08:00`,
      );
      const { consent, harmExplained } = careRecordsOf(records);
      for (const record of [consent, harmExplained]) {
        if (record === undefined) continue;
        const after = definition.name.endsWith('signed-after');
        const named = definition.rule === 'pregnancy-consent' ? consent : harmExplained;
        expect(record.signedAt > exposure, definition.name).toBe(after && record === named);
        expect(record.enteredAt).toBeGreaterThanOrEqual(record.signedAt);
      }
    }
  });

  it('refuse a text that is no time', () => {
    const review = { ruleId: 'x', decision: 'dismissed', reason: '', decidedAt: 'soon', secondPerson: true } as const;
    expect(() => careRecordsOf({ reviews: [review] })).toThrow(TypeError);
  });
});
