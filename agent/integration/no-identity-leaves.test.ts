import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  Batch,
  type CalendarDate,
  type EquipmentRecordBody,
  type Instant,
  instant,
  must,
  parseCalendarDate,
  startOfDay,
} from '@center/contract';
import { buildCenter, type FixtureManifest } from '@center/fixtures';
import {
  checkUpTerms,
  chestFluoroscopyTerms,
  examClasses,
  fetalTerms,
  interventionalTerms,
  notPatientTerms,
  outreachStationTerms,
  outreachTerms,
  placeholderComponents,
  placeholderNames,
  regionOfText,
} from '@center/register';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeRecords } from '../shell/commands/evidence-file.ts';
import { type HeaderReading, readHeaderFile } from '../shell/header/index.ts';
import {
  type AssessDeps,
  assessArchiveWhole,
  assessDue,
  assessEquipment,
  assessGroups,
  assessKeptStudies,
  assessReconciled,
  assessWholeArchive,
  createIntake,
  scanFolder,
} from '../shell/intake/index.ts';
import { equipmentCard, seeDevice, usualHours } from '../shell/intake/testing/watched.ts';
import { agentKey, type Ledger, openLedger, passingCenterKeys } from '../shell/ledger/index.ts';
import { buildBatches, saveEnrolment } from '../shell/outbox/index.ts';
import { keepShippedRules } from '../shell/shipped-rules.ts';

/**
 * The whole fixture center, judged and sealed as it would be sent, against every text of its headers. A second archive holds the same objects with a name and a
 * number in every text that a header can carry, for devices do write patients' names into descriptions, body parts and comments.
 */
const folder = mkdtempSync(join(tmpdir(), 'leaves-'));
const archive = join(folder, '放射 archive 科');
const until = must(parseCalendarDate('2026-11-25'));
const noon = instant(startOfDay(until) + 12 * 3_600_000);
const poison = '赵秘密 ZHAOMIMI 110101199003070012';
let manifest: FixtureManifest;
let ledger: Ledger;
/** What leaves: the JSON of every batch. */
let told = '';
let findings = 0;
/** Every text of every header by keyword. */
const texts = new Map<string, Set<string>>();

/** What a device says of itself, and codes; all of it is for the console to know. */
const mayBeTold = new Set([
  'BodyPartExamined',
  'CodingSchemeDesignator',
  'CodeValue',
  'CompletionFlag',
  'DeviceSerialNumber',
  'Laterality',
  'Manufacturer',
  'ManufacturerModelName',
  'Modality',
  'PatientSex',
  'PerformedProcedureStepStatus',
  'PregnancyStatus',
  'SOPClassUID',
  'MediaStorageSOPClassUID',
  'ReferencedSOPClassUID',
  'SpecificCharacterSet',
  'StationName',
  'TransferSyntaxUID',
  'VerificationFlag',
]);
/** Kept as they are in the poisoned copy: without them an object is no object of a study, or a text of another kind. */
const structural =
  /UID$|Date$|Time$|DateTime$|^(Manufacturer|ManufacturerModelName|DeviceSerialNumber|StationName|ImageType|SOPClass.*|InstanceAvailability|SpecificCharacterSet|PatientSex|PregnancyStatus)$/;

function note(keyword: string, value: unknown): void {
  if (typeof value === 'string') {
    const known = texts.get(keyword) ?? new Set();
    texts.set(keyword, known.add(value));
  } else if (Array.isArray(value)) for (const each of value) note(keyword, each);
  else if (typeof value === 'object' && value !== null)
    for (const [inner, each] of Object.entries(value)) note(inner, each);
}

function poisoned(keyword: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each: unknown) => poisoned(keyword, each));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([inner, each]) => [inner, poisoned(inner, each)]));
  if (typeof value !== 'string') return value;
  if (keyword === 'StudyInstanceUID' || keyword === 'SOPInstanceUID') return `${value}.7`;
  if (structural.test(keyword)) return value;
  return `${poison} ${value}`;
}

function poisonedReading(reading: HeaderReading): HeaderReading | undefined {
  if (reading.kind !== 'readable') return undefined;
  const header: unknown = poisoned('', {
    ...reading.header,
    ProtocolName: '腹部',
    ImageComments: '',
    PatientComments: '',
    BodyPartExamined: 'PELVIS',
  });
  if (typeof header !== 'object' || header === null) throw new Error('a header is an object');
  return { ...reading, header };
}

