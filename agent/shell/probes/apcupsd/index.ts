/**
 * apcupsd: asks the network server of apcupsd. In: address. Out: a `UpsStatus`; its own history of events, which goes on while the agent is away. Never changes anything there: the
 * server offers nothing that could.
 */
import type { Static } from 'typebox';
import { Type } from 'typebox';
import { type ApcupsdEntry, entriesOfApcupsd, upsFromApcupsd } from '../../../core/index.ts';
import { Host, ownForm, Port } from '../forms.ts';
import { elapsed, plainResult } from '../network-fault.ts';
import type { ProbeConfig, ProbeType } from '../probe.ts';
import { TalkFault } from '../talk-fault.ts';
import { talkFailed, upsReading, upsUnheard } from '../ups-reading.ts';
import { askApcupsd } from './client.ts';

const form = ownForm({ host: Host, port: Type.Optional(Port) });
type ApcupsdConfig = ProbeConfig & Static<typeof form>;

const usualPort = 3551;

export const apcupsdProbe: ProbeType<ApcupsdConfig> = {
  type: 'apcupsd',
  schema: form,
  examples: { host: '"127.0.0.1"', port: '3551' },
  gives: () => ['power'],
  everySeconds: 5,
  timeoutSeconds: 5,
  needs: [],
  target: ({ host }) => host,
  async probe({ host, port = usualPort }, { signal }) {
    const since = elapsed();
    try {
      const lines = await askApcupsd({ host, port }, 'status', signal);
      const status = upsFromApcupsd(lines);
      // Without a state word this is no status report at all.
      if (!lines.some((line) => /^STATUS\s*:/.test(line))) return plainResult('fail', 'parse', 'no-status', since);
      const lost = status.raw.includes('COMMLOST');
      return {
        outcome: lost ? 'fail' : 'ok',
        stage: 'request',
        code: lost ? 'COMMLOST' : '',
        latencyMs: Math.round(elapsed() - since),
        readings: [lost ? upsUnheard('stale') : upsReading(status)],
        evidence: { raw: status.raw.join(' ').slice(0, 400) },
        ...(status.state === 'on-battery' ? { againInSeconds: 2 } : {}),
      };
    } catch (fault) {
      return talkFailed(fault, host, since);
    }
  },
};

/** History that its server kept, oldest first; a value with its reason where it cannot be had. */
export async function apcupsdHistory(
  { host, port = usualPort }: Pick<ApcupsdConfig, 'host' | 'port'>,
  signal: AbortSignal,
): Promise<
  | { readonly kind: 'read'; readonly entries: readonly ApcupsdEntry[] }
  | { readonly kind: 'not-read'; readonly reason: string }
> {
  try {
    return { kind: 'read', entries: entriesOfApcupsd(await askApcupsd({ host, port }, 'events', signal)) };
  } catch (fault) {
    if (!(fault instanceof TalkFault)) throw fault;
    return { kind: 'not-read', reason: fault.message };
  }
}
