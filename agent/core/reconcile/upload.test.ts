import { instant, must, parseCalendarDate, parseInstant } from '@center/contract';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type FinishedStudy, uploadDueAt, uploadMonths } from './upload.ts';

const day = (text: string) => must(parseCalendarDate(text));
const at = (text: string) => must(parseInstant(text));
const finished = (change: Partial<FinishedStudy> = {}): FinishedStudy => ({
  date: day('2026-03-10'),
  finishedAt: at('2026-03-10T10:00:00+08:00'),
  refused: false,
  ...change,
});
const now = at('2026-03-12T00:00:00+08:00');

it('a receipt is due by the end of the day after the study', () => {
  expect(uploadDueAt(day('2026-03-10'), 480)).toBe(now);
  const months = uploadMonths(
    [
      finished({ acceptedAt: at('2026-03-11T23:59:59+08:00') }),
      finished({ acceptedAt: now }),
      finished({ refused: true }),
      finished(),
      finished({ date: day('2026-03-11') }),
    ],
    now,
    480,
  );
  expect(months).toEqual([
    {
      figures: {
        month: '2026-03',
        finished: 5,
        receipted: 2,
        late: 1,
        refused: 1,
        overdue: 2,
        delayP50Hours: 38,
        delayP95Hours: 38,
      },
      pending: 1,
    },
  ]);
});

it('every finished study is counted once: receipted, overdue or pending', () => {
  const study = fc.record({
    date: fc.integer({ min: 1, max: 28 }).map((n) => day(`2026-02-${String(n).padStart(2, '0')}`)),
    accepted: fc.option(fc.integer({ min: 0, max: 40 * 86_400_000 })),
    refused: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(study), (studies) => {
      const begin = at('2026-02-01T00:00:00+08:00');
      const rows = studies.map(({ date, accepted, refused }) =>
        finished({
          date,
          refused,
          finishedAt: begin,
          ...(accepted === null ? {} : { acceptedAt: instant(begin + accepted) }),
        }),
      );
      for (const { figures, pending } of uploadMonths(rows, at('2026-02-20T00:00:00+08:00'), 480)) {
        expect(figures.receipted + figures.overdue + pending).toBe(figures.finished);
        expect(figures.late).toBeLessThanOrEqual(figures.receipted);
        expect(figures.refused).toBeLessThanOrEqual(figures.overdue + pending);
      }
    }),
  );
});