beforeAll(async () => {
  manifest = await buildCenter({
    out: archive,
    seed: 'leaves-test',
    until,
    studies: 120,
    imagesPerSeries: 1,
    cases: true,
  });
  ledger = openLedger(join(folder, 'ledger'), { durable: false });
  keepShippedRules(ledger, noon);
  for (const card of manifest.devices) ledger.cards.put(card, 'test', noon);
  const studies = [...manifest.cases, ...manifest.baseline];
  const records = studies
    .filter((study) => study.records !== undefined)
    .map(({ study, records: kept }) => ({ study, records: kept }));
  writeFileSync(join(folder, 'records.json'), JSON.stringify(records));
  takeRecords(ledger, join(folder, 'records.json'), noon);
  const intake = createIntake({ ledger, now: () => noon, changed: () => undefined });
  await scanFolder(intake, [archive], { channel: 'folder:0', signal: new AbortController().signal });
  for (const file of studies.flatMap((study) => study.files)) {
    const path = join(archive, file);
    const reading = readHeaderFile(path);
    if (reading.kind === 'readable') note('', reading.header);
    const second = poisonedReading(reading);
    if (second !== undefined) intake.observeAll([{ channel: 'scp:0', source: poison, reading: second }]);
  }
  intake.channelState('folder:0', 'failed', `ENOENT: no such folder, open '${archive}/${poison}/1.dcm'`);
  intake.scanEnded('scp:0');
  await intake.close();
  const deps: AssessDeps = {
    ledger,
    keys: passingCenterKeys(),
    facility: { id: 'fixture', institutionNames: [manifest.institutionName], zoneOffsetMinutes: 480 },
    supervisionStart: 'earliest-study',
    now: () => noon,
    onFault: (what, fault) => {
      throw new Error(what, { cause: fault });
    },
  };
  assessDue(deps, Number.MAX_SAFE_INTEGER);
  assessGroups(deps);
  assessWholeArchive(deps);
  keepRegisters();
  askArchive(studies.map(({ study }) => study));
  assessKeptStudies(deps, Number.MAX_SAFE_INTEGER);
  assessArchiveWhole(deps);
  assessReconciled(deps);
  watchEquipment();
  assessEquipment(deps);
  const key = agentKey(folder);
  const enrolment = {
    console: { url: 'http://127.0.0.1:1' },
    agentId: 'agent-1',
    facilityId: 'fixture',
    facilityName: '示范',
    consolePublicKey: key.publicKey,
    fingerprint: '',
    state: 'active',
    afterSeq: 0,
  } as const;
  saveEnrolment(ledger, enrolment, noon);
  const supervisionStart = (): CalendarDate => must(parseCalendarDate('2026-11-01'));
  buildBatches({ ledger, keys: passingCenterKeys(), agentKey: key, supervisionStart }, noon);
  const form = Compile(Batch);
  for (const { bytes } of ledger.store.db.prepare<[], { bytes: Buffer }>('SELECT bytes FROM batch').all()) {
    const envelope: unknown = JSON.parse(gunzipSync(bytes).toString('utf8'));
    if (typeof envelope !== 'object' || envelope === null || !('payload' in envelope)) throw new Error('no envelope');
    const body = Buffer.from(String(envelope.payload), 'base64').toString('utf8');
    const batch: unknown = JSON.parse(body);
    expect(form.Check(batch)).toBe(true);
    if (form.Check(batch)) findings += batch.items.filter(({ type }) => type === 'finding').length;
    told += body;
  }
}, 240_000);

/** A staff list of one, so that everybody whom headers name is somebody else, and receipts that name patients' studies. */
function keepRegisters(): void {
  const validFrom = must(parseCalendarDate('2020-01-01'));
  ledger.registers.put(
    'staff',
    [{ id: 's', name: '赵秘密', otherNames: ['ZHAOMIMI'], post: 'physician', validFrom }],
    'li',
    noon,
  );
  ledger.registers.put(
    'permits',
    [
      {
        id: 'p',
        kind: 'radiology',
        number: '秘密1号',
        scope: '',
        validFrom,
        devices: [{ DeviceSerialNumber: 'none' }],
      },
    ],
    'li',
    noon,
  );
  const accession = [...(texts.get('AccessionNumber') ?? [])].slice(0, 50);
  ledger.receipts.add(
    accession.map((AccessionNumber) => ({ AccessionNumber, at: noon, outcome: 'refused', code: '赵秘密' })),
    'csv',
    'li',
    noon,
  );
}

