import {
  type ImportKind,
  type ImportProblem,
  instant,
  must,
  parseDeviceId,
  type ReceiptSource,
} from '@center/contract';
import {
  importLimitBytes,
  type StationImportAnswer,
  StationImportPath,
  StationImportQuery,
} from '@center/contract/station-api';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { importReceipts, importRegister, receiptsOfStowLog } from '../../core/index.ts';
import { sha256Hex } from '../ledger/index.ts';
import { personOf } from './access.ts';
import type { StationDeps } from './deps.ts';
import { Refusal } from './problems.ts';
import type { TypedApp } from './typed-app.ts';

/** A workbook or a picture may decode by chance; text holds none of these. */
const noText = /[\u0000\uFFFE\uFFFF]/;

function encodingsOf(bytes: Uint8Array): readonly string[] {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return ['utf-16le'];
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return ['utf-16be'];
  return ['utf-8', 'gb18030'];
}

/** Text of a file as office programs in China write it: UTF-16 with its mark, UTF-8, else GB18030. Undefined when it is none of them. */
export function textOf(bytes: Uint8Array): string | undefined {
  for (const encoding of encodingsOf(bytes)) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      return noText.test(text) || text.startsWith('PK\u0003\u0004') ? undefined : text;
    } catch (fault) {
      // What does not decode is of another encoding; any other fault is ours.
      if (!(fault instanceof TypeError)) throw fault;
    }
  }
  return undefined;
}

/** How far another's clock may be ahead of ours. */
const aheadMs = 24 * 3_600_000;

const refused = (problems: readonly ImportProblem[]): StationImportAnswer => ({
  kind: 'refused',
  problems: problems.map((problem) => ({ ...problem })),
});

/** Every line is taken, or none and every wrong cell is named. The same file again changes nothing. */
function takeIn(
  deps: StationDeps,
  kind: ImportKind,
  source: ReceiptSource,
  bytes: Uint8Array,
  who: string,
): StationImportAnswer {
  const { ledger, now, facility } = deps;
  const text = textOf(bytes);
  if (text === undefined) return refused([{ line: 0, problem: 'not-text' }]);
  if (kind === 'upload-receipts') {
    const clock = { zoneOffsetMinutes: facility.zoneOffsetMinutes, latest: instant(now() + aheadMs) };
    const read = source === 'stow-log' ? receiptsOfStowLog(text, clock) : importReceipts(text, clock);
    if (read.kind === 'refused') return refused(read.problems);
    return { kind: 'taken', rows: read.rows.length, changed: ledger.receipts.add(read.rows, source, who, now()) };
  }
  const devices = ledger.devices
    .list()
    .map(({ deviceId, DeviceSerialNumber }) => ({ deviceId: must(parseDeviceId(deviceId)), DeviceSerialNumber }));
  const limits = { devices, digest: sha256Hex };
  const read = importRegister(kind, text, limits);
  if (read.kind === 'refused') return refused(read.problems);
  return { kind: 'taken', rows: read.rows.length, changed: ledger.registers.put(kind, read.rows, who, now()) };
}

/** Lists that come in as files: registers of the center's people, and what the regional platform answered. */
export function importRoutes(app: TypedApp, deps: StationDeps): void {
  void app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      ['text/csv', 'text/plain', 'application/octet-stream'],
      { parseAs: 'buffer', bodyLimit: importLimitBytes },
      (_request, body, parsed) => parsed(null, body),
    );
    scope
      .withTypeProvider<TypeBoxTypeProvider>()
      .post(
        '/api/imports/:kind',
        { bodyLimit: importLimitBytes, schema: { params: StationImportPath, querystring: StationImportQuery } },
        (request): StationImportAnswer => {
          if (!Buffer.isBuffer(request.body)) throw new Refusal('request-invalid', ['body']);
          const { kind } = request.params;
          const { login } = personOf(request);
          const answer = takeIn(deps, kind, request.query.source ?? 'csv', request.body, login);
          const found = answer.kind === 'taken' ? `${String(answer.changed)} of ${String(answer.rows)}` : 'refused';
          deps.ledger.audit.write('list-imported', kind, found, login, deps.now());
          if (answer.kind === 'taken' && answer.changed > 0) deps.changed();
          return answer;
        },
      );
    done();
  });
}
