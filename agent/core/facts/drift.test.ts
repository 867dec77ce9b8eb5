import { expect, test } from 'vitest';
import type { Damage } from './damage.ts';
import { differencesOf, driftFacts, type SeenContent, touchOf } from './drift.ts';
import type { Header } from './header.ts';

const seen = (header: Header, change: Partial<SeenContent> = {}): SeenContent => ({
  channel: 'folder:0',
  study: '1.2.3',
  transferSyntaxUID: '1.2.840.10008.1.2.1',
  header,
  damage: [],
  ...change,
});
const keywords = (before: SeenContent, now: SeenContent): readonly string[] =>
  differencesOf(before, now).map(({ keyword }) => keyword);
const web = { channel: 'dicomweb:0' } as const;
const damaged = (code: Damage['code'], where?: string): Pick<SeenContent, 'damage'> => ({
  damage: [{ code, ...(where === undefined ? {} : { where }) }],
});

test.for<readonly [title: string, before: Header, now: Header]>([
  ['blanks around a text', { StudyDescription: ' 胸部 ' }, { StudyDescription: '胸部' }],
  ['a composed and a decomposed letter', { StudyDescription: 'Thorax é' }, { StudyDescription: 'Thorax e\u0301' }],
  ['a number as text', { KVP: '80.0' }, { KVP: 80 }],
  ['a number of 32 bits', { AcquiredImageAreaDoseProduct: 0.10000000149011612 }, { AcquiredImageAreaDoseProduct: 0.1 }],
  ['several numbers', { PixelSpacing: [0.5, 0.5] }, { PixelSpacing: ['0.50', '5e-1'] }],
  ['a time without seconds', { StudyTime: '0900' }, { StudyTime: '090000.000000' }],
  ['a time with colons', { StudyTime: '09:00:01.5' }, { StudyTime: '090001.500' }],
  ['a date with dots', { StudyDate: '2026.11.03' }, { StudyDate: '20261103' }],
  ['a date and time', { AcquisitionDateTime: '202611030900' }, { AcquisitionDateTime: '20261103090000.000' }],
  ['delimiters behind a name', { PatientName: 'Wang^Fang^^^=王^芳=' }, { PatientName: 'Wang^Fang=王^芳' }],
  ['one value as a list', { ImageType: ['ORIGINAL', 'PRIMARY'] }, { ImageType: 'ORIGINAL\\PRIMARY\\' }],
  ['a UID with its padding', { DeviceUID: '1.2.3\0' }, { DeviceUID: '1.2.3' }],
  ['line ends', { AdditionalPatientHistory: 'a\r\nb' }, { AdditionalPatientHistory: 'a\nb  ' }],
  ['an empty element and none', { PatientComments: '' }, {}],
  ['an empty sequence and none', { ProcedureCodeSequence: [] }, {}],
  ['the character set', { SpecificCharacterSet: 'GB18030' }, { SpecificCharacterSet: 'ISO_IR 192' }],
  ['what the archive says of its index', { InstanceAvailability: 'ONLINE' }, { NumberOfStudyRelatedInstances: 3 }],
  ['the file', { SourceApplicationEntityTitle: 'CT1' }, { SourceApplicationEntityTitle: 'PACS' }],
  [
    'spelled otherwise inside a sequence',
    { ProcedureCodeSequence: [{ CodeValue: 'A ', CodeMeaning: '' }] },
    { ProcedureCodeSequence: [{ CodeValue: 'A' }] },
  ],
  ['replacement characters', { PatientName: '\uFFFD\uFFFD' }, { PatientName: '王^芳' }],
])('%s is no difference', ([, before, now]) => {
  expect(differencesOf(seen(before), seen(now))).toEqual([]);
  expect(differencesOf(seen(now), seen(before, web))).toEqual([]);
});

