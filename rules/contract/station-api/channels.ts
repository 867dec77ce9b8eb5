import { type Static, Type } from 'typebox';
import { BilingualText } from '../console-api/parts.ts';
import { Count, closed, InstantText, literalUnion } from '../wire/parts.ts';
import { LevelNumber, StationGate } from './archive.ts';
import { StationChannel } from './operation.ts';

/** What a channel can prove, and what it costs. Levels as in the archive's ledger: 0 claimed … 6 digest equal. */
export const StationChannelCard = Type.Object(
  {
    kind: Type.String(),
    proves: Type.Array(LevelNumber),
    headers: literalUnion(['bytes', 'archive-json', 'archive-rows', 'none'] as const),
    cost: BilingualText,
    says: BilingualText,
  },
  closed,
);
export type StationChannelCard = Static<typeof StationChannelCard>;

/** What a receiver has met with since it started. */
export const StationReceiver = Type.Object(
  {
    aeTitle: Type.String(),
    host: Type.String(),
    port: Count,
    secured: Type.Boolean(),
    since: InstantText,
    open: Count,
    associations: Count,
    stored: Count,
    incomplete: Count,
    failed: Count,
    steps: Count,
    reports: Count,
    refusals: Type.Array(
      Type.Object(
        {
          kind: Type.String(),
          count: Count,
          lastAt: InstantText,
          callingAeTitle: Type.String(),
          peerAddress: Type.String(),
        },
        closed,
      ),
    ),
    senders: Type.Array(
      Type.Object(
        {
          callingAeTitle: Type.String(),
          peerAddress: Type.String(),
          lastAt: InstantText,
          associations: Count,
          stored: Count,
          incomplete: Count,
          failed: Count,
          lastFailure: Type.Union([Count, Type.Null()]),
          steps: Count,
          echoes: Count,
        },
        closed,
      ),
    ),
  },
  closed,
);
export type StationReceiver = Static<typeof StationReceiver>;

/** What was measured of a PACS at set-up, line by line. */
export const StationSiteCard = Type.Object(
  {
    pacs: Type.String(),
    channel: Type.String(),
    measuredAt: InstantText,
    lines: Type.Array(Type.Object({ question: BilingualText, answer: BilingualText }, closed)),
  },
  closed,
);
export type StationSiteCard = Static<typeof StationSiteCard>;

/** GET /api/channels: every way into the center's archives, how it fares, what it can prove. */
export const StationChannels = Type.Object(
  {
    asOf: InstantText,
    channels: Type.Array(
      Type.Object(
        {
          channel: StationChannel,
          pacs: Type.Union([Type.String(), Type.Null()]),
          card: Type.Union([StationChannelCard, Type.Null()]),
          receiver: Type.Union([StationReceiver, Type.Null()]),
        },
        closed,
      ),
    ),
    gates: Type.Array(StationGate),
    siteCards: Type.Array(StationSiteCard),
  },
  closed,
);
export type StationChannels = Static<typeof StationChannels>;
