/**
 * config: one JSON file in, a frozen configuration or a list of all its problems out, each with its place and an example of a right value. Paths are made absolute
 * from the file's own folder; secrets are paths. Of TLS files it looks whether they are what they should be; it opens nothing else and is never read twice.
 */
import { readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { type CalendarDate, parseCalendarDate } from '@center/contract';
import { Compile } from 'typebox/compile';
import type { CourtesySettings } from '../courtesy/index.ts';
import { messageOf } from '../errors.ts';
import { isRecord } from '../is-record.ts';
import type { NoticeSettings } from '../notices/index.ts';
import type { ProbeConfig } from '../probes/index.ts';
import { everyError, type Fault } from './faults.ts';
import { noticeContradictions, noticeFiles, noticeSettings, receiverFaults } from './notices.ts';
import { gatewayProbe, probeContradictions, probeExample, probeFaults, probeFiles, probeOf } from './probes.ts';
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
  /** How gently each PACS is asked; one that is not named here is treated by the defaults. */
  readonly courtesy: readonly CourtesySettings[];
  /** The regional platform; absent: its receipts come in as files, or not at all. */
  readonly imageUpload?: { readonly url: string; readonly auth?: Auth };
  readonly station: {
    readonly host: string;
    readonly port: number;
    readonly tls?: { readonly certFile: string; readonly keyFile: string };
  };
  readonly console?: { readonly url: string; readonly ca?: string };
  /** What watches devices, UPS and rooms. */
  readonly probes: readonly ProbeConfig[];
  /** Watched beside them for the path check; a probe of no equipment. */
  readonly gateway?: ProbeConfig;
  /** Absent: alarms stand at the station and are told to nobody. */
  readonly notices?: NoticeSettings;
  /** Where SNMP traps are listened for; absent: nowhere. */
  readonly traps?: { readonly host: string; readonly port: number };
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
  if (!form.Check(raw) || probeFaults(raw).length > 0 || receiverFaults(raw).length > 0)
    return { ok: false, problems: formProblems(raw) };
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
    courtesy: raw.courtesy ?? [],
    ...(raw.imageUpload === undefined
      ? {}
      : {
          imageUpload: {
            url: raw.imageUpload.url,
            ...(raw.imageUpload.auth === undefined ? {} : { auth: authWithPaths(raw.imageUpload.auth, at) }),
          },
        }),
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
    probes: (raw.probes ?? []).map((probe) => probeOf(probe, at, at(raw.dataFolder))),
    ...(raw.gateway === undefined ? {} : { gateway: gatewayProbe(raw.gateway) }),
    ...(raw.notices === undefined
      ? {}
      : { notices: noticeSettings(raw.notices, at, { language: raw.language ?? 'zh', zone: 'Asia/Shanghai' }) }),
    ...(raw.traps === undefined ? {} : { traps: { host: raw.traps.host ?? '127.0.0.1', port: raw.traps.port } }),
  };
  problems.push(...missingThings(config), ...contradictions(config));
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

