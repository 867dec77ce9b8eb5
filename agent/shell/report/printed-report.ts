import { type UptimeFigures, uptimeBudgetMs, uptimeDefinition } from '@center/contract';
import { type DayRates, dayKinds } from '../../core/index.ts';
import type { MonthlyReport, ReportDevice, ReportLanguage, ReportSpan, SpanEvidence } from './monthly-report.ts';
import type { PrintedReport, ReportBlock } from './report-blocks.ts';
import { derivedFigures } from './report-figures.ts';
import { filled, type ReportWords, wordsOf } from './words/index.ts';
import { hoursMinutesSeconds, percent, wallClock } from './written-numbers.ts';

/** A page holds some thirty stretches; a device that flaps is read in the workbook. */
const mostSpansPrinted = 600;
const both = (ms: number): string => `${String(ms)} (${hoursMinutesSeconds(ms)})`;

/** Name and figure of everything that is counted, in milliseconds. Printed report and workbook show the same. */
export function figureRows(
  { month, requiredWholeMs, budgetLeftMs, worstBudgetLeftMs }: ReportDevice,
  { figures: named }: ReportWords,
): readonly (readonly [name: string, ms: number])[] {
  return [
    [named.scheduled, month.scheduledMs],
    [named.maintenance, month.maintenanceMs],
    [named.external, month.externalMs],
    [named.required, month.requiredMs],
    [named.up, month.upMs],
    [named.down, month.downMs],
    [named.unknown, month.unknownMs],
    [named.silent, month.silentMs],
    [named.degraded, month.degradedMs],
    [named.doubtful, month.doubtfulMs],
    [named.requiredWhole, requiredWholeMs],
    [named.budget, uptimeBudgetMs(requiredWholeMs)],
    [named.left, budgetLeftMs],
    [named.worstLeft, worstBudgetLeftMs],
    [named.error, derivedFigures(month).errorMs],
  ];
}

export function verdictText(figures: UptimeFigures, words: ReportWords): string {
  const { verdict, withinError } = derivedFigures(figures);
  return withinError ? words.verdict[verdict] + words.withinError : words.verdict[verdict];
}

function oneEvidence(evidence: SpanEvidence, words: ReportWords, zone: string): string {
  const said = words.evidence;
  switch (evidence.kind) {
    case 'probe':
      return filled(said.probe, { probe: evidence.probe, stage: evidence.stage, code: evidence.code }).trimEnd();
    case 'agent-gap':
      return filled(said.gap, {
        from: wallClock(evidence.start, zone),
        to: wallClock(evidence.end, zone),
        cause: words.gapCause[evidence.cause],
      });
    case 'record': {
      const { id, revision, by, at, faultClass, acceptedBy, acceptedAt, countersignedBy, approvedBy } = evidence;
      const who = (login: string): string => (login === 'agent' ? words.agent : login);
      return [
        filled(said.record, { id: id.slice(0, 8), revision, by: who(by), at: wallClock(at, zone) }),
        faultClass === undefined ? '' : ` [${words.faultClass[faultClass]}]`,
        approvedBy === undefined ? '' : filled(said.approved, { by: approvedBy }),
        countersignedBy === undefined ? '' : filled(said.countersigned, { by: countersignedBy }),
        acceptedBy === undefined || acceptedAt === undefined
          ? ''
          : filled(said.accepted, { by: acceptedBy, at: wallClock(acceptedAt, zone) }),
      ].join('');
    }
  }
}

/** The reason and what shows it, in one cell. */
export function evidenceText({ because, evidence }: ReportSpan, words: ReportWords, zone: string): string {
  return [words.because[because], ...evidence.map((each) => oneEvidence(each, words, zone))].join('; ');
}

export function stateText({ state, degraded, doubtful }: ReportSpan, words: ReportWords): string {
  const marks = [...(degraded ? [words.degraded] : []), ...(doubtful ? [words.doubtful] : [])];
  return marks.length === 0 ? words.state[state] : `${words.state[state]} (${marks.join(', ')})`;
}

