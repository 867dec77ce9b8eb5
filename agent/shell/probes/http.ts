import { type Static, Type } from 'typebox';
import { askOnce, type OnceAnswer } from './ask-once.ts';
import { Auth, ownForm, Path, Url } from './forms.ts';
import { connectFailed, elapsed, plainResult, timedOut } from './network-fault.ts';
import type { ProbeConfig, ProbeResult, ProbeType } from './probe.ts';
import { isOurTrust, isTlsCode } from './tls-fault.ts';

const form = ownForm({
  url: Url,
  method: Type.Optional(Type.Union([Type.Literal('GET'), Type.Literal('HEAD')])),
  /** Statuses that are right; left out: 2xx, 3xx, and 401 and 403 (alive, and we are not let in). */
  statuses: Type.Optional(Type.Array(Type.Integer({ minimum: 100, maximum: 599 }), { minItems: 1 })),
  /** A text that the first megabyte must hold. */
  contains: Type.Optional(Type.String({ minLength: 1, maxLength: 1_000 })),
  auth: Type.Optional(Auth),
  caFile: Type.Optional(Path),
});
type HttpConfig = ProbeConfig & Static<typeof form>;

const limitBytes = 1_048_576;

/** One request; redirections are answers and not followed. */
export const httpProbe: ProbeType<HttpConfig> = {
  type: 'http',
  schema: form,
  examples: {
    url: '"http://192.168.1.30/status"',
    method: '"GET"',
    statuses: '[200]',
    contains: '"ready"',
    auth: '{"kind": "basic", "user": "agent", "passwordFile": "secrets/device-password"}',
    caFile: '"secrets/device-ca.pem"',
  },
  gives: () => ['service'],
  everySeconds: 60,
  timeoutSeconds: 10,
  needs: [],
  target: ({ url }) => new URL(url).hostname,
  async probe({ url: address, method = 'GET', statuses, contains, auth, caFile }, { signal }) {
    const since = elapsed();
    const url = new URL(address);
    const answer = await askOnce({ url, method, accept: '*/*', auth, caFile, limitBytes, signal });
    if (answer.kind !== 'answered') return unanswered(answer, url.hostname, since);
    const { status, body } = answer;
    const right = statuses?.includes(status) ?? (status < 400 || status === 401 || status === 403);
    if (!right) return plainResult('fail', 'request', `http-${String(status)}`, since);
    if (contains !== undefined && !body.toString('utf8').includes(contains))
      return plainResult('fail', 'body', answer.cut ?? 'text-missing', since, { status: String(status) });
    return plainResult('ok', 'request', status === 401 || status === 403 ? `http-${String(status)}` : '', since, {
      status: String(status),
    });
  },
};

/** What an unanswered request says. */
export function unanswered(
  answer: Exclude<OnceAnswer, { kind: 'answered' }>,
  host: string,
  since: number,
): ProbeResult {
  switch (answer.kind) {
    case 'no-secret':
      return plainResult('invalid', 'secret', answer.code, since);
    case 'timed-out':
      return timedOut(answer.stage, host, since);
    case 'failed':
      if (isTlsCode(answer.code))
        return plainResult(isOurTrust(answer.code) ? 'invalid' : 'fail', 'tls', answer.code, since);
      if (answer.stage === 'connect') return connectFailed(answer.code, host, since);
      return plainResult('fail', 'request', answer.code, since);
  }
}
