import type { ArchiveObservation } from '../../../core/index.ts';

export type SettingsSeen = Omit<Extract<ArchiveObservation, { kind: 'settings' }>, 'kind' | 'at' | 'channel'>;
type Json = Readonly<Record<string, unknown>>;

/** An answer as a JSON object; undefined when it is none. */
export function jsonOf(body: Uint8Array): Json | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
  return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : undefined;
}

/** Amounts come as numbers or, when they are large, as texts. */
function amount(json: Json, name: string): number | undefined {
  const value = json[name];
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

export interface Changes {
  readonly last: number;
  readonly done: boolean;
  /** Something of a patient has come or has changed. */
  readonly arrived: boolean;
}

/** A page of `/changes`. An answer without its number counts as an empty history. */
export function changesOf(json: Json): Changes {
  const entries: readonly unknown[] = Array.isArray(json['Changes']) ? json['Changes'] : [];
  const arrived = entries.some((entry) => {
    const type: unknown =
      typeof entry === 'object' && entry !== null && 'ChangeType' in entry ? entry.ChangeType : undefined;
    return typeof type === 'string' && /^(New|Stable|Updated|Modified)/.test(type);
  });
  return { last: amount(json, 'Last') ?? 0, done: json['Done'] !== false, arrived };
}

const mebibyte = 1_048_576;

/**
 * What `/system` and `/statistics` tell. Recycling: the oldest patients go when a limit is reached; with no limit at all there is none; where limits are not shown, nothing is
 * known of it.
 */
export function settingsOf(system: Json, statistics: Json): SettingsSeen {
  const usedBytes = amount(statistics, 'TotalDiskSize');
  const patients = amount(statistics, 'CountPatients');
  const studies = amount(statistics, 'CountStudies');
  const instances = amount(statistics, 'CountInstances');
  const size = amount(system, 'MaximumStorageSize');
  const count = amount(system, 'MaximumPatientCount');
  const shown = size !== undefined || count !== undefined;
  const limited = (size ?? 0) > 0 || (count ?? 0) > 0;
  return {
    ...(usedBytes === undefined ? {} : { usedBytes }),
    ...(patients === undefined ? {} : { patients }),
    ...(studies === undefined ? {} : { studies }),
    ...(instances === undefined ? {} : { instances }),
    ...(size === undefined || size === 0 ? {} : { maximumBytes: size * mebibyte }),
    ...(count === undefined || count === 0 ? {} : { maximumPatients: count }),
    // A full archive that refuses what is new forgets nothing.
    ...(shown ? { recycling: limited && system['MaximumStorageMode'] !== 'Reject' } : {}),
  };
}
