import { createHash } from 'node:crypto';
import {
  type CareRecords,
  type DeviceCard,
  instant,
  must,
  parseCalendarDate,
  parseSeriesInstanceUID,
  parseSOPClassUID,
  parseSOPInstanceUID,
  parseStudyInstanceUID,
} from '@center/contract';
import { describe, expect, it } from 'vitest';
import { deviceIdOf } from './device.ts';
import type { Header } from './header.ts';
import type { ObservedObject, StudyInput } from './observed-object.ts';
import { factsOfStudy } from './study.ts';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const day = (text: string) => must(parseCalendarDate(text));
const ct = '1.2.840.10008.5.1.4.1.1.2';
const base: Header = {
  Modality: 'CT',
  ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
  StudyDate: '20260310',
  AcquisitionDate: '20260310',
  AcquisitionTime: '093000',
  PatientName: 'Wang^Fang=王^芳',
  PatientID: 'P1',
  PatientBirthDate: '19800501',
  PatientSex: 'F',
  Manufacturer: 'Huayun',
  ManufacturerModelName: 'CT 64',
  DeviceSerialNumber: 'S1',
  InstitutionName: '示范 影像中心',
  BodyPartExamined: 'CHEST',
};

let made = 0;
function object(header: Header = {}, change: Partial<ObservedObject> = {}): ObservedObject {
  made += 1;
  return {
    SOPInstanceUID: must(parseSOPInstanceUID(`1.2.3.${String(made)}`)),
    SOPClassUID: must(parseSOPClassUID(ct)),
    StudyInstanceUID: must(parseStudyInstanceUID('1.2.3')),
    SeriesInstanceUID: must(parseSeriesInstanceUID('1.2.3.4')),
    transferSyntaxUID: '1.2.840.10008.1.2.1',
    header: { ...base, ...header },
    damage: [],
    ...change,
  };
}

const records: CareRecords = { reviews: [] };
const card: DeviceCard = {
  deviceId: deviceIdOf('HUAYUN ', 'ct 64', 's1', digest),
  name: 'CT 1',
  Manufacturer: 'Huayun',
  ManufacturerModelName: 'CT 64',
  DeviceSerialNumber: 'S1',
  modality: 'CT',
  doseRecord: 'rdsr',
  validFrom: day('2020-01-01'),
};

function facts(objects: readonly ObservedObject[], change: Partial<StudyInput> = {}) {
  return factsOfStudy(
    {
      StudyInstanceUID: must(parseStudyInstanceUID('1.2.3')),
      objects,
      unreadable: [],
      firstSeenAt: instant(Date.parse('2026-03-11T02:00:00Z')),
      completeness: 'quiet',
      records,
      cards: [],
      registerInUse: false,
      institutionNames: [],
      examMapping: [],
      earlier: [],
      asOf: day('2026-11-25'),
      zoneOffsetMinutes: 480,
      ...change,
    },
    digest,
  );
}

function without(...keywords: readonly (keyof Header)[]): ObservedObject {
  const made = object();
  return {
    ...made,
    header: Object.fromEntries(Object.entries(made.header).filter(([key]) => !keywords.includes(key as keyof Header))),
  };
}

describe('whose study it is', () => {
  it('own by a card of the study’s day, spelled in whatever case', () => {
    expect(facts([object()], { cards: [card], registerInUse: true }).origin).toEqual({
      kind: 'own',
      by: 'device-register',
    });
    const ended = { ...card, validTo: day('2026-01-01') };
    expect(facts([object()], { cards: [ended], registerInUse: true }).origin.kind).toBe('unclassified');
  });

  it('by the institution where the device is not known', () => {
    const other = { cards: [card], registerInUse: true, institutionNames: ['示范影像中心'] };
    expect(facts([object({ DeviceSerialNumber: 'X' })], other).origin).toEqual({ kind: 'own', by: 'presumption' });
    expect(facts([object({ DeviceSerialNumber: 'X', InstitutionName: '市医院' })], other).origin).toEqual({
      kind: 'imported',
      by: 'institution',
    });
    expect(facts([object({ DeviceSerialNumber: 'X', InstitutionName: '' })], other).origin.kind).toBe('unclassified');
  });

  it('a record outranks everything; without register and names it is presumed own', () => {
    expect(
      facts([object()], {
        records: { reviews: [], importedBy: { recordId: 'r', fromInstitution: '市医院' } },
        cards: [card],
        registerInUse: true,
      }).origin,
    ).toEqual({ kind: 'imported', by: 'record' });
    expect(facts([object()]).origin).toEqual({ kind: 'own', by: 'presumption' });
  });
});

describe('who speaks for the patient', () => {
  it('acquired images, and among them the worst', () => {
    expect(facts([object(), object({ PatientName: '' })]).patient.PatientName.status).toBe('empty');
    const derived = object({ PatientName: '', ImageType: ['DERIVED', 'SECONDARY'] });
    expect(facts([object(), derived]).patient.PatientName.status).toBe('present');
  });

  it('what a cut header does not hold is unknown, never absent', () => {
    const cut = { ...without('PatientName'), damage: [{ code: 'truncated-header' }] } as ObservedObject;
    expect(facts([cut]).patient.PatientName.status).toBe('undecodable');
    expect(facts([without('PatientName')]).patient.PatientName.status).toBe('absent');
    expect(facts([cut]).unreadable).toHaveLength(1);
  });

  it('sex that differs between images is invalid, and a name of separators is empty', () => {
    expect(facts([object(), object({ PatientSex: 'M' })]).patient.PatientSex).toBe('invalid');
    expect(facts([object({ PatientName: '^^=^' })]).patient.PatientName.status).toBe('empty');
  });

  it('takes 18 digits for an identity number only when their form is one', () => {
    const numbers = (PatientID: string) =>
      facts([object({ PatientID })]).patient.identityNumbers.map(({ kind }) => kind);
    expect(numbers('11010519491231002X')).toEqual(['resident-id']);
    expect(numbers('911005194912310021')).toEqual(['residence-permit']);
    expect(numbers('202603100000000123')).toEqual([]);
    expect(numbers('12345')).toEqual([]);
  });
});

