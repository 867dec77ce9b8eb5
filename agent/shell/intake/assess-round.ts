import {
  type CalendarDate,
  calendarDateAt,
  type EvidenceChannel,
  type Instant,
  type Judgement,
} from '@center/contract';
import { type AssessContext, assessChannels, assessUnreadable, channelStates } from '../../core/index.ts';
import { type Ledger, sha256Hex, shippedMappingSha256, type UnreadableRow } from '../ledger/index.ts';
import type { AssessDeps } from './assess-deps.ts';
import { closeWithdrawn, stepFinding } from './finding-step.ts';
import { judgeOneStudy } from './judge-study.ts';

export interface Round {
  readonly judged: number;
  readonly revisions: number;
}

/** Studies judged in one transaction. */
const perTransaction = 16;

/**
 * Judges what is due, one transaction at a time, until nothing is or `most` studies are done. Judging the same again writes nothing. The caller may stop
 * between two calls at any moment: what was written is whole.
 */
export function assessDue(deps: AssessDeps, most: number): Round {
  const { ledger } = deps;
  const at = deps.now();
  const today = calendarDateAt(at, deps.facility.zoneOffsetMinutes);
  const context = assessContext(deps, at, today);
  ledger.transaction(() => noteBasis(deps, context));
  let judged = 0;
  let revisions = assessUnreadables(deps, context);
  while (judged < most) {
    const done = ledger.transaction(() => {
      const due = ledger.studies.due(at, today, Math.min(perTransaction, most - judged));
      for (const uid of due) revisions += judgeOneStudy(deps, context, uid, today);
      return due.length;
    });
    judged += done;
    if (done === 0) break;
  }
  // Only when every study has been judged: what a clause lacks is not known from half of them.
  if (judged < most) revisions += ledger.transaction(() => assessClauses(deps, context, today));
  return { judged, revisions };
}

export function supervisionStart({ ledger, supervisionStart: start }: AssessDeps, today: CalendarDate): CalendarDate {
  return start === 'earliest-study' ? (ledger.studies.earliestDate() ?? today) : start;
}

export function assessContext(deps: AssessDeps, at: Instant, today: CalendarDate): AssessContext {
  const { ledger, keys } = deps;
  const working = new Set<EvidenceChannel>();
  if (ledger.records.consentRegisterInUse()) working.add('consent-register');
  if (ledger.cards.count() > 0) working.add('device-register');
  if (ledger.registers.inForce('staff').length > 0) working.add('staff-register');
  if (ledger.registers.inForce('permits').length > 0) working.add('permit-register');
  if (ledger.receipts.count() > 0) working.add('upload-receipts');
  // Asking needs a way that can retrieve; where there is none, that is said once for the clause.
  if (ledger.archive.lastObservation() > 0 && ledger.archive.missed('retrieve')?.why !== 'not-supported')
    working.add('retention-proof');
  for (const channel of equipmentChannels(ledger)) working.add(channel);
  const start = supervisionStart(deps, today);
  return {
    supervisionStart: start,
    channels: channelStates(working, start, today),
    judgedAt: at,
    digest: sha256Hex,
    hmac: keys.hmac,
    onFault: (ruleId, fault) => deps.onFault(ruleId, fault),
  };
}

/** Channels of equipment that have carried evidence: a device is watched by a probe and has a calendar, people have written something down, UPS and room are described. */
function equipmentChannels({ equipment, equipmentRecords, watch }: Ledger): readonly EvidenceChannel[] {
  const cards = equipment.cards();
  const imaging = cards.filter(({ kind }) => kind === 'imaging');
  const planned = imaging.some(({ calendarId }) => calendarId !== undefined);
  const hosted = equipment.hostedPacs() !== undefined;
  const has = (kind: 'ups' | 'room'): boolean => hosted || cards.some((card) => card.kind === kind);
  const works: readonly (readonly [EvidenceChannel, boolean])[] = [
    ['device-watch', planned && watch.heard(imaging.map(({ id }) => id)).samples],
    ['daily-records', equipmentRecords.has('daily')],
    ['maintenance-records', equipmentRecords.has('maintenance')],
    ['ups-watch', has('ups') || equipment.noUps() !== undefined],
    ['room-watch', has('room')],
  ];
  return works.filter(([, working]) => working).map(([channel]) => channel);
}