function problem(path: string, text: string, raw?: unknown): ConfigProblem {
  const example = examples[path.replace(/\.\d+(?=\.|$)/g, '.#')] ?? probeExample(raw, path);
  return { path, problem: text, ...(example === undefined ? {} : { example }) };
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
        {
          instancePath: `${at}/kind`,
          schemaPath: '',
          message: `must be ${Object.keys(channelForms).join(', ')}`,
          keyword: 'enum',
        },
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
  const apart = everyError(form, raw).filter(
    ({ instancePath }) => !/^\/(?:channels|probes|notices\/receivers)\/\d/.test(instancePath),
  );
  for (const { instancePath, message, keyword } of [
    ...apart,
    ...channelFaults(raw),
    ...probeFaults(raw),
    ...receiverFaults(raw),
  ]) {
    const path = instancePath.replace(/^\//, '').replaceAll('/', '.');
    const into = keyword === 'anyOf' ? unions : found;
    const text = message === 'schema is false' ? 'is no setting here' : message;
    into.set(path, into.has(path) ? `${into.get(path) ?? ''}; ${text}` : text);
  }
  for (const [path, message] of unions)
    if (![...found.keys()].some((each) => each.startsWith(path))) found.set(path, message);
  return [...found].map(([path, text]) => problem(path, text, raw));
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

/** PACS of a channel that names none: a center with one PACS need not name it. */
const onlyPacs = 'pacs';

/** Name of the PACS that a channel asks, whose gate it goes through; undefined for one that asks none. */
export function pacsOf(channel: ChannelConfig): string | undefined {
  return channel.kind === 'folder' || channel.kind === 'scp' ? undefined : (channel.pacs ?? onlyPacs);
}

function withPaths(channel: ChannelConfig, at: (path: string) => string): ChannelConfig {
  switch (channel.kind) {
    case 'folder':
      return { ...channel, path: at(channel.path) };
    case 'orthanc': {
      const { storageFolder, ...orthanc } = channel;
      return {
        ...orthanc,
        ...(storageFolder === undefined ? {} : { storageFolder: at(storageFolder) }),
        ...(channel.auth === undefined ? {} : { auth: authWithPaths(channel.auth, at) }),
      };
    }
    case 'dicomweb':
      return channel.auth === undefined ? channel : { ...channel, auth: authWithPaths(channel.auth, at) };
    case 'scp':
    case 'dimse':
    case 'worklist':
      return channel.tls === undefined ? channel : { ...channel, tls: tlsWithPaths(channel.tls, at) };
  }
}

type Auth = NonNullable<Extract<ChannelConfig, { kind: 'dicomweb' }>['auth']>;

function authWithPaths(auth: Auth, at: (path: string) => string): Auth {
  switch (auth.kind) {
    case 'none':
      return auth;
    case 'basic':
      return { ...auth, passwordFile: at(auth.passwordFile) };
    case 'bearer':
      return { ...auth, tokenFile: at(auth.tokenFile) };
  }
}

type Tls = NonNullable<Extract<ChannelConfig, { kind: 'dimse' }>['tls']>;

function tlsWithPaths({ caFile, certFile, keyFile }: Tls, at: (path: string) => string): Tls {
  return {
    ...(caFile === undefined ? {} : { caFile: at(caFile) }),
    ...(certFile === undefined ? {} : { certFile: at(certFile) }),
    ...(keyFile === undefined ? {} : { keyFile: at(keyFile) }),
  };
}

/** Files that a channel cannot begin without, each with its place in the file. */
function secretsOf(channel: ChannelConfig): readonly (readonly [string, string | undefined])[] {
  if ('auth' in channel && channel.auth?.kind === 'basic') return [['auth.passwordFile', channel.auth.passwordFile]];
  if ('auth' in channel && channel.auth?.kind === 'bearer') return [['auth.tokenFile', channel.auth.tokenFile]];
  if ('tls' in channel && channel.tls !== undefined) {
    const { caFile, certFile, keyFile } = channel.tls;
    return [
      ['tls.caFile', caFile],
      ['tls.certFile', certFile],
      ['tls.keyFile', keyFile],
    ];
  }
  return [];
}

/** What no form can say: halves of a pair, a name or port twice, a setting for nothing, our own files among the archive's. */
function contradictions(config: Config): readonly ConfigProblem[] {
  const { channels, courtesy, dataFolder } = config;
  const problems: ConfigProblem[] = [
    ...portProblems(config),
    ...addressProblems(config),
    ...probeContradictions(config.probes, config.gateway).map(([path, text]) => problem(path, text, config)),
    ...noticeContradictions(config.notices).map(([path, text]) => problem(path, text)),
  ];
  for (const [index, channel] of channels.entries()) {
    const at = `channels.${String(index)}`;
    const tls = 'tls' in channel ? channel.tls : undefined;
    if (tls !== undefined && (tls.certFile === undefined) !== (tls.keyFile === undefined))
      problems.push(problem(`${at}.tls`, 'certFile and keyFile are given together'));
    // Every sender is verified: without an authority nobody could be.
    if (channel.kind === 'scp' && tls !== undefined && (tls.certFile === undefined || tls.caFile === undefined))
      problems.push(problem(`${at}.tls`, 'a receiver needs caFile, certFile and keyFile'));
    if (channel.kind === 'dimse' && channel.retrieve === 'move' && !channels.some(({ kind }) => kind === 'scp'))
      problems.push(problem(`${at}.retrieve`, 'C-MOVE delivers into an scp channel, and there is none'));
    if (channel.kind === 'folder' && !/^\.\.(?:[\\/]|$)/.test(relative(channel.path, dataFolder)))
      problems.push(problem('dataFolder', `lies inside ${channel.path}, which is an archive and only read`));
  }
  const names = new Set(channels.map(pacsOf));
  for (const [index, { pacs }] of courtesy.entries()) {
    if (!names.has(pacs))
      problems.push(problem(`courtesy.${String(index)}.pacs`, 'no channel asks a PACS of this name'));
    if (courtesy.findIndex((each) => each.pacs === pacs) !== index)
      problems.push(problem(`courtesy.${String(index)}.pacs`, 'named twice'));
  }
  return problems;
}

/** Two listeners on one port cannot be. */
function portProblems({ channels, station }: Config): readonly ConfigProblem[] {
  const taken = new Map<number, string>(station.port === 0 ? [] : [[station.port, 'station.port']]);
  return channels.flatMap((channel, index): ConfigProblem[] => {
    if (channel.kind !== 'scp') return [];
    const place = `channels.${String(index)}.port`;
    const by = taken.get(channel.port);
    taken.set(channel.port, place);
    return by === undefined ? [] : [problem(place, `${String(channel.port)} is the port of ${by} already`)];
  });
}

/** Addresses that look right and are none, and secrets that stand in them. */
function addressProblems(config: Config): readonly ConfigProblem[] {
  const addresses: (readonly [string, string | undefined])[] = [
    ...config.channels.map((channel, index) =>
      'url' in channel ? ([`channels.${String(index)}.url`, channel.url] as const) : (['', undefined] as const),
    ),
    ['imageUpload.url', config.imageUpload?.url],
    ['console.url', config.console?.url],
    ...(config.notices?.receivers ?? []).map((receiver, index): readonly [string, string | undefined] => [
      `notices.receivers.${String(index)}.url`,
      receiver.kind === 'webhook' ? receiver.url : undefined,
    ]),
  ];
  return addresses.flatMap(([place, text]): ConfigProblem[] => {
    if (text === undefined) return [];
    const url = URL.parse(text);
    if (url === null) return [problem(place, 'is no address: see its host and port')];
    if (url.username !== '' || url.password !== '')
      return [problem(place, 'must hold no user and password; they belong into auth and a file')];
    return url.search === '' && url.hash === '' ? [] : [problem(place, 'must end with its path, without ? and #')];
  });
}

/** What must be there before anything starts. An archive folder may come later (a share that is mounted); a secret may not. */
function missingThings(config: Config): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const need = (path: string, file: string | undefined): void => {
    if (file !== undefined && statSync(file, { throwIfNoEntry: false })?.isFile() !== true)
      problems.push(problem(path, `there is no file ${file}`, config));
    else if (file !== undefined && !looksLike(path, file))
      problems.push(
        problem(path, `${file} holds no ${path.endsWith('keyFile') ? 'private key' : 'certificate'} in PEM form`),
      );
  };
  for (const [index, channel] of config.channels.entries())
    for (const [place, file] of secretsOf(channel)) need(`channels.${String(index)}.${place}`, file);
  for (const [place, file] of probeFiles(config.probes)) need(place, file);
  for (const [place, file] of noticeFiles(config.notices)) need(place, file);
  need('station.tls.certFile', config.station.tls?.certFile);
  need('station.tls.keyFile', config.station.tls?.keyFile);
  need('console.caFile', config.console?.ca);
  const platform = config.imageUpload?.auth;
  if (platform?.kind === 'basic') need('imageUpload.auth.passwordFile', platform.passwordFile);
  if (platform?.kind === 'bearer') need('imageUpload.auth.tokenFile', platform.tokenFile);
  return problems;
}

/** Certificates and keys are PEM files (RFC 7468); a passphrase is nowhere asked for. */
function looksLike(place: string, file: string): boolean {
  const begins = place.endsWith('keyFile')
    ? /^-----BEGIN (?:RSA |EC )?PRIVATE KEY-----/m
    : /(?:ca|cert)File$|\.ca$/.test(place)
      ? /^-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----/m
      : undefined;
  return begins === undefined || begins.test(readFileSync(file, 'latin1'));
}

function deepFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) deepFrozen(member);
    Object.freeze(value);
  }
  return value;
}
