import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { instant, must, parseCalendarDate } from '@center/contract';
import { afterEach, describe, expect, it } from 'vitest';
import { createGate, type PacsGate } from '../../courtesy/index.ts';
import { dicomwebAccess, dicomwebDefaults } from './index.ts';

const day = (text: string) => must(parseCalendarDate(text));
const signal = new AbortController().signal;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

type Answer = (request: IncomingMessage, url: URL, response: ServerResponse) => void;

/** The other side: an archive that answers as it is told. */
async function access(answer: Answer, change: { pageSize?: number; rowLimit?: number; timeoutSeconds?: number } = {}) {
  const server: Server = createServer((request, response) =>
    answer(request, new URL(request.url ?? '/', 'http://pacs'), response),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  const gate: PacsGate = createGate({
    pacs: 'pacs',
    duty: 1,
    maxRequestsPerSecond: 10_000,
    offHours: [],
    probeEverySeconds: 3600,
  });
  closing.push(
    () => gate.close(),
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  );
  const now = () => instant(Date.parse('2026-06-15T04:00:00Z'));
  const options = { ...dicomwebDefaults, name: 'dicomweb:0', pacs: 'pacs', now, ...change };
  const url = `http://127.0.0.1:${String(address.port)}/dicom-web`;
  return { ...dicomwebAccess({ ...options, url }, gate), gate };
}

interface Study {
  readonly uid: string;
  readonly date: string;
  readonly time: string | undefined;
}
const studiesOf = (
  date: string,
  count: number,
  time = (n: number): string | undefined => `${String(7 + (n % 12)).padStart(2, '0')}0${String(n % 10)}00`,
) => Array.from({ length: count }, (_, n): Study => ({ uid: `1.2.${date}.${String(n + 1)}`, date, time: time(n) }));
const row = ({ uid, date }: Study) => ({
  '0020000D': { vr: 'UI', Value: [uid] },
  '00080020': { vr: 'DA', ...(date === '' ? {} : { Value: [date] }) },
  '00080061': { vr: 'CS', Value: ['CT', 'SR'] },
  '00201206': { vr: 'IS', Value: [2] },
  '00201208': { vr: 'IS', Value: ['20'] },
  '00080056': { vr: 'CS', Value: ['NEARLINE'] },
});

/** QIDO of an archive; `cut` is what it does to a list that it has searched. */
function qido(
  studies: readonly Study[],
  cut: (rows: readonly Study[], offset: number, limit: number) => readonly Study[],
  asked: URL[] = [],
): Answer {
  return (_request, url, response) => {
    asked.push(url);
    const [from = '', to = from] = (url.searchParams.get('StudyDate') ?? '').split('-');
    const [begin = '', end = begin] = (url.searchParams.get('StudyTime') ?? '').split('-');
    const found = studies.filter(
      ({ date, time }) =>
        date >= from && date <= to && (begin === '' || (time !== undefined && time >= begin && time <= end)),
    );
    const offset = Number(url.searchParams.get('offset'));
    response.setHeader('content-type', 'application/dicom+json');
    response.end(JSON.stringify(cut(found, offset, Number(url.searchParams.get('limit'))).map(row)));
  };
}
const honest = (rows: readonly Study[], offset: number, limit: number) => rows.slice(offset, offset + limit);
const june = { from: day('2026-06-01'), to: day('2026-06-30') };
const window = { by: 'window', window: june } as const;

describe('a study search', () => {
  it('reads all pages, also of a server that gives fewer rows a page than it is asked for', async () => {
    const studies = studiesOf('20260610', 37);
    const { port } = await access(qido(studies, (rows, offset, limit) => honest(rows, offset, Math.min(5, limit))));
    const found = await port.findStudies(window, 'audit', signal);
    if (found.kind !== 'answered') throw new Error(found.detail);
    expect(found.value).toHaveLength(37);
    expect(found.value[0]).toEqual({
      StudyInstanceUID: '1.2.20260610.1',
      StudyDate: '2026-06-10',
      modalities: ['CT', 'SR'],
      series: 2,
      objects: 20,
      availability: 'NEARLINE',
    });
  });

  it('is divided when a limit that says nothing could have cut it, and finds what was hidden', async () => {
    // Ten and one more of 44, and nothing behind an offset.
    const studies = [...studiesOf('20260605', 22), ...studiesOf('20260620', 22)];
    const { port, studies: searched } = await access(
      qido(studies, (rows, offset) => (offset === 0 ? rows.slice(0, 11) : [])),
    );
    const found = await port.findStudies(window, 'audit', signal);
    if (found.kind !== 'answered') throw new Error(found.detail);
    expect(found.value).toHaveLength(44);
    expect(searched.rowLimit).toBe(11);
  });

  it('stays in doubt when dividing cannot settle it', async () => {
    for (const time of [() => '080000', () => undefined]) {
      const studies = studiesOf('20260605', 44, time);
      const { port } = await access(qido(studies, (rows, offset) => (offset === 0 ? rows.slice(0, 11) : [])));
      expect(await port.findStudies(window, 'audit', signal)).toMatchObject({
        kind: 'not-measured',
        why: 'limit-suspected',
      });
    }
  });

  it('asks no more than needed when a larger answer has shown that there is no such limit', async () => {
    const asked: URL[] = [];
    const studies = [...studiesOf('20260610', 37), ...studiesOf('20260710', 10)];
    const { port } = await access(qido(studies, honest, asked));
    await port.findStudies(window, 'audit', signal);
    const before = asked.filter(({ searchParams }) => searchParams.has('offset')).length;
    const july = { from: day('2026-07-01'), to: day('2026-07-31') };
    expect(await port.findStudies({ by: 'window', window: july }, 'audit', signal)).toMatchObject({ kind: 'answered' });
    expect(asked.filter(({ searchParams }) => searchParams.has('offset')).length - before).toBe(2);
  });

  it('is divided at half of a limit that is known', async () => {
    const studies = [...studiesOf('20260605', 30), ...studiesOf('20260620', 30)];
    const asked: URL[] = [];
    const { port } = await access(
      qido(studies, (rows, offset, limit) => honest(rows.slice(0, 100), offset, limit), asked),
      { rowLimit: 100 },
    );
    const found = await port.findStudies(window, 'audit', signal);
    expect(found.kind === 'answered' && found.value.length).toBe(60);
    expect(new Set(asked.map(({ searchParams }) => searchParams.get('StudyDate'))).size).toBeGreaterThan(2);
  });

  it.each<[string, string, Answer]>([
    [
      'a Warning header',
      'warned',
      (_q, _u, r) => void r.setHeader('warning', '299 pacs "only the first 10"').end('[]'),
    ],
    ['a status of part of the content', 'not-final', (_q, _u, r) => void ((r.statusCode = 206), r.end('[]'))],
    ['a server error', 'not-final', (_q, _u, r) => void ((r.statusCode = 500), r.end())],
    ['our credentials', 'refused', (_q, _u, r) => void ((r.statusCode = 401), r.end())],
    ['no JSON', 'not-final', (_q, _u, r) => void r.end('<html>')],
    [
      'a body that breaks off',
      'not-final',
      (_q, _u, r) => void (r.writeHead(200, { 'content-length': 100 }), r.write('[', () => r.socket?.end())),
    ],
    ['a reset', 'unreachable', (_q, _u, r) => void r.destroy()],
    ['silence', 'timed-out', () => undefined],
    [
      'other days',
      'not-final',
      (_q, u, r) =>
        void r.end(
          u.searchParams.get('offset') === '0' ? JSON.stringify([row({ uid: '1', date: '20200101', time: '' })]) : '[]',
        ),
    ],
    [
      'no dates',
      'not-final',
      (_q, u, r) =>
        void r.end(
          u.searchParams.get('offset') === '0' ? JSON.stringify([row({ uid: '1', date: '', time: '' })]) : '[]',
        ),
    ],
    ['rows without their UID', 'not-final', (_q, _u, r) => void r.end('[{}]')],
  ])('%s: nothing is known', async (_name, why, answer) => {
    const { port } = await access(answer, { timeoutSeconds: 1 });
    expect(await port.findStudies(window, 'audit', signal)).toMatchObject({ kind: 'not-measured', why });
  });

  it('pages that move while they are read prove nothing', async () => {
    const studies = studiesOf('20260610', 12);
    const { port } = await access(qido(studies, (rows, offset) => rows.slice(Math.max(0, offset - 2), offset + 4)));
    expect(await port.findStudies(window, 'audit', signal)).toMatchObject({ kind: 'not-measured', why: 'pages-moved' });
  });

  it('a server that knows no offset has given all, unless it gave as many as it was asked for', async () => {
    const few = await access(qido(studiesOf('20260610', 7), (rows, _offset, limit) => rows.slice(0, limit)));
    expect(await few.port.findStudies(window, 'audit', signal)).toMatchObject({ kind: 'answered' });
    const many = await access(
      qido(
        studiesOf('20260610', 40, () => '080000'),
        (rows, _offset, limit) => rows.slice(0, limit),
      ),
      { pageSize: 6 },
    );
    expect(await many.port.findStudies(window, 'audit', signal)).toMatchObject({ why: 'limit-suspected' });
  });

  it('studies without a date count only from a server that is seen to know them', async () => {
    const without = { uid: '1.9', date: '', time: '' };
    const impossible = { uid: '1.8', date: '20991231', time: '' };
    const answers =
      (knows: boolean): Answer =>
      (_request, url, response) => {
        const asked = url.searchParams.get('StudyDate') ?? '';
        const rows =
          url.searchParams.get('offset') !== '0'
            ? []
            : asked === '""' && knows
              ? [without]
              : asked.endsWith('99991231')
                ? [impossible]
                : [];
        response.end(JSON.stringify(rows.map(row)));
      };
    const undated = { by: 'window', window: 'undated' } as const;
    const knowing = await (await access(answers(true))).port.findStudies(undated, 'audit', signal);
    expect(
      knowing.kind === 'answered' &&
        knowing.value.map(({ StudyInstanceUID, StudyDate }) => [StudyInstanceUID, StudyDate]),
    ).toEqual([
      ['1.9', undefined],
      ['1.8', undefined],
    ]);
    const silent = await (await access(answers(false))).port.findStudies(undated, 'audit', signal);
    expect(silent).toMatchObject({ kind: 'not-measured', why: 'not-supported' });
  });

  it('by its keys finds the study and nothing else, and asks by no wild card', async () => {
    const asked: string[] = [];
    const { port } = await access((_request, url, response) => {
      asked.push(url.pathname);
      const own =
        url.searchParams.get('0020000D') ?? url.searchParams.get('0020000E') ?? url.searchParams.get('00080018') ?? '';
      const found = {
        ...row({ uid: '1.5', date: '20260610', time: '' }),
        '0020000E': { Value: [own] },
        '00080018': { Value: [own] },
      };
      response.end(url.searchParams.get('offset') === '0' && own !== '9.9' ? JSON.stringify([found]) : '[]');
    });
    const found = async (query: Parameters<typeof port.findStudies>[0]) => {
      const result = await port.findStudies(query, 'audit', signal);
      return result.kind === 'answered' ? result.value.map(({ StudyInstanceUID }) => StudyInstanceUID) : result.why;
    };
    expect(await found({ by: 'study', StudyInstanceUID: '1.5' })).toEqual(['1.5']);
    expect(await found({ by: 'series', SeriesInstanceUID: '1.5.1' })).toEqual(['1.5']);
    expect(await found({ by: 'object', SOPInstanceUID: '1.5.1.1' })).toEqual(['1.5']);
    expect(await found({ by: 'study', StudyInstanceUID: '9.9' })).toEqual([]);
    expect(await found({ by: 'study', StudyInstanceUID: '1.6' })).toBe('not-final');
    expect(await found({ by: 'accession-patient', AccessionNumber: 'A1', PatientID: 'P1' })).toEqual(['1.5']);
    const before = asked.length;
    for (const AccessionNumber of ['A*', '', 'A?', 'A\\B'])
      expect(await found({ by: 'accession-patient', AccessionNumber, PatientID: 'P1' })).toBe('not-supported');
    expect(asked).toHaveLength(before);
  });
});

describe('the objects of a study', () => {
  const object = (n: number) => ({
    '00080018': { Value: [`1.5.1.${String(n)}`] },
    '00080016': { Value: ['1.2.840.10008.5.1.4.1.1.2'] },
    '0020000E': { Value: ['1.5.1'] },
  });
  const archive =
    (count: number, told: number, relational = true): Answer =>
    (_request, url, response) => {
      const first = url.searchParams.get('offset') === '0';
      const path = url.pathname.replace('/dicom-web/', '');
      if (path === 'studies/1.5/instances' && !relational) {
        response.statusCode = 501;
        response.end();
        return;
      }
      const rows = path.endsWith('/instances')
        ? Array.from({ length: count }, (_, n) => object(n))
        : path.endsWith('/series')
          ? [{ '0020000E': { Value: ['1.5.1'] }, '00080060': { Value: ['CT'] } }]
          : [{ ...row({ uid: '1.5', date: '20260610', time: '' }), '00201208': { Value: [told] } }];
      response.end(JSON.stringify(first ? rows : []));
    };

  it.each([true, false])('are listed with class and modality (relational: %s)', async (relational) => {
    const { port } = await access(archive(20, 20, relational));
    const listed = await port.listObjects('1.5', 'audit', signal);
    if (listed.kind !== 'answered') throw new Error(listed.detail);
    expect(listed.value).toHaveLength(20);
    expect(listed.value[0]).toEqual({
      SeriesInstanceUID: '1.5.1',
      SOPInstanceUID: '1.5.1.0',
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
      Modality: 'CT',
    });
  });

  it('are not known when the list is shorter than the archive itself counts', async () => {
    const { port } = await access(archive(11, 20));
    expect(await port.listObjects('1.5', 'audit', signal)).toMatchObject({ kind: 'not-measured', why: 'not-final' });
  });
});

/** An object of 4 × 4 pixels in explicit VR little endian, in Part 10 form. */
function part10(uid: string): Buffer {
  const element = (group: number, number: number, vr: string, value: Buffer): Buffer => {
    const padded = value.length % 2 === 0 ? value : Buffer.concat([value, Buffer.from([0])]);
    const head = Buffer.alloc(vr === 'OW' ? 12 : 8);
    head.writeUInt16LE(group, 0);
    head.writeUInt16LE(number, 2);
    head.write(vr, 4, 'latin1');
    if (vr === 'OW') head.writeUInt32LE(padded.length, 8);
    else head.writeUInt16LE(padded.length, 6);
    return Buffer.concat([head, padded]);
  };
  const text = (value: string) => Buffer.from(value, 'latin1');
  const short = (value: number) => Buffer.from([value & 0xff, value >> 8]);
  const syntax = element(2, 0x10, 'UI', text('1.2.840.10008.1.2.1'));
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM'),
    element(2, 0, 'UL', Buffer.from([syntax.length, 0, 0, 0])),
    syntax,
    dataSet(uid, element, text, short),
  ]);
}
function dataSet(
  uid: string,
  element: (group: number, number: number, vr: string, value: Buffer) => Buffer,
  text: (value: string) => Buffer,
  short: (value: number) => Buffer,
): Buffer {
  return Buffer.concat([
    element(8, 0x16, 'UI', text('1.2.840.10008.5.1.4.1.1.2')),
    element(8, 0x18, 'UI', text(uid)),
    element(0x20, 0xd, 'UI', text('1.5')),
    element(0x20, 0xe, 'UI', text('1.5.1')),
    element(0x28, 2, 'US', short(1)),
    element(0x28, 0x10, 'US', short(4)),
    element(0x28, 0x11, 'US', short(4)),
    element(0x28, 0x100, 'US', short(16)),
    element(0x28, 0x101, 'US', short(12)),
    element(0x7fe0, 0x10, 'OW', Buffer.alloc(32, uid)),
  ]);
}

