import { readFileSync } from 'node:fs';
import { type Static, Type } from 'typebox';
import { type EchoResult, echo } from '../dimse/index.ts';
import { systemCode } from '../errors.ts';
import { AeTitle, Host, ownForm, Port, Tls } from './forms.ts';
import { connectFailed, elapsed, plainResult, timedOut } from './network-fault.ts';
import type { ProbeConfig, ProbeResult, ProbeType } from './probe.ts';
import { isOurTrust } from './tls-fault.ts';

const form = ownForm({
  host: Host,
  port: Port,
  calledAeTitle: AeTitle,
  callingAeTitle: Type.Optional(AeTitle),
  tls: Type.Optional(Tls),
});
type DimseEchoConfig = ProbeConfig & Static<typeof form>;

const usualTitle = 'CENTERMON';
const timeoutSeconds = 10;

/**
 * C-ECHO (PS3.7 section 9.1.5): association, echo, release with our own client, which leaves no socket behind even at a peer that is frozen. What accepts a connection and is no
 * DICOM fails.
 */
export const dimseEchoProbe: ProbeType<DimseEchoConfig> = {
  type: 'dimse-echo',
  schema: form,
  examples: {
    host: '"192.168.1.20"',
    port: '104',
    calledAeTitle: '"CT1"',
    callingAeTitle: '"CENTERMON"',
    tls: '{"caFile": "secrets/pacs-ca.pem"}',
  },
  gives: () => ['service'],
  everySeconds: 60,
  timeoutSeconds,
  needs: [],
  target: ({ host }) => host,
  async probe({ host, port, calledAeTitle, callingAeTitle = usualTitle, tls, ...common }, { signal }) {
    const since = elapsed();
    let material: { ca?: string; cert?: string; key?: string } | undefined;
    try {
      material = tls === undefined ? undefined : readMaterial(tls);
    } catch (fault) {
      return plainResult('invalid', 'tls', systemCode(fault) ?? 'key-file', since);
    }
    const result = await echo({
      host,
      port,
      calledAeTitle,
      callingAeTitle,
      timeoutMs: (common.timeoutSeconds ?? timeoutSeconds) * 1000,
      signal,
      ...(material === undefined ? {} : { tls: material }),
    });
    return judge(result, host, since);
  },
};

function readMaterial({ caFile, certFile, keyFile }: Static<typeof Tls>): { ca?: string; cert?: string; key?: string } {
  return {
    ...(caFile === undefined ? {} : { ca: readFileSync(caFile, 'utf8') }),
    ...(certFile === undefined ? {} : { cert: readFileSync(certFile, 'utf8') }),
    ...(keyFile === undefined ? {} : { key: readFileSync(keyFile, 'utf8') }),
  };
}

/** What an echo says of the peer. A title that it does not let in is a right that we lack; a service that it does not offer is no evidence. */
function judge(result: EchoResult, host: string, since: number): ProbeResult {
  switch (result.kind) {
    case 'answered': {
      if (result.status === 0) return plainResult('ok', 'release', '', since);
      const code = `status-${result.status.toString(16).padStart(4, '0')}`;
      // PS3.7 Annex C: 0122 SOP class not supported, 0211 unrecognized operation.
      return plainResult([0x0122, 0x0211].includes(result.status) ? 'unsupported' : 'fail', 'echo', code, since);
    }
    case 'invalid-ae-title':
      return plainResult('invalid', 'associate', 'invalid-ae-title', since);
    case 'refused':
      if (/^(?:ERR_|CERT_|DEPTH_|SELF_|UNABLE_)/.test(result.code))
        return plainResult(isOurTrust(result.code) ? 'invalid' : 'fail', 'tls', result.code, since);
      return connectFailed(result.code, host, since);
    case 'rejected':
      return rejected(result, since);
    case 'context-rejected':
      return plainResult('unsupported', 'associate', `context-rejected-${String(result.result)}`, since);
    case 'aborted':
      return plainResult('fail', result.phase, `aborted-${String(result.source)}-${String(result.reason)}`, since);
    case 'closed':
      return plainResult('fail', result.phase, 'closed', since);
    case 'timed-out':
      return timedOut(result.phase, host, since);
    case 'protocol-error':
      return plainResult('fail', result.phase, 'not-dicom', since, { what: result.what });
  }
}

/** Reasons by source, PS3.8 Table 9-21. */
const reasons: Readonly<Record<string, string>> = {
  '1-2': 'application-context',
  '1-3': 'calling-ae',
  '1-7': 'called-ae',
  '2-2': 'protocol-version',
  '3-1': 'congestion',
  '3-2': 'local-limit',
};

/** It runs and answers in its own protocol, and lets us not in: what it is worth to others cannot be told from here. */
function rejected({ result, source, reason }: Extract<EchoResult, { kind: 'rejected' }>, since: number): ProbeResult {
  const word = reasons[`${String(source)}-${String(reason)}`] ?? `reason-${String(source)}-${String(reason)}`;
  const known = word.startsWith('reason-') ? 'fail' : 'invalid';
  return plainResult(known, 'associate', `rejected-${result === 1 ? 'permanent' : 'transient'}-${word}`, since);
}