function spanTable(device: ReportDevice, words: ReportWords, zone: string): ReportBlock[] {
  const { spans } = device;
  if (spans.length === 0) return [{ kind: 'text', text: words.noSpans }];
  const length = ({ start, end }: ReportSpan): number => end - start;
  const shown =
    spans.length <= mostSpansPrinted
      ? spans
      : [...spans]
          .sort((a, b) => length(b) - length(a))
          .slice(0, mostSpansPrinted)
          .sort((a, b) => a.start - b.start);
  const all = spans.reduce((sum, span) => sum + length(span), 0);
  const printed = shown.reduce((sum, span) => sum + length(span), 0);
  return [
    {
      kind: 'table',
      head: words.spansHead,
      widths: [20, 20, 11, 9, 12, 28],
      rows: shown.map((span) => [
        wallClock(span.start, zone),
        wallClock(span.end, zone),
        String(length(span)),
        hoursMinutesSeconds(length(span)),
        stateText(span, words),
        evidenceText(span, words, zone),
      ]),
    },
    ...(shown.length === spans.length
      ? []
      : [
          {
            kind: 'text' as const,
            text: filled(words.cut, {
              shown: shown.length,
              left: spans.length - shown.length,
              ms: all - printed,
            }),
          },
        ]),
  ];
}

/** Whether the month is closed, in which revision, and what stood there before. */
export function closingText(device: ReportDevice, words: ReportWords, zone: string): readonly string[] {
  const { revision, closedAt, firstClosed, month, year } = device;
  const closed =
    revision === 0 || closedAt === undefined
      ? words.notClosed
      : filled(words.closed, { revision, at: wallClock(closedAt, zone) });
  const corrected =
    firstClosed === undefined
      ? []
      : [
          filled(words.corrected, {
            required: firstClosed.requiredMs,
            up: firstClosed.upMs,
            down: firstClosed.downMs,
            unknown: firstClosed.unknownMs,
            rate: percent(derivedFigures(firstClosed).rate),
          }),
        ];
  const { rate, low, high, coverage } = year === undefined ? {} : derivedFigures(year);
  const ofYear =
    year === undefined
      ? []
      : [
          filled(words.year, {
            from: wallClock(year.period.start, zone),
            to: wallClock(year.period.end, zone),
            rate: percent(rate),
            low: percent(low),
            high: percent(high),
            coverage: percent(coverage),
            verdict: verdictText(year, words),
          }),
        ];
  return [
    ...ofYear,
    filled(words.transitions, { n: month.transitions, every: hoursMinutesSeconds(month.sampleMs) }),
    ...(month.nothingRequired === undefined ? [] : [`${words.nothingRequired}: ${words.why[month.nothingRequired]}`]),
    ...(month.calendarCovers ? [] : [words.calendarUncovered]),
    closed,
    ...corrected,
    `${words.basis}: ${month.basisSha256}`,
  ];
}

function deviceBlocks(device: ReportDevice, words: ReportWords, zone: string): ReportBlock[] {
  const { month } = device;
  const { rate, low, high, coverage, operational, halfWeight } = derivedFigures(month);
  const maker = [device.Manufacturer, device.ManufacturerModelName].filter((text) => text !== '').join(' ');
  return [
    { kind: 'heading', text: `${device.name} (${device.equipmentId})` },
    { kind: 'text', text: `${maker} · ${words.serial} ${device.DeviceSerialNumber}` },
    {
      kind: 'table',
      head: words.rateHead,
      widths: [12, 12, 12, 12, 14, 16, 22],
      rows: [[...[rate, low, high, coverage, operational, halfWeight].map(percent), verdictText(month, words)]],
    },
    {
      kind: 'table',
      head: words.figureHead,
      widths: [56, 24, 20],
      rows: figureRows(device, words).map(([name, ms]) => [name, String(ms), hoursMinutesSeconds(ms)]),
    },
    ...closingText(device, words, zone).map((text): ReportBlock => ({ kind: 'text', text, small: true })),
    { kind: 'text', text: words.spans },
    ...spanTable(device, words, zone),
  ];
}

/** Good days of each basis, with what the days are. */
export function dayRows(days: readonly DayRates[], words: ReportWords): readonly (readonly string[])[] {
  return days.flatMap(({ rule, calendar, open }) =>
    [
      { name: words.byCalendar, ...calendar },
      { name: words.byOpen, ...open },
    ].map(({ name, good, base, low, high }) => [
      `${words.fleetDays[rule]} · ${name}`,
      String(good),
      String(base),
      // A day is good or not as far as it is known: unknown days make bounds, and where they meet there is one rate.
      low !== undefined && low === high ? percent(low) : '—',
      percent(low),
      percent(high),
    ]),
  );
}

