import {
  type Instant,
  instant,
  parseCalendarDate,
  parseInstant,
  parseStudyInstanceUID,
  type UploadReceipt,
} from '@center/contract';
import { type Column, Complaints, type Parsed, parseTable, type TableRow } from './table.ts';

const columns: readonly Column[] = [
  { name: 'StudyInstanceUID', headings: ['检查UID', '检查实例UID', 'study uid'], required: false },
  { name: 'AccessionNumber', headings: ['检查号', '申请单号', '检查流水号', 'accession'], required: false, most: 64 },
  { name: 'at', headings: ['时间', '回执时间', '上传时间', 'time'], required: true },
  { name: 'outcome', headings: ['结果', '状态', '上传结果', 'status'], required: true },
  { name: 'code', headings: ['代码', '原因', '错误信息', 'reason'], required: false },
];

const accepted: ReadonlySet<string> = new Set([
  'accepted',
  'success',
  'ok',
  '成功',
  '已接收',
  '已上传',
  '通过',
  '0',
  '200',
]);
const refused: ReadonlySet<string> = new Set([
  'refused',
  'rejected',
  'failed',
  'failure',
  'error',
  '失败',
  '拒绝',
  '已拒绝',
  '退回',
  '未通过',
]);

/** An instant with offset, or `2026-03-10 08:30[:00]` in the center's zone. A day or hour that does not exist is none; it is not carried over into another. */
function timeIn(raw: string, zoneOffsetMinutes: number): Instant | undefined {
  const parts =
    /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[ T](\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?(Z|[+-]\d{2}:\d{2})?$/.exec(
      raw.normalize('NFKC'),
    );
  if (parts === null) return undefined;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '00', offset] = parts;
  const two = (text: string): string => text.padStart(2, '0');
  const date = parseCalendarDate(`${year}-${two(month)}-${two(day)}`);
  const at = parseInstant(`${year}-${two(month)}-${two(day)}T${two(hour)}:${minute}:${second}${offset ?? 'Z'}`);
  if (!date.ok || !at.ok || Number(hour) > 23) return undefined;
  return offset === undefined ? instant(at.value - zoneOffsetMinutes * 60_000) : at.value;
}

/** The zone that times without an offset are of, and the latest moment that a receipt can tell of. */
export interface ReceiptClock {
  readonly zoneOffsetMinutes: number;
  readonly latest: Instant;
}

/** A moment after `latest` has not been: a wrong year would make a study arrive for ever late. */
export function receivedAt(raw: string, { zoneOffsetMinutes, latest }: ReceiptClock): Instant | undefined {
  const at = timeIn(raw, zoneOffsetMinutes);
  return at === undefined || at > latest ? undefined : at;
}

function receiptOf(row: TableRow, complaints: Complaints, clock: ReceiptClock): UploadReceipt | undefined {
  const raw = row.cell('StudyInstanceUID');
  const uid = parseStudyInstanceUID(raw);
  if (raw !== '' && (!uid.ok || !/^[0-9.]{5,64}$/.test(raw)))
    complaints.add(row, 'uid-wrong', 'StudyInstanceUID', '1.2.840.113619.2.55.3');
  const AccessionNumber = row.cell('AccessionNumber');
  if (raw === '' && AccessionNumber === '') complaints.add(row, 'value-missing', 'StudyInstanceUID');
  const at = receivedAt(row.cell('at'), clock);
  if (at === undefined)
    complaints.add(row, row.cell('at') === '' ? 'value-missing' : 'time-wrong', 'at', '2026-03-10 08:30');
  const word = row.cell('outcome').toLowerCase();
  const outcome = accepted.has(word) ? 'accepted' : refused.has(word) ? 'refused' : undefined;
  if (outcome === undefined)
    complaints.add(
      row,
      word === '' ? 'value-missing' : 'value-unknown',
      'outcome',
      `${[...accepted].join(' / ')} | ${[...refused].join(' / ')}`,
    );
  if (at === undefined || outcome === undefined) return undefined;
  return {
    ...(raw === '' ? {} : { StudyInstanceUID: raw }),
    ...(AccessionNumber === '' ? {} : { AccessionNumber }),
    at,
    outcome,
    code: row.cell('code').slice(0, 200),
  };
}

/** Receipts of the regional platform as it exports them: a table with a heading in Chinese or English. All lines, or none and every wrong cell named. */
export function importReceipts(text: string, clock: ReceiptClock): Parsed<UploadReceipt> {
  const table = parseTable(text, columns);
  if (table.kind === 'refused') return table;
  const complaints = new Complaints();
  return complaints.answer(table.rows.flatMap((row) => receiptOf(row, complaints, clock) ?? []));
}