/** What judging rests on beside the studies themselves. When it changes, the studies it touches are judged anew. */
function noteBasis(deps: AssessDeps, context: AssessContext): void {
  const { ledger, facility, supervisionStart: start } = deps;
  const lasting = JSON.stringify([start, facility.institutionNames, facility.zoneOffsetMinutes, shippedMappingSha256]);
  const channels = Object.fromEntries(context.channels);
  const before = ledger.meta.get('assess-basis');
  const now = JSON.stringify({ lasting, channels });
  if (before === now) return;
  ledger.meta.set('assess-basis', now);
  if (before === undefined) return;
  const known: unknown = JSON.parse(before);
  const was = isBasis(known) ? known : { lasting: '', channels: {} };
  if (was.lasting !== lasting) ledger.studies.markAllDirty();
  for (const [channel, state] of context.channels) {
    if (was.channels[channel] !== state) ledger.studies.markDirtyHeldBy(channel);
  }
}

function isBasis(value: unknown): value is { lasting: string; channels: Record<string, string> } {
  return typeof value === 'object' && value !== null && 'lasting' in value && 'channels' in value;
}

function assessUnreadables(deps: AssessDeps, context: AssessContext): number {
  let revisions = 0;
  for (;;) {
    const done = deps.ledger.transaction(() => {
      const due = deps.ledger.unreadable.due(perTransaction);
      for (const row of due) revisions += judgeUnreadableRow(deps, context, row);
      return due.length;
    });
    if (done === 0) return revisions;
  }
}

function judgeUnreadableRow(
  deps: AssessDeps,
  context: AssessContext,
  row: UnreadableRow & { resolved: boolean },
): number {
  const { ledger, facility } = deps;
  const seenOn = calendarDateAt(row.seenAt, facility.zoneOffsetMinutes);
  ledger.unreadable.judged(row.locator);
  // With a known study it is a matter of that study; alone it is one of the archive.
  if (row.study !== undefined && ledger.studies.get(row.study) !== undefined) {
    ledger.studies.markDirty(row.study);
    return 0;
  }
  const ruleSet = ledger.ruleSets.inForce(seenOn);
  const raw = assessUnreadable({ locator: row.locator, reason: row.reason }, seenOn, ruleSet, context);
  const judgements = row.resolved ? raw.map(readableAgain) : raw;
  ledger.judgements.put(judgements, context.judgedAt);
  return judgements
    .map((each) =>
      stepFinding(
        deps,
        each,
        ledger.findings.find('archive', row.locator, each.ruleId),
        context.judgedAt,
        undefined,
        false,
      ),
    )
    .reduce((a, b) => a + b, 0);
}

function readableAgain(judgement: Judgement): Judgement {
  return {
    ...judgement,
    verdict: { kind: 'conforms', basis: 'measured', observed: [{ fact: 'unreadable', value: false }] },
  };
}

/** One finding a clause whose evidence channel is overdue; it closes when the channel has begun to work. */
function assessClauses(deps: AssessDeps, context: AssessContext, today: CalendarDate): number {
  const { ledger, facility } = deps;
  const held = new Map<string, number>();
  for (const { ruleId, studies } of ledger.judgements.held()) held.set(ruleId, (held.get(ruleId) ?? 0) + studies);
  const ruleSet = ledger.ruleSets.inForce(today);
  const judgements = assessChannels(held, facility.id, ruleSet, context, today);
  let revisions = 0;
  for (const { id, enabled, informational } of ruleSet.manifest.rules) {
    const finding =
      enabled && !informational ? undefined : ledger.findings.find('facility', `${facility.id}/${id}`, id);
    if (finding !== undefined) revisions += closeWithdrawn(deps, finding, ruleSet, today, context.judgedAt);
  }
  for (const judgement of judgements) {
    const { kind, key } = judgement.subject;
    revisions += stepFinding(
      deps,
      judgement,
      ledger.findings.find(kind, key, judgement.ruleId),
      context.judgedAt,
      undefined,
      false,
    );
  }
  return revisions;
}
