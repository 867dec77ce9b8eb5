// The settings of probes: each by the form of its own type, so that nothing is said of another's.
import { isIP } from 'node:net';
import { Compile } from 'typebox/compile';
import { isRecord } from '../is-record.ts';
import { gatewayName, type ProbeConfig, type ProbeTypeName, probeForms, probeTypes } from '../probes/index.ts';
import { everyError, type Fault } from './faults.ts';
import { type ConfigFile, ProbeCommon } from './schema.ts';

const common = Compile(ProbeCommon);
const commonMembers: readonly string[] = Object.keys(ProbeCommon.properties);

/** A place, dotted, and what is wrong there. */
export type Said = readonly [path: string, problem: string];

/** Every probe against the common form and the form of its type; of a type that there is not, only that is said. */
export function probeFaults(raw: unknown): readonly Fault[] {
  const probes: readonly unknown[] = isRecord(raw) && Array.isArray(raw['probes']) ? raw['probes'] : [];
  return probes.flatMap((probe, index): readonly Fault[] => {
    const at = (fault: Fault): Fault => ({
      ...fault,
      instancePath: `/probes/${String(index)}${fault.instancePath}`,
    });
    if (!isRecord(probe)) return everyError(common, probe).map(at);
    const form = typeof probe['type'] === 'string' ? probeForms.get(probe['type'])?.schema : undefined;
    if (form === undefined) {
      const message = `must be ${[...probeForms.keys()].join(', ')}`;
      return [at({ instancePath: '/type', schemaPath: '', message, keyword: 'enum' })];
    }
    const own = Object.fromEntries(Object.entries(probe).filter(([member]) => !commonMembers.includes(member)));
    return [...everyError(common, probe), ...everyError(Compile(form), own)].map(at);
  });
}

/** An example for a place within a probe, by its type. */
export function probeExample(raw: unknown, path: string): string | undefined {
  const [, index, member] = /^probes\.(\d+)\.([A-Za-z]+)/.exec(path) ?? [];
  const probes: readonly unknown[] = isRecord(raw) && Array.isArray(raw['probes']) ? raw['probes'] : [];
  const probe = probes[Number(index)];
  const type = isRecord(probe) && typeof probe['type'] === 'string' ? probe['type'] : '';
  return probeForms.get(type)?.examples?.[member ?? ''];
}

/** A probe whose form was checked, with its paths made absolute. The machine's own disk is looked at where no folder is named. */
export function probeOf(
  raw: NonNullable<ConfigFile['probes']>[number],
  at: (path: string) => string,
  dataFolder: string,
): ProbeConfig {
  const type = probeTypes.find((each) => each === raw.type);
  if (type === undefined) throw new Error('a probe of an unknown type was let through');
  const { name, of, everySeconds, timeoutSeconds, ...own } = raw;
  return {
    ...(type === 'host' ? { diskFolders: [dataFolder] } : {}),
    ...withPaths(own, at),
    type,
    name,
    of,
    ...(everySeconds === undefined ? {} : { everySeconds }),
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
  };
}

/** Members that are named as files or folders hold paths, at any depth. */
function withPaths(own: Readonly<Record<string, unknown>>, at: (path: string) => string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(own).map(([member, value]) => {
      if (member.endsWith('File') && typeof value === 'string') return [member, at(value)];
      if (/(?:Files|Folders)$/.test(member) && Array.isArray(value))
        return [member, value.map((each: unknown) => (typeof each === 'string' ? at(each) : each))];
      return [member, isRecord(value) ? withPaths(value, at) : value];
    }),
  );
}

/** Files that probes cannot begin without, each with its place. */
export function probeFiles(probes: readonly ProbeConfig[]): readonly (readonly [place: string, file: string])[] {
  return probes.flatMap((probe, index) => filesIn(probe, `probes.${String(index)}`));
}

function filesIn(value: Readonly<Record<string, unknown>>, place: string): readonly (readonly [string, string])[] {
  return Object.entries(value).flatMap(([member, each]): readonly (readonly [string, string])[] => {
    const path = `${place}.${member}`;
    if (member.endsWith('File') && typeof each === 'string') return [[path, each]];
    return isRecord(each) ? filesIn(each, path) : [];
  });
}

/** The gateway as a probe of nothing's own, by TCP where a port is given (a refusal shows the path as well), else by ping. */
export function gatewayProbe({ host, port, everySeconds }: NonNullable<ConfigFile['gateway']>): ProbeConfig {
  const type: ProbeTypeName = port === undefined ? 'icmp' : 'tcp';
  return {
    name: gatewayName,
    type,
    of: '',
    host,
    ...(port === undefined ? {} : { port, refusalCounts: true }),
    ...(everySeconds === undefined ? {} : { everySeconds }),
  };
}

/** What no form can say: a name twice, a limit that outlasts the interval, halves of a pair, an address that is none. */
export function probeContradictions(probes: readonly ProbeConfig[], gateway: ProbeConfig | undefined): readonly Said[] {
  const said: Said[] = [];
  for (const [index, probe] of probes.entries()) {
    const at = `probes.${String(index)}`;
    if (probe.name === gatewayName) said.push([`${at}.name`, `${gatewayName} is the name of the gateway's own probe`]);
    if (probes.findIndex(({ name }) => name === probe.name) !== index) said.push([`${at}.name`, 'named twice']);
    const form = probeForms.get(probe.type);
    const everySeconds = probe.everySeconds ?? form?.everySeconds ?? 60;
    if (probe.timeoutSeconds !== undefined && probe.timeoutSeconds > 2 * everySeconds)
      said.push([`${at}.timeoutSeconds`, `outlasts two intervals of ${String(everySeconds)} s`]);
    const { tls, url } = probe;
    if (isRecord(tls) && (tls['certFile'] === undefined) !== (tls['keyFile'] === undefined))
      said.push([`${at}.tls`, 'certFile and keyFile are given together']);
    if (typeof url === 'string') {
      const parsed = URL.parse(url);
      if (parsed === null) said.push([`${at}.url`, 'is no address: see its host and port']);
      else if (parsed.username !== '' || parsed.password !== '')
        said.push([`${at}.url`, 'must hold no user and password; they belong into auth and a file']);
    }
  }
  if (gateway?.type === 'icmp' && isIP(String(gateway['host'])) === 0)
    said.push(['gateway.host', 'must be a numeric IP address where no port is given']);
  return said;
}
