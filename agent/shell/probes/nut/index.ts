/**
 * nut: asks NUT's `upsd` for the variables of one UPS. In: address, name of the UPS, an authority for STARTTLS. Out: a `UpsStatus` and readings of `ambient.*`. A connection a
 * poll. Never logs in, never sets a variable, never sends a command to a UPS.
 */
import { readFileSync } from 'node:fs';
import { type Static, Type } from 'typebox';
import { sensorsFromNut, upsFromNut } from '../../../core/index.ts';
import { systemCode } from '../../errors.ts';
import { Host, ownForm, Path, Port } from '../forms.ts';
import { elapsed } from '../network-fault.ts';
import type { ProbeConfig, ProbeResult, ProbeType } from '../probe.ts';
import { TalkFault } from '../talk-fault.ts';
import { readingsOf, talkFailed, upsReading, upsUnheard } from '../ups-reading.ts';
import { NutClient } from './client.ts';

const form = ownForm({
  host: Host,
  port: Type.Optional(Port),
  /** Name of the UPS at the server, as in `ups.conf`. */
  ups: Type.String({ pattern: '^[A-Za-z0-9._:@-]{1,64}$' }),
  /** STARTTLS with a certificate of this authority; without it the conversation is plain, and belongs on loopback. */
  tls: Type.Optional(Type.Object({ caFile: Path, serverName: Type.Optional(Host) }, { additionalProperties: false })),
});
type NutConfig = ProbeConfig & Static<typeof form>;

/** Variables of one UPS that are read; no UPS has nearly as many. */
const mostVariables = 2_000;

/** `ERR` words by which the server says that it does not know how the UPS is. */
const stale: ReadonlySet<string> = new Set(['DATA-STALE', 'DRIVER-NOT-CONNECTED']);
/** Those that tell of our settings or rights. */
const ours: ReadonlySet<string> = new Set(['ACCESS-DENIED', 'UNKNOWN-UPS', 'USERNAME-REQUIRED', 'PASSWORD-REQUIRED']);

export const nutProbe: ProbeType<NutConfig> = {
  type: 'nut',
  schema: form,
  examples: {
    host: '"127.0.0.1"',
    port: '3493',
    ups: '"pacs-ups"',
    tls: '{"caFile": "secrets/nut-ca.pem", "serverName": "ups-server.local"}',
  },
  gives: () => ['power', 'environment'],
  everySeconds: 5,
  timeoutSeconds: 5,
  needs: [],
  target: ({ host }) => host,
  async probe(config, { signal }) {
    const since = elapsed();
    try {
      const vars = await variables(config, signal);
      const status = upsFromNut(vars);
      return {
        outcome: 'ok',
        stage: 'request',
        code: '',
        latencyMs: Math.round(elapsed() - since),
        readings: [upsReading(status), ...readingsOf(sensorsFromNut(vars))],
        evidence: { raw: status.raw.join(' ').slice(0, 400) },
        ...(status.state === 'on-battery' ? { againInSeconds: 2 } : {}),
      };
    } catch (fault) {
      return failed(fault, config.host, since);
    }
  },
};

async function variables(config: NutConfig, signal: AbortSignal): Promise<Readonly<Record<string, string>>> {
  const { host, port = 3493, ups, tls } = config;
  const ca = tls === undefined ? undefined : authority(tls.caFile);
  const client = await NutClient.open({ host, port }, signal);
  try {
    if (ca !== undefined) await client.startTls(ca, tls?.serverName ?? host);
    const rows = await client.list('VAR', ups);
    if (rows.length > mostVariables) throw new TalkFault('parse', 'too-many-variables');
    return Object.fromEntries(rows.flatMap(([name, value]) => (name === undefined ? [] : [[name, value ?? '']])));
  } finally {
    client.close();
  }
}

function authority(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (fault) {
    throw new TalkFault('secret', systemCode(fault) ?? 'unreadable', fault);
  }
}

function failed(fault: unknown, host: string, since: number): ProbeResult {
  const result = talkFailed(fault, host, since);
  if (result.stage !== 'request') return result;
  if (stale.has(result.code)) return { ...result, outcome: 'fail', readings: [upsUnheard('stale')] };
  return ours.has(result.code) ? { ...result, outcome: 'invalid' } : result;
}