test.for<readonly [title: string, before: Header, now: Header, keyword: string]>([
  ['another number', { KVP: 80 }, { KVP: 81 }, 'KVP'],
  ['a number in its sixth digit', { KVP: 80 }, { KVP: 80.001 }, 'KVP'],
  ['another name', { PatientName: '王^芳' }, { PatientName: '王^方' }, 'PatientName'],
  ['a name in other components', { PatientName: 'Wang^Fang' }, { PatientName: 'Wang Fang' }, 'PatientName'],
  ['a group more', { PatientName: 'Wang^Fang' }, { PatientName: 'Wang^Fang=王^芳' }, 'PatientName'],
  ['another second', { StudyTime: '0900' }, { StudyTime: '090001' }, 'StudyTime'],
  [
    'another offset',
    { AcquisitionDateTime: '20261103' },
    { AcquisitionDateTime: '20261103+0800' },
    'AcquisitionDateTime',
  ],
  [
    'a value more',
    { ImageType: ['ORIGINAL', 'PRIMARY'] },
    { ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'] },
    'ImageType',
  ],
  [
    'another code',
    { ProcedureCodeSequence: [{ CodeValue: 'A' }] },
    { ProcedureCodeSequence: [{ CodeValue: 'B' }] },
    'ProcedureCodeSequence',
  ],
  [
    'an item more',
    { ProcedureCodeSequence: [{ CodeValue: 'A' }] },
    { ProcedureCodeSequence: [{ CodeValue: 'A' }, { CodeValue: 'B' }] },
    'ProcedureCodeSequence',
  ],
])('%s is one, over any channel', ([, before, now, keyword]) => {
  expect(keywords(seen(before), seen(now))).toEqual([keyword]);
  expect(keywords(seen(before), seen(now, web))).toEqual([keyword]);
});

test('what a channel cannot tell is no difference; what one that brings the whole object lacks is', () => {
  const [with_, without] = [seen({ KVP: 80, Rows: 512 }), { Rows: 512 }];
  expect(keywords(with_, seen(without))).toEqual(['KVP']);
  expect(keywords(with_, seen(without, web))).toEqual([]);
  expect(keywords(seen(without, web), with_)).toEqual([]);
  expect(keywords(seen(without), seen({ KVP: 80, Rows: 512 }, web))).toEqual(['KVP']);
  expect(differencesOf(with_, seen({ KVP: '', Rows: 512 }))).toEqual([{ keyword: 'KVP', before: 80, now: undefined }]);
});

test('what was read with damage is not held against anything', () => {
  const before = seen({ PatientName: '王^芳', KVP: 80, StudyDescription: 'x' });
  expect(keywords(before, seen({ PatientName: '王^芳' }, damaged('truncated-header')))).toEqual([]);
  const other = { PatientName: '王^芳', KVP: 70, StudyDescription: 'x' };
  expect(keywords(before, seen(other, damaged('number-form', 'KVP')))).toEqual([]);
  expect(keywords(before, seen(other, damaged('number-form', 'Rows')))).toEqual(['KVP']);
  // Bytes outside of their character set: what another program made of them is not known.
  const misread = { PatientName: 'Íõ^·¼', KVP: 80, StudyDescription: 'y' };
  expect(keywords(seen(before.header, damaged('charset-misdeclared', 'InstitutionName')), seen(misread, web))).toEqual([
    'StudyDescription',
  ]);
});

test('colours that another coding names otherwise are no difference, in the same coding they are', () => {
  const [before, now] = [{ PhotometricInterpretation: 'RGB' }, { PhotometricInterpretation: 'YBR_FULL_422' }];
  expect(keywords(seen(before), seen(now))).toEqual(['PhotometricInterpretation']);
  expect(keywords(seen(before), seen(now, { transferSyntaxUID: '1.2.840.10008.1.2.4.50' }))).toEqual([]);
});

test('attributes are about identity, registration or acquisition', () => {
  expect(
    ['PatientID', 'PatientAge', 'PerformedProcedureStepID', 'PatientPosition', 'PatientOrientation', 'Rows'].map(
      touchOf,
    ),
  ).toEqual(['identity', 'registration', 'registration', 'acquisition', 'acquisition', 'acquisition']);
});

test('a study tells how many objects differ in what, by which channels, and no value', () => {
  const now = seen({ PatientName: '李^四', KVP: 80 }, web);
  const facts = driftFacts(
    [
      {
        SOPInstanceUID: '1',
        now,
        before: [seen({ PatientName: '张^三', KVP: 80 }), seen({ PatientName: '李^四', KVP: 80 })],
      },
      { SOPInstanceUID: '2', now, before: [seen(now.header)] },
      { SOPInstanceUID: '3', now, before: [seen(now.header, { study: '9.9', channel: 'scp:1' })] },
    ],
    4,
  );
  expect(facts).toEqual({
    objects: 2,
    moved: 1,
    compared: 3,
    uncompared: 4,
    keywords: ['PatientName'],
    moreKeywords: 0,
    touches: ['identity'],
    channels: ['dicomweb', 'folder', 'scp'],
  });
  expect(JSON.stringify(facts)).not.toMatch(/[张李]/);
});

test('at most twenty attributes are named, identity before others', () => {
  const header = Object.fromEntries(
    [
      'PatientName',
      'KVP',
      'Rows',
      'Columns',
      'Exposure',
      'ExposureTime',
      'BitsStored',
      'HighBit',
      'BitsAllocated',
      'CTDIvol',
      'Sensitivity',
      'ScanLength',
      'SliceThickness',
      'SliceLocation',
      'TableHeight',
      'EchoTime',
      'RepetitionTime',
      'AcquisitionNumber',
      'InstanceNumber',
      'SeriesNumber',
      'GeneratorPower',
      'RevolutionTime',
    ].map((keyword) => [keyword, 7]),
  );
  const facts = driftFacts(
    [
      {
        SOPInstanceUID: '1',
        now: seen(header),
        before: [seen({ ...header, ...Object.fromEntries(Object.keys(header).map((keyword) => [keyword, 8])) })],
      },
    ],
    0,
  );
  expect(facts.keywords).toHaveLength(20);
  expect(facts.keywords).toContain('PatientName');
  expect(facts.moreKeywords).toBe(2);
  expect(facts.keywords).toEqual(facts.keywords.toSorted());
});