function fleetBlocks({ fleet }: MonthlyReport, words: ReportWords): ReportBlock[] {
  if (fleet === undefined) return [];
  const { rates, upMs, downMs, byDays } = fleet;
  const composed = byDays.map(
    ({ rule, days }) =>
      `${words.deviceDays} (${words.fleetDays[rule]}): ${dayKinds
        .map((kind) => `${words.dayKinds[kind]} ${String(days[kind])}`)
        .join(' · ')}`,
  );
  return [
    { kind: 'heading', text: words.fleet },
    {
      kind: 'table',
      head: words.fleetHead,
      widths: [42, 15, 15, 10, 9, 9],
      rows: [
        [
          words.fleetTime,
          both(upMs),
          both(upMs + downMs),
          percent(rates.rate),
          percent(rates.low),
          percent(rates.high),
        ],
        ...dayRows(byDays, words),
      ],
    },
    ...composed.map((text): ReportBlock => ({ kind: 'text', text, small: true })),
  ];
}

function overviewBlocks(report: MonthlyReport, words: ReportWords): ReportBlock[] {
  const missing = report.withoutFigures.map(
    ({ name, equipmentId, why }) => `${name} (${equipmentId}): ${words.why[why]}`,
  );
  return [
    { kind: 'heading', text: words.overview },
    ...(report.devices.length === 0
      ? [{ kind: 'text' as const, text: words.noDevices }]
      : [
          {
            kind: 'table' as const,
            head: words.overviewHead,
            widths: [20, 10, 10, 10, 10, 14, 13, 13],
            rows: report.devices.map((device) => {
              const { rate, low, high, coverage } = derivedFigures(device.month);
              return [
                device.name,
                ...[rate, low, high, coverage].map(percent),
                verdictText(device.month, words),
                hoursMinutesSeconds(device.budgetLeftMs),
                hoursMinutesSeconds(device.worstBudgetLeftMs),
              ];
            }),
          },
        ]),
    { kind: 'text', text: words.monthIsWarning, small: true },
    ...(missing.length === 0
      ? []
      : [{ kind: 'text' as const, text: `${words.withoutFigures}: ${missing.join('; ')}` }]),
  ];
}

/** What stands over the figures: center, month, zone, who made it when, cap and holidays. */
export function aboutRows(report: MonthlyReport, words: ReportWords): readonly (readonly [string, string])[] {
  const { about } = words;
  return [
    [about.center, `${report.center.name} (${report.center.id})`],
    [about.month, report.month],
    [about.zone, report.zone],
    [about.madeAt, wallClock(report.madeAt, report.zone)],
    [about.madeBy, report.madeBy],
    [about.definition, uptimeDefinition],
    [about.holidays, report.holidaysCoverTo],
    [about.cap, both(report.maintenanceCapMs)],
    [about.devices, String(report.devices.length)],
  ];
}

/** The report as it is printed, in one language. */
export function printedReport(report: MonthlyReport, language: ReportLanguage): PrintedReport {
  const words = wordsOf(language);
  const { zone, gaps } = report;
  return {
    title: `${words.title} ${report.month}`,
    author: report.center.name,
    language,
    madeAt: report.madeAt,
    foot: filled(words.foot, {
      center: report.center.name,
      month: report.month,
      definition: uptimeDefinition,
    }),
    blocks: [
      { kind: 'title', text: `${words.title} ${report.month}` },
      { kind: 'table', head: [], widths: [34, 66], rows: aboutRows(report, words) },
      ...(report.running ? [{ kind: 'text' as const, text: words.running }] : []),
      ...overviewBlocks(report, words),
      ...fleetBlocks(report, words),
      { kind: 'signatures', names: words.signatures, date: words.date },
      { kind: 'heading', text: words.definitionHead },
      ...words.definition.map((text): ReportBlock => ({ kind: 'text', text, small: true })),
      { kind: 'heading', text: words.device, newPage: true },
      ...report.devices.flatMap((device) => deviceBlocks(device, words, zone)),
      { kind: 'heading', text: words.gaps },
      ...(gaps.length === 0
        ? [{ kind: 'text' as const, text: words.noGaps }]
        : [
            {
              kind: 'table' as const,
              head: words.gapsHead,
              widths: [28, 28, 16, 28],
              rows: gaps.map(({ start, end, cause }) => [
                wallClock(start, zone),
                wallClock(end, zone),
                hoursMinutesSeconds(end - start),
                words.gapCause[cause],
              ]),
            },
          ]),
    ],
  };
}
