import type { NotMeasured } from '../../core/index.ts';
import type { ArchivePort, Asked, Lane, ListedObject, ListedStudy, StudyQuery } from '../channels/archive-port.ts';
import type { PacsGate } from '../courtesy/index.ts';

/** One way into a PACS. */
export interface Way {
  readonly port: ArchivePort;
  readonly gate: PacsGate;
}

/** Ways into one PACS, the preferred one first. */
export interface Pacs {
  readonly name: string;
  readonly ways: readonly Way[];
}

export function pacsOf(ways: readonly Way[]): readonly Pacs[] {
  const byName = new Map<string, Way[]>();
  for (const way of ways) byName.set(way.port.pacs, [...(byName.get(way.port.pacs) ?? []), way]);
  return [...byName].map(([name, own]) => ({ name, ways: own }));
}

/** An answer with the way it came by. */
export type Answered<T> = Asked<T> & { readonly channel: string };

/** Whether a PACS may be asked by the audit now: it has not just failed, and its people have gone home. */
export function mayAsk({ ways }: Pacs): NotMeasured | 'not-now' | undefined {
  const [first] = ways;
  if (first === undefined) return 'not-supported';
  const { mode, offHours, offHoursShare } = first.gate.state();
  if (mode === 'stopped') return 'stopped';
  return offHours || offHoursShare >= 1 ? undefined : 'not-now';
}

/** How often a waiting question looks whether its gate has shut, milliseconds. */
const lookMs = 500;

/**
 * Asks, unless the gate is shut or shuts while the question waits for its turn (by what others asked in the meantime): then nothing is known, and nobody waits for the gate
 * to open. What is under way is let come to its end. Rejects only when `signal` is aborted.
 */
export async function unlessStopped<T>(
  gate: PacsGate,
  signal: AbortSignal,
  ask: (signal: AbortSignal) => Promise<Asked<T>>,
): Promise<Asked<T>> {
  const stopped: Asked<T> = { kind: 'not-measured', why: 'stopped', detail: '' };
  if (gate.state().mode === 'stopped') return stopped;
  const giveUp = new AbortController();
  const looking = setInterval(() => {
    const { mode, inFlight } = gate.state();
    if (mode === 'stopped' && inFlight === 0) giveUp.abort();
  }, lookMs);
  try {
    return await ask(AbortSignal.any([signal, giveUp.signal]));
  } catch (fault) {
    signal.throwIfAborted();
    if (giveUp.signal.aborted) return stopped;
    throw fault;
  } finally {
    clearInterval(looking);
  }
}

/** Asks by one way after the other until one answers to its end; the last refusal is told when none does. A PACS whose gate is stopped is not asked. */
async function askEach<T>(
  { ways }: Pacs,
  signal: AbortSignal,
  ask: (port: ArchivePort, signal: AbortSignal) => Promise<Asked<T>>,
): Promise<Answered<T>> {
  let last: Answered<T> = {
    kind: 'not-measured',
    why: 'not-supported',
    detail: '',
    channel: ways[0]?.port.channel ?? '',
  };
  for (const { port, gate } of ways) {
    const answer = await unlessStopped(gate, signal, (within) => ask(port, within));
    if (answer.kind === 'answered') return { ...answer, channel: port.channel };
    last = { ...answer, channel: port.channel };
    if (answer.why === 'stopped') return last;
  }
  return last;
}

export function findIn(
  pacs: Pacs,
  query: StudyQuery,
  lane: Lane,
  signal: AbortSignal,
): Promise<Answered<readonly ListedStudy[]>> {
  return askEach(pacs, signal, (port, within) => port.findStudies(query, lane, within));
}

export function objectsIn(
  pacs: Pacs,
  StudyInstanceUID: string,
  lane: Lane,
  signal: AbortSignal,
): Promise<Answered<readonly ListedObject[]>> {
  return askEach(pacs, signal, (port, within) => port.listObjects(StudyInstanceUID, lane, within));
}

/** Whether any archive of the center may hold a study. One that none may hold can be listed nowhere, and is asked for nowhere. */
export function anyMayHold(archives: readonly Pacs[], uid: string): boolean {
  return archives.some(({ ways }) => ways.some(({ port }) => port.mayHold?.(uid) ?? true));
}
