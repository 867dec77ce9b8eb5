import { createHash, randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { must, parseSha256 } from '@center/contract';
import { type StationPage, stationPageLimitBytes } from '@center/contract/station-api';
import { Type } from 'typebox';
import { personOf } from './access.ts';
import type { StationDeps } from './deps.ts';
import { Refusal } from './problems.ts';
import type { TypedApp } from './typed-app.ts';

type PageType = StationPage['type'];

/** Told by the first bytes, not by the name or by what the sender says. */
function pageTypeOf(bytes: Uint8Array): PageType | undefined {
  const starts = (...head: number[]): boolean => head.every((byte, index) => bytes[index] === byte);
  if (starts(0x25, 0x50, 0x44, 0x46, 0x2d)) return 'application/pdf';
  if (starts(0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  return undefined;
}

const endings: Readonly<Record<PageType, string>> = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
};

export interface PageStore {
  /** The page is on the disk, under its hash, when this returns. The same bytes again are the same file. */
  keep(bytes: Uint8Array): StationPage;
  find(sha256: string): { readonly path: string; readonly type: PageType } | undefined;
}

/** Signed pages below the data folder. A file is written aside, made durable and then given its name, so a name never stands for half a page. */
export function pageStore(dataFolder: string): PageStore {
  const folder = join(dataFolder, 'pages');
  const find: PageStore['find'] = (sha256) => {
    for (const type of ['application/pdf', 'image/jpeg', 'image/png'] as const) {
      const path = join(folder, sha256.slice(0, 2), `${sha256}.${endings[type]}`);
      if (existsSync(path)) return { path, type };
    }
    return undefined;
  };
  return {
    find,
    keep(bytes) {
      const type = pageTypeOf(bytes);
      if (type === undefined) throw new Refusal('page-type');
      const sha256 = must(parseSha256(createHash('sha256').update(bytes).digest('hex')));
      const page: StationPage = { sha256, bytes: bytes.length, type };
      if (find(sha256) !== undefined) return page;
      const shelf = join(folder, sha256.slice(0, 2));
      mkdirSync(shelf, { recursive: true, mode: 0o700 });
      writeDurably(shelf, `${sha256}.${endings[type]}`, bytes);
      return page;
    },
  };
}

function writeDurably(shelf: string, name: string, bytes: Uint8Array): void {
  const draft = join(shelf, `.${randomUUID()}.new`);
  try {
    const file = openSync(draft, 'wx', 0o600);
    try {
      for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, join(shelf, name));
  } catch (fault) {
    rmSync(draft, { force: true });
    throw fault;
  }
  // The name itself is durable when its folder, and that folder's own name, are.
  for (const path of [shelf, join(shelf, '..')]) {
    const folder = openSync(path, 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  }
}

const PagePath = Type.Object({ sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }) });

export function signedPageRoutes(app: TypedApp, { ledger, dataFolder, now }: StationDeps): void {
  const pages = pageStore(dataFolder);
  void app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      ['application/pdf', 'image/jpeg', 'image/png'],
      { parseAs: 'buffer', bodyLimit: stationPageLimitBytes },
      (_request, body, parsed) => parsed(null, body),
    );
    scope.post('/api/pages', { bodyLimit: stationPageLimitBytes }, (request): StationPage => {
      const { login } = personOf(request);
      if (!Buffer.isBuffer(request.body)) throw new Refusal('page-type');
      const page = pages.keep(request.body);
      ledger.audit.write('page-uploaded', page.sha256, `${page.type} ${String(page.bytes)} bytes`, login, now());
      return page;
    });
    done();
  });
  app.get('/api/pages/:sha256', { schema: { params: PagePath } }, (request, reply) => {
    const { sha256 } = request.params;
    const page = pages.find(sha256);
    if (page === undefined) throw new Refusal('not-found');
    const bytes = readFileSync(page.path);
    ledger.audit.write('page-read', sha256, '', personOf(request).login, now());
    return reply
      .header('content-disposition', `attachment; filename="${sha256.slice(0, 16)}.${endings[page.type]}"`)
      .header('content-security-policy', "default-src 'none'; sandbox")
      .type(page.type)
      .send(bytes);
  });
}
