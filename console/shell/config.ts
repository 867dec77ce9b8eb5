import { accessSync, constants, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';

const closed = { additionalProperties: false } as const;
const PathText = Type.String({ minLength: 1 });

const TargetSchema = Type.Union([
  Type.Object(
    {
      id: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' }),
      name: Type.String({ minLength: 1, maxLength: 200 }),
      connector: Type.Literal('https-json'),
      url: Type.String({ pattern: '^https?://' }),
      tokenFile: Type.Optional(PathText),
      caFile: Type.Optional(PathText),
      timeoutSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 600 })),
    },
    closed,
  ),
  Type.Object(
    {
      id: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' }),
      name: Type.String({ minLength: 1, maxLength: 200 }),
      connector: Type.Literal('drop-folder'),
      folder: PathText,
    },
    closed,
  ),
]);
export type TargetConfig = Static<typeof TargetSchema>;

/** The configuration file. Names carry their units; secrets are paths of files. */
export const ConfigSchema = Type.Object(
  {
    dataFolder: PathText,
    host: Type.Optional(Type.String({ minLength: 1 })),
    port: Type.Optional(Type.Integer({ minimum: 0, maximum: 65535 })),
    tls: Type.Optional(Type.Object({ certFile: PathText, keyFile: PathText }, closed)),
    pageFolder: Type.Optional(PathText),
    lateAfterSeconds: Type.Optional(Type.Integer({ minimum: 60, maximum: 86_400 })),
    silentAfterSeconds: Type.Optional(Type.Integer({ minimum: 60, maximum: 604_800 })),
    logLevel: Type.Optional(
      Type.Union([
        Type.Literal('debug'),
        Type.Literal('info'),
        Type.Literal('warn'),
        Type.Literal('error'),
        Type.Literal('silent'),
      ]),
    ),
    /** For a demonstration on one's own machine: the first administrator keeps the one-time password. */
    demo: Type.Optional(Type.Boolean()),
    /** A small receiver in this process, standing in for the regulator, as a target of its own. */
    localReceiver: Type.Optional(
      Type.Object({ port: Type.Integer({ minimum: 0, maximum: 65535 }), folder: Type.Optional(PathText) }, closed),
    ),
    uploads: Type.Optional(
      Type.Object(
        {
          dueDay: Type.Optional(Type.Integer({ minimum: 1, maximum: 28 })),
          /** Minute and hour (Asia/Shanghai) at which owed packages are built. */
          buildAt: Type.Optional(Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' })),
          targets: Type.Optional(Type.Array(TargetSchema, { maxItems: 20 })),
          firstRetrySeconds: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 3600 })),
          longestRetrySeconds: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 86_400 })),
          receiptEverySeconds: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 86_400 })),
          pollEverySeconds: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 3600 })),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type ConsoleConfig = Static<typeof ConfigSchema>;

const examples: Readonly<Record<string, string>> = {
  dataFolder: '"./data/console"',
  host: '"127.0.0.1"',
  port: '7400',
  tls: '{ "certFile": "/etc/console/cert.pem", "keyFile": "/etc/console/key.pem" }',
  lateAfterSeconds: '210',
  silentAfterSeconds: '600',
  logLevel: '"info"',
  localReceiver: '{ "port": 7402 }',
  uploads:
    '{ "dueDay": 10, "targets": [{ "id": "province", "name": "省平台", "connector": "https-json", "url": "https://host/packages" }] }',
};

export type ConfigResult =
  | { readonly ok: true; readonly config: ConsoleConfig }
  | { readonly ok: false; readonly problems: readonly string[] };

/** 127.0.0.0/8, ::1, localhost. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

const validator = Compile(ConfigSchema);

function fileProblems(label: string, file: string | undefined): string[] {
  if (file === undefined) return [];
  try {
    accessSync(file, constants.R_OK);
    return [];
  } catch (error) {
    return [
      `${label}: "${file}" cannot be read (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown'})`,
    ];
  }
}

function targetProblems(targets: readonly TargetConfig[]): string[] {
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const [index, target] of targets.entries()) {
    const at = `uploads.targets[${index}]`;
    if (seen.has(target.id)) problems.push(`${at}.id: "${target.id}" stands twice`);
    seen.add(target.id);
    if (target.connector === 'drop-folder') {
      problems.push(...fileProblems(`${at}.folder`, target.folder));
      continue;
    }
    problems.push(...fileProblems(`${at}.tokenFile`, target.tokenFile), ...fileProblems(`${at}.caFile`, target.caFile));
    if (!URL.canParse(target.url))
      problems.push(`${at}.url: "${target.url}" is no address; right would be "https://host/packages"`);
    else {
      const url = new URL(target.url);
      if (url.protocol === 'http:' && !isLoopback(url.hostname))
        problems.push(`${at}.url: plain HTTP leaves this machine; right would be "https://${url.host}${url.pathname}"`);
      if (url.username !== '' || url.password !== '')
        problems.push(`${at}.url: holds a password; right would be a tokenFile`);
    }
  }
  return problems;
}

/** Checks a whole configuration and names every problem with its path and an example of what would be right. */
export function checkConfig(raw: unknown): ConfigResult {
  if (!validator.Check(raw)) {
    const problems = validator.Errors(raw).map(({ instancePath, message }) => {
      const path = instancePath.slice(1).replaceAll('/', '.');
      const example = examples[path.split('.')[0] ?? ''];
      return `${path === '' ? 'configuration' : path}: ${message}${example === undefined ? '' : `; right would be ${example}`}`;
    });
    return { ok: false, problems: [...new Set(problems)] };
  }
  const problems = [
    ...fileProblems('tls.certFile', raw.tls?.certFile),
    ...fileProblems('tls.keyFile', raw.tls?.keyFile),
    ...targetProblems(raw.uploads?.targets ?? []),
  ];
  const host = raw.host ?? '127.0.0.1';
  if (raw.tls === undefined && !isLoopback(host))
    problems.push(
      `host: "${host}" is reached from other machines, which needs tls; right would be "127.0.0.1" or tls ${examples['tls'] ?? ''}`,
    );
  const { lateAfterSeconds = 210, silentAfterSeconds = 600 } = raw;
  if (lateAfterSeconds > silentAfterSeconds)
    problems.push(`lateAfterSeconds: ${lateAfterSeconds} lies after silentAfterSeconds ${silentAfterSeconds}`);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, config: raw };
}

/** Reads and checks a configuration file; relative paths are taken from its folder. */
export function readConfig(file: string): ConfigResult {
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return { ok: false, problems: [`${file}: ${error instanceof Error ? error.message : 'cannot be read'}`] };
  }
  return checkConfig(fromFolder(raw, dirname(resolve(file))));
}

const pathNames = new Set(['dataFolder', 'certFile', 'keyFile', 'pageFolder', 'tokenFile', 'caFile', 'folder']);

function fromFolder(value: unknown, folder: string): unknown {
  if (Array.isArray(value)) return value.map((item) => fromFolder(item, folder));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      pathNames.has(name) && typeof member === 'string' ? resolve(folder, member) : fromFolder(member, folder),
    ]),
  );
}
