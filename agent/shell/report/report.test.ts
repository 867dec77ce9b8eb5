import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { instant, must, parseCalendarDate, parseInstant, type UptimeFigures } from '@center/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makePdf } from './make-pdf.ts';
import type { MonthlyReport, ReportDevice, ReportSpan } from './monthly-report.ts';
import { printedReport } from './printed-report.ts';
import { derivedFigures } from './report-figures.ts';
import { reportWorkbook } from './report-workbook.ts';
import { filled, wordsOf } from './words/index.ts';
import { hoursMinutesSeconds, percent, wallClock } from './written-numbers.ts';

const at = (text: string) => must(parseInstant(text));
const hourMs = 3_600_000;
const month = { start: at('2026-11-01T00:00:00+08:00'), end: at('2026-12-01T00:00:00+08:00') };

/** 220 hours of required time, 5 down and 30 unknown: the worked figure of a dead agent. */
const figures: UptimeFigures = {
  definition: 'uptime-def/1',
  period: month,
  scheduledMs: 224 * hourMs,
  maintenanceMs: 4 * hourMs,
  externalMs: 0,
  requiredMs: 220 * hourMs,
  upMs: 185 * hourMs,
  downMs: 5 * hourMs,
  unknownMs: 30 * hourMs,
  silentMs: 30 * hourMs,
  degradedMs: hourMs,
  doubtfulMs: 0,
  transitions: 4,
  sampleMs: 60_000,
  calendarCovers: true,
  basisSha256: 'ab'.repeat(32),
};
const down: ReportSpan = {
  start: at('2026-11-10T09:00:00.250+08:00'),
  end: at('2026-11-10T14:00:00.250+08:00'),
  state: 'down',
  because: 'fault-record',
  ref: 'f1',
  degraded: false,
  doubtful: false,
  evidence: [
    {
      kind: 'record',
      id: 'f1f1f1f1f1f1',
      revision: 3,
      by: 'officer1',
      at: at('2026-11-10T14:05:00+08:00'),
      faultClass: 'fault',
      acceptedBy: 'officer2',
      acceptedAt: at('2026-11-10T14:00:00.250+08:00'),
    },
  ],
};
const unknown: ReportSpan = {
  ...down,
  start: at('2026-11-12T08:00:00+08:00'),
  end: at('2026-11-14T17:00:00+08:00'),
  state: 'unknown',
  because: 'nobody-knows',
  ref: '',
  evidence: [
    {
      kind: 'agent-gap',
      cause: 'host-power-loss',
      start: at('2026-11-12T07:50:00+08:00'),
      end: at('2026-11-14T18:00:00+08:00'),
    },
  ],
};
const device: ReportDevice = {
  equipmentId: 'ct-1',
  name: '一号CT（鑫淼牌）',
  Manufacturer: 'ACME',
  ManufacturerModelName: 'CT-64',
  DeviceSerialNumber: 'SN-1001',
  month: figures,
  requiredWholeMs: 220 * hourMs,
  budgetLeftMs: 6 * hourMs - 1,
  worstBudgetLeftMs: -24 * hourMs - 1,
  revision: 2,
  closedAt: at('2026-12-05T00:10:00+08:00'),
  firstClosed: { ...figures, downMs: 6 * hourMs, upMs: 184 * hourMs },
  year: figures,
  spans: [down, unknown],
};
const report: MonthlyReport = {
  center: { id: 'center-1', name: '示范影像诊断中心' },
  month: '2026-11',
  zone: 'Asia/Shanghai',
  madeAt: at('2026-12-06T10:00:00+08:00'),
  madeBy: 'officer1',
  running: false,
  holidaysCoverTo: must(parseCalendarDate('2026-12-31')),
  maintenanceCapMs: 8 * hourMs,
  devices: [device],
  withoutFigures: [{ equipmentId: 'mr-1', name: '磁共振', why: 'no-calendar' }],
  gaps: [
    {
      cause: 'host-power-loss',
      start: at('2026-11-12T07:50:00+08:00'),
      end: at('2026-11-14T18:00:00+08:00'),
    },
  ],
};

