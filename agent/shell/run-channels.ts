import { type CalendarDate, shanghaiOffsetMinutes } from '@center/contract';
import type { Logger } from 'pino';
import { type ArchiveRounds, startArchive, type Way } from './archive/index.ts';
import { type Backfill, startBackfill } from './backfill/index.ts';
import type { Now } from './clock/index.ts';
import type { Commitments } from './commitment/index.ts';
import type { Gates } from './courtesy/index.ts';
import { messageOf } from './errors.ts';
import type { Intake } from './intake/index.ts';
import type { Joined } from './join-channels.ts';
import type { CenterKeys, Ledger } from './ledger/index.ts';
import { shownCard, siteCards } from './site-card/index.ts';
import type { ArchiveSight } from './station/index.ts';

export interface RunOptions {
  readonly joined: readonly Joined[];
  readonly intake: Intake;
  readonly ledger: Ledger;
  readonly keys: CenterKeys;
  readonly commitments: Commitments;
  readonly supervisionStart: () => CalendarDate | 'earliest-study';
  readonly now: Now;
  readonly log: Logger;
  readonly changed: () => void;
}

export interface RunningChannels {
  /** Does everything that is due in the archives now. */
  audit(): Promise<void>;
  readonly backfills: readonly Backfill[];
  stop(): Promise<void>;
}

/** Ways into the archives: of one PACS DICOMweb before DIMSE, since it costs the PACS least. */
function waysOf(joined: readonly Joined[]): readonly Way[] {
  const ways = joined.flatMap(({ way }) => way ?? []);
  const isWeb = ({ port }: Way): boolean => port.channel.startsWith('dicomweb:');
  return [...ways.filter(isWeb), ...ways.filter((way) => !isWeb(way))];
}

/** Begins the channels, the first reading of each PACS and the rounds over the archives. What had begun is stopped again when one cannot begin. */
export async function runChannels(options: RunOptions): Promise<RunningChannels> {
  const { joined, intake, ledger, keys, now, log, changed, commitments, supervisionStart } = options;
  const running: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of running.splice(0).toReversed()) {
      try {
        await end();
      } catch (fault) {
        log.error({ reason: messageOf(fault) }, 'a channel did not stop cleanly');
      }
    }
  };
  try {
    for (const { close } of joined) if (close !== undefined) running.push(close);
    for (const { channel } of joined) {
      const begun = await channel?.start(intake, log);
      if (begun !== undefined) running.push(() => begun.stop());
    }
    const ways = waysOf(joined);
    const backfills = firstReadings(joined, ways).map(({ way: { port, gate }, reader, months }) =>
      startBackfill({
        port,
        gate,
        months,
        ledger,
        keys,
        intake,
        supervisionStart,
        zoneOffsetMinutes: shanghaiOffsetMinutes,
        now,
        log,
        changed,
        ...(reader === undefined ? {} : { reader }),
      }),
    );
    running.push(async () => {
      await Promise.all(backfills.map((backfill) => backfill.stop()));
    });
    const rounds: ArchiveRounds = await startArchive({ ledger, keys, ways, now, log, changed, commitments });
    running.push(() => rounds.stop());
    return { audit: () => rounds.turn(), backfills, stop };
  } catch (fault) {
    await stop();
    throw fault;
  }
}

/** One a PACS, over its preferred way. */
function firstReadings(
  joined: readonly Joined[],
  ways: readonly Way[],
): readonly { readonly way: Way; readonly reader: Joined['reader']; readonly months: number }[] {
  const read = new Set<string>();
  return ways.flatMap((way) => {
    const own = joined.find((each) => each.way === way);
    if (own?.backfillMonths === undefined || read.has(way.port.pacs)) return [];
    read.add(way.port.pacs);
    return own.backfillMonths === 0 ? [] : [{ way, reader: own.reader, months: own.backfillMonths }];
  });
}

/** What the station shows of those who ask the archives. */
export function archiveSight(
  joined: readonly Joined[],
  gates: Gates,
  ledger: Ledger,
  running: () => RunningChannels | undefined,
): ArchiveSight {
  return {
    gates: () => gates.states(),
    backfills: () => running()?.backfills.map((backfill) => backfill.progress()) ?? [],
    receivers: () => joined.flatMap(({ receiver }) => receiver?.health() ?? []),
    cards: () =>
      new Map(
        joined.flatMap(({ name, pacs, card }) =>
          card === undefined ? [] : [[name, { card, ...(pacs === undefined ? {} : { pacs }) }] as const],
        ),
      ),
    siteCards: () => siteCards(ledger).map(shownCard),
  };
}
