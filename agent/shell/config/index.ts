/**
 * config: one JSON file in, a frozen configuration or a list of all its problems out, each with its place and an example of a right value. Paths are made absolute
 * from the file's own folder; secrets are paths. It opens nothing else and is never read twice.
 */
import { readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { type CalendarDate, parseCalendarDate } from '@center/contract';
import { Compile } from 'typebox/compile';
import { Settings } from 'typebox/system';
import { messageOf } from '../errors.ts';
import { type ChannelConfig, ConfigFile, channelForms, examples } from './schema.ts';

export type { ChannelConfig } from './schema.ts';

export interface Config {
  readonly dataFolder: string;
  readonly language: 'zh' | 'en';
  readonly facility: {
    readonly id: string;
    readonly name?: string;
    readonly institutionNames: readonly string[];
    /** Absent: the day of the agent's first start. */
    readonly supervisionStart?: CalendarDate | 'earliest-study';
  };
  readonly channels: readonly ChannelConfig[];
  readonly station: {
    readonly host: string;
    readonly port: number;
    readonly tls?: { readonly certFile: string; readonly keyFile: string };
  };
  readonly console?: { readonly url: string; readonly ca?: string };
}

export interface ConfigProblem {
  /** Dotted place in the file; empty for the whole. */
  readonly path: string;
  readonly problem: string;
  readonly example?: string;
}

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

const form = Compile(ConfigFile);

/** Reads a configuration file. Every problem is reported, not only the first. */
export function readConfig(path: string): ConfigResult {
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(path, 'utf8'));
  } catch (fault) {
    return { ok: false, problems: [problem('', messageOf(fault))] };
  }
  return parseConfig(raw, dirname(resolve(path)));
}

/** Checks a configuration; `base` is the folder from which relative paths are meant. */
export function parseConfig(raw: unknown, base: string): ConfigResult {
  if (!form.Check(raw)) return { ok: false, problems: formProblems(raw) };
  const at = (path: string): string => (isAbsolute(path) ? path : resolve(base, path));
  const problems: ConfigProblem[] = [];
  const start = supervisionStart(raw.facility.supervisionStart, problems);
  const { facility, station } = raw;
  const config: Config = {
    dataFolder: at(raw.dataFolder),
    language: raw.language ?? 'zh',
    facility: {
      id: facility.id,
      institutionNames: facility.institutionNames ?? [],
      ...(facility.name === undefined ? {} : { name: facility.name }),
      ...(start === undefined ? {} : { supervisionStart: start }),
    },
    channels: raw.channels.map((channel) => withPaths(channel, at)),
    station: {
      host: station.host ?? '127.0.0.1',
      port: station.port,
      ...(station.tls === undefined
        ? {}
        : { tls: { certFile: at(station.tls.certFile), keyFile: at(station.tls.keyFile) } }),
    },
    ...(raw.console === undefined
      ? {}
      : {
          console: {
            url: raw.console.url,
            ...(raw.console.caFile === undefined ? {} : { ca: at(raw.console.caFile) }),
          },
        }),
  };
  problems.push(...missingThings(config));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, config: deepFrozen(config) };
}

/** Names of the channels in the order of the file: `kind:number of its kind`. */
export function channelNames(channels: readonly ChannelConfig[]): readonly string[] {
  const seen = new Map<string, number>();
  return channels.map(({ kind }) => {
    const number = seen.get(kind) ?? 0;
    seen.set(kind, number + 1);
    return `${kind}:${String(number)}`;
  });
}

function problem(path: string, text: string): ConfigProblem {
  const example = examples[path.replace(/\.\d+(?=\.|$)/g, '.#')];
  return { path, problem: text, ...(example === undefined ? {} : { example }) };
}

interface Fault {
  readonly instancePath: string;
  readonly message: string;
  readonly keyword: string;
}

