import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { factsLine } from '../facts-line.ts';
import { readHeaderFile } from './index.ts';

/** Real files with what another reader says about each; they lie beside the project and are not part of it. */
const folder = fileURLToPath(new URL('../../../../shared/data/dicom/', import.meta.url));
const list = `${folder}expected.jsonl`;
const present = existsSync(list);
if (!present)
  process.stderr.write(
    `SKIPPED: no real files beside the project (${list}); the reader is checked on built bytes only\n`,
  );

interface Measured {
  readonly meaning: string;
  readonly canon?: number;
  readonly canon_unit?: string;
  readonly laterality?: { readonly meaning: string };
}
type Group = Readonly<Record<string, unknown>>;
interface Row {
  readonly path: string;
  readonly status: 'ok' | 'forced' | 'truncated' | 'not-dicom';
  readonly age?: {
    readonly from_string_years: number | null;
    readonly from_dates_years: number | null;
    readonly from_dates_days: number | null;
  };
  readonly nested?: { readonly RadionuclideTotalDose?: readonly number[] };
  readonly rdsr?: {
    readonly ct_events: readonly (Group & { readonly event_uid?: string })[];
    readonly xray_events: readonly (Group & { readonly event_uid?: string })[];
    readonly accumulated_ct: readonly Group[];
    readonly accumulated_xray: readonly Group[];
  };
  readonly [keyword: string]: unknown;
}
const rows: Row[] = present
  ? readFileSync(list, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Row)
  : [];

/** Keys of a row that are no attribute. */
const about = new Set([
  'path',
  'sha256',
  'bytes',
  'preamble',
  'status',
  'error',
  'read_as',
  'age',
  'repo',
  'licence',
  'origin',
  'vendor',
  'warnings',
  'nested',
  'rdsr',
  'TransferSyntaxUID',
]);

function expectedValue(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'raw' in value
    ? 'value' in value
      ? value.value
      : value.raw
    : value;
}

function isMeasured(value: unknown): value is Measured {
  return typeof value === 'object' && value !== null && 'canon' in value && 'meaning' in value;
}

/** Measured values with a canonical unit, by concept name without blanks and without regard to capitals ("Source to" and "SourceTo" are one). */
function measuredIn(group: Group): Map<string, Measured[]> {
  const found = new Map<string, Measured[]>();
  for (const value of Object.values(group)) {
    const all: readonly unknown[] = Array.isArray(value) ? value : [value];
    for (const each of all) {
      if (!isMeasured(each)) continue;
      const key = each.meaning.replaceAll(/[^A-Za-z0-9]/g, '').toLowerCase();
      found.set(key, [...(found.get(key) ?? []), each]);
    }
  }
  return found;
}

type Printed = Readonly<Record<string, { readonly value: unknown; readonly unit: string }>>;
function agrees(expected: Map<string, Measured[]>, printed: readonly Printed[]): void {
  const got = new Map<string, { values: number[]; unit: string }>();
  for (const values of printed) {
    for (const [name, { value, unit }] of Object.entries(values)) {
      const numbers = [value].flat().map(Number);
      const before = got.get(name.toLowerCase());
      got.set(name.toLowerCase(), { unit, values: [...(before?.values ?? []), ...numbers] });
    }
  }
  for (const [name, all] of expected) {
    const mine = got.get(name);
    expect(mine?.unit, name).toBe(all[0]?.canon_unit);
    expect(mine?.values.length, name).toBe(all.length);
    all.forEach(({ canon = Number.NaN }, index) => {
      expect(Math.abs((mine?.values[index] ?? Number.NaN) - canon), name).toBeLessThanOrEqual(1e-8 * Math.abs(canon));
    });
  }
}

describe.skipIf(!present)('real files', () => {
  it('are all there', () => {
    expect(rows.length).toBeGreaterThan(60);
  });

  it.each(rows.map((row) => [row.path, row] as const))('%s', (path, row) => {
    const reading = readHeaderFile(folder + path);
    if (row.status === 'not-dicom') {
      expect(reading.kind).toBe('not-dicom');
      return;
    }
    if (reading.kind !== 'readable') throw new Error(`${reading.kind}: ${reading.reason}`);
    const codes = new Set(reading.damage.map(({ code }) => code));
    if (row.status === 'truncated')
      expect(codes.has('truncated-header') || codes.has('truncated-pixel-data')).toBe(true);
    else expect(codes.has('truncated-header') || codes.has('truncated-pixel-data')).toBe(false);
    if (row.status === 'forced') expect(codes.has('no-meta-header')).toBe(true);
    if (typeof row.TransferSyntaxUID === 'string') expect(reading.transferSyntaxUID).toBe(row.TransferSyntaxUID);
    const header: Readonly<Record<string, unknown>> = reading.header;
    for (const [key, value] of Object.entries(row)) {
      if (about.has(key) || value === null) continue;
      const keyword = key === 'DAP' ? 'ImageAndFluoroscopyAreaDoseProduct' : key;
      expect(header[keyword], keyword).toEqual(expectedValue(value));
    }
    const line = factsLine(path, reading);
    expect(line.age?.years).toBe(row.age?.from_dates_years ?? row.age?.from_string_years ?? undefined);
    if (typeof row.age?.from_dates_days === 'number') expect(line.age?.days).toBe(row.age.from_dates_days);
    const given = row.nested?.RadionuclideTotalDose?.[0];
    if (given === undefined) return;
    const activity = line.dose?.events[0]?.values.AdministeredActivity;
    expect(activity?.unit).toBe('MBq');
    expect(activity?.value).toBeCloseTo(given / 1e6, 9);
  });

  it.each(rows.filter((row) => row.rdsr !== undefined).map((row) => [row.path, row] as const))(
    'dose report %s',
    (path, row) => {
      const { rdsr } = row;
      const { dose } = factsLine(path, readHeaderFile(folder + path));
      if (rdsr === undefined || dose === undefined) throw new Error('no dose');
      const events = [...rdsr.ct_events, ...rdsr.xray_events];
      expect(dose.events.map(({ IrradiationEventUID }) => IrradiationEventUID)).toEqual(
        events.map(({ event_uid: uid }) => uid),
      );
      events.forEach((event, index) => agrees(measuredIn(event), [dose.events[index]?.values ?? {}]));
      const totals = [...rdsr.accumulated_ct, ...rdsr.accumulated_xray];
      const planes = [...new Set(dose.totals.map(({ plane }) => plane))];
      expect(planes).toHaveLength(totals.length);
      totals.forEach((total, index) =>
        agrees(
          measuredIn(total),
          dose.totals.filter(({ plane }) => plane === planes[index]).map(({ values }) => values),
        ),
      );
    },
  );
});
