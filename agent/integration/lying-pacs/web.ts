import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Archive, KeptObject, KeptStudy } from '../../shell/archive/testing/archive-model.ts';

/**
 * What a DICOMweb server does instead of telling the truth.
 * - `limit-silent`: N+1 rows at most, no Warning, and `[]` for every offset behind them. `limit-warned`: the same with a Warning header.
 * - `offsets-empty`: pages of 5, and `[]` for every offset.
 * - `aborts`: the body breaks off in the middle. `resets`: the connection is cut. `hangs`: nothing comes. `garbage`: the third answer and all behind it are no JSON.
 * - `refuses`: 503 to everything. `empty`: every search finds nothing, and says so with 200.
 * - `short-multipart`: a part fewer, closing boundary and all. `endless-multipart`: no closing boundary.
 * - `slow`: the first byte of a retrieve comes late. `recalls`: the first asking for a study is slow, and the second is not. `nearline`: says so, and is quick.
 */
export type Lie =
  | { readonly kind: 'none' }
  | { readonly kind: 'limit-silent' | 'limit-warned'; readonly rows: number }
  | { readonly kind: 'offsets-empty' | 'aborts' | 'resets' | 'hangs' | 'garbage' | 'refuses' | 'empty' }
  | { readonly kind: 'short-multipart' | 'endless-multipart' | 'nearline' }
  | { readonly kind: 'slow' | 'recalls'; readonly ms: number };

export interface LyingWeb {
  readonly url: string;
  lie: Lie;
  /** Requests so far, newest last. */
  readonly asked: string[];
  close(): Promise<void>;
}

type Row = Record<string, { vr: string; Value?: unknown[] }>;

const value = (vr: string, ...values: readonly unknown[]): { vr: string; Value?: unknown[] } =>
  values.length === 0 || values[0] === '' ? { vr } : { vr, Value: [...values] };

function studyRow(study: KeptStudy, availability: string): Row {
  return {
    '00080020': value('DA', study.date),
    '00080050': value('SH', study.accession),
    '00080056': value('CS', availability),
    '00080061': value('CS', 'CT'),
    '00100020': value('LO', study.patient),
    '0020000D': value('UI', study.uid),
    '00201206': value('IS', study.series.size),
    '00201208': value(
      'IS',
      [...study.series.values()].reduce((sum, objects) => sum + objects.length, 0),
    ),
  };
}

function instanceRow(study: KeptStudy, series: string, object: KeptObject): Row {
  return {
    '00080016': value('UI', object.sopClass),
    '00080018': value('UI', object.sop),
    '00080060': value('CS', 'CT'),
    '0020000D': value('UI', study.uid),
    '0020000E': value('UI', series),
  };
}

interface Found {
  readonly study: KeptStudy;
  readonly series: string;
  readonly object: KeptObject;
}

function* everything(archive: Archive): Generator<Found> {
  for (const study of archive.studies.values())
    for (const [series, objects] of study.series) for (const object of objects) yield { study, series, object };
}

const key = (query: URLSearchParams, keyword: string, tag: string): string | undefined =>
  query.get(keyword) ?? query.get(tag) ?? undefined;

function dateMatches(date: string, wanted: string | undefined): boolean {
  if (wanted === undefined) return true;
  if (!wanted.includes('-')) return date === wanted;
  const [from = '', to = ''] = wanted.split('-');
  return date !== '' && (from === '' || date >= from) && (to === '' || date <= to);
}

/** QIDO-RS over the true archive (PS3.18 §10.6), before any lie. */
function search(archive: Archive, path: readonly string[], query: URLSearchParams, availability: string): Row[] {
  const level = path.at(-1);
  const named = (index: number): string | undefined => path[index];
  const study = path[0] === 'studies' && path.length > 1 ? named(1) : key(query, 'StudyInstanceUID', '0020000D');
  const series = path[2] === 'series' && path.length > 3 ? named(3) : key(query, 'SeriesInstanceUID', '0020000E');
  const sop = key(query, 'SOPInstanceUID', '00080018');
  const accession = key(query, 'AccessionNumber', '00080050');
  const patient = key(query, 'PatientID', '00100020');
  const date = key(query, 'StudyDate', '00080020');
  const found = [...everything(archive)].filter(
    (each) =>
      (study === undefined || each.study.uid === study) &&
      (series === undefined || each.series === series) &&
      (sop === undefined || each.object.sop === sop) &&
      (accession === undefined || each.study.accession === accession) &&
      (patient === undefined || each.study.patient === patient) &&
      dateMatches(each.study.date, date),
  );
  if (level === 'instances')
    return found.map((each) => ({
      ...instanceRow(each.study, each.series, each.object),
      ...(path.length === 1 ? studyRow(each.study, availability) : {}),
    }));
  if (level === 'series')
    return [...new Map(found.map((each) => [each.series, each])).values()].map((each) => ({
      ...studyRow(each.study, availability),
      '0020000E': value('UI', each.series),
      '00080060': value('CS', 'CT'),
      '00201209': value('IS', each.study.series.get(each.series)?.length ?? 0),
    }));
  return [...new Set(found.map((each) => each.study))].map((each) => studyRow(each, availability));
}

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