describe('a retrieve', () => {
  const whole = [1, 2, 3].map((n) => part10(`1.5.1.${String(n)}`));
  const delivering =
    (body: (write: (bytes: Buffer | string) => void, response: ServerResponse) => void, told = 3): Answer =>
    (request, url, response) => {
      if (url.searchParams.has('offset')) {
        const rows = [{ ...row({ uid: '1.5', date: '20260610', time: '' }), '00201208': { Value: [told] } }];
        response.end(url.searchParams.get('offset') === '0' ? JSON.stringify(rows) : '[]');
        return;
      }
      if (!url.pathname.includes('/studies/')) return void response.end('[]');
      expect(request.headers['accept-encoding']).toBe('identity');
      response.writeHead(200, { 'content-type': 'multipart/related; type="application/dicom"; boundary=b' });
      body((bytes) => response.write(bytes), response);
    };
  const part = (bytes: Buffer) =>
    Buffer.concat([Buffer.from('--b\r\nContent-Type: application/dicom\r\n\r\n'), bytes, Buffer.from('\r\n')]);
  const wish = { StudyInstanceUID: '1.5', lane: 'audit', signal } as const;

  it('is timed and every object measured, none kept', async () => {
    const { port } = await access(
      delivering((write, response) => {
        for (const bytes of whole) write(part(bytes));
        response.end('--b--');
      }),
    );
    const result = await port.retrieve?.(wish);
    if (result?.kind !== 'answered') throw new Error(JSON.stringify(result));
    expect(result.value).toMatchObject({ short: false });
    expect(result.value.firstMs).toBeGreaterThan(0);
    expect(result.value.totalMs).toBeGreaterThanOrEqual(result.value.firstMs ?? Number.POSITIVE_INFINITY);
    const [first] = whole;
    expect(result.value.objects).toHaveLength(3);
    expect(result.value.objects[0]).toMatchObject({
      SOPInstanceUID: '1.5.1.1',
      complete: true,
      Rows: 4,
      BitsStored: 12,
      sha256: createHash('sha256')
        .update(first?.subarray(132 + 12 + 28) ?? '')
        .digest('hex'),
    });
  });

  it.each<[string, (write: (bytes: Buffer | string) => void, response: ServerResponse) => void, number, number]>([
    [
      'fewer parts than the archive counts',
      (write, response) => void (write(part(whole[0] ?? Buffer.alloc(0))), response.end('--b--')),
      1,
      1,
    ],
    [
      'no closing boundary',
      (write, response) => void (whole.forEach((each) => write(part(each))), response.end()),
      3,
      2,
    ],
    [
      'a part that is cut',
      (write, response) =>
        void (write(part(whole[0] ?? Buffer.alloc(0))),
        response.end(part(whole[1] ?? Buffer.alloc(0)).subarray(0, -60))),
      2,
      1,
    ],
    [
      'a connection that breaks',
      (write, response) => {
        write(part(whole[0] ?? Buffer.alloc(0)));
        response.socket?.end();
      },
      1,
      0,
    ],
    [
      'a part that is no object',
      (write, response) =>
        void (whole.forEach((each) => write(part(each))), write(part(Buffer.from('<html>'))), response.end('--b--')),
      3,
      3,
    ],
    ['no part at all', (_write, response) => void response.end('--b--'), 0, 0],
  ])('is short with %s', async (_name, body, came, complete) => {
    const { port } = await access(delivering(body));
    const result = await port.retrieve?.(wish);
    if (result?.kind !== 'answered') throw new Error(JSON.stringify(result));
    expect(result.value.short).toBe(true);
    expect(result.value.objects).toHaveLength(came);
    expect(result.value.objects.filter((each) => each.complete)).toHaveLength(complete);
  });

  it('half an object inside a whole answer is not complete', async () => {
    const { port } = await access(
      delivering((write, response) => {
        for (const bytes of [...whole.slice(0, 2), whole[2]?.subarray(0, -20) ?? Buffer.alloc(0)]) write(part(bytes));
        response.end('--b--');
      }),
    );
    const result = await port.retrieve?.(wish);
    expect(result?.kind === 'answered' && result.value.objects.map(({ complete }) => complete)).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('of what is not there is an answer; a server that fails or is silent gives none', async () => {
    const status =
      (code: number): Answer =>
      (_request, _url, response) => {
        response.statusCode = code;
        response.end();
      };
    const gone = await (await access(status(404))).port.retrieve?.(wish);
    expect(gone).toMatchObject({ kind: 'answered', value: { objects: [], short: false } });
    expect(await (await access(status(500))).port.retrieve?.(wish)).toMatchObject({ why: 'not-final' });
    expect(await (await access((_q, _u, response) => void response.end('x'))).port.retrieve?.(wish)).toMatchObject({
      why: 'not-supported',
    });
  });

  it('of one object asks for that object only', async () => {
    const asked: string[] = [];
    const { port } = await access((request, url, response) => {
      asked.push(url.pathname);
      delivering((write) => {
        write(part(whole[0] ?? Buffer.alloc(0)));
        response.end('--b--');
      })(request, url, response);
    });
    const object = { SeriesInstanceUID: '1.5.1', SOPInstanceUID: '1.5.1.1' };
    expect(await port.retrieve?.({ ...wish, object })).toMatchObject({
      value: { short: false, objects: [{ complete: true }] },
    });
    expect(asked.filter((path) => path.includes('/studies/'))).toEqual([
      '/dicom-web/studies/1.5/series/1.5.1/instances/1.5.1.1',
    ]);
  });
});

describe('a PACS that has failed three times', () => {
  it('is asked no more, and whoever asks is told so', async () => {
    let asked = 0;
    const { port, gate } = await access((_request, _url, response) => {
      asked += 1;
      response.statusCode = 503;
      response.end();
    });
    for (let n = 0; n < 6 && gate.state().mode !== 'stopped'; n += 1) await port.findStudies(window, 'audit', signal);
    const before = asked;
    expect(await port.findStudies(window, 'audit', signal)).toMatchObject({ kind: 'not-measured', why: 'stopped' });
    expect(asked).toBe(before);
  });
});
