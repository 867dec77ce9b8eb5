import {
  type DoseMeasure,
  doseMeasures,
  doseMeasureUnits,
  type GroupAgeBand,
  groupAgeBands,
  instantToIso,
  type LevelFact,
} from '@center/contract';
import type {
  StationDoseDevice,
  StationDoseGroup,
  StationDoseGroups,
  StationDoseGroupsQuery,
  StationExamClass,
  StationGroupReview,
} from '@center/contract/station-api';
import { examClasses, hasLevel } from '@center/register';
import { groupFigures, groupSubjectKey, requiredExams, ruleById } from '../../core/index.ts';
import { yearBefore } from '../intake/index.ts';
import { branded, type GroupKey } from '../ledger/index.ts';
import type { StationDeps } from './deps.ts';
import { decisionView, displayOf } from './finding-view.ts';
import { ruleWords } from './law.ts';
import { Refusal } from './problems.ts';

/** One group and one of its measures, as `deviceId/examClass/ageBand/measure`. */
export interface MeasuredGroup extends GroupKey {
  readonly ageBand: GroupAgeBand;
  readonly measure: DoseMeasure;
}

export interface Months {
  readonly from: string;
  readonly to: string;
}

export function measuredGroupOf(key: string): MeasuredGroup {
  const match = /^([0-9a-f]{32})\/([a-z0-9-]*)\/([^/]+)\/([A-Za-z]+)$/.exec(key);
  const [, deviceId = '', examClass = '', ageBand = '', name = ''] = match ?? [];
  const measure = doseMeasures.find((each) => each === name);
  const band = groupAgeBands.find((each) => each === ageBand);
  if (measure === undefined || band === undefined) throw new Refusal('request-invalid', ['key']);
  return { deviceId, examClass, ageBand: band, measure };
}

/** Months asked for in the order of the calendar. */
export function inOrder({ from, to }: { readonly from?: string; readonly to?: string }): void {
  if (from !== undefined && to !== undefined && to < from) throw new Refusal('date-order', ['to']);
}

/** The months asked for; without any, the judged twelve of the device. */
export function monthsOf(
  { ledger }: StationDeps,
  deviceId: string,
  query: { readonly from?: string; readonly to?: string },
): Months {
  inOrder(query);
  const { from, to } = query;
  if (from !== undefined || to !== undefined) return { from: from ?? '0000-01', to: to ?? '9999-12' };
  const last = ledger.groups.lastMonth(deviceId);
  return last === undefined ? { from: '0000-01', to: '9999-12' } : { from: yearBefore(last), to: last };
}

export function deviceNames({ ledger }: StationDeps): ReadonlyMap<string, string> {
  return new Map(
    ledger.devices
      .list()
      .map(({ deviceId, card, Manufacturer, ManufacturerModelName, StationName }) => [
        deviceId,
        card?.name ?? ([Manufacturer, ManufacturerModelName].filter((text) => text !== '').join(' ') || StationName),
      ]),
  );
}

export function doseDevice(names: ReadonlyMap<string, string>, deviceId: string): StationDoseDevice {
  return { deviceId, name: names.get(deviceId) ?? deviceId.slice(0, 8) };
}

export const stationExamClasses: readonly StationExamClass[] = examClasses.map(({ id, name, Modality }) => ({
  id,
  title: name,
  Modality,
  hasLevel: hasLevel(id),
}));

/** The level without what is no business of a page. */
export function levelView(level: LevelFact | undefined): StationDoseGroup['level'] {
  if (level === undefined) return null;
  const { p25, p50, p75, source, verified } = level;
  return { p25, p50, p75, source, verified };
}

function requiredNow({ ledger, now }: StationDeps): number {
  const current = ledger.ruleSets.current();
  if (current === undefined) throw new Error(`no rule set is in force at ${String(now())}`);
  return requiredExams(current.manifest);
}

