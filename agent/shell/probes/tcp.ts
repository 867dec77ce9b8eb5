import { connect } from 'node:net';
import { type Static, Type } from 'typebox';
import { systemCode } from '../errors.ts';
import { Host, ownForm, Port } from './forms.ts';
import { connectFailed, elapsed, plainResult, timedOut } from './network-fault.ts';
import type { ProbeConfig, ProbeResult, ProbeType } from './probe.ts';

const form = ownForm({
  host: Host,
  port: Port,
  /** A refused connection is an answer too: where the path is asked after and not the service. */
  refusalCounts: Type.Optional(Type.Boolean()),
});
type TcpConfig = ProbeConfig & Static<typeof form>;

/** A TCP connection and nothing more: a frozen program and a middlebox accept it as well, so it proves a path. */
export const tcpProbe: ProbeType<TcpConfig> = {
  type: 'tcp',
  schema: form,
  examples: { host: '"192.168.1.20"', port: '104', refusalCounts: 'true' },
  gives: () => ['reachability'],
  everySeconds: 60,
  timeoutSeconds: 5,
  needs: [],
  target: ({ host }) => host,
  probe: ({ host, port, refusalCounts }, { signal }) => {
    const since = elapsed();
    if (signal.aborted) return Promise.resolve(timedOut('connect', host, since));
    return new Promise<ProbeResult>((resolve) => {
      const socket = connect({ host, port });
      const end = (result: ProbeResult): void => {
        signal.removeEventListener('abort', late);
        // A reset leaves nothing in TIME_WAIT, neither here nor there; but it waits for a connection that does not stand yet.
        if (socket.connecting) socket.destroy();
        else socket.resetAndDestroy();
        resolve(result);
      };
      const late = (): void => end(timedOut('connect', host, since));
      signal.addEventListener('abort', late, { once: true });
      socket.once('connect', () => end(plainResult('ok', 'connect', '', since)));
      socket.on('error', (fault) => {
        const code = systemCode(fault) ?? 'error';
        const answered = refusalCounts === true && code === 'ECONNREFUSED';
        end(answered ? plainResult('ok', 'connect', code, since) : connectFailed(code, host, since));
      });
    });
  },
};