describe('written numbers', () => {
  test('percent is cut, never rounded, and time is cut to seconds', () => {
    expect([percent(9499), percent(9500), percent(5), percent(undefined)]).toEqual([
      '94.99 %',
      '95.00 %',
      '0.05 %',
      '—',
    ]);
    expect([0, 999, 1000, 220 * hourMs, -1, -hourMs].map(hoursMinutesSeconds)).toEqual([
      '0:00:00',
      '0:00:00',
      '0:00:01',
      '220:00:00',
      '0:00:00',
      '-1:00:00',
    ]);
    expect(wallClock(at('2026-11-10T01:00:00.250Z'), 'Asia/Shanghai')).toBe('2026-11-10 09:00:00.250');
    expect(wallClock(at('2026-11-10T01:00:00Z'), 'America/New_York')).toBe('2026-11-09 20:00:00');
  });

  test('the worked figure: 97.36 % with bounds 84.09 to 97.72 %, coverage 86.36 %, cannot be told', () => {
    expect(derivedFigures(figures)).toMatchObject({
      rate: 9736,
      low: 8409,
      high: 9772,
      coverage: 8636,
      operational: 8258,
      halfWeight: 9763,
      verdict: 'indeterminate',
      errorMs: 240_000,
      withinError: false,
    });
    const exact = { ...figures, upMs: 209 * hourMs, downMs: 11 * hourMs, unknownMs: 0 };
    expect(derivedFigures(exact)).toMatchObject({ rate: 9500, verdict: 'deviates' });
    expect(derivedFigures({ ...exact, upMs: exact.upMs + 1, downMs: exact.downMs - 1 })).toMatchObject({
      rate: 9500,
      verdict: 'conforms',
      withinError: true,
    });
  });
});

describe('printed report', () => {
  const textOf = (language: 'zh' | 'en') => JSON.stringify(printedReport(report, language).blocks);

  test('says the definition, raw milliseconds, bounds, corrections and evidence, in both languages', () => {
    const zh = textOf('zh');
    for (const part of [
      '恰为 95% 属于不符合',
      '792000000',
      '220:00:00',
      '97.36 %',
      '无法判定',
      '2026-11-10 09:00:00.250',
      'officer2 于 2026-11-10 14:00:00.250 验收',
      '主机失电',
      '首次结账：R 792000000 ms，U 662400000 ms，D 21600000 ms',
      'ab'.repeat(32),
      '磁共振 (mr-1): 未指定日历',
    ])
      expect(zh).toContain(part);
    const en = textOf('en');
    for (const part of ['Exactly 95 % deviates', 'cannot be told', 'host lost power', 'accepted by officer2'])
      expect(en).toContain(part);
    expect(en.match(/\{\w+\}/)).toBeNull();
    expect(zh.match(/\{\w+\}/)).toBeNull();
  });

  test('a name without a value is a fault of ours', () => {
    expect(() => filled('{a} {b}', { a: 1 })).toThrow('{b}');
    expect(Object.keys(wordsOf('en')).sort()).toEqual(Object.keys(wordsOf('zh')).sort());
  });

  test('of very many stretches the longest are printed, the rest is told, and the workbook has all', () => {
    const spans = Array.from({ length: 1500 }, (_, index): ReportSpan => {
      const start = instant(month.start + index * 1_000_000);
      return { ...down, start, end: instant(start + 1000 + index) };
    });
    const many = { ...report, devices: [{ ...device, spans }] };
    const tables = printedReport(many, 'zh').blocks.filter((block) => block.kind === 'table');
    expect(tables.some(({ rows }) => rows.length === 600)).toBe(true);
    const rest = spans.slice(0, 900).reduce((sum, span) => sum + span.end - span.start, 0);
    expect(JSON.stringify(printedReport(many, 'zh').blocks)).toContain(`另有 900 段、合计 ${String(rest)} ms`);
    expect(sheetsOf(reportWorkbook(many, 'zh')).get('xl/worksheets/sheet4.xml')?.match(/<row /g)).toHaveLength(1501);
  });
});