/** What the rules on groups say of one group; empty before it was judged. */
function reviewsOf({ ledger }: StationDeps, group: MeasuredGroup): StationGroupReview[] {
  const key = subjectKey(group);
  const { since } = ledger.groups.state(group);
  return ledger.judgements.ofSubject('device', key).map(({ ruleId, verdict, informational, clause }) => {
    const review = ledger.reviews.get(key, ruleId);
    const finding = ledger.findings.find('device', key, ruleId);
    const awaits = verdict.kind === 'indeterminate' && verdict.reason === 'awaiting-review';
    const side = ruleId === 'dose-audit-low-outlier' ? 'low' : 'above';
    const days = Object.values(since).flatMap((each) => each[side] ?? []);
    return {
      ruleId,
      title: ruleWords(ruleId).title,
      clause,
      display: displayOf(verdict, informational),
      since: days.toSorted()[0] ?? null,
      findingId: finding?.id ?? null,
      decision: review === undefined ? null : decisionView(review, awaits),
      decidable:
        ruleById(ruleId)?.reviewable === true && (awaits || (finding !== undefined && finding.state !== 'closed')),
    };
  });
}

export function subjectKey({ deviceId, examClass, ageBand }: MeasuredGroup): string {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the key is text in any case
  return groupSubjectKey({ deviceId: branded(deviceId), examClass, ageBand: ageBand as 'adult' });
}

/** Quartiles, histogram and comparison of one group over months. */
function groupView(deps: StationDeps, group: MeasuredGroup, months: Months, requiredN: number): StationDoseGroup {
  const { ledger } = deps;
  const figures = groupFigures(group, ledger.groups.points(group, group.measure, months.from, months.to), requiredN);
  const { n, excluded, distribution, histogram, level, comparison } = figures;
  const { deviceId, examClass, ageBand, measure } = group;
  return {
    key: [deviceId, examClass, ageBand, measure].join('/'),
    deviceId,
    examClass,
    Modality: ledger.groups.modalityOf(group),
    ageBand,
    measure,
    unit: doseMeasureUnits[measure],
    n,
    excluded,
    requiredN,
    distribution: distribution ?? null,
    histogram: histogram ?? null,
    level: levelView(level),
    comparison,
    informational: level?.verified === false,
    reviews: reviewsOf(deps, group),
  };
}

/** Every group of exams that the query lets through, with what the rules say of it. */
export function doseGroups(deps: StationDeps, query: StationDoseGroupsQuery): StationDoseGroups {
  const { ledger, now } = deps;
  const requiredN = requiredNow(deps);
  const names = deviceNames(deps);
  const asked = ledger.groups
    .all()
    .filter(({ ageBand }) => ageBand !== 'all')
    .filter(({ deviceId }) => query.device === undefined || deviceId === query.device)
    .filter(({ examClass }) => query.examClass === undefined || examClass === query.examClass)
    .filter(({ ageBand }) => query.ageBand === undefined || ageBand === query.ageBand);
  const rows = asked.flatMap((group): StationDoseGroup[] => {
    const months = monthsOf(deps, group.deviceId, query);
    return ledger.groups
      .measures(group, months.from, months.to)
      .filter((measure): measure is DoseMeasure => measure !== 'DeviationIndex')
      .filter((measure) => query.measure === undefined || measure === query.measure)
      .map((measure) =>
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the ledger wrote it from such a band
        groupView(deps, { ...group, ageBand: group.ageBand as GroupAgeBand, measure }, months, requiredN),
      );
  });
  const deviceIds = [...new Set(asked.map(({ deviceId }) => deviceId))];
  const open = query.from === undefined && query.to === undefined;
  return {
    asOf: instantToIso(now()),
    from: open ? null : (query.from ?? '0000-01'),
    to: open ? null : (query.to ?? '9999-12'),
    requiredN,
    devices: deviceIds.map((deviceId) => {
      const { from, to } = monthsOf(deps, deviceId, {});
      return { ...doseDevice(names, deviceId), judgedFrom: from, judgedTo: to };
    }),
    classes: [...stationExamClasses],
    unmapped: deviceIds
      .map((deviceId) => {
        const { from, to } = monthsOf(deps, deviceId, query);
        return ledger.exams.withoutClass(deviceId, from, to);
      })
      .reduce((sum, n) => sum + n, 0),
    rows,
  };
}

/** Medians of a group by month, from rows in the order of the months. */
export function byMonth<T>(
  rows: Iterable<{ readonly month: string; readonly value: T }>,
): readonly (readonly [month: string, values: readonly T[]])[] {
  const months = new Map<string, T[]>();
  for (const { month, value } of rows) {
    const known = months.get(month);
    if (known === undefined) months.set(month, [value]);
    else known.push(value);
  }
  return [...months].toSorted(([a], [b]) => (a < b ? -1 : 1));
}
