import type { ImportProblem, UploadReceipt } from '@center/contract';
import { type ReceiptClock, receivedAt } from './import-receipts.ts';
import { mostProblems, type Parsed } from './table.ts';

/** An object of JSON whose members nobody has looked at yet. */
type Members = Readonly<Record<string, unknown>>;

function membersOf(value: unknown): Members | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an object that is no array has members, each of them unknown
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : undefined;
}

/** Values of an attribute of the DICOM JSON model (PS3.18 §F.2). */
function valuesOf(dataset: Members, tag: string): readonly unknown[] {
  const value = membersOf(dataset[tag])?.['Value'];
  return Array.isArray(value) ? value : [];
}

const failedSequence = '00081198';
const referencedSequence = '00081199';
const failureReason = '00081197';
const retrieveUrl = '00081190';

/** The study that the answer is about: named beside it, or in the Retrieve URL of the study. */
function studyOf(record: Members, body: Members): string | undefined {
  const named = record['StudyInstanceUID'] ?? record['study'];
  if (typeof named === 'string' && /^[0-9.]{5,64}$/.test(named)) return named;
  const url = valuesOf(body, retrieveUrl)[0];
  return typeof url === 'string' ? /\/studies\/([0-9.]{5,64})(?:\/|$)/.exec(url)?.[1] : undefined;
}

function receiptOf(value: unknown, clock: ReceiptClock): UploadReceipt | ImportProblem['problem'] {
  const record = membersOf(value);
  const body = record === undefined ? undefined : membersOf(record['body'] ?? record['response']);
  const status = record?.['status'];
  if (record === undefined || typeof status !== 'number') return 'not-a-response';
  const uid = studyOf(record, body ?? {});
  const at = typeof record['at'] === 'string' ? receivedAt(record['at'], clock) : undefined;
  if (uid === undefined) return 'uid-wrong';
  if (at === undefined) return 'time-wrong';
  const failed = valuesOf(body ?? {}, failedSequence);
  const stored = valuesOf(body ?? {}, referencedSequence).length;
  // 200 alone says that the request was read; that every object was stored says the body (PS3.18 §10.5.3, table 10.5.3-1).
  const accepted = status === 200 && failed.length === 0 && stored > 0;
  const reason = failed
    .flatMap((item) => valuesOf(membersOf(item) ?? {}, failureReason))
    .find((each) => typeof each === 'number');
  return {
    StudyInstanceUID: uid,
    at,
    outcome: accepted ? 'accepted' : 'refused',
    code: accepted
      ? ''
      : `HTTP ${String(status)}${reason === undefined ? '' : ` 0x${reason.toString(16).toUpperCase().padStart(4, '0')}`}`,
  };
}

function recordsOf(text: string): {
  readonly records: readonly { readonly line: number; readonly value: unknown }[];
  readonly problems: ImportProblem[];
} {
  const problems: ImportProblem[] = [];
  const read = (line: number, piece: string): { line: number; value: unknown }[] => {
    try {
      return [{ line, value: JSON.parse(piece) }];
    } catch {
      problems.push({ line, problem: 'not-json', found: piece.slice(0, 60) });
      return [];
    }
  };
  const plain = text.replace(/^\uFEFF/, '').trim();
  if (plain.startsWith('[')) {
    const [whole] = read(1, plain);
    return {
      records: Array.isArray(whole?.value) ? whole.value.map((value: unknown) => ({ line: 1, value })) : [],
      problems,
    };
  }
  const lines = plain.split(/\r?\n/).map((piece, index) => ({ line: index + 1, piece: piece.trim() }));
  return {
    records: lines.filter(({ piece }) => piece !== '').flatMap(({ line, piece }) => read(line, piece)),
    problems,
  };
}

/**
 * Receipts from a log of STOW-RS answers (PS3.18 §10.5.3): a JSON array, or one JSON object a line, each `{at, status, body}` with the store instances response as `body`, and
 * `StudyInstanceUID` where the answer names no Retrieve URL. A study counts as accepted only when the answer stores objects and fails none. All lines, or none.
 */
export function receiptsOfStowLog(text: string, clock: ReceiptClock): Parsed<UploadReceipt> {
  const { records, problems } = recordsOf(text);
  const receipts: UploadReceipt[] = [];
  for (const { line, value } of records) {
    const receipt = receiptOf(value, clock);
    if (typeof receipt === 'string')
      problems.push({
        line,
        problem: receipt,
        expected: '{"at":"2026-03-10T08:30:00+08:00","status":200,"body":{"00081199":{…}}}',
      });
    else receipts.push(receipt);
  }
  if (problems.length === 0 && receipts.length === 0) problems.push({ line: 0, problem: 'empty' });
  return problems.length === 0
    ? { kind: 'read', rows: receipts }
    : { kind: 'refused', problems: problems.slice(0, mostProblems) };
}
