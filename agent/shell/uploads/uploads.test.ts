import { createServer, type Server } from 'node:http';
import { instant, must, parseCalendarDate, startOfDay } from '@center/contract';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ArchivePort, Asked, ListedStudy } from '../channels/archive-port.ts';
import { type Ledger, openLedger } from '../ledger/index.ts';
import { askPlatform, watchPlatform } from './index.ts';

const day = (text: string) => must(parseCalendarDate(text));
const clock = instant(startOfDay(day('2026-03-12')) + 1);
const silence: Asked<never> = { kind: 'not-measured', why: 'timed-out', detail: '' };

let ledger: Ledger;
let server: Server | undefined;
beforeEach(() => {
  ledger = openLedger(undefined);
  const insert = ledger.store.db.prepare(
    `INSERT INTO study (uid, first_seen_at, changed_at, quiet_at, channel, date, origin, arriving, modalities) VALUES (?, 0, 0, 0, 'folder:0', ?, 'own', 0, '["CT"]')`,
  );
  for (const n of [1, 2, 3, 4]) insert.run(`1.2.${String(n)}`, `2026-03-0${String(n)}`);
});
afterEach(() => {
  ledger.close();
  server?.close();
  server = undefined;
});

function platform(
  has: readonly string[],
  silentAt?: string,
): { readonly port: Pick<ArchivePort, 'findStudies'>; readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    port: {
      findStudies(query) {
        if (query.by !== 'study') throw new Error('asked for more than one study');
        const uid = query.StudyInstanceUID;
        asked.push(uid);
        const listed: ListedStudy = { StudyInstanceUID: uid, modalities: ['CT'], objects: uid === '1.2.4' ? 0 : 3 };
        return Promise.resolve(
          uid === silentAt ? silence : { kind: 'answered', value: has.includes(uid) ? [listed] : [] },
        );
      },
    },
  };
}
const ask = (port: Pick<ArchivePort, 'findStudies'>, after = '') =>
  askPlatform({ ledger, port, now: () => clock, from: () => day('2026-03-02') }, after, new AbortController().signal);

it('what the platform lists with objects is receipted once; what it does not list is no refusal', async () => {
  const { port, asked } = platform(['1.2.1', '1.2.2', '1.2.4']);
  expect(await ask(port)).toEqual({ asked: 3, found: 1, silent: false, last: '1.2.4' });
  expect(asked).toEqual(['1.2.2', '1.2.3', '1.2.4']);
  expect(ledger.receipts.count()).toBe(1);
  expect(
    ledger.receipts.backlog(day('2026-03-02'), day('2026-03-12'), 9).map(({ StudyInstanceUID }) => StudyInstanceUID),
  ).toEqual(['1.2.3', '1.2.4']);
  expect(await ask(port)).toMatchObject({ asked: 2, found: 0 });
});

it('a platform that falls silent loses nothing of what it had said, and is asked on from there', async () => {
  const { port } = platform(['1.2.2', '1.2.3'], '1.2.3');
  const { last, ...answer } = await ask(port);
  expect(answer).toEqual({ asked: 1, found: 1, silent: true });
  const next = platform(['1.2.3']);
  await ask(next.port, last);
  expect(next.asked).toEqual(['1.2.3', '1.2.4']);
});

it('over DICOMweb, one study at a time', async () => {
  const paths: string[] = [];
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://platform');
    paths.push(url.pathname);
    const uid = url.searchParams.get('StudyInstanceUID') ?? url.searchParams.get('0020000D') ?? '';
    response.setHeader('content-type', 'application/dicom+json');
    const study = { '0020000D': { vr: 'UI', Value: [uid] }, '00201208': { vr: 'IS', Value: [3] } };
    response.end(JSON.stringify(uid === '1.2.3' ? [study] : []));
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  let changed = 0;
  const watch = await watchPlatform(
    { url: `http://127.0.0.1:${String(address.port)}/dicom-web` },
    {
      ledger,
      now: () => clock,
      from: () => day('2026-03-02'),
      log: pino({ level: 'silent' }),
      changed: () => (changed += 1),
    },
  );
  expect(await watch.turn()).toEqual({ asked: 3, found: 1, silent: false });
  expect(changed).toBe(1);
  expect(new Set(paths)).toEqual(new Set(['/dicom-web/studies']));
  await watch.stop();
});
