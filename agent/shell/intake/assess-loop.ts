import { tickBy } from '../clock/index.ts';
import { assessArchiveWhole, assessKeptStudies } from './assess-archive-ledger.ts';
import type { AssessDeps } from './assess-deps.ts';
import { equipmentRounds } from './assess-equipment.ts';
import { assessGroups, assessWholeArchive } from './assess-groups.ts';
import { assessReconciled } from './assess-reconciled.ts';
import { assessDue, type Round } from './assess-round.ts';
import { sealStudies } from './seal-studies.ts';

export interface AssessLoop {
  /** Something changed: look soon. */
  wake(): void;
  /** Judges everything that is due now; resolves when nothing is. */
  settle(): Promise<Round>;
  stop(): Promise<void>;
}

export interface LoopOptions {
  /** Shortest time between two rounds, so that a study that is still arriving is not judged at every object. */
  readonly restMs: number;
  /** Called after every round that judged something, and after every look that time alone caused. */
  readonly judged: (round: Round) => void;
}

/** Studies, and groups of exams, judged before other work gets its turn. */
const portion = 40;
const groupPortion = 4;
/** Quiet studies looked at in a minute, so that those of a year are through in a night. */
const sealedATurn = 100;

/** Judges what is due: soon after something changed, and at every minute for what time alone makes due. */
export async function startAssessLoop(deps: AssessDeps, { restMs, judged }: LoopOptions): Promise<AssessLoop> {
  let running: Promise<Round> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  /** Revisions of findings on groups of exams; other work gets its turn between them. */
  const groups = async (urgent: boolean): Promise<number> => {
    let revisions = 0;
    while (!stopped) {
      const round = assessGroups(deps, urgent, groupPortion);
      revisions += round.revisions;
      if (round.judged < groupPortion) break;
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    return revisions;
  };
  /** Revisions of findings on what the archive answered for single studies. */
  const kept = async (): Promise<number> => {
    let revisions = 0;
    while (!stopped) {
      const round = assessKeptStudies(deps, portion);
      revisions += round.revisions;
      if (round.judged < portion) break;
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    return revisions;
  };
  /** Revisions of findings on devices, UPS and rooms: a year of each device is counted anew, so other work gets its turn between them. */
  const equipment = async (): Promise<number> => {
    let revisions = 0;
    for (const round of equipmentRounds(deps)) {
      revisions += round.revisions;
      if (stopped) break;
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    return revisions;
  };
  const turn = async (): Promise<Round> => {
    const total = { judged: 0, revisions: 0 };
    for (;;) {
      const round = assessDue(deps, portion);
      total.judged += round.judged;
      total.revisions += round.revisions;
      if (round.judged < portion || stopped) break;
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    total.revisions += await groups(true);
    if (total.judged > 0 || total.revisions > 0) judged(total);
    return total;
  };
  const settle = (): Promise<Round> => {
    clearTimeout(timer);
    timer = undefined;
    running ??= turn().finally(() => {
      running = undefined;
    });
    return running;
  };
  const look = (): void => {
    settle().catch((fault: unknown) => deps.onFault('assess', fault));
  };
  const wake = (): void => {
    if (!stopped) timer ??= setTimeout(look, restMs);
  };
  /** What stands above single studies: looked at each minute, not at every study. */
  const widened = async (round: Round): Promise<Round> => {
    const ofGroups = await groups(false);
    const ofKept = await kept();
    const ofArchive = stopped
      ? 0
      : [assessWholeArchive, assessArchiveWhole, assessReconciled]
          .map((assess) => assess(deps).revisions)
          .reduce((a, b) => a + b, 0);
    const ofEquipment = stopped ? 0 : await equipment();
    return { ...round, revisions: round.revisions + ofGroups + ofKept + ofArchive + ofEquipment };
  };
  // What time alone changes (a channel that falls silent) is told as well, though no study was judged.
  const tick = async (): Promise<void> => {
    judged(await widened(await settle()));
    // After all judging, and never more than other work can wait for.
    if (!stopped) sealStudies(deps, sealedATurn);
  };
  const ticking = await tickBy('* * * * *', tick, (fault) => deps.onFault('tick', fault));
  wake();
  return {
    wake,
    async settle() {
      if (running !== undefined) await running;
      const round = await widened(await settle());
      judged(round);
      return round;
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await ticking.stop();
      if (running !== undefined) await running;
    },
  };
}
