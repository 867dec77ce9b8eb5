import { AgentError, systemCode } from '../errors.ts';
import { buildStation } from './app.ts';
import { bindingOf } from './binding.ts';
import type { StationDeps } from './deps.ts';
import { admitFirstPeople, type OneTimePassword } from './first-people.ts';

export interface Station {
  readonly url: string;
  /** To be shown once, by whoever started the program. */
  readonly oneTimePasswords: readonly OneTimePassword[];
  close(): Promise<void>;
}

/** Starts listening. Throws AgentError `config-invalid` (plain HTTP off loopback, unreadable certificate) and `port-in-use`. */
export async function startStation(deps: StationDeps): Promise<Station> {
  const binding = bindingOf(deps.config);
  const { host, port } = deps.config;
  const app = await buildStation(deps, binding);
  try {
    await app.listen({ host, port });
  } catch (fault) {
    await app.close();
    if (systemCode(fault) === 'EADDRINUSE')
      throw new AgentError('port-in-use', 'the station’s port is in use / 工作站端口已被占用', { host, port }, fault);
    throw fault;
  }
  const oneTimePasswords = await admitFirstPeople(deps.ledger, deps.demo ?? false, deps.now());
  const address = app.server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  const name = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  const url = `${binding.kind === 'tls' ? 'https' : 'http'}://${name}:${String(bound)}`;
  deps.log.info({ url }, 'station listens');
  return {
    url,
    oneTimePasswords,
    async close() {
      await app.close();
    },
  };
}
