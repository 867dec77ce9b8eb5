import type { Header } from '../../core/facts/header.ts';
import { DamageList } from './damage-list.ts';
import type { HeaderReading } from './reading.ts';
import { formOfVR, forms } from './value-representation.ts';
import { readNumberText } from './values.ts';
import { headerTags, type Wanted } from './wanted.ts';

/** Deepest nesting followed; real objects stay far below. */
const deepest = 32;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const groups = ['Alphabetic', 'Ideographic', 'Phonetic'] as const;

/** `{Alphabetic, Ideographic, Phonetic}` → `A=I=P`; a plain string is taken as it is. */
function personName(value: unknown): string {
  if (typeof value === 'string') return value.trimEnd();
  if (!isRecord(value)) return '';
  const parts = groups.map((group) => {
    const part = value[group];
    return typeof part === 'string' ? part.trimEnd() : '';
  });
  while (parts.length > 1 && parts.at(-1) === '') parts.pop();
  return parts.join('=');
}

/** The value in the kind that the attribute has: number or text, whatever the archive wrote. */
function plain(value: unknown, vr: string, wanted: Wanted, damage: DamageList): string | number {
  const { keyword } = wanted;
  if (value === null || value === undefined) return '';
  if (wanted.vr === 'PN' && typeof value !== 'number') return personName(value);
  const numeric = formOfVR(wanted.vr) >= forms.decimal;
  if (typeof value === 'number') {
    if (numeric) return value;
    damage.add('vr-unexpected', keyword, vr);
    return String(value);
  }
  if (typeof value !== 'string') {
    damage.add('vr-unexpected', keyword, vr);
    return '';
  }
  if (!numeric) return value.replace(/[\0 ]+$/, '');
  const written = formOfVR(vr);
  if (written < forms.decimal) damage.add('vr-unexpected', keyword, vr);
  if (written < forms.unsignedShort) return readNumberText(value, vr === 'IS' ? vr : 'DS', keyword, damage);
  // Long binary numbers, and those that JSON has no number for, come as text (PS3.18 §F.2.2).
  const number = value.trim() === '' ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : value.trim();
}

function headerOf(json: Record<string, unknown>, damage: DamageList, depth: number): Header {
  const header: Record<string, unknown> = {};
  for (const [key, element] of Object.entries(json)) {
    const wanted = /^[0-9A-Fa-f]{8}$/.test(key) ? headerTags.get(Number.parseInt(key, 16)) : undefined;
    if (wanted === undefined || !isRecord(element)) continue;
    const { vr, Value: values } = element;
    const name = typeof vr === 'string' ? vr : wanted.vr;
    const list: readonly unknown[] = Array.isArray(values) ? values : [];
    if (wanted.vr === 'SQ') {
      if (depth >= deepest) damage.add('nested-too-deep', wanted.keyword);
      else header[wanted.keyword] = list.map((item) => headerOf(isRecord(item) ? item : {}, damage, depth + 1));
      continue;
    }
    if ('BulkDataURI' in element || 'InlineBinary' in element) {
      damage.add('vr-unexpected', wanted.keyword, name);
      continue;
    }
    const decoded = list.map((value) => plain(value, name, wanted, damage));
    const [first] = decoded;
    header[wanted.keyword] = decoded.length > 1 ? decoded : (first ?? '');
  }
  return header;
}

function firstValue(element: unknown): unknown {
  return isRecord(element) && Array.isArray(element.Value) ? (element.Value as readonly unknown[])[0] : undefined;
}

/**
 * Reads one data set of the DICOM JSON Model (PS3.18 annex F), as WADO-RS metadata brings it. The text is UTF-8 already whatever (0008,0005) inside says: it is
 * never decoded again. Pixel data and other bulk stay where they are. The transfer syntax is the one the archive says it holds (Available Transfer Syntax UID, PS3.18), `''` when it does not say. Reports are better fetched whole: their content is not read from metadata.
 */
export function headerFromDicomJson(json: unknown): HeaderReading {
  const damage = new DamageList();
  if (!isRecord(json)) return { kind: 'not-dicom', reason: 'no-dicom-structure' };
  const header = headerOf(json, damage, 0);
  if (Object.keys(header).length === 0) return { kind: 'not-dicom', reason: 'no-dicom-structure' };
  const syntax = header.TransferSyntaxUID ?? firstValue(json['00083002']);
  const charset: unknown = header.SpecificCharacterSet;
  const declared: readonly unknown[] = Array.isArray(charset)
    ? charset
    : charset === undefined || charset === ''
      ? []
      : [charset];
  return {
    kind: 'readable',
    object: 'instance',
    transferSyntaxUID: typeof syntax === 'string' ? syntax : '',
    header,
    damage: damage.toArray(),
    declaredCharset: declared.map(String),
  };
}
