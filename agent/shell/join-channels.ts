import { shanghaiOffsetMinutes } from '@center/contract';
import { folderArchivePort, folderCard, type Way } from './archive/index.ts';
import {
  type ArchivePort,
  type ChannelCard,
  dicomwebAccess,
  dicomwebChannel,
  dicomwebDefaults,
  dimseAccess,
  dimseChannel,
  dimseDefaults,
  folderChannel,
  folderDefaults,
  type HeaderReader,
  type OrthancOptions,
  orthancCard,
  orthancChannel,
  orthancDefaults,
  type ScpChannel,
  scpCard,
  scpChannel,
  scpDefaults,
  type WakingChannel,
  worklistCard,
  worklistChannel,
  worklistDefaults,
} from './channels/index.ts';
import type { Now } from './clock/index.ts';
import type { Commitments } from './commitment/index.ts';
import { type ChannelConfig, type Config, channelNames, pacsOf } from './config/index.ts';
import { courtesyDefaults, createGate, type Gates, type PacsGate } from './courtesy/index.ts';
import type { Arrivals } from './dimse/index.ts';
import type { Channel } from './intake/index.ts';
import type { Ledger } from './ledger/index.ts';
import { siteCards } from './site-card/index.ts';

/** What channels share: one of each a program. */
export interface ChannelParts {
  readonly gates: Gates;
  readonly ledger: Ledger;
  readonly now: Now;
  readonly commitments: Commitments;
  readonly arrivals: Arrivals;
}

/** What one configured channel is to the others. */
export interface Joined {
  readonly name: string;
  readonly pacs?: string;
  readonly card?: ChannelCard;
  /** Brings objects by itself. */
  readonly channel?: Channel;
  /** Lets it look at once. */
  readonly wake?: () => void;
  /** Lets the archive be audited. */
  readonly way?: Way;
  /** The first reading takes headers by it. */
  readonly reader?: HeaderReader;
  /** How many months the first reading goes back; absent: the channel's files are read where they lie. */
  readonly backfillMonths?: number;
  readonly receiver?: ScpChannel;
  readonly close?: () => Promise<void>;
}

/** The limit that the site card found; undefined when none was seen. */
function measuredRowLimit(ledger: Ledger, pacs: string): number | undefined {
  const lines = siteCards(ledger).find((card) => card.pacs === pacs)?.lines;
  const value = lines?.find(({ key }) => key === 'dicomweb-limit')?.value;
  return typeof value === 'number' ? value : undefined;
}

/** Ten years: what has to be kept. */
const usualBackfillMonths = 120;

/** Makes the configured channels, in the order of the file; none of them begins. Channels of one PACS share its gate. */
export function joinChannels(config: Config, parts: ChannelParts): readonly Joined[] {
  const names = channelNames(config.channels);
  const all: Joined[] = [];
  const wake = (pacs: string): void => {
    for (const each of all) if (each.pacs === pacs) each.wake?.();
  };
  for (const [index, channel] of config.channels.entries())
    all.push(joined(channel, names[index] ?? '', config, { ...parts, wake }));
  return all;
}

interface Sharing extends ChannelParts {
  /** Lets the channels of a PACS look at once. */
  readonly wake: (pacs: string) => void;
}

/** A channel that asks an archive: it reads what is new, and audits and first readings go the same way. */
function asking(
  name: string,
  channel: WakingChannel,
  { port, reader }: { readonly port: ArchivePort; readonly reader?: HeaderReader | undefined },
  gate: PacsGate,
  { backfillMonths = usualBackfillMonths }: { readonly backfillMonths?: number },
): Joined {
  return {
    name,
    pacs: port.pacs,
    ...(port.card === undefined ? {} : { card: port.card }),
    channel,
    wake: () => channel.wake(),
    way: { port, gate },
    ...(reader === undefined ? {} : { reader }),
    backfillMonths,
  };
}

function joined(channel: ChannelConfig, name: string, config: Config, parts: Sharing): Joined {
  const { gates, now, ledger, commitments, arrivals } = parts;
  const pacs = pacsOf(channel) ?? name;
  switch (channel.kind) {
    case 'folder': {
      // A file system has no patients waiting at it: no hours, only a share of the time.
      const gate = createGate({ ...courtesyDefaults, pacs: name, maxRequestsPerSecond: 1_000, offHours: [] });
      return {
        name,
        card: folderCard,
        close: () => gate.close(),
        channel: folderChannel({ ...folderDefaults, ...channel, name, now }),
        way: { port: folderArchivePort({ channel: name, pacs, path: channel.path, ledger, gate }), gate },
      };
    }
    case 'dicomweb': {
      const rowLimit = channel.rowLimit ?? measuredRowLimit(ledger, pacs);
      const options = {
        ...dicomwebDefaults,
        ...channel,
        name,
        pacs,
        zoneOffsetMinutes: shanghaiOffsetMinutes,
        now,
        ...(rowLimit === undefined ? {} : { rowLimit }),
      };
      const gate = gates.of(pacs);
      const access = dicomwebAccess(options, gate);
      return asking(name, dicomwebChannel(options, access), access, gate, channel);
    }
    case 'scp': {
      const { dataFolder } = config;
      const receiver = scpChannel({ ...scpDefaults, ...channel, name, dataFolder, ledger, commitments, arrivals, now });
      return { name, card: scpCard, channel: receiver, receiver };
    }
    case 'dimse': {
      const { commitment, ...settings } = channel;
      const receiver = config.channels.find((each) => each.kind === 'scp');
      const options = {
        ...dimseDefaults,
        ...settings,
        name,
        pacs,
        zoneOffsetMinutes: shanghaiOffsetMinutes,
        now,
        arrivals,
        ...(receiver === undefined ? {} : { destination: receiver.aeTitle ?? scpDefaults.aeTitle }),
        ...(commitment === true ? { commitments } : {}),
      };
      const gate = gates.of(pacs);
      const access = dimseAccess(options, gate);
      return asking(name, dimseChannel(options, access), access, gate, channel);
    }
    case 'orthanc': {
      const options = {
        ...orthancDefaults,
        ...channel,
        name,
        pacs,
        now,
        wake: () => parts.wake(pacs),
        note: (observation: Parameters<OrthancOptions['note']>[0]) => void ledger.archive.apply(observation),
      };
      return { name, pacs, card: orthancCard, channel: orthancChannel(options, gates.of(pacs)) };
    }
    case 'worklist': {
      const options = {
        ...worklistDefaults,
        ...channel,
        name,
        pacs,
        zoneOffsetMinutes: shanghaiOffsetMinutes,
        now,
        ledger,
      };
      return { name, pacs, card: worklistCard, channel: worklistChannel({ ...options, gate: gates.of(pacs) }) };
    }
  }
}
