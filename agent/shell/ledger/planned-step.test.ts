import { instant, must, parseCalendarDate } from '@center/contract';
import { afterEach, expect, it } from 'vitest';
import { type Ledger, openLedger, type PlannedStep } from './index.ts';

let ledger: Ledger | undefined;
afterEach(() => {
  ledger?.close();
});

const day = must(parseCalendarDate('2026-11-26'));
const window = { from: day, to: day };
const at = (n: number) => instant(1_790_000_000_000 + n);
const step: PlannedStep = { StudyInstanceUID: '1.2.7', AccessionNumber: 'A7', startDate: day, PregnancyStatus: 1 };

it('writes only what is new or other, and says what has gone', () => {
  const opened = openLedger(undefined, { durable: false });
  ledger = opened;
  const { plannedSteps } = opened;
  expect(plannedSteps.looked('worklist:0', window, [step], at(1))).toBe(1);
  const { seq } = opened.head();
  expect(plannedSteps.looked('worklist:0', window, [step], at(2))).toBe(0);
  expect(opened.head().seq).toBe(seq);
  expect(plannedSteps.looked('worklist:0', window, [{ ...step, PregnancyStatus: 3 }], at(3))).toBe(1);
  expect(plannedSteps.ofStudy('1.2.7', undefined)).toEqual([{ ...step, PregnancyStatus: 3 }]);
  expect(plannedSteps.looked('worklist:0', window, [], at(4))).toBe(0);
  expect(plannedSteps.between(day, day)).toMatchObject([{ firstSeenAt: at(1), lastSeenAt: at(3), goneAt: at(4) }]);
  // What was said stays said after the step has left the worklist.
  expect(plannedSteps.ofStudy('1.2.7', undefined)).toHaveLength(1);
  plannedSteps.looked('worklist:0', window, [{ ...step, PregnancyStatus: 3 }], at(5));
  expect(plannedSteps.between(day, day)[0]).not.toHaveProperty('goneAt');
  expect(opened.verifyChain()).toMatchObject({ ok: true });
});

it('belongs to a study by its UID, and by its accession number only when it names no study', () => {
  const opened = openLedger(undefined, { durable: false });
  ledger = opened;
  const { StudyInstanceUID: _, ...nameless } = step;
  opened.plannedSteps.looked('worklist:0', window, [step, nameless], at(1));
  expect(opened.plannedSteps.ofStudy('1.2.7', 'A7')).toEqual([step, nameless]);
  expect(opened.plannedSteps.ofStudy('1.2.8', 'A7')).toEqual([nameless]);
  expect(opened.plannedSteps.ofStudy('1.2.8', undefined)).toEqual([]);
});

it('has a study judged anew that its step says something else of', () => {
  const opened = openLedger(undefined, { durable: false });
  ledger = opened;
  opened.studies.touch(
    '1.2.7',
    { channel: 'x', accession: undefined, headerDate: undefined, quietAt: at(0), sampled: false },
    at(0),
  );
  const facts = opened.studies.due(at(1), day, 10);
  expect(facts).toEqual(['1.2.7']);
  opened.store.db.prepare('UPDATE study SET dirty = 0, arriving = 0').run();
  expect(opened.studies.due(at(1), day, 10)).toEqual([]);
  opened.plannedSteps.looked('worklist:0', window, [step], at(1));
  expect(opened.studies.due(at(1), day, 10)).toEqual(['1.2.7']);
});