describe('when it was', () => {
  it('falls back through the dates, then to the day it was first seen', () => {
    expect(facts([object({ StudyDate: '', SeriesDate: '20260309' })])).toMatchObject({
      date: '2026-03-10',
      dateSource: 'AcquisitionDate',
    });
    expect(facts([object({ StudyDate: '20991231', AcquisitionDate: '', AcquisitionTime: '' })])).toMatchObject({
      date: '2026-03-11',
      dateSource: 'first-seen',
    });
  });

  it('reads an exposure in the center’s zone, or in the zone it names', () => {
    expect(facts([object()]).acquiredAt).toBe(Date.parse('2026-03-10T09:30:00+08:00'));
    expect(facts([object({ TimezoneOffsetFromUTC: '+0900' })]).acquiredAt).toBe(
      Date.parse('2026-03-10T09:30:00+09:00'),
    );
    expect(facts([object({ AcquisitionDateTime: '20260310093000.5-0500' })]).acquiredAt).toBe(
      Date.parse('2026-03-10T09:30:00.500-05:00'),
    );
  });

  it.each([
    ['2026-03-10', 'online', 0],
    ['2029-03-09', 'online', 35],
    ['2029-03-10', 'kept', 36],
    ['2036-03-09', 'kept', 119],
    ['2036-03-10', 'older', 120],
  ])('on %s it is %s', (asOf, kind, ageMonths) => {
    expect(facts([object()], { asOf: day(asOf) }).retention).toEqual({ class: kind, ageMonths, clock: 'StudyDate' });
  });
});

describe('what was done', () => {
  it('X-ray, nuclear medicine, harmless, unknown', () => {
    const kind = (Modality: string) => facts([object({ Modality })]);
    expect([kind('CT').xray, kind('CT').ionising]).toEqual(['yes', 'yes']);
    expect([kind('NM').xray, kind('NM').ionising]).toEqual(['no', 'yes']);
    expect([kind('MR').xray, kind('MR').ionising]).toEqual(['no', 'no']);
    expect([kind('OT').xray, kind('OT').ionising]).toEqual(['unknown', 'unknown']);
  });

  it('a dose report alone tells X-rays, or an administered radionuclide', () => {
    const report = (branch: string) =>
      facts([
        object(
          { Modality: 'SR', ImageType: '' },
          {
            SOPClassUID: must(parseSOPClassUID(`1.2.840.10008.5.1.4.1.1.88.${branch}`)),
            dose: { source: 'rdsr', events: [], totals: [] },
          },
        ),
      ]);
    expect([report('67').xray, report('67').ionising]).toEqual(['yes', 'yes']);
    expect([report('68').xray, report('68').ionising]).toEqual(['no', 'yes']);
  });

  it('pregnancy: what the worklist said of the planned step stands beside the objects, and an empty entry says nothing', () => {
    const silent = facts([object({})], { planned: [{ PregnancyStatus: 0 }, {}] }).pregnancy;
    expect(silent).toMatchObject({ PregnancyStatus: 'not-filled', contradictory: false });
    expect(silent).not.toHaveProperty('fromWorklist');
    const planned = [{ PregnancyStatus: 3, LastMenstrualDate: '20260101' }];
    expect(facts([object({})], { planned }).pregnancy).toMatchObject({
      PregnancyStatus: 3,
      lastMenstrual: { status: 'usable', daysAtStudy: 68 },
      fromWorklist: true,
      contradictory: false,
    });
    expect(facts([object({ PregnancyStatus: 1 })], { planned }).pregnancy).toMatchObject({
      PregnancyStatus: 3,
      contradictory: true,
    });
  });

  it('pregnancy: 0 is not filled, the more careful of two answers speaks and the contradiction is said', () => {
    expect(facts([object({ PregnancyStatus: 0 })]).pregnancy).toMatchObject({
      PregnancyStatus: 'not-filled',
      zeroWritten: true,
    });
    expect(facts([object({ PregnancyStatus: 1 })]).pregnancy).not.toHaveProperty('zeroWritten');
    expect(facts([object({ PregnancyStatus: 1 }), object({ PregnancyStatus: 3 })]).pregnancy).toMatchObject({
      PregnancyStatus: 3,
      contradictory: true,
    });
    expect(facts([object({ LastMenstrualDate: '20260401' })]).pregnancy.lastMenstrual).toMatchObject({
      status: 'unusable',
      why: 'after the study',
    });
    expect(facts([object({ LastMenstrualDate: '20260101' })]).pregnancy.lastMenstrual).toMatchObject({
      status: 'usable',
      daysAtStudy: 68,
    });
  });

  it('the region of X-ray images counts, not that of another object beside them', () => {
    const us = object({ Modality: 'US', BodyPartExamined: 'PELVIS' });
    expect(facts([object(), us]).region).toMatchObject({ chest: 'yes', lowerAbdomen: 'no' });
    expect(facts([object({ BodyPartExamined: 'PATTERN' })]).region.lowerAbdomen).toBe('unknown');
  });
});
