import { crc32, deflateRawSync } from 'node:zlib';
import { type WorkbookTools, workbookOf, workbookType } from '@center/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { writeAudit } from '../store/audit.ts';
import { actorOf } from './access.ts';
import type { ConsoleContext } from './context.ts';

const zipTools: WorkbookTools = {
  utf8: (text) => Buffer.from(text, 'utf8'),
  crc32,
  deflateRaw: (bytes) => deflateRawSync(bytes),
};

/** Sheets as the bytes of an XLSX file. */
export const workbook = (sheets: Parameters<typeof workbookOf>[0]): Uint8Array => workbookOf(sheets, zipTools);

/** Answers with a file. Written down before the file leaves: who took what, with which filter. */
export function exportSender({ db, clock }: ConsoleContext) {
  return (
    request: FastifyRequest,
    reply: FastifyReply,
    name: string,
    rows: number,
    content: string | Uint8Array,
    facilityId?: string,
  ): FastifyReply => {
    db.transaction(() => {
      writeAudit(db, {
        at: clock(),
        actor: actorOf(request),
        action: 'export',
        object: name,
        facilityId,
        beforeAfter: { after: { rows, filter: request.query } },
      });
    });
    void reply.header('content-disposition', `attachment; filename="${name}"`);
    return reply.type(typeof content === 'string' ? 'text/csv; charset=utf-8' : workbookType).send(content);
  };
}
