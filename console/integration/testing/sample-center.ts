import type { BatchItem } from '@center/contract';
import { type ArchiveManner, sampleArchive } from './sample-archive.ts';
import { sampleDoses } from './sample-doses.ts';
import { cell, finding, pseudonym } from './test-agent.ts';

const hex32 = (text: string): string => pseudonym(text).slice(0, 32);
const ct = hex32('ct');
const dx = hex32('dx');
const us = hex32('us');

/** `YYYY-MM` of the months before `now`, oldest first, the running one included. */
function monthsUntil(now: Date, count: number): string[] {
  return Array.from({ length: count }, (_, at) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - (count - 1 - at), 1)).toISOString().slice(0, 7),
  );
}

/** A year of a believable center: most studies in order, some deviations, gaps of evidence, an unregistered device. `seed` tells centers apart. */
export function sampleItems(seed: string, now = new Date(), burden = 1, archive: ArchiveManner = 'good'): BatchItem[] {
  const asOf = new Date(now.getTime() - 60_000).toISOString();
  const earlier = (hours: number): string => new Date(now.getTime() - hours * 3_600_000).toISOString();
  const months = monthsUntil(now, 12);
  const items: BatchItem[] = [];
  for (const [at, month] of months.entries()) {
    const studies = 210 + at * 9;
    items.push(
      cell(
        'real-name-present',
        'MIDC-2.2c',
        month,
        { compliant: studies - burden, 'non-compliant': burden, 'awaiting-review': 2 },
        asOf,
      ),
      cell('identity-number-check-digit', 'MIDC-2.2c', month, { compliant: studies - 60, 'not-applicable': 60 }, asOf),
      cell(
        'age-sources-agree',
        'MIDC-1.3.6b',
        month,
        { compliant: studies - 4, 'evidence-missing': 1, 'not-applicable': 3 },
        asOf,
      ),
      cell(
        'pregnancy-asked',
        'MIDC-3.5.3d',
        month,
        { attested: 11, 'evidence-missing': burden, 'not-applicable': studies },
        asOf,
      ),
      cell(
        'pregnancy-weeks-8-15',
        'MIDC-3.5.3e',
        month,
        { 'not-applicable': studies, 'awaiting-review': at === 11 ? 1 : 0 },
        asOf,
      ),
      cell('ct-dose-alert-review', 'MIDC-3.5.3a', month, { informational: 44 }, asOf),
      cell('device-known', 'MIDC-2.9a', month, { compliant: studies - 12, 'non-compliant': burden > 0 ? 12 : 0 }, asOf),
      cell(
        'object-readable',
        'MIDC-3.11c',
        month,
        { compliant: studies, 'evidence-missing': at % 4 === 0 ? 1 : 0 },
        asOf,
      ),
      cell('images-kept-ten-years', 'MIDC-3.11a', month, { 'not-yet-run': studies }, asOf),
      { type: 'dose-coverage', deviceId: ct, month, expected: 48 + at, present: 47 + at - burden, asOf },
      {
        type: 'intake',
        month,
        studies,
        objects: studies * 140,
        unreadable: at % 4 === 0 ? 1 : 0,
        own: studies - 15,
        imported: 12,
        unclassified: 3,
        asOf,
      },
    );
  }
  items.push(...sampleDoses(ct, dx, months, asOf));
  items.push(...sampleArchive(months, asOf, now, archive));
  const device = (deviceId: string, more: Partial<Extract<BatchItem, { type: 'device' }>>): BatchItem => ({
    type: 'device',
    deviceId,
    Manufacturer: 'UIH',
    ManufacturerModelName: 'uCT 530',
    DeviceSerialNumber: `SN-${seed}-1`,
    StationName: 'CT01',
    modalities: ['CT'],
    registered: true,
    firstSeen: `${months[0] ?? ''}-03`,
    lastSeen: asOf.slice(0, 10),
    studies: 640,
    ...more,
  });
  items.push(
    device(ct, { name: '1 号 CT', doseRecord: 'rdsr' }),
    device(dx, {
      ManufacturerModelName: 'uDR 770i',
      DeviceSerialNumber: `SN-${seed}-2`,
      StationName: 'DR01',
      modalities: ['DX'],
      doseRecord: 'header',
      studies: 1210,
    }),
    device(us, {
      Manufacturer: 'Mindray',
      ManufacturerModelName: 'Resona 7',
      DeviceSerialNumber: '',
      StationName: 'US-ROOM-2',
      modalities: ['US'],
      registered: false,
      studies: 310,
    }),
    {
      type: 'channel',
      channel: 'folder',
      number: 1,
      state: 'working',
      since: earlier(700),
      lastObservationAt: asOf,
      objects: 301_220,
    },
    {
      type: 'channel',
      channel: 'dicomweb',
      number: 2,
      state: 'failed',
      since: earlier(5),
      objects: 0,
      problem: 'connection refused',
    },
  );
  if (burden > 0)
    items.push(
      finding(`${seed} name`, {
        openedAt: earlier(30),
        changedAt: earlier(3),
        evidence: [
          { fact: 'Modality', value: 'CT' },
          { fact: 'PatientName', value: 'placeholder' },
          { fact: 'StudyDate', value: asOf.slice(0, 10) },
        ],
        study: { date: asOf.slice(0, 10), modalities: ['CT', 'SR'], sex: 'F', ageBand: 'adult', deviceId: ct },
      }),
      finding(`${seed} pregnancy`, {
        ruleId: 'pregnancy-asked',
        clause: 'MIDC-3.5.3d',
        verdict: 'indeterminate',
        reason: 'evidence-missing',
        missing: ['consentRegister'],
        evidence: [
          { fact: 'PregnancyStatus', value: 'not-filled' },
          { fact: 'ageYears', value: { value: 31, unit: 'a' } },
          { fact: 'abdomenOrPelvis', value: true },
        ],
        masked: ['PatientName', 'PatientID', 'PatientBirthDate'],
        openedAt: earlier(50),
        changedAt: earlier(4),
      }),
      finding(`${seed} device`, {
        ruleId: 'device-known',
        clause: 'MIDC-2.9a',
        severity: 'major',
        state: 'confirmed',
        openedAt: earlier(400),
        changedAt: earlier(20),
        timesOpened: 2,
        revision: 3,
        study: { date: asOf.slice(0, 10), modalities: ['US'], sex: 'M', ageBand: '10-<15', deviceId: us },
      }),
      finding(`${seed} dose`, {
        ruleId: 'dose-record-present',
        clause: 'MIDC-1.3.6b',
        severity: 'minor',
        evidence: [
          { fact: 'doseRecord', value: 'rdsr' },
          { fact: 'CTDIvol', value: { value: 12.345678, unit: 'mGy' } },
        ],
        openedAt: earlier(200),
        changedAt: earlier(60),
        study: {
          date: asOf.slice(0, 10),
          modalities: ['CT'],
          sex: 'M',
          ageBand: 'adult',
          deviceId: ct,
          examClass: 'chest',
          dose: [{ measure: 'CTDIvol', value: 31.5, unit: 'mGy', source: 'header' }],
        },
      }),
    );
  return items;
}
