import { clauses } from '@center/register';
import { expect, test } from 'vitest';
import { ruleCatalogue } from './catalogue.ts';

const byHeaders = clauses.filter(({ evidenceKind }) => evidenceKind === 'dicom-header').map(({ id }) => id);

test('the register holds clauses whose evidence is the header, those of other documents too', () => {
  expect(byHeaders).toHaveLength(12);
  expect(byHeaders).toContain('JL24-1.2b');
});

test.for(byHeaders)('%s is served by a rule', (clause) => {
  expect(ruleCatalogue.filter((rule) => rule.clause === clause).map(({ id }) => id)).not.toEqual([]);
});
