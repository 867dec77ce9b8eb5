/**
 * worklist: asks the modality worklist what is planned for today and tomorrow, again and again. In: its address and the gate of its PACS. Out: planned steps to the ledger,
 * with what they say of pregnancy. Never asks without a date, never asks for a name, never takes a list that was cut for the plan.
 */
import { addDays, type CalendarDate, calendarDateAt, type Instant } from '@center/contract';
import type { Logger } from 'pino';
import { pause } from '../../clock/index.ts';
import type { PacsGate } from '../../courtesy/index.ts';
import { sayFailure } from '../../dimse/index.ts';
import type { Channel, Intake } from '../../intake/index.ts';
import type { Ledger } from '../../ledger/index.ts';
import type { ChannelCard } from '../archive-port.ts';
import { DimseClient, peerOf, type TlsFiles, whyNot } from '../dimse/index.ts';
import { tellState } from '../tell-state.ts';
import { type Look, plannedStepOf, worklistKeys } from './planned-steps.ts';

export interface WorklistOptions {
  readonly name: string;
  readonly pacs: string;
  readonly host: string;
  readonly port: number;
  readonly calledAeTitle: string;
  readonly callingAeTitle: string;
  readonly tls?: TlsFiles;
  readonly pollEverySeconds: number;
  readonly timeoutSeconds: number;
  readonly zoneOffsetMinutes: number;
  readonly now: () => Instant;
  readonly gate: PacsGate;
  readonly ledger: Pick<Ledger, 'plannedSteps'>;
}

export const worklistDefaults = { callingAeTitle: 'CENTERMON', pollEverySeconds: 300, timeoutSeconds: 60 } as const;

export const worklistCard: ChannelCard = {
  kind: 'worklist',
  proves: [],
  headers: 'archive-rows',
  cost: {
    zh: '每次查询今天和明天的预约，不查姓名。',
    en: 'One search for today and one for tomorrow at each look; no names.',
  },
  says: {
    zh: '预约了哪些检查、登记的妊娠状态和末次月经日期。',
    en: 'Which exams are planned, and the pregnancy status and last menstrual date entered for them.',
  },
};

/** Steps of one day at most: more is no worklist of one center. */
const MAX_STEPS = 10_000;
const longestPauseSeconds = 300;

export function worklistChannel(options: WorklistOptions): Channel {
  const { name, gate, timeoutSeconds } = options;
  return {
    name,
    start(intake, log) {
      const ending = new AbortController();
      const client = new DimseClient(
        {
          peer: peerOf(options),
          gate,
          idleMs: timeoutSeconds * 1000,
          retrieveIdleMs: timeoutSeconds * 1000,
          totalMs: timeoutSeconds * 5_000,
          retrieveTotalMs: timeoutSeconds * 5_000,
          maxResponses: MAX_STEPS,
          oneRequestPerAssociation: true,
        },
        'worklist',
      );
      const running = follow(options, client, intake, log, ending.signal);
      return Promise.resolve({
        async stop() {
          ending.abort();
          await running;
          await client.close();
        },
      });
    },
  };
}

async function follow(
  options: WorklistOptions,
  client: DimseClient,
  intake: Intake,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  const { name, pollEverySeconds } = options;
  let failures = 0;
  while (!signal.aborted) {
    let rest: number = pollEverySeconds;
    try {
      const problem = await look(options, client, signal);
      if (problem === undefined) {
        failures = 0;
        intake.channelState(name, 'working');
      } else {
        failures += 1;
        rest = Math.min(longestPauseSeconds, 2 ** failures);
        intake.channelState(name, 'failed', problem);
        log.warn({ channel: name, problem }, 'the worklist could not be read');
      }
    } catch (fault) {
      if (signal.aborted) return;
      failures += 1;
      rest = Math.min(longestPauseSeconds, 2 ** failures);
      tellState(intake, log, name, 'failed', 'unexpected fault');
      log.warn({ channel: name, err: fault }, 'the worklist could not be read');
    }
    await pause(rest * 1000, signal);
  }
}

/** Today and tomorrow, each day by itself: a day counts only when its list came to its end. */
async function look(options: WorklistOptions, client: DimseClient, signal: AbortSignal): Promise<string | undefined> {
  const { now, zoneOffsetMinutes } = options;
  const today = calendarDateAt(now(), zoneOffsetMinutes);
  for (const day of [today, addDays(today, 1)]) {
    const problem = await lookAtDay(options, client, day, signal);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

async function lookAtDay(
  { name, ledger, now }: WorklistOptions,
  client: DimseClient,
  day: CalendarDate,
  signal: AbortSignal,
): Promise<string | undefined> {
  const looks: Look[] = [];
  const found = await client.find(worklistKeys(day), 'live', signal, (dataSet, transferSyntaxUID) => {
    looks.push({ dataSet, transferSyntaxUID });
  });
  if (found.kind !== 'complete') return 'phase' in found ? sayFailure(found) : whyNot(found).detail;
  const steps = found.matches.map((match, index) => plannedStepOf(match, looks[index], day));
  const known = steps.filter((step) => step !== undefined);
  // A list of other days is one that did not understand the question: as good as no list.
  if (known.length < steps.length)
    return `${String(steps.length - known.length)} steps of other days, or without a step`;
  ledger.plannedSteps.looked(name, { from: day, to: day }, known, now());
  return undefined;
}