/** A device, a UPS and a room, and a patient's name in every text that a person, a probe or a UPS may write beside them. */
function watchEquipment(): void {
  const { equipment, equipmentRecords, watch, runs } = ledger;
  const hour = 3_600_000;
  const before = (hours: number): Instant => instant(noon - hours * hour);
  const by = { by: poison, at: noon };
  const equipmentId = 'ct-1';
  const validFrom = must(parseCalendarDate('2024-01-01'));
  const override = { date: must(parseCalendarDate('2026-11-24')), hours: [], reason: poison };
  equipment.putCalendar({ ...usualHours, name: poison, overrides: [override] }, poison, noon);
  equipment.putCard(
    equipmentCard(equipmentId, 'imaging', { calendarId: 'usual', maintenanceEveryMonths: 3 }),
    poison,
    noon,
  );
  equipment.putCard(
    equipmentCard('ups-1', 'ups', { ups: { feeds: [], runtimeGoalMinutes: 30, batteryDate: validFrom } }),
    poison,
    noon,
  );
  const band = { temperatureC: { min: 18, max: 27 }, humidityPct: { min: 20, max: 80 } };
  equipment.putCard(
    equipmentCard('room-1', 'room', { room: { purpose: 'pacs', smoke: 'wired', ...band } }),
    poison,
    noon,
  );
  equipment.putNoUps({ reason: poison }, poison, noon);
  seeDevice(ledger, equipmentId, before(40), before(1), (at) => (at < before(20) ? 'ok' : 'fail'));
  const window = { from: before(60), to: before(50), reason: poison };
  for (const body of [
    {
      kind: 'daily',
      equipmentId,
      date: must(parseCalendarDate('2026-11-23')),
      status: 'normal',
      selfCheckDone: true,
      calibrationDone: true,
      remark: poison,
      prefilled: { remark: poison },
    },
    {
      kind: 'fault',
      equipmentId,
      start: before(20),
      openedBy: 'probe',
      probe: poison,
      degraded: false,
      description: poison,
    },
    {
      kind: 'maintenance',
      equipmentId,
      work: 'preventive',
      from: before(3000),
      to: before(2990),
      vendor: poison,
      parts: poison,
      result: poison,
    },
    { kind: 'window', equipmentIds: [equipmentId], ...window, requested: by },
    { kind: 'suspension', equipmentId, from: before(60), to: before(59), reason: poison, countersigned: by },
    {
      kind: 'external',
      equipmentIds: [equipmentId],
      from: before(60),
      to: before(59),
      cause: 'mains',
      document: poison,
      approved: by,
    },
    { kind: 'dispute', equipmentId, from: before(60), to: before(59), reason: poison, countersigned: by },
  ] as const satisfies readonly EquipmentRecordBody[])
    equipmentRecords.add({ body }, poison, noon);
  watch.putEvent(
    {
      id: `ups-1:on-battery:${poison}`,
      equipmentId: 'ups-1',
      kind: 'on-battery',
      start: before(9),
      raw: [poison],
      clockEpoch: 0,
    },
    noon,
  );
  runs.addGap({ start: before(12), end: before(11), cause: 'died' }, poison, noon);
}

/** The archive is asked for every study, and of each an object does not come. */
function askArchive(uids: readonly string[]): void {
  const look = { at: noon, channel: 'dicomweb:0' } as const;
  const sights = uids.map((StudyInstanceUID) => ({
    StudyInstanceUID,
    date: must(parseCalendarDate('2026-01-05')),
    series: [{ SeriesInstanceUID: `${StudyInstanceUID}.1`, Modality: 'CT', classes: [], objects: 2 }],
    whole: true,
    accessionKey: 'ab'.repeat(16),
  }));
  ledger.archive.apply({ ...look, kind: 'seen', studies: sights });
  for (const StudyInstanceUID of uids)
    ledger.archive.apply({
      ...look,
      kind: 'retrieved',
      StudyInstanceUID,
      seed: 's',
      stratum: '2026 CT',
      whole: true,
      firstImageMs: 400,
      wholeMs: 900,
      bytes: 2000,
      objects: [],
      absent: 1,
      short: false,
    });
}