/** The library stops at a few errors unless it is told otherwise; the setting is the process' own and is put back. */
function everyError(check: { Errors(value: unknown): readonly Fault[] }, raw: unknown): readonly Fault[] {
  const { maxErrors } = Settings.Get();
  Settings.Set({ maxErrors: 1_000 });
  try {
    return check.Errors(raw);
  } finally {
    Settings.Set({ maxErrors });
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Each channel against the form of its kind; of a kind that there is not, only that is said. */
function channelFaults(raw: unknown): readonly Fault[] {
  const channels: readonly unknown[] = isRecord(raw) && Array.isArray(raw['channels']) ? raw['channels'] : [];
  return channels.flatMap((channel, index): readonly Fault[] => {
    const at = `/channels/${String(index)}`;
    const kind = isRecord(channel) ? channel['kind'] : undefined;
    const form = typeof kind === 'string' && Object.hasOwn(channelForms, kind) ? channelForms[kind] : undefined;
    if (form === undefined) {
      return [
        { instancePath: `${at}/kind`, message: `must be ${Object.keys(channelForms).join(', ')}`, keyword: 'enum' },
      ];
    }
    return everyError(Compile(form), channel).map((fault) => ({
      ...fault,
      instancePath: `${at}${fault.instancePath}`,
    }));
  });
}

/** A place is told once, by its deepest problems: a union's "must match one of" says less than what stands inside. */
function formProblems(raw: unknown): readonly ConfigProblem[] {
  const found = new Map<string, string>();
  const unions = new Map<string, string>();
  const apart = everyError(form, raw).filter(({ instancePath }) => !/^\/channels\/\d/.test(instancePath));
  for (const { instancePath, message, keyword } of [...apart, ...channelFaults(raw)]) {
    const path = instancePath.replace(/^\//, '').replaceAll('/', '.');
    const into = keyword === 'anyOf' ? unions : found;
    const text = message === 'schema is false' ? 'is no setting here' : message;
    into.set(path, into.has(path) ? `${into.get(path) ?? ''}; ${text}` : text);
  }
  for (const [path, message] of unions)
    if (![...found.keys()].some((each) => each.startsWith(path))) found.set(path, message);
  return [...found].map(([path, text]) => problem(path, text));
}

function supervisionStart(
  raw: string | undefined,
  problems: ConfigProblem[],
): CalendarDate | 'earliest-study' | undefined {
  if (raw === undefined || raw === 'earliest-study') return raw;
  const date = parseCalendarDate(raw);
  if (date.ok) return date.value;
  problems.push(problem('facility.supervisionStart', date.problem));
  return undefined;
}

function withPaths(channel: ChannelConfig, at: (path: string) => string): ChannelConfig {
  if (channel.kind === 'folder') return { ...channel, path: at(channel.path) };
  if (channel.kind !== 'dicomweb' || channel.auth === undefined) return channel;
  const { auth } = channel;
  if (auth.kind === 'basic') return { ...channel, auth: { ...auth, passwordFile: at(auth.passwordFile) } };
  if (auth.kind === 'bearer') return { ...channel, auth: { ...auth, tokenFile: at(auth.tokenFile) } };
  return channel;
}

/** What must be there before anything starts. An archive folder may come later (a share that is mounted); a secret may not. */
function missingThings(config: Config): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const need = (path: string, file: string | undefined): void => {
    if (file !== undefined && statSync(file, { throwIfNoEntry: false })?.isFile() !== true)
      problems.push(problem(path, `there is no file ${file}`));
  };
  for (const [index, channel] of config.channels.entries()) {
    if (channel.kind !== 'dicomweb') continue;
    if (channel.auth?.kind === 'basic') need(`channels.${String(index)}.auth.passwordFile`, channel.auth.passwordFile);
    if (channel.auth?.kind === 'bearer') need(`channels.${String(index)}.auth.tokenFile`, channel.auth.tokenFile);
  }
  need('station.tls.certFile', config.station.tls?.certFile);
  need('station.tls.keyFile', config.station.tls?.keyFile);
  need('console.caFile', config.console?.ca);
  return problems;
}

function deepFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) deepFrozen(member);
    Object.freeze(value);
  }
  return value;
}
