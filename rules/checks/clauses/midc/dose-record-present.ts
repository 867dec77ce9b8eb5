// clause         MIDC-1.3.6b: registered data are true and timely (a gap in dose data, not a breach of dose control).
// sentence       Every study holds the dose record that the card of its device promises.
// applies to     acquired images of CT, DX, CR, MG, XA, RF, PX, IO, NM and PT devices.
// facts needed   devices with their cards, object groups, dose reports, dose values of headers, of performed steps and of dose screens, technique factors,
//                administered activity.
// verdict table  promised and there (zeros and empty items are not there) → conforms, with a remark where a performed step or
//                a dose screen stands in for the header · promised and not there → deviates, or evidence-unreadable while objects could not be read ·
//                no card, or the activity unknown → evidence-missing · card promises nothing, no such device → notApplicable
// cannot tell    whether the dose is right; which device of a study made a report that names no serial number, or none of
//                theirs.
import {
  type DeviceCard,
  type DoseFacts,
  type DoseReport,
  type DoseSource,
  foldDeviceText,
  ionisingModalities,
  type SeenDevice,
  type StudyFacts,
  type Verdict,
  xrayModalities,
} from '@center/contract';
import { defineRule } from '../../define-rule.ts';
import { acquiringDevices } from '../../predicates/acquiring-devices.ts';
import { holdsDose, tellsAnything, tellsDose } from '../../predicates/dose-values.ts';
import {
  conforms,
  deviates,
  evidenceMissing,
  evidenceUnreadable,
  notApplicable,
  remark,
  seen,
} from '../../predicates/verdicts.ts';
import { worstOf } from '../../predicates/worst-of.ts';

/** By serial number; a number that no device of the study has may be this device's in another form where the model is the same. */
function isOf({ deviceObserver }: DoseReport, device: SeenDevice, devices: readonly SeenDevice[]): boolean {
  const serial = foldDeviceText(deviceObserver?.serial);
  if (serial === '' || serial === foldDeviceText(device.DeviceSerialNumber)) return true;
  const model = foldDeviceText(deviceObserver?.model);
  return (
    model !== '' &&
    model === foldDeviceText(device.ManufacturerModelName) &&
    !devices.some((each) => foldDeviceText(each.DeviceSerialNumber) === serial)
  );
}

/** Dose reports that name this device, or none, and in which something was measured. */
function reportsOf(dose: DoseFacts, device: SeenDevice, devices: readonly SeenDevice[]): number {
  return dose.reports.filter(
    (report) => report.source === 'rdsr' && isOf(report, device, devices) && tellsAnything(report),
  ).length;
}

/** What tells an amount of dose beside the headers of the images: a report, a performed step, a dose screen. Items without a value tell none. */
function otherSources({ reports, events }: DoseFacts): readonly DoseSource[] {
  const told = [...reports.filter(tellsDose), ...events.filter(({ values }) => holdsDose(values))];
  return [...new Set(told.map(({ source }) => source))].filter((source) => source !== 'header');
}

type Kept = 'yes' | 'no' | 'unknown';

/**
 * Nuclear medicine: the record is the administered activity, in a report or in the header; a report on the CT of the same examination is none. A hybrid device that made
 * no nuclear picture in this study was used for its X-rays.
 */
function isNuclear({ card, modalities }: SeenDevice): boolean {
  return (
    (card?.modality === 'NM' || card?.modality === 'PT') &&
    (modalities.includes('NM') || modalities.includes('PT') || !modalities.some((each) => xrayModalities.has(each)))
  );
}

function kept(card: DeviceCard, nuclear: boolean, dose: DoseFacts, reports: number): Kept {
  if (nuclear) return dose.administeredActivity;
  const inHeader = dose.headerDosePresent || otherSources(dose).length > 0;
  switch (card.doseRecord) {
    case 'rdsr':
      return reports > 0 ? 'yes' : 'no';
    case 'header':
      return inHeader ? 'yes' : 'no';
    case 'technique':
      return inHeader || dose.techniqueFactors ? 'yes' : 'no';
    case 'none':
      return 'yes';
  }
}

/** Said where the header promised and something else told. */
function standIn({ doseRecord }: DeviceCard, dose: DoseFacts): string | undefined {
  const [source] = otherSources(dose).filter((each) => each === 'mpps' || each === 'dose-screen');
  if (doseRecord !== 'header' || dose.headerDosePresent || source === undefined) return undefined;
  return source === 'mpps'
    ? remark('剂量由执行步骤（MPPS）给出。', 'The performed procedure step tells the dose.')
    : remark('剂量由剂量截屏给出。', 'The dose screen tells the dose.');
}

const promisedAs = { rdsr: 'RDSR', header: 'DoseInHeader', technique: 'KVP and Exposure' } as const;

function judgeDevice(device: SeenDevice, { dose, devices, unreadable }: StudyFacts): Verdict {
  const { card } = device;
  const name = seen({
    DeviceSerialNumber: device.DeviceSerialNumber,
    ManufacturerModelName: device.ManufacturerModelName,
  });
  if (card === undefined) return evidenceMissing(['deviceCard'], name);
  if (card.doseRecord === 'none') return notApplicable('deviceCard.doseRecord', 'none');
  if (!ionisingModalities.has(card.modality)) return notApplicable('deviceCard.modality', card.modality);
  const nuclear = isNuclear(device);
  const promised = nuclear ? 'RadionuclideTotalDose' : promisedAs[card.doseRecord];
  const reports = reportsOf(dose, device, devices);
  const observed = [
    ...name,
    ...seen({
      promised,
      rdsrObjects: reports,
      doseInHeader: dose.headerDosePresent,
      otherSources: otherSources(dose).join(' ') || 'none',
      techniqueFactors: dose.techniqueFactors,
      ...(nuclear ? { administeredActivity: dose.administeredActivity } : {}),
    }),
  ];
  switch (kept(card, nuclear, dose, reports)) {
    case 'yes':
      return conforms(observed, { note: standIn(card, dose) });
    case 'unknown':
      return evidenceMissing([promised], observed);
    case 'no': {
      const locators = unreadable.map(({ locator }) => locator);
      if (locators.length === 0) return deviates(observed);
      return evidenceUnreadable(
        locators,
        observed,
        remark(
          '检查内有无法读取的对象，剂量记录可能在其中。',
          'Objects of the study could not be read; the dose record may be among them.',
        ),
      );
    }
  }
}

export const doseRecordPresent = defineRule({
  id: 'dose-record-present',
  version: 5,
  clause: 'MIDC-1.3.6b',
  severity: 'minor',
  channel: 'device-register',
  title: { zh: '按设备卡片保存剂量记录', en: 'The dose record that the device card promises is kept' },
  whatToDo: {
    zh: '检查设备是否把剂量报告发送到归档；设备做不到的，修改设备卡片并由管理员签署。',
    en: 'See that the device sends its dose report to the archive; where it cannot, correct the device card and have it signed.',
  },
  cannotTell: { zh: '剂量数值是否正确。', en: 'Whether the dose is right.' },
  waitsForQuiet: true,
  judgesImported: false,
  reviewable: false,
  fourEyes: false,
  usesFacts: ['devices', 'objects', 'dose', 'unreadable', 'modalities'],
  parameters: {},
  judge: (facts) => {
    const devices = acquiringDevices(facts).filter(
      ({ card, modalities }) => card !== undefined || modalities.some((modality) => ionisingModalities.has(modality)),
    );
    return (
      worstOf(devices.map((device) => judgeDevice(device, facts))) ??
      notApplicable('modalities', facts.modalities.join(' '))
    );
  },
});
