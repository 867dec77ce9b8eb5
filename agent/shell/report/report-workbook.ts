import { crc32, deflateRawSync } from 'node:zlib';
import { type WorkbookCell, type WorkbookSheet, type WorkbookTools, workbookOf } from '@center/contract';
import type { MonthlyReport, ReportDevice, ReportLanguage } from './monthly-report.ts';
import { aboutRows, closingText, dayRows, evidenceText, figureRows, stateText, verdictText } from './printed-report.ts';
import { derivedFigures } from './report-figures.ts';
import { type ReportWords, wordsOf } from './words/index.ts';
import { hoursMinutesSeconds, wallClock } from './written-numbers.ts';

/** An office program opens no more with comfort. What is left out is said in the sheet. */
const mostRows = 100_000;
const zipTools: WorkbookTools = {
  utf8: (text) => Buffer.from(text, 'utf8'),
  crc32,
  deflateRaw: (bytes) => deflateRawSync(bytes),
};

/** Hundredths of a percent as a number of percent: it has two decimals at most and rounds nothing. */
const percentCell = (hundredths: number | undefined): WorkbookCell =>
  hundredths === undefined ? null : hundredths / 100;

function figureSheet(devices: readonly ReportDevice[], words: ReportWords, zone: string): WorkbookSheet {
  const rows = devices.flatMap((device): (readonly WorkbookCell[])[] => [
    ...figureRows(device, words).map(([name, ms]) => [
      device.equipmentId,
      device.name,
      name,
      ms,
      hoursMinutesSeconds(ms),
    ]),
    ...closingText(device, words, zone).map((text) => [device.equipmentId, device.name, text]),
  ]);
  return { name: words.sheet.figures, rows: [['ID', words.overviewHead[0], ...words.figureHead], ...rows] };
}

function overviewSheet({ devices }: MonthlyReport, words: ReportWords): WorkbookSheet {
  const [device, rate, low, high, coverage, month, left, worst] = words.overviewHead;
  const [, , , , operational, half] = words.rateHead;
  return {
    name: words.sheet.overview,
    rows: [
      ['ID', device, `${rate} %`, `${low} %`, `${high} %`, `${coverage} %`, `${operational} %`, `${half} %`, month]
        .concat([`${left} ms`, `${worst} ms`])
        .map((text) => text),
      ...devices.map((each): readonly WorkbookCell[] => {
        const derived = derivedFigures(each.month);
        return [
          each.equipmentId,
          each.name,
          percentCell(derived.rate),
          percentCell(derived.low),
          percentCell(derived.high),
          percentCell(derived.coverage),
          percentCell(derived.operational),
          percentCell(derived.halfWeight),
          verdictText(each.month, words),
          each.budgetLeftMs,
          each.worstBudgetLeftMs,
        ];
      }),
    ],
  };
}

function spanSheet({ devices, zone }: MonthlyReport, words: ReportWords): WorkbookSheet {
  const rows: (readonly WorkbookCell[])[] = [['ID', ...words.spansHead]];
  let left = 0;
  for (const device of devices)
    for (const span of device.spans) {
      if (rows.length > mostRows) {
        left += 1;
        continue;
      }
      rows.push([
        device.equipmentId,
        wallClock(span.start, zone),
        wallClock(span.end, zone),
        span.end - span.start,
        hoursMinutesSeconds(span.end - span.start),
        stateText(span, words),
        evidenceText(span, words, zone),
      ]);
    }
  if (left > 0) rows.push(['…', `+${String(left)}`]);
  return { name: words.sheet.spans, rows };
}

/** The same report as an office workbook: raw milliseconds as numbers, every stretch of time. */
export function reportWorkbook(report: MonthlyReport, language: ReportLanguage): Uint8Array {
  const words = wordsOf(language);
  const { zone, fleet } = report;
  const about: (readonly WorkbookCell[])[] = [
    ...aboutRows(report, words),
    ...(report.running ? [[words.running]] : []),
    [],
    [words.definitionHead],
    ...words.definition.map((text) => [text]),
    [],
    [words.monthIsWarning],
  ];
  return workbookOf(
    [
      { name: words.sheet.about, rows: about },
      overviewSheet(report, words),
      figureSheet(report.devices, words, zone),
      spanSheet(report, words),
      {
        name: words.sheet.days,
        rows: [
          words.fleetHead,
          ...(fleet === undefined
            ? []
            : [
                [
                  words.fleetTime,
                  fleet.upMs,
                  fleet.upMs + fleet.downMs,
                  percentCell(fleet.rates.rate),
                  percentCell(fleet.rates.low),
                  percentCell(fleet.rates.high),
                ],
                ...dayRows(fleet.byDays, words),
              ]),
        ],
      },
      {
        name: words.sheet.gaps,
        rows: [
          words.gapsHead,
          ...report.gaps.map(({ start, end, cause }) => [
            wallClock(start, zone),
            wallClock(end, zone),
            hoursMinutesSeconds(end - start),
            words.gapCause[cause],
          ]),
        ],
      },
    ],
    zipTools,
  );
}
