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

/** What only the archive's answers, registers, the regional platform, probes or the records of the center's people can tell. */
const byArchive = {
  'MIDC-2.9a': ['device-registered', 'registered-device-seen', 'device-ae-title-listed'],
  'MIDC-3.11a': [
    'images-kept-ten-years',
    'study-objects-complete',
    'content-unchanged',
    'archive-year-proven',
    'no-recycling-before-term',
    'expiry-not-before-term',
    'capacity-for-term',
    'completed-exam-archived',
    'planned-exam-archived',
  ],
  'MIDC-3.11b': ['images-online-three-years', 'archive-online-share'],
  'MIDC-3.11c': ['retrieval-in-time', 'fit-for-diagnosis'],
  'MIDC-3.11d': ['images-uploaded-in-time'],
  'MIDC-3.13a': ['ionising-device-on-permit'],
  'MIDC-5.2.3': ['no-images-after-stop-order'],
  'MIDC-5.3.1': ['report-signer-licensed'],
  'MIDC-1.2c': ['operator-in-staff-list'],
  'MIDC-2.9c': ['device-faults-followed'],
  'MIDC-3.12b': ['independent-ups', 'ups-battery-care'],
  'MIDC-3.12c': ['smoke-detection'],
  'MIDC-3.12d': ['room-climate'],
  'MIDC-3.14b': ['device-availability', 'availability-month-warning'],
  'MIDC-3.14c': ['daily-device-record'],
  'MIDC-3.14d': ['maintenance-in-plan'],
} as const;

test.for(Object.entries(byArchive))('%s is served beyond the header', ([clause, rules]) => {
  const serving = ruleCatalogue.filter((rule) => rule.clause === clause).map(({ id }) => String(id));
  expect(serving).toEqual(expect.arrayContaining([...rules]));
});
