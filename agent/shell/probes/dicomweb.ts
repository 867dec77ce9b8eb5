import { calendarDateAt } from '@center/contract';
import { type Static, Type } from 'typebox';
import { askOnce } from './ask-once.ts';
import { Auth, ownForm, Path, Url } from './forms.ts';
import { unanswered } from './http.ts';
import { elapsed, plainResult } from './network-fault.ts';
import type { ProbeConfig, ProbeType } from './probe.ts';

const form = ownForm({ url: Url, auth: Type.Optional(Auth), caFile: Type.Optional(Path) });
type DicomwebConfig = ProbeConfig & Static<typeof form>;

const limitBytes = 262_144;
/** What a server answers that does not know the question. */
const unknownQuestion: readonly number[] = [405, 406, 415, 501];

/**
 * QIDO-RS for one study of today (PS3.18 section 10.6): one row and one day, on a connection of its own beside the gate, since a sign of life must not wait for the turn of
 * others. 401 and 403: alive, and we are not let in.
 */
export const dicomwebProbe: ProbeType<DicomwebConfig> = {
  type: 'dicomweb',
  schema: form,
  examples: {
    url: '"http://192.168.1.10:8042/dicom-web"',
    auth: '{"kind": "basic", "user": "agent", "passwordFile": "secrets/pacs-password"}',
    caFile: '"secrets/pacs-ca.pem"',
  },
  gives: () => ['service'],
  everySeconds: 60,
  timeoutSeconds: 15,
  needs: [],
  target: ({ url }) => new URL(url).hostname,
  async probe({ url: base, auth, caFile }, { signal, now }) {
    const since = elapsed();
    const url = new URL(base);
    url.pathname = `${url.pathname.replace(/\/+$/, '')}/studies`;
    url.searchParams.set('StudyDate', calendarDateAt(now()).replaceAll('-', ''));
    url.searchParams.set('limit', '1');
    const accept = 'application/dicom+json';
    const answer = await askOnce({ url, method: 'GET', accept, auth, caFile, limitBytes, signal });
    if (answer.kind !== 'answered') return unanswered(answer, url.hostname, since);
    const { status, contentType, body, cut } = answer;
    const code = `http-${String(status)}`;
    if (status === 401 || status === 403) return plainResult('ok', 'request', code, since);
    if (status === 204) return plainResult('ok', 'request', '', since);
    if (status !== 200)
      return plainResult(unknownQuestion.includes(status) ? 'unsupported' : 'fail', 'request', code, since);
    if (!/^application\/(?:dicom\+)?json\b/i.test(contentType))
      return plainResult('fail', 'parse', 'not-dicom-json', since, { contentType: contentType.slice(0, 100) });
    // A server that knows no limit gives the whole day: what is longer than we take began as a list all the same.
    const text = body.toString('utf8').trimStart();
    if (cut === 'incomplete') return plainResult('fail', 'body', cut, since);
    if (cut === 'limit') return plainResult(/^\[\s*\{/.test(text) ? 'ok' : 'fail', 'parse', 'long', since);
    return isList(text)
      ? plainResult('ok', 'request', '', since)
      : plainResult('fail', 'parse', 'not-dicom-json', since);
  },
};

function isList(text: string): boolean {
  if (text === '') return true;
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    // No JSON: that is the answer.
    return false;
  }
}
