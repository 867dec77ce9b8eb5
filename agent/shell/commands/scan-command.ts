import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { calendarDateAt, shanghaiOffsetMinutes } from '@center/contract';
import { now } from '../clock/index.ts';
import { AgentError, messageOf } from '../errors.ts';
import { writerTo } from '../facts-command.ts';
import {
  type AssessDeps,
  assessDue,
  assessGroups,
  assessWholeArchive,
  countFiles,
  createIntake,
  type ScanResult,
  scanFolder,
  supervisionStart,
} from '../intake/index.ts';
import { type Ledger, openLedger, passingCenterKeys } from '../ledger/index.ts';
import { keepShippedRules } from '../shipped-rules.ts';
import { type Language, languageOf } from './language.ts';
import { progressOn } from './progress.ts';
import { writeJson, writeTable } from './scan-report.ts';
import { faultLine, texts } from './text.ts';

interface ScanWish {
  readonly paths: readonly string[];
  readonly format: 'table' | 'json';
  readonly devices?: string;
  readonly records?: string;
  readonly institutions: readonly string[];
  readonly language: Language;
}

/** Counted for the progress bar; a larger archive is shown against this number only until it is passed. */
const countAtMost = 2_000_000;

function wishOf(args: readonly string[]): ScanWish | 'help' {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      format: { type: 'string', default: 'table' },
      devices: { type: 'string' },
      records: { type: 'string' },
      institution: { type: 'string', multiple: true, default: [] },
      lang: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const { format, devices, records, institution, lang } = values;
  if (format !== 'table' && format !== 'json') throw new AgentError('usage', `--format ${format}: table | json`);
  if (lang !== undefined && lang !== 'zh' && lang !== 'en') throw new AgentError('usage', `--lang ${lang}: zh | en`);
  const language = languageOf(lang, process.env);
  if (positionals.length === 0) throw new AgentError('usage', texts.noPath[language]);
  const gone = positionals.find((path) => !existsSync(path));
  if (gone !== undefined) throw new AgentError('usage', `${texts.notThere[language]}: ${gone}`);
  return {
    paths: positionals,
    format,
    institutions: institution,
    language,
    ...(devices === undefined ? {} : { devices }),
    ...(records === undefined ? {} : { records }),
  };
}

/** `agent scan PATH…`: judges files without a console, in a ledger that is thrown away. 0 nothing deviates, 1 something does, 2 could not run. */
export async function scanCommand(args: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'center-scan-'));
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  try {
    const wish = wishOf(args);
    if (wish === 'help') {
      process.stdout.write(`${texts.scanUsage[languageOf(undefined, process.env)]}\n`);
      return 0;
    }
    return await scanInto(openLedger(folder, { durable: false }), wish, stop.signal);
  } catch (fault) {
    const language = languageOf(undefined, process.env);
    process.stderr.write(`${faultLine(fault)}\n`);
    if (!(fault instanceof AgentError) || fault.code === 'usage')
      process.stderr.write(`\n${texts.scanUsage[language]}\n`);
    return 2;
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function scanInto(ledger: Ledger, wish: ScanWish, signal: AbortSignal): Promise<number> {
  try {
    const deps: AssessDeps = {
      ledger,
      keys: passingCenterKeys(),
      facility: { id: 'scan', institutionNames: wish.institutions, zoneOffsetMinutes: shanghaiOffsetMinutes },
      supervisionStart: 'earliest-study',
      now,
      onFault: (what, fault) => void process.stderr.write(`${what}: ${messageOf(fault)}\n`),
    };
    keepShippedRules(ledger, now());
    await takeEvidence(ledger, wish);
    const scan = await readFiles(ledger, wish, signal);
    if (!scan.complete) return 2;
    await judge(deps, wish.language, signal);
    if (signal.aborted) return 2;
    const today = calendarDateAt(now());
    const facts = {
      asOf: today,
      supervisionStart: supervisionStart(deps, today),
      files: { seen: scan.files, unreadable: scan.outcomes.unreadable, ignored: scan.outcomes.ignored },
    };
    const write = writerTo(process.stdout);
    await (wish.format === 'json' ? writeJson(ledger, facts, write) : writeTable(ledger, facts, wish.language, write));
    return ledger.findings
      .counts()
      .some(({ kind, state, n }) => kind === 'deviates' && (state === 'open' || state === 'confirmed') && n > 0)
      ? 1
      : 0;
  } finally {
    ledger.close();
  }
}

/** Loaded only when files of evidence are named: what checks their form is large. */
async function takeEvidence(ledger: Ledger, { devices, records }: ScanWish): Promise<void> {
  if (devices === undefined && records === undefined) return;
  const { readDeviceCards, takeRecords } = await import('./evidence-file.ts');
  if (devices !== undefined) for (const card of readDeviceCards(devices)) ledger.cards.put(card, 'devices-file', now());
  if (records !== undefined) takeRecords(ledger, records, now());
}

async function readFiles(ledger: Ledger, wish: ScanWish, signal: AbortSignal): Promise<ScanResult> {
  const intake = createIntake({ ledger, now, changed: () => undefined });
  const progress = progressOn(
    process.stderr,
    // Elsewhere than on a terminal nobody waits for a bar, and counting walks the folders once more.
    process.stderr.isTTY ? countFiles(wish.paths, countAtMost) : 0,
    texts.files[wish.language],
    wish.language,
    Date.now,
  );
  const result = await scanFolder(intake, wish.paths, {
    channel: 'folder:0',
    signal,
    onProgress: ({ files }) => progress.at(files),
  });
  progress.end();
  return result;
}

async function judge(deps: AssessDeps, language: Language, signal: AbortSignal): Promise<void> {
  const progress = progressOn(process.stderr, deps.ledger.studies.count(), texts.studies[language], language, Date.now);
  let done = 0;
  for (let more = true; more && !signal.aborted; ) {
    const { judged } = assessDue(deps, 200);
    done += judged;
    more = judged > 0;
    progress.at(done);
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  if (!signal.aborted) {
    assessGroups(deps);
    assessWholeArchive(deps);
  }
  progress.end();
}
