import { mGyCm, type StudyFacts } from '@center/contract';
import { StationStudyDose } from '@center/contract/station-api';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { studyDoseView } from './study-dose.ts';
import { testCenter, uidOf } from './testing/test-center.ts';

const none: Pick<StudyFacts, 'dose' | 'exam'> = {
  dose: {
    reports: [],
    header: [],
    techniqueFactors: false,
    headerDosePresent: false,
    administeredActivity: 'unknown',
    unitUnknown: [],
    events: [],
    exam: { amounts: {} },
    departures: [],
  },
  exam: { decidedBy: 'no row matches' },
};

test('a study without a dose is empty and whole', () => {
  const view = { asOf: '2026-11-26T00:00:00Z', ...studyDoseView(none) };
  expect(Value.Check(StationStudyDose, view)).toBe(true);
  expect(view.exam).toEqual({ examClass: '', title: null, decidedBy: 'no row matches' });
});

test('every value keeps the spelling of its unit, and one outside the table has no number', () => {
  const dlp = { kind: 'quantity', quantity: mGyCm(412.5), rawUnit: 'mGycm', standardSpelling: false } as const;
  const odd = { kind: 'unit-unknown', rawValue: '3', rawUnit: 'rad' } as const;
  const report = {
    source: 'rdsr',
    SOPInstanceUID: '1.2.3',
    events: [],
    totals: [{ plane: 'single', values: { CTDoseLengthProductTotal: dlp } }],
  } as const;
  const view = studyDoseView({
    exam: { class: 'head', decidedBy: 'ProtocolName=head*' },
    dose: {
      ...none.dose,
      reports: [report],
      events: [
        {
          source: 'rdsr',
          IrradiationEventUID: '1.2.3.4',
          type: 'SpiralAcquisition',
          phantom: 'head-16cm',
          referencePoint: { CodeValue: '113860', CodingSchemeDesignator: 'DCM', CodeMeaning: '15cm from Isocenter' },
          values: { DLP: dlp, MeanCTDIvol: odd },
          several: { DLP: [dlp, odd] },
        },
      ],
      exam: { amounts: { DLP: { value: 412.5, source: 'rdsr' } }, phases: 1 },
      departures: [{ code: 'unit-spelling', where: 'DLP', raw: 'mGycm' }],
    },
  });
  expect(Value.Check(StationStudyDose, { asOf: '2026-11-26T00:00:00Z', ...view })).toBe(true);
  expect(view.measures).toEqual([{ measure: 'DLP', value: 412.5, unit: 'mGy.cm', source: 'rdsr' }]);
  expect(view.exam.title?.zh).toMatch(/\p{Script=Han}/u);
  expect(view.events[0]?.values).toEqual([
    { name: 'DLP', value: 412.5, unit: 'mGy.cm', rawValue: '', rawUnit: 'mGycm', standardSpelling: false },
    { name: 'DLP', value: null, unit: '', rawValue: '3', rawUnit: 'rad', standardSpelling: false },
    { name: 'MeanCTDIvol', value: null, unit: '', rawValue: '3', rawUnit: 'rad', standardSpelling: false },
  ]);
  expect(view.events[0]?.referencePoint).toEqual({ meaning: '15cm from Isocenter', code: '113860|DCM' });
  expect(view.totals).toHaveLength(1);
  expect(view.departures).toEqual([{ code: 'unit-spelling', where: 'DLP', raw: 'mGycm' }]);
});

test('the station tells it of a study that is there, to people who are signed in, and notes that they looked', async () => {
  const center = await testCenter();
  try {
    const officer = await center.signedIn('officer', 'officer');
    const answer = await officer.send('GET', `/api/studies/${uidOf('1')}/dose`);
    expect(answer.statusCode).toBe(200);
    expect(Value.Check(StationStudyDose, JSON.parse(answer.body))).toBe(true);
    expect((await officer.send('GET', '/api/studies/9.9.9/dose')).statusCode).toBe(404);
    const looked = center.deps.ledger.audit.list({ limit: 50 });
    expect(JSON.stringify(looked)).toContain('study-read');
  } finally {
    await center.close();
  }
});
