import { randomBytes, randomInt } from 'node:crypto';
import { type Instant, instant } from '@center/contract';
import type { Logger } from 'pino';
import { type Incident, planNotices, settledIncidents, toldKinds } from '../../core/index.ts';
import { messageOf } from '../errors.ts';
import { fromJson, type IncidentRow, type Ledger } from '../ledger/index.ts';
import { deliverDue } from './deliver.ts';
import type { Alarm } from './notice.ts';
import { senderOf } from './senders/index.ts';
import type { NoticeSettings, Receiver } from './settings.ts';
import { testNotice, writeNotice } from './write-notice.ts';

const tickMs = 5_000;
const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** Messages and incidents that ended are kept so long. */
const keepMs = 400 * dayMs;

export interface NoticesDeps {
  readonly settings: NoticeSettings;
  readonly ledger: Ledger;
  readonly facility: { readonly id: string; readonly name: string };
  /** IANA zone in which times are told. */
  readonly zone: string;
  readonly now: () => Instant;
  readonly log: Logger;
  /** Default: every five seconds. */
  readonly everyMs?: number;
}

export interface RunningNotices {
  /** Plans and sends at once what is due. */
  turn(): Promise<void>;
  stop(): Promise<void>;
}

/** 128 bits of chance: the id must be no one else's, in mail as well. */
const newId = (): string => randomBytes(16).toString('hex');
const twoTo32 = 2 ** 32;
const chance = (): number => randomInt(twoTo32) / twoTo32;

function incidentOf({ id, alarm, raisedAt, clearedAt, acknowledged, told }: IncidentRow): Incident {
  return {
    id,
    alarm: fromJson<Alarm>(alarm),
    raisedAt,
    ...(clearedAt === undefined ? {} : { clearedAt }),
    ...(acknowledged === undefined ? {} : { acknowledgedAt: acknowledged.at }),
    told: told.flatMap(({ kind, ...rest }) => {
      const known = toldKinds.find((each) => each === kind);
      return known === undefined ? [] : [{ ...rest, kind: known }];
    }),
  };
}

/** Writes down what is to be told now; message and telling are one commit. Returns how many messages were made. */
function planDue({ settings, ledger, facility, zone, now }: Omit<NoticesDeps, 'log' | 'everyMs'>): number {
  const at = now();
  const receivers = new Map(settings.receivers.map((receiver) => [receiver.name, receiver]));
  return ledger.transaction(() => {
    const incidents = ledger.notices.incidents().map(incidentOf);
    const settled = settledIncidents(incidents, settings.rules, at);
    if (settled.length > 0) ledger.notices.settle(settled.map(({ id }) => id));
    const planned = planNotices(
      {
        incidents,
        sent: ledger.notices.madeSince(instant(at - hourMs)),
      },
      settings.rules,
      at,
    );
    let made = 0;
    for (const notice of planned) {
      const receiver = receivers.get(notice.receiver);
      if (receiver === undefined) continue;
      const message = writeNotice(notice, { id: newId(), at, language: receiver.language, facility, zone });
      const { id, urgency, subject } = message;
      ledger.notices.add(
        { id, receiver: receiver.name, madeAt: at, urgency, subject, body: JSON.stringify(message) },
        notice.lines.map(({ incident, kind }) => ({ incident, kind })),
      );
      made += 1;
    }
    return made;
  });
}

/** What waits for a receiver that the settings do not name any more is given up, and says so at the station; what still stands is told to those that they name. */
export function forgetReceivers(ledger: Ledger, names: readonly string[], at: Instant): void {
  ledger.notices.giveUpOthers(names, at, 'this receiver is no longer configured');
}

/** Tells people of alarms by the chain of the settings, until it is stopped. What is on its way at the stop goes out again under its id at the next start. */
export function startNotices(deps: NoticesDeps): RunningNotices {
  const { settings, ledger, now, log } = deps;
  const ending = new AbortController();
  const senders = new Map(
    settings.receivers.map((receiver) => [receiver.name, senderOf(receiver, settings, () => now())]),
  );
  forgetReceivers(ledger, [...senders.keys()], now());
  const paces = new Map<string, number[]>();
  let running: Promise<void> | undefined;
  let forgotOn = 0;
  const work = async (): Promise<void> => {
    planDue(deps);
    await deliverDue({ notices: ledger.notices, senders, now, chance, signal: ending.signal, paces });
    if (now() - forgotOn < dayMs) return;
    forgotOn = now();
    ledger.notices.forgetBefore(instant(now() - keepMs));
  };
  const turn = async (): Promise<void> => {
    // A look that comes while one is at work is that one.
    running ??= work()
      .catch((fault: unknown) => log.error({ reason: messageOf(fault) }, 'notices could not be told'))
      .finally(() => {
        running = undefined;
      });
    await running;
  };
  const timer = setInterval(() => void turn(), deps.everyMs ?? tickMs);
  return {
    turn,
    async stop() {
      clearInterval(timer);
      ending.abort();
      await running;
    },
  };
}

/** Sends one test message to each receiver, past the queue, and tells what became of it. */
export async function tryReceivers(
  settings: NoticeSettings,
  receivers: readonly Receiver[],
  facility: NoticesDeps['facility'],
  now: () => Instant,
): Promise<readonly { readonly receiver: string; readonly problem?: string }[]> {
  return Promise.all(
    receivers.map(async (receiver) => {
      const message = testNotice({ id: newId(), at: now(), language: receiver.language, facility });
      const result = await senderOf(receiver, settings, () => now())(message, AbortSignal.timeout(60_000));
      return result.kind === 'sent'
        ? { receiver: receiver.name }
        : { receiver: receiver.name, problem: result.problem };
    }),
  );
}
