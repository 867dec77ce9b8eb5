import { gzipSync } from 'node:zlib';
import {
  type Batch,
  type BatchItem,
  batchLimits,
  type CalendarDate,
  calendarDateAt,
  type Instant,
  instantToIso,
  payloadTypes,
  type StateDigestItem,
  stateDigestText,
} from '@center/contract';
import { type AgentKey, type CenterKeys, type Ledger, sha256Hex } from '../ledger/index.ts';
import { agentVersion } from './agent-version.ts';
import { archiveItems, archiveTold, emptiedArchiveItems, noteArchiveTold } from './archive-items.ts';
import { type Enrolment, enrolmentOf } from './enrolment.ts';
import { sealed } from './envelope.ts';
import { emptiedItems, findingItem, groupItems, itemDigest, itemKey, measurementItems } from './items.ts';
import { untoldEquipment } from './untold-equipment.ts';

export interface BuildDeps {
  readonly ledger: Ledger;
  readonly keys: CenterKeys;
  readonly agentKey: AgentKey;
  /** First day of supervision; absent: that which the ledger keeps. */
  readonly supervisionStart?: () => CalendarDate;
}

/** Findings read in one go. */
const findingPortion = 400;

/**
 * Builds signed batches of everything that the console has not been told yet and makes them durable, in one transaction: what is counted as told stands in a
 * sealed batch, whatever happens next. Without an enrolment nothing is built and nothing is forgotten. Returns the number of batches.
 */
export function buildBatches({ ledger, keys, agentKey, supervisionStart }: BuildDeps, at: Instant): number {
  const enrolment = enrolmentOf(ledger);
  if (enrolment === undefined || enrolment.state === 'revoked') return 0;
  return ledger.transaction(() => {
    const dump = ledger.meta.get('dump-wanted');
    if (dump !== undefined) {
      ledger.batches.forgetTold();
      ledger.findings.markAllUnsent();
    }
    const first = (ledger.batches.last()?.seq ?? 0) === enrolment.afterSeq;
    const whole = first || dump !== undefined;
    const months = whole ? ledger.judgements.months() : ledger.judgements.staleMonths();
    const items = [
      ...untoldMeasurements(ledger, months, at),
      ...untoldGroups(ledger, whole, at),
      ...untoldArchive(ledger, whole, at),
      ...untoldEquipment(ledger, whole, at, supervisionStart?.(), dump !== undefined),
      ...untoldFindings(ledger, keys),
    ];
    const digest = digestItem(ledger, at, items.length > 0, dump !== undefined);
    if (digest !== undefined) items.push(digest);
    ledger.judgements.clearStaleMonths();
    if (items.length === 0) return 0;
    const groups = packed(items);
    for (const [index, group] of groups.entries()) {
      const part = dump === undefined ? undefined : { id: dump, last: index === groups.length - 1 };
      seal(ledger, agentKey, enrolment, group, part, at);
    }
    ledger.meta.remove('dump-wanted');
    return groups.length;
  });
}

function untoldMeasurements(ledger: Ledger, months: readonly string[], at: Instant): BatchItem[] {
  const items = measurementItems(ledger, months, at);
  const present = new Set(items.map(itemKey));
  for (const item of items) if (item.type === 'cell') ledger.batches.noteCell(item);
  // A cell that no longer has a subject is told as empty, so that the console does not keep its last count.
  const told = ledger.batches.toldCells(months);
  const emptied = told.map((cell) => ({ type: 'cell' as const, ...cell, counts: {}, asOf: instantToIso(at) }));
  const all = [
    ...emptied.filter((cell) => !present.has(itemKey(cell))),
    ...emptiedItems(ledger, present, months, at),
    ...items,
  ];
  return all.filter((item) => ledger.batches.tell(itemKey(item), itemDigest(item)));
}