/** Files of a workbook by name, read by the central directory. */
function sheetsOf(bytes: Uint8Array): Map<string, string> {
  const zip = Buffer.from(bytes);
  const files = new Map<string, string>();
  let entry = zip.readUInt32LE(zip.length - 6);
  while (zip.readUInt32LE(entry) === 0x02014b50) {
    const packed = zip.readUInt32LE(entry + 20);
    const nameLength = zip.readUInt16LE(entry + 28);
    const local = zip.readUInt32LE(entry + 42);
    const name = zip.subarray(entry + 46, entry + 46 + nameLength).toString('utf8');
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    files.set(name, inflateRawSync(zip.subarray(start, start + packed)).toString('utf8'));
    entry += 46 + nameLength + zip.readUInt16LE(entry + 30) + zip.readUInt16LE(entry + 32);
  }
  return files;
}

test('the workbook holds milliseconds as numbers and every stretch', () => {
  const files = sheetsOf(reportWorkbook(report, 'zh'));
  const all = [...files.values()].join('\n');
  expect(files.get('xl/workbook.xml')).toContain('时段');
  for (const part of ['<v>792000000</v>', '<v>97.36</v>', '<v>18000000</v>', '主机失电', 'ab'.repeat(32)])
    expect(all).toContain(part);
});

const poppler = spawnSync('pdftotext', ['-v']).error === undefined;
if (!poppler) console.warn('poppler-utils is not installed: the glyphs of the printed report are NOT looked at');

describe('PDF', () => {
  let folder = '';
  let path = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'report-'));
    path = join(folder, 'report.pdf');
    const made = await makePdf(printedReport(report, 'zh'));
    if (made.kind === 'failed') throw new Error(made.problem);
    writeFileSync(path, made.pdf);
  }, 60_000);
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test.skipIf(!poppler)('its text can be read again, in Chinese and with every figure', () => {
    const text = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
    for (const part of [
      '设备运行完好率月度报告 2026-11',
      '示范影像诊断中心',
      '鑫淼牌',
      '792000000',
      '97.36 %',
      '84.09 %',
      '无法判定',
      '复核',
      '2026-11-10 09:00:00.250',
      '1 / ',
    ])
      expect(text).toContain(part);
  });

  test.skipIf(!poppler)('Chinese letters are drawn from the file’s own fonts, as shapes and not as empty boxes', () => {
    const fonts = execFileSync('pdffonts', [path], { encoding: 'utf8' });
    expect(fonts).toMatch(/NotoSansHans-Regular.*yes +yes/);
    expect(fonts).toMatch(/NotoSansHans-Bold.*yes +yes/);
    // One line of many different letters: rendered, their columns of ink differ; boxes would all be alike.
    execFileSync('pdftoppm', ['-r', '100', '-f', '1', '-l', '1', '-gray', path, join(folder, 'page')]);
    const [name] = execFileSync('ls', [folder], { encoding: 'utf8' })
      .split('\n')
      .filter((each) => each.endsWith('.pgm'));
    const pgm = readFileSync(join(folder, name ?? ''));
    const dark = pgm.subarray(-826 * 1100).reduce((sum, value) => sum + (value < 128 ? 1 : 0), 0);
    expect(dark).toBeGreaterThan(10_000);
    expect(dark).toBeLessThan(120_000);
  });

  test('the same report gives the same file, but for its identifier', async () => {
    const again = await makePdf(printedReport(report, 'zh'));
    expect(again.kind).toBe('made');
    if (again.kind === 'made') expect(again.pdf.length).toBe(readFileSync(path).length);
  }, 60_000);

  test('hostile names neither break it nor turn its text', async () => {
    const hostile = { ...device, name: '\u202e\u0000坏\nCT\u200b'.repeat(30), DeviceSerialNumber: '🫀𝔸龘'.repeat(20) };
    const made = await makePdf(printedReport({ ...report, devices: [hostile] }, 'en'));
    expect(made.kind).toBe('made');
  }, 60_000);

  test('a drawing that fails is a value with its problem', async () => {
    const wrong = {
      ...printedReport(report, 'zh'),
      blocks: [{ kind: 'table' as const, head: [], widths: [], rows: [['a']] }],
    };
    Object.assign(wrong, { blocks: null });
    expect(await makePdf(wrong)).toMatchObject({ kind: 'failed', problem: expect.stringMatching(/TypeError/) });
  }, 60_000);
});
