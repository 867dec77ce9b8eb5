import { type Instant, instantToIso } from '@center/contract';
import type { StationChannels, StationReceiver } from '@center/contract/station-api';
import type { ReceiverHealth } from '../channels/index.ts';
import { gateView } from './archive.ts';
import { channelView } from './connection.ts';
import type { StationDeps } from './deps.ts';
import type { TypedApp } from './typed-app.ts';

const iso = (at: Instant): string => instantToIso(at);

function receiverView({ channel: _, refusals, senders, since, ...rest }: ReceiverHealth): StationReceiver {
  return {
    ...rest,
    since: iso(since),
    refusals: refusals.map(({ lastAt, ...refusal }) => ({ ...refusal, lastAt: iso(lastAt) })),
    senders: senders.map(({ lastAt, lastFailure, ...sender }) => ({
      ...sender,
      lastAt: iso(lastAt),
      lastFailure: lastFailure ?? null,
    })),
  };
}

/** Every way into the archives of the center: how it fares, what it can prove and what it costs, and what was measured of each archive at set-up. */
export function channelRoutes(app: TypedApp, deps: StationDeps): void {
  const { ledger, now, archive } = deps;
  app.get('/api/channels', (): StationChannels => {
    const cards = archive?.cards() ?? new Map<string, never>();
    const receivers = new Map((archive?.receivers() ?? []).map((health) => [health.channel, health]));
    return {
      asOf: iso(now()),
      channels: ledger.channels.list().map((row) => {
        const known = cards.get(row.name);
        const receiver = receivers.get(row.name);
        return {
          channel: channelView(row),
          pacs: known?.pacs ?? null,
          card:
            known === undefined
              ? null
              : {
                  ...known.card,
                  proves: [...known.card.proves],
                  cost: { ...known.card.cost },
                  says: { ...known.card.says },
                },
          receiver: receiver === undefined ? null : receiverView(receiver),
        };
      }),
      gates: (archive?.gates() ?? []).map(gateView),
      siteCards: (archive?.siteCards() ?? []).map(({ pacs, channel, measuredAt, lines }) => ({
        pacs,
        channel,
        measuredAt: iso(measuredAt),
        lines: lines.map(({ question, answer }) => ({ question: { ...question }, answer: { ...answer } })),
      })),
    };
  });
}
