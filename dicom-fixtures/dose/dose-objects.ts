import { type CalendarDate, must, parseCalendarDate } from '@center/contract';
import { devices, type FixtureModality } from '../center/devices.ts';
import { drawStudy } from '../center/draw-study.ts';
import type { StudyPlan } from '../center/study-plan.ts';
import type { FixtureObject } from '../objects/fixture-object.ts';
import { mammographyDoseReport } from '../objects/projection-dose-report.ts';
import type { Dataset } from '../writer/dataset.ts';
import { performedStep, philipsDosePage } from './dose-in-headers.ts';
import { enhancedDoseReport } from './enhanced-report.ts';
import { biplaneDoseReport, coneBeamDoseReport, dentalDoseReport } from './projection-reports.ts';
import { radiopharmaceuticalDoseReport } from './radiopharmaceutical-report.ts';
import {
  armSummary,
  legacyCtDoseReport,
  measurementReport,
  surgicalArmReport,
  wrongCodeReport,
} from './vendor-reports.ts';

interface Kind {
  readonly key: string;
  readonly modality: FixtureModality;
  readonly make: (plan: StudyPlan) => Dataset;
  /** Written as the standard says; the others show what devices do. */
  readonly conforming: boolean;
}

const kinds: readonly Kind[] = [
  { key: 'enhanced', modality: 'RF', make: enhancedDoseReport, conforming: true },
  { key: 'biplane', modality: 'RF', make: biplaneDoseReport, conforming: true },
  { key: 'cone-beam', modality: 'RF', make: coneBeamDoseReport, conforming: true },
  { key: 'dental', modality: 'PX', make: dentalDoseReport, conforming: true },
  { key: 'mammography', modality: 'MG', make: mammographyDoseReport, conforming: true },
  {
    key: 'radiopharmaceutical',
    modality: 'CT',
    make: (plan) => radiopharmaceuticalDoseReport(plan, 'sct'),
    conforming: true,
  },
  {
    key: 'radiopharmaceutical-srt',
    modality: 'CT',
    make: (plan) => radiopharmaceuticalDoseReport(plan, 'srt'),
    conforming: false,
  },
  { key: 'legacy-ct', modality: 'CT', make: legacyCtDoseReport, conforming: false },
  { key: 'no-dose-report', modality: 'CT', make: measurementReport, conforming: false },
  { key: 'arm-summary', modality: 'RF', make: armSummary, conforming: false },
  { key: 'surgical-arm', modality: 'RF', make: surgicalArmReport, conforming: false },
  { key: 'wrong-code', modality: 'MG', make: wrongCodeReport, conforming: false },
  { key: 'dose-page', modality: 'CT', make: philipsDosePage, conforming: false },
  { key: 'performed-step', modality: 'RF', make: performedStep, conforming: false },
];

/** A dose object with the plan that it came from. */
export interface DoseObject {
  readonly key: string;
  readonly plan: StudyPlan;
  readonly conforming: boolean;
  readonly object: FixtureObject;
}

const day: CalendarDate = must(parseCalendarDate('2026-03-02'));

/** Every kind of dose object once, repeatable by seed. Texts are in GB 18030, as Chinese consoles write them. */
export function doseObjects(seed: string): readonly DoseObject[] {
  return kinds.map(({ key, modality, make, conforming }) => {
    const device = devices.find((each) => each.modality === modality);
    if (device === undefined) throw new RangeError(`no device makes ${modality}`);
    const plan = drawStudy({ seed, name: `dose/${key}`, date: day, device: { ...device, characterSet: 'gb18030' } });
    return {
      key,
      plan,
      conforming,
      object: { role: 'dose-report', dataset: make(plan), transferSyntax: 'explicit-le', characterSet: 'gb18030' },
    };
  });
}
