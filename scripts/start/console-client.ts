// The starter as a person at the console: it signs in, enrols and asks, and everything it does is in the console's audit.
import {
  type ConsoleAgents,
  type ConsoleEnrolmentCode,
  type ConsoleOverview,
  type ConsoleUploads,
  consoleRequestHeader,
} from '@center/contract';

class ConsoleRefused extends Error {
  readonly status: number;

  constructor(status: number, path: string, body: string) {
    super(`${path}: HTTP ${String(status)} ${body.slice(0, 300)}`);
    this.status = status;
  }
}

export interface ConsoleClient {
  facilityKnown(facilityId: string): Promise<boolean>;
  makeFacility(facilityId: string, name: string): Promise<void>;
  enrolmentCode(facilityId: string): Promise<string>;
  agents(): Promise<ConsoleAgents['rows']>;
  confirm(agentId: string, fingerprint: string): Promise<void>;
  overview(): Promise<ConsoleOverview>;
  buildPackage(facilityId: string, month: string): Promise<void>;
  uploads(): Promise<ConsoleUploads['rows']>;
  signOut(): Promise<void>;
}

/** Undefined when the password is no longer the one: the person has changed it, and only the person goes on from there. */
export async function signIn(url: string, name: string, password: string): Promise<ConsoleClient | undefined> {
  let cookie = '';
  const call = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        cookie,
        origin: url,
        [consoleRequestHeader]: '1',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new ConsoleRefused(response.status, path, text);
    const [set = ''] = response.headers.getSetCookie();
    if (set !== '') cookie = set.split(';')[0] ?? '';
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the console answers by the schemas of the contract, which its own tests hold it to
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
  try {
    await call('POST', '/api/session', { name, password });
  } catch (fault) {
    if (fault instanceof ConsoleRefused && fault.status === 401) return undefined;
    throw fault;
  }
  return {
    async facilityKnown(facilityId) {
      try {
        await call('GET', `/api/facilities/${facilityId}`);
        return true;
      } catch (fault) {
        if (fault instanceof ConsoleRefused && fault.status === 404) return false;
        throw fault;
      }
    },
    makeFacility: (facilityId, facilityName) => call('POST', '/api/facilities', { facilityId, name: facilityName }),
    enrolmentCode: async (facilityId) =>
      (await call<ConsoleEnrolmentCode>('POST', '/api/enrolment-codes', { facilityId })).code,
    agents: async () => (await call<ConsoleAgents>('GET', '/api/agents')).rows,
    confirm: (agentId, fingerprint) => call('POST', `/api/agents/${agentId}/confirm`, { fingerprint }),
    overview: () => call('GET', '/api/overview'),
    async buildPackage(facilityId, month) {
      try {
        await call('POST', '/api/uploads', { facilityId, month });
      } catch (fault) {
        // Built before: the console owes it by itself.
        if (!(fault instanceof ConsoleRefused && fault.status === 409)) throw fault;
      }
    },
    uploads: async () => (await call<ConsoleUploads>('GET', '/api/uploads')).rows,
    signOut: () => call('DELETE', '/api/session'),
  };
}
