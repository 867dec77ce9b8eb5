// Dose events by dcmjs, for the bench: the whole data set is read, then walked.
import dcmjs from 'dcmjs';
import { type WalkedItem, walkReports } from './walk-reports.ts';

type DataSet = Readonly<Record<string, { readonly Value?: readonly unknown[] } | undefined>>;
interface Reader {
  readonly data: { readonly DicomMessage: { readFile(bytes: ArrayBuffer): { readonly dict: DataSet } } };
  readonly log: { setLevel(level: string): void };
}
function isReader(value: unknown): value is Reader {
  return typeof value === 'object' && value !== null && 'data' in value && 'log' in value;
}

const texts = ['0040A160', '0040A124', '0040A120', '0040A123', '0040A121', '0040A122'];

function isDataSet(value: unknown): value is DataSet {
  return typeof value === 'object' && value !== null;
}
function first(set: DataSet | undefined, tag: string): DataSet | undefined {
  const value = set?.[tag]?.Value?.[0];
  return isDataSet(value) ? value : undefined;
}
function plain(set: DataSet | undefined, tag: string): string | number | undefined {
  const value = set?.[tag]?.Value?.[0];
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}

function valueOf(set: DataSet): string | number | undefined {
  const measured = first(set, '0040A300');
  if (measured !== undefined) {
    plain(first(measured, '004008EA'), '00080100');
    return plain(measured, '0040A30A');
  }
  const code = plain(first(set, '0040A168'), '00080100');
  if (code !== undefined) return code;
  const tag = texts.find((each) => set[each] !== undefined);
  return tag === undefined ? undefined : (plain(set, tag) ?? '');
}

function* contentOf(set: DataSet): Generator<WalkedItem> {
  for (const item of set['0040A730']?.Value ?? []) {
    if (!isDataSet(item)) continue;
    const code = plain(first(item, '0040A043'), '00080100');
    yield {
      code: code === undefined ? undefined : String(code),
      value: valueOf(item),
      children: () => contentOf(item),
    };
  }
}

const reader: unknown = dcmjs;
if (!isReader(reader)) throw new TypeError('dcmjs has another shape');
reader.log.setLevel('silent');
walkReports((bytes) => contentOf(reader.data.DicomMessage.readFile(Uint8Array.from(bytes).buffer).dict));
