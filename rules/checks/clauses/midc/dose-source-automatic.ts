// clause         MIDC-1.3.6b: registered data are true and timely.
// sentence       The values of a dose report were taken from the device, and not typed by hand.
// applies to     X-ray dose reports (113854 Source of Dose Information); the report of an administered activity has no such item.
// facts needed   source of each report's values, device that wrote the report, devices of the study.
// verdict table  automatic, a dosimeter, calculated, from the performed step or images → conforms · source not told, but the acquiring device itself wrote the
//                report → conforms with a remark · manual entry (113857) or from a human-readable report (113868) → deviates · source not told and the
//                writer is no device of the study → evidence-missing · a source of another code → evidence-missing · no report → notApplicable
// cannot tell    whether a value that the device wrote is right. Typing is no offence where a device tells nothing: then its card promises no report.
import {
  type CodedConcept,
  conceptKey,
  type DoseReport,
  foldDeviceText,
  type SeenDevice,
  type Verdict,
} from '@center/contract';
import { defineRule } from '../../define-rule.ts';
import { conforms, deviates, evidenceMissing, notApplicable, remark, seen } from '../../predicates/verdicts.ts';
import { worstOf } from '../../predicates/worst-of.ts';

/** CID 10020 and CID 10021, PS3.16. */
const fromDevice: ReadonlySet<string> = new Set([
  '113856|DCM', // automated data collection
  '113858|DCM', // performed procedure step
  '113866|DCM', // copied from image attributes
  '113867|DCM', // computed from image attributes
  '113940|DCM', // system calculated
  '15869005|SCT', // dosimeter
  'A-2C090|SRT', // dosimeter, before the move to SCT
]);
const byHand: ReadonlySet<string> = new Set([
  '113857|DCM', // manual entry
  '113868|DCM', // derived from human-readable reports
]);

const shown = ({ CodeValue, CodingSchemeDesignator, CodeMeaning = '' }: CodedConcept): string =>
  `${CodeValue}|${CodingSchemeDesignator} ${CodeMeaning}`.trim();

/** The report names one of the study's own devices as its author: by serial number, or by maker and model where it gives none. */
function writtenBy({ deviceObserver }: DoseReport, devices: readonly SeenDevice[]): SeenDevice | undefined {
  const serial = foldDeviceText(deviceObserver?.serial);
  const model = foldDeviceText(deviceObserver?.model);
  return devices.find((device) =>
    serial === ''
      ? model !== '' && model === foldDeviceText(device.ManufacturerModelName)
      : serial === foldDeviceText(device.DeviceSerialNumber),
  );
}

/** A report of an administration (TID 10021) has no item for the source of its values. */
function isRadiopharmaceutical({ events }: DoseReport): boolean {
  return events.length > 0 && events.every(({ type }) => type === 'RadiopharmaceuticalAdministration');
}

function judgeReport(report: DoseReport, devices: readonly SeenDevice[]): Verdict {
  const { sourceOfDose } = report;
  if (sourceOfDose === undefined) {
    const writer = writtenBy(report, devices);
    if (writer === undefined)
      return evidenceMissing(['SourceOfDoseInformation'], seen({ deviceObserver: report.deviceObserver?.serial }));
    return conforms(seen({ writtenBy: writer.ManufacturerModelName }), {
      note: remark(
        '报告未写明来源，但由检查设备自身生成。',
        'No source is told; the acquiring device itself wrote the report.',
      ),
    });
  }
  const observed = seen({ SourceOfDoseInformation: shown(sourceOfDose) });
  const key = conceptKey(sourceOfDose);
  if (fromDevice.has(key)) return conforms(observed);
  return byHand.has(key) ? deviates(observed) : evidenceMissing(['SourceOfDoseInformation'], observed);
}

export const doseSourceAutomatic = defineRule({
  id: 'dose-source-automatic',
  version: 2,
  clause: 'MIDC-1.3.6b',
  severity: 'minor',
  channel: 'headers',
  title: { zh: '剂量数据由设备自动产生', en: 'Dose data come from the device, not from a keyboard' },
  whatToDo: {
    zh: '让设备直接发送剂量报告；设备做不到的，在设备卡片上写明其剂量记录方式。',
    en: 'Have the device send its dose report itself; where it cannot, say on its card which record it gives.',
  },
  cannotTell: { zh: '设备给出的数值是否正确。', en: 'Whether the value that the device gave is right.' },
  waitsForQuiet: true,
  judgesImported: false,
  reviewable: false,
  fourEyes: false,
  usesFacts: ['dose', 'devices'],
  parameters: {},
  judge: ({ dose, devices }) => {
    const reports = dose.reports.filter((report) => report.source === 'rdsr' && !isRadiopharmaceutical(report));
    return (
      worstOf(reports.map((report) => judgeReport(report, devices))) ?? notApplicable('dose.reports', 'no dose report')
    );
  },
});