class Answerer {
  readonly #archive: Archive;
  readonly #web: { lie: Lie; asked: string[] };
  readonly #recalled = new Set<string>();
  #answers = 0;

  constructor(archive: Archive, web: { lie: Lie; asked: string[] }) {
    this.#archive = archive;
    this.#web = web;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    this.#web.asked.push(`${url.pathname}${url.search}`);
    const { lie } = this.#web;
    this.#answers = lie.kind === 'garbage' ? this.#answers + 1 : 0;
    if (lie.kind === 'hangs') return;
    if (lie.kind === 'resets') {
      request.socket.resetAndDestroy();
      return;
    }
    if (lie.kind === 'refuses') {
      response.writeHead(503).end();
      return;
    }
    const path = url.pathname.split('/').filter((part) => part !== '' && part !== 'dicom-web');
    const accept = request.headers.accept ?? '';
    if (accept.includes('multipart')) {
      await this.#retrieve(path, response);
      return;
    }
    if (path.at(-1) === 'metadata') {
      response.writeHead(501).end();
      return;
    }
    this.#rows(path, url.searchParams, response);
  }

  #rows(path: readonly string[], query: URLSearchParams, response: ServerResponse): void {
    const { lie } = this.#web;
    const availability = lie.kind === 'nearline' ? 'NEARLINE' : '';
    const all = lie.kind === 'empty' ? [] : search(this.#archive, path, query, availability);
    const offset = Number(query.get('offset') ?? 0);
    const limit = Number(query.get('limit') ?? Number.MAX_SAFE_INTEGER);
    let rows = all.slice(offset, offset + limit);
    const headers: Record<string, string> = { 'content-type': 'application/dicom+json' };
    if (lie.kind === 'limit-silent' || lie.kind === 'limit-warned') {
      rows = offset > 0 ? [] : all.slice(0, Math.min(limit, lie.rows + 1));
      if (lie.kind === 'limit-warned' && all.length > rows.length)
        headers['warning'] = '299 pacs "The number of results exceeded the maximum supported by the server."';
    }
    if (lie.kind === 'offsets-empty') rows = offset > 0 ? [] : all.slice(0, Math.min(limit, 5));
    let body = Buffer.from(JSON.stringify(rows));
    if (lie.kind === 'garbage' && this.#answers > 3) body = Buffer.from('<html>\u0000\ufffd not json');
    if (lie.kind === 'aborts') {
      response.writeHead(200, { ...headers, 'content-length': String(body.length + 100) });
      response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.destroy());
      return;
    }
    response.writeHead(200, headers).end(body);
  }

  async #retrieve(path: readonly string[], response: ServerResponse): Promise<void> {
    const { lie } = this.#web;
    const [, study, , series, , sop] = path;
    const found = [...everything(this.#archive)].filter(
      (each) =>
        each.study.uid === study &&
        (series === undefined || each.series === series) &&
        (sop === undefined || each.object.sop === sop),
    );
    if (found.length === 0) {
      response.writeHead(404).end();
      return;
    }
    if (lie.kind === 'slow') await pause(lie.ms);
    if (lie.kind === 'recalls' && !this.#recalled.has(study ?? '')) {
      await pause(lie.ms);
      this.#recalled.add(study ?? '');
    }
    response.writeHead(200, { 'content-type': 'multipart/related; type="application/dicom"; boundary=lie' });
    const sent = lie.kind === 'short-multipart' ? found.slice(0, -1) : found;
    for (const { object } of sent) {
      response.write('\r\n--lie\r\nContent-Type: application/dicom\r\n\r\n');
      response.write(object.bytes);
    }
    if (lie.kind === 'aborts') {
      response.write('\r\n--lie\r\nContent-Type: appl', () => response.socket?.destroy());
      return;
    }
    response.end(lie.kind === 'endless-multipart' ? '' : '\r\n--lie--\r\n');
  }
}

/** Starts the DICOMweb server of an archive on a free port of 127.0.0.1. */
export async function startLyingWeb(archive: Archive): Promise<LyingWeb> {
  const web: { lie: Lie; asked: string[] } = { lie: { kind: 'none' }, asked: [] };
  const answerer = new Answerer(archive, web);
  const server: Server = createServer((request, response) => {
    answerer.answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}/dicom-web`,
    asked: web.asked,
    get lie() {
      return web.lie;
    },
    set lie(next: Lie) {
      web.lie = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