/** A group that nothing is left of is told once as empty; a dump does not name it. */
function untoldGroups(ledger: Ledger, whole: boolean, at: Instant): BatchItem[] {
  const items = groupItems(ledger, whole, instantToIso(at)).filter(
    ({ n, excluded }) => !whole || n > 0 || excluded.phantom + excluded.phases > 0,
  );
  const untold = items.filter((item) => ledger.batches.tell(itemKey(item), itemDigest(item)));
  ledger.groups.markTold();
  return untold;
}

/** The archive's figures, once an hour; a dump names what is there and nothing that is gone. */
function untoldArchive(ledger: Ledger, whole: boolean, at: Instant): BatchItem[] {
  if (!whole && archiveTold(ledger, at)) return [];
  const items = archiveItems(ledger, at);
  if (items.length > 0) noteArchiveTold(ledger, at);
  const present = new Set(items.map(itemKey));
  return [...emptiedArchiveItems(ledger, present, at), ...items].filter((item) =>
    ledger.batches.tell(itemKey(item), itemDigest(item)),
  );
}

function untoldFindings(ledger: Ledger, keys: CenterKeys): BatchItem[] {
  const items: BatchItem[] = [];
  for (;;) {
    const findings = ledger.findings.unsent(findingPortion);
    for (const finding of findings) {
      items.push(findingItem(ledger, keys, finding));
      ledger.findings.markSent(finding.id, finding.revision);
    }
    if (findings.length < findingPortion) return items;
  }
}

/** Once a day, and at the end of a dump: the digest by which the console sees that both hold the same. */
function digestItem(ledger: Ledger, at: Instant, anything: boolean, dump: boolean): StateDigestItem | undefined {
  const today = calendarDateAt(at);
  if (!dump && (!anything || ledger.meta.get('digest-day') === today)) return undefined;
  ledger.meta.set('digest-day', today);
  const findings = ledger.findings.told();
  const counted = new Map(ledger.judgements.cells().map((cell) => [`${cell.ruleId}|${cell.month}`, cell.counts]));
  const cells = ledger.batches
    .toldCells()
    .map(({ ruleId, month }) => ({ ruleId, month, counts: counted.get(`${ruleId}|${month}`) ?? {} }));
  const openFindings = findings.filter(({ state }) => state === 'open' || state === 'confirmed').length;
  return {
    type: 'state-digest',
    openFindings,
    findings: findings.length,
    cells: cells.length,
    sha256: sha256Hex(stateDigestText(findings, cells)),
  };
}

/** Room for the envelope's own members around the items. */
const frameBytes = 1024;

function packed(items: readonly BatchItem[]): BatchItem[][] {
  const groups: BatchItem[][] = [];
  let group: BatchItem[] = [];
  let bytes = frameBytes;
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item)) + 1;
    if (group.length > 0 && (group.length >= batchLimits.items || bytes + size > batchLimits.bytes)) {
      groups.push(group);
      group = [];
      bytes = frameBytes;
    }
    group.push(item);
    bytes += size;
  }
  if (group.length > 0) groups.push(group);
  return groups;
}

function seal(
  ledger: Ledger,
  agentKey: AgentKey,
  { agentId, facilityId, afterSeq }: Enrolment,
  items: BatchItem[],
  dump: Batch['dump'],
  at: Instant,
): void {
  const last = ledger.batches.last();
  const seq = (last?.seq ?? 0) + 1;
  const batch: Batch = {
    kind: 'batch/1',
    agentId,
    facilityId,
    seq: seq - afterSeq,
    prevSha256: last === undefined || last.seq === afterSeq ? null : last.sha256,
    createdAt: instantToIso(at),
    agentVersion,
    ruleSetSha256: ledger.ruleSets.current()?.sha256 ?? '0'.repeat(64),
    ...(dump === undefined ? {} : { dump }),
    items,
  };
  const body = JSON.stringify(batch);
  ledger.batches.add(
    {
      seq,
      sha256: sha256Hex(body),
      prevSha256: batch.prevSha256,
      items: items.length,
      bytes: gzipSync(sealed(payloadTypes.batch, body, agentId, agentKey)),
    },
    at,
  );
}
