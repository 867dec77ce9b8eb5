import { Settings } from 'typebox/system';
import { isRecord } from '../is-record.ts';
import { inWords } from './schema.ts';

/** One thing that is wrong with a value, at its place. */
export interface Fault {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly message: string;
  readonly keyword: string;
  readonly params?: unknown;
}

/** Everything that is wrong with a value, in words. The library stops at a few errors unless it is told otherwise; the setting is the process' own and is put back. */
export function everyError(check: { Errors(value: unknown): readonly Fault[] }, raw: unknown): readonly Fault[] {
  const { maxErrors } = Settings.Get();
  Settings.Set({ maxErrors: 1_000 });
  try {
    return inWordsOf(ofOneKind(check.Errors(raw)));
  } finally {
    Settings.Set({ maxErrors });
  }
}

/** Of forms told apart by `kind` or `version`, only the one that is meant says what is wrong; where none is meant, only the kind is. */
function ofOneKind(faults: readonly Fault[]): readonly Fault[] {
  const kinds = faults.filter(
    ({ keyword, instancePath }) => keyword === 'const' && /\/(?:kind|version)$/.test(instancePath),
  );
  const others = kinds.map(({ schemaPath }) =>
    schemaPath.replace(/\/properties\/(?:kind|version)(?:\/anyOf\/\d+)?$/, ''),
  );
  const meant = faults.filter(
    ({ schemaPath }) => !others.some((other) => schemaPath === other || schemaPath.startsWith(`${other}/`)),
  );
  const said = (place: string) =>
    meant.some(({ instancePath, keyword }) => keyword !== 'anyOf' && instancePath.startsWith(place));
  return [...meant, ...kinds.filter(({ instancePath }) => !said(instancePath.replace(/\/(?:kind|version)$/, '')))];
}

/** A pattern and a choice of words as a person reads them; a setting that is none is told at its own place alone. */
function inWordsOf(faults: readonly Fault[]): readonly Fault[] {
  const words = new Map<string, string[]>();
  for (const { keyword, instancePath, params } of faults)
    if (keyword === 'const') words.set(instancePath, [...(words.get(instancePath) ?? []), allowedOf(params)]);
  const told = new Set<string>();
  return faults.flatMap((fault): Fault[] => {
    const { keyword, instancePath, params } = fault;
    if (keyword === 'additionalProperties') return [];
    if (keyword === 'pattern' && isRecord(params)) {
      const pattern = typeof params['pattern'] === 'string' ? params['pattern'] : '';
      return [{ ...fault, message: inWords[pattern] ?? fault.message }];
    }
    if (keyword !== 'const') return [fault];
    if (told.has(instancePath)) return [];
    told.add(instancePath);
    return [{ ...fault, message: `must be ${(words.get(instancePath) ?? []).join(', ')}` }];
  });
}

function allowedOf(params: unknown): string {
  return isRecord(params) ? String(params['allowedValue']) : '';
}
