import { parseArgs } from 'node:util';
import { now } from '../clock/index.ts';
import { type ChannelConfig, type Config, pacsOf, readConfig } from '../config/index.ts';
import { courtesyDefaults, createGate } from '../courtesy/index.ts';
import { faultOfPeer, isQueryUID } from '../dimse/index.ts';
import { messageOf } from '../errors.ts';
import { openLedger } from '../ledger/index.ts';
import {
  type CardLine,
  type DicomSide,
  keepSiteCard,
  measureSite,
  type SiteCard,
  type SiteWish,
  siteQuestions,
  type WebSide,
} from '../site-card/index.ts';
import { type Language, languageOf } from './language.ts';
import { probeTexts } from './probe-pacs-text.ts';
import { displayWidth, printable } from './table.ts';
import { both, faultLine, texts } from './text.ts';

/** Wrong arguments: said to the person, exit code 2. */
class Refused extends Error {}

interface Asked {
  readonly config: Config;
  readonly pacs: string;
  readonly known?: SiteWish['known'];
  readonly old?: string;
  readonly tryCommitment: boolean;
  readonly timeoutSeconds: number;
  readonly json: boolean;
  readonly save: boolean;
  readonly language: Language;
}

const options = {
  config: { type: 'string' },
  pacs: { type: 'string' },
  study: { type: 'string' },
  accession: { type: 'string' },
  patient: { type: 'string' },
  old: { type: 'string' },
  commitment: { type: 'boolean', default: false },
  timeout: { type: 'string', default: '60' },
  json: { type: 'boolean', default: false },
  'no-save': { type: 'boolean', default: false },
  lang: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** `agent probe-pacs`: measures a PACS of the configuration, shows its card and keeps it. 0 measured, 1 not answered, 2 wrong arguments. */
export async function probePacsCommand(args: readonly string[]): Promise<number> {
  let asked: Asked | 'help';
  try {
    asked = askedOf(args);
  } catch (fault) {
    process.stderr.write(`${messageOf(fault)}\n${probeTexts.usage.zh}\n${probeTexts.usage.en}\n`);
    return 2;
  }
  if (asked === 'help') {
    process.stdout.write(`${probeTexts.usage.zh}\n${probeTexts.usage.en}\n`);
    return 0;
  }
  const sides = sidesOf(asked);
  const wrong = sides.dicom === undefined ? undefined : faultOfPeer({ ...sides.dicom, tls: {} });
  if (wrong !== undefined) {
    process.stderr.write(`${both(probeTexts.wrongPeer)}: ${wrong}\n`);
    return 2;
  }
  try {
    return await measure(asked, sides);
  } catch (fault) {
    process.stderr.write(`${faultLine(fault)}\n`);
    return 2;
  }
}

async function measure(asked: Asked, sides: Sides): Promise<number> {
  const { config, pacs, known, old, timeoutSeconds, json, language } = asked;
  const own = config.courtesy.find((each) => each.pacs === pacs);
  // A person waits for it, and it is a handful of requests: at any hour, with the share of time as ever.
  const gate = createGate({ ...courtesyDefaults, ...own, pacs, offHours: [] });
  const ending = new AbortController();
  const end = (): void => ending.abort(new Error('interrupted'));
  process.once('SIGINT', end);
  try {
    if (!json) process.stdout.write(`${probeTexts.heading[language]}: ${pacs}\n`);
    const card = await measureSite({
      pacs,
      gate,
      timeoutSeconds,
      now,
      signal: ending.signal,
      ...sides,
      ...(known === undefined ? {} : { known }),
      ...(old === undefined ? {} : { old }),
      told: (line) => {
        if (!json) process.stdout.write(`${lineText(line, language)}\n`);
      },
    });
    if (json) process.stdout.write(`${JSON.stringify(cardJson(card))}\n`);
    if (asked.save) keep(config, card, asked);
    const answered = card.lines.some(
      ({ key, value }) => (key === 'echo' || key === 'dicomweb') && value !== undefined && value !== false,
    );
    return answered ? 0 : 1;
  } finally {
    process.removeListener('SIGINT', end);
    await gate.close();
  }
}

/** The ledger takes it also while the agent is running: a command's entry stands between two of the agent's. */
function keep(config: Config, card: SiteCard, { json, language }: Asked): void {
  const ledger = openLedger(config.dataFolder);
  try {
    keepSiteCard(ledger, card, 'probe-pacs', now());
  } finally {
    ledger.close();
  }
  if (!json) process.stdout.write(`${probeTexts.saved[language]}\n`);
}

const questionWidth = 48;

function lineText({ key, answer }: CardLine, language: Language): string {
  const question = siteQuestions[key][language];
  const gap = ' '.repeat(Math.max(2, questionWidth - displayWidth(question)));
  return `  ${question}${gap}${printable(answer[language])}`;
}

function cardJson({ pacs, channel, measuredAt, lines }: SiteCard): object {
  return { kind: 'site-card/1', pacs, channel, measuredAt: new Date(measuredAt).toISOString(), lines };
}

function askedOf(args: readonly string[]): Asked | 'help' {
  const { values } = parseArgs({ args: [...args], options });
  if (values.help) return 'help';
  if (values.config === undefined) throw new Refused(both(texts.badOption));
  const read = readConfig(values.config);
  if (!read.ok)
    throw new Refused(
      [both(texts.configBad), ...read.problems.map(({ path, problem }) => `  ${path}: ${problem}`)].join('\n'),
    );
  const seconds = Number(values.timeout);
  if (!(seconds >= 1 && seconds <= 3_600)) throw new Refused(`${both(texts.badOption)}: --timeout`);
  for (const uid of [values.study, values.old])
    if (uid !== undefined && !isQueryUID(uid)) throw new Refused(`${both(probeTexts.noUid)}: ${printable(uid)}`);
  const known = knownOf(values.study, values.accession, values.patient);
  return {
    config: read.config,
    pacs: pacsWanted(read.config, values.pacs),
    tryCommitment: values.commitment,
    timeoutSeconds: seconds,
    json: values.json,
    save: !values['no-save'],
    language: languageOf(
      values.lang ?? (process.env['LANG'] === undefined ? read.config.language : undefined),
      process.env,
    ),
    ...(known === undefined ? {} : { known }),
    ...(values.old === undefined ? {} : { old: values.old }),
  };
}

function knownOf(
  study: string | undefined,
  accession: string | undefined,
  patient: string | undefined,
): SiteWish['known'] {
  if (study !== undefined) return { by: 'study', StudyInstanceUID: study };
  if (accession === undefined && patient === undefined) return undefined;
  if (accession === undefined || patient === undefined) throw new Refused(both(probeTexts.needBoth));
  return { by: 'accession-patient', AccessionNumber: accession, PatientID: patient };
}

function pacsWanted({ channels }: Config, wanted: string | undefined): string {
  const names = [...new Set(channels.filter(({ kind }) => kind === 'dicomweb' || kind === 'dimse').map(pacsOf))];
  const [name] = wanted === undefined ? names : names.filter((each) => each === wanted);
  if (name === undefined) throw new Refused(both(probeTexts.noPacs));
  if (wanted === undefined && names.length > 1) throw new Refused(both(probeTexts.whichPacs));
  return name;
}

interface Sides {
  readonly dicom?: DicomSide;
  readonly web?: WebSide;
}

function sidesOf({ config, pacs, tryCommitment }: Asked): Sides {
  const own = config.channels.filter((channel) => pacsOf(channel) === pacs);
  const dimse = own.find((channel): channel is Extract<ChannelConfig, { kind: 'dimse' }> => channel.kind === 'dimse');
  const web = own.find(
    (channel): channel is Extract<ChannelConfig, { kind: 'dicomweb' }> => channel.kind === 'dicomweb',
  );
  const scp = config.channels.find(
    (channel): channel is Extract<ChannelConfig, { kind: 'scp' }> => channel.kind === 'scp',
  );
  return {
    ...(web === undefined ? {} : { web: { url: web.url, auth: web.auth ?? { kind: 'none' } } }),
    ...(dimse === undefined
      ? {}
      : {
          dicom: {
            host: dimse.host,
            port: dimse.port,
            calledAeTitle: dimse.calledAeTitle,
            callingAeTitle: dimse.callingAeTitle ?? usualTitle,
            tryCommitment,
            ...(dimse.tls === undefined ? {} : { tls: dimse.tls }),
            ...(scp === undefined
              ? {}
              : { receiver: { host: scp.host ?? '127.0.0.1', port: scp.port, aeTitle: scp.aeTitle ?? usualTitle } }),
          },
        }),
  };
}

const usualTitle = 'CENTERMON';