afterAll(() => {
  ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Terms of our own lists are said where a rule found one, so they may stand in what leaves. */
const ownTerms = new Set(
  [
    ...placeholderComponents,
    ...placeholderNames,
    ...notPatientTerms,
    ...interventionalTerms,
    ...fetalTerms,
    ...chestFluoroscopyTerms,
    ...checkUpTerms,
    ...outreachStationTerms,
    ...outreachTerms,
    ...examClasses.flatMap(({ id }) => [id, ...id.split('-')]),
  ].map((term) => term.replace('*', '').toUpperCase()),
);

function isOwnTerm(text: string): boolean {
  if (ownTerms.has(text.trim().toUpperCase())) return true;
  const region = regionOfText(text, '');
  return region.kind === 'known' && region.decidedBy.trim() === text.trim();
}

/** As a word of its own: `123` inside of a hash is no `123`. */
function stands(text: string): boolean {
  const escaped = text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`(?<![0-9A-Za-z.])${escaped}(?![0-9A-Za-z.])`, 'iu').test(told);
}

describe('of the whole fixture center nothing leaves that names a patient', () => {
  it('there is something to look at', () => {
    expect(findings).toBeGreaterThan(100);
    const reached = new Set(
      ledger.findings.list({ limit: 10_000, offset: 0 }).rows.map(({ ruleId }) => String(ruleId)),
    );
    expect([...reached]).toEqual(
      expect.arrayContaining([
        'operator-in-staff-list',
        'study-objects-complete',
        'ionising-device-on-permit',
        'daily-device-record',
        'independent-ups',
        'smoke-detection',
      ]),
    );
    for (const type of [
      'retention',
      'retrieval',
      'forecast',
      'image-upload',
      'equipment',
      'uptime',
      'ups',
      'room',
      'fleet-uptime',
      'equipment-event',
      'agent-gap',
    ])
      expect([type, told.includes(`"type":"${type}"`)]).toEqual([type, true]);
    expect(texts.get('PatientName')?.size).toBeGreaterThan(50);
    expect(texts.get('PatientID')?.size).toBeGreaterThan(50);
  });

  it('no name, in any of its groups, in whole or by component, and under no wrong character set', () => {
    const names = [
      'PatientName',
      'OtherPatientNames',
      'PatientBirthName',
      'OperatorsName',
      'ReferringPhysicianName',
      'PersonName',
    ]
      .flatMap((keyword) => [...(texts.get(keyword) ?? [])])
      .flatMap((name) => [name, ...name.split('='), ...name.split(/[=^\s]+/)])
      .filter((part) => /\p{Script=Han}{2}|\p{L}{4}/u.test(part) && !isOwnTerm(part));
    expect(names.length).toBeGreaterThan(200);
    const wrongly = names.flatMap((name) => [name, Buffer.from(name).toString('latin1')]);
    expect(wrongly.filter(stands)).toEqual([]);
  });

  it('no number, birth date, menstruation date or accession number', () => {
    const days = (keyword: string): string[] => [...(texts.get(keyword) ?? [])].filter((day) => /^\d{8}$/.test(day));
    const dashed = (day: string): string => `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;
    const studyDays = new Set(days('StudyDate'));
    const personal = [...days('PatientBirthDate'), ...days('LastMenstrualDate')].filter((day) => !studyDays.has(day));
    expect(personal.length).toBeGreaterThan(50);
    const numbers = [
      'PatientID',
      'OtherPatientIDs',
      'AccessionNumber',
      'StudyID',
      'AdmissionID',
      'RequestedProcedureID',
    ]
      .flatMap((keyword) => [...(texts.get(keyword) ?? [])])
      .filter((number) => number.trim().length > 3 && !isOwnTerm(number));
    expect([...numbers, ...personal, ...personal.map(dashed)].filter(stands)).toEqual([]);
    expect(/\d{17}[0-9Xx]/.exec(told.replaceAll(/[0-9a-f]{32,64}/g, ''))).toBeNull();
  });

  it('no identifier of a study, series, object or event', () => {
    const uids = [...told.matchAll(/(?<![0-9A-Za-z.])[0-2](?:\.\d+){3,}/g)].map(([uid]) => uid);
    expect(uids.filter((uid) => !uid.startsWith('1.2.840.10008.'))).toEqual([]);
  });

  it('no free text of a header, whatever its keyword', () => {
    const free = [...texts]
      .filter(([keyword]) => !mayBeTold.has(keyword) && !/(Date|Time)$/.test(keyword))
      .flatMap(([keyword, values]) => [...values].map((value) => ({ keyword, value: value.trim() })))
      .filter(({ value }) => /\p{Script=Han}{2}|\p{L}{4}/u.test(value) && !isOwnTerm(value))
      // Words of the program and of DICOM that are also values of a header.
      .filter(({ keyword }) => !/^(ImageType|FrameType|ConversionType|CodeMeaning|ValueType|.*UID)$/.test(keyword))
      // What the center's people call their own devices.
      .filter(({ value }) => !manifest.devices.some(({ name }) => name.includes(value)));
    expect(free.length).toBeGreaterThan(50);
    expect(free.filter(({ value }) => stands(value))).toEqual([]);
  });

  it('no path or file name', () => {
    const places = [...manifest.cases, ...manifest.baseline].flatMap(({ files }) => files);
    const names = places.flatMap((file) => [file, file.split('/').at(-1) ?? file]);
    expect([folder, archive, '放射 archive 科', ...names].filter((each) => told.includes(each))).toEqual([]);
  });

  it('nothing of what was written into every text of a header', () => {
    for (const secret of ['赵秘密', '秘密', 'ZHAOMIMI', '110101199003070012'])
      expect(told.includes(secret), secret).toBe(false);
  });
});
