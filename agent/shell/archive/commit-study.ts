import { commitParts } from '../../core/index.ts';
import type { ListedObject } from '../channels/archive-port.ts';
import type { CommitmentOutcome, Commitments } from '../commitment/index.ts';
import type { ListingTools } from './list-window.ts';
import { because, isAway } from './round-deps.ts';
import { archivedPlaces } from './sight.ts';
import { objectsIn, unlessStopped } from './ways.ts';

/** Studies whose reports are awaited at one time. */
const mostAwaited = 20;

/**
 * Storage commitment of whole studies. A report may take a day, and come after a restart: nobody waits for it. What has ended is looked at each turn, and a study is written
 * down when nothing of it is outstanding.
 */
export class Commits {
  readonly #tools: Pick<ListingTools, 'deps' | 'misses'>;
  readonly #commitments: Commitments | undefined;

  constructor(tools: Pick<ListingTools, 'deps' | 'misses'>, commitments: Commitments | undefined) {
    this.#tools = tools;
    this.#commitments = commitments;
  }

  get offered(): boolean {
    return (
      this.#commitments !== undefined &&
      this.#tools.deps.archives.some(({ ways }) => ways.some(({ port }) => port.commit !== undefined))
    );
  }

  /** Asks the archive to commit to the objects of a study, as it lists them. */
  async ask(uid: string): Promise<'asked' | 'not-asked' | 'halt'> {
    const { deps, misses } = this.#tools;
    if (this.#commitments === undefined || this.#commitments.outstanding() >= mostAwaited) return 'not-asked';
    if (this.#commitments.outstanding(uid) > 0) return 'not-asked';
    for (const pacs of deps.archives) {
      const way = pacs.ways.find(({ port }) => port.commit !== undefined);
      if (way?.port.commit === undefined) continue;
      const { gate } = way;
      const { channel, commit } = way.port;
      const listed = await objectsIn(pacs, uid, 'audit', deps.signal);
      if (listed.kind === 'not-measured' && isAway(listed.why)) {
        misses.say({ round: 'commit', why: listed.why, channel: listed.channel, ...because(listed.detail) });
        return 'halt';
      }
      // Of a study whose objects the archive cannot list any more, those are asked for that live intake knows.
      const objects: readonly Pick<ListedObject, 'SOPClassUID' | 'SOPInstanceUID'>[] =
        listed.kind === 'answered' ? listed.value : archivedPlaces(deps.ledger, uid);
      // An archive that does not tell the class of an object cannot be asked to commit to it.
      if (objects.length === 0 || objects.some(({ SOPClassUID }) => SOPClassUID === '')) continue;
      for (const part of commitParts(objects, deps.parameters)) {
        const asked = await unlessStopped(gate, deps.signal, (signal) => commit(uid, part, signal));
        if (asked.kind === 'answered') continue;
        misses.say({ round: 'commit', why: asked.why, channel, ...because(asked.detail) });
        return 'halt';
      }
      return 'asked';
    }
    return 'not-asked';
  }

  /** Writes down what commitments came to, also those that were asked for before a restart. */
  takeReports(): void {
    const byStudy = new Map<string, CommitmentOutcome[]>();
    for (const outcome of this.#commitments?.ended() ?? [])
      byStudy.set(outcome.subject, [...(byStudy.get(outcome.subject) ?? []), outcome]);
    for (const [study, outcomes] of byStudy)
      if (this.#commitments?.outstanding(study) === 0) this.#take(study, outcomes);
  }

  #take(StudyInstanceUID: string, outcomes: readonly CommitmentOutcome[]): void {
    const { ledger, now, changed } = this.#tools.deps;
    const [first] = outcomes;
    if (first === undefined) return;
    const told = outcomes.some(({ committed, failed }) => committed.length + failed.length > 0);
    ledger.transaction(() => {
      if (told && ledger.archive.study(StudyInstanceUID) !== undefined)
        ledger.archive.apply({
          kind: 'committed',
          at: now(),
          channel: first.channel,
          StudyInstanceUID,
          transactionUID: first.transactionUID,
          committed: new Set(outcomes.flatMap(({ committed }) => committed)).size,
          failed: outcomes.flatMap(({ failed }) => failed),
        });
      if (!told)
        this.#tools.misses.say({ round: 'commit', why: 'timed-out', channel: first.channel, StudyInstanceUID });
      for (const { transactionUID } of outcomes) this.#commitments?.taken(transactionUID);
    });
    changed();
  }
}
