import type { UpsMark, UpsState, UpsStatus } from '@center/contract';

/** The number at the head of a text (`230.0 Volts`), or the number itself; undefined for what is none. */
export function amount(value: number | string | undefined): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  const match = value === undefined ? null : /^\s*([+-]?\d{1,12}(?:\.\d{1,20})?)(?![\d.]|[eE][+-]?\d)/.exec(value);
  return match === null ? undefined : Number(match[1]);
}

/** An amount that lies between the two, edges included; anything else was not told. */
export function within(value: number | undefined, least: number, most: number): number | undefined {
  return value !== undefined && value >= least && value <= most ? value : undefined;
}

/** A share in percent. Some devices say 101 when they mean full. */
export function percent(value: number | string | undefined): number | undefined {
  const told = within(amount(value), 0, 110);
  return told === undefined ? undefined : Math.min(100, told);
}

/** Rounded to at most three decimals, so that tenths of a device do not grow tails. */
export function scaled(value: number | string | undefined, factor: number): number | undefined {
  const told = amount(value);
  return told === undefined ? undefined : Math.round(told * factor * 1000) / 1000;
}

/** Text of a device: trimmed, without control characters, at most 80 letters; nothing for the words with which devices say "not set". */
export function words(value: number | string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const text = String(value)
    .replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ')
    .trim()
    .slice(0, 80);
  return text === '' || /^(n\/?a|none|unknown|not set|not available|null|-+|0+([-/.]0+)*)$/i.test(text)
    ? undefined
    : text;
}

/** Members that were told; the others are left out and not set to nothing. */
function told<T extends object>(members: { readonly [K in keyof T]: T[K] | undefined }): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- undefined members are dropped, the rest is T
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
}

/** Puts a look together; tokens as read are kept short and few, whatever a device sends. */
export function upsStatus(
  state: UpsState,
  marks: ReadonlySet<UpsMark>,
  raw: readonly string[],
  rest: { readonly [K in keyof Omit<UpsStatus, 'state' | 'marks' | 'raw'>]-?: UpsStatus[K] | undefined },
): UpsStatus {
  const tokens = raw.map((token) => words(token) ?? '').filter((token) => token !== '');
  return { state, marks: [...marks].sort(), ...told<Partial<UpsStatus>>(rest), raw: [...new Set(tokens)].slice(0, 40) };
}
