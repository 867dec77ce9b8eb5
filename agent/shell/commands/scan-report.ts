import {
  type DisplayState,
  displayState,
  type Finding,
  judgedOf,
  type Observed,
  PatientAttribute,
  Quantity,
  unitAsShown,
  type Verdict,
} from '@center/contract';
import { ruleById } from '../../core/index.ts';
import type { Write } from '../facts-command.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Language } from './language.ts';
import { printable, tableLines } from './table.ts';
import { stateWords, texts } from './text.ts';

export interface ScanFacts {
  readonly asOf: string;
  readonly supervisionStart: string;
  readonly files: { readonly seen: number; readonly unreadable: number; readonly ignored: number };
}

const portion = 500;

/** Findings that are alive, worst first, one portion after another. */
function* liveFindings(ledger: Ledger): Generator<Finding> {
  for (const state of ['confirmed', 'open'] as const) {
    for (let offset = 0; ; offset += portion) {
      const { rows } = ledger.findings.list({ state, limit: portion, offset });
      yield* rows;
      if (rows.length < portion) break;
    }
  }
}

function stateOf(verdict: Verdict): DisplayState {
  return displayState(judgedOf(verdict));
}

function shownValue(value: Observed['value']): string {
  if (value instanceof PatientAttribute) return value.reveal();
  if (value instanceof Quantity) return `${String(value.value)} ${unitAsShown(value.unit)}`.trim();
  return String(value);
}

/** Notes stand as `zh / en`; one without the other language is shown as it is. */
function noteIn(note: string, language: Language): string {
  const [zh, en, ...more] = note.split(' / ');
  return zh === undefined || en === undefined || more.length > 0 ? note : { zh, en }[language];
}

function details(finding: Finding, language: Language): string {
  const { verdict } = finding;
  const parts = finding.evidence.map(({ fact, value }) => `${fact}=${shownValue(value)}`);
  if (verdict.kind === 'indeterminate' && verdict.missing.length > 0)
    parts.push(`${texts.missing[language]} ${verdict.missing.join(', ')}`);
  if (verdict.kind !== 'notApplicable' && verdict.note !== undefined) parts.push(noteIn(verdict.note, language));
  return parts.join('; ');
}

function whereOf(ledger: Ledger, { subject }: Finding, language: Language): string {
  if (subject.kind === 'study') return ledger.objects.sourcesOf(subject.key, 1)[0] ?? subject.key;
  if (subject.kind === 'archive') return ledger.unreadable.get(subject.key)?.source ?? subject.key;
  return texts.whole[language];
}

function dateOf(ledger: Ledger, { subject }: Finding): string {
  return subject.kind === 'study' ? (ledger.studies.get(subject.key)?.date ?? '') : '';
}

const widths = [14, 16, 56, 10, 48, 160];

/** The findings as a table for a terminal, totals, and the files that could not be read. */
export async function writeTable(ledger: Ledger, facts: ScanFacts, language: Language, write: Write): Promise<void> {
  const { columns } = texts;
  const head = [columns.state, columns.clause, columns.rule, columns.date, columns.where, columns.why].map(
    (word) => word[language],
  );
  const counts = new Map<DisplayState, number>();
  let rows: string[][] = [head];
  const flush = async (): Promise<void> => {
    if (rows.length > 0) await write(`${tableLines(rows, widths).join('\n')}\n`);
    rows = [];
  };
  let found = 0;
  for (const finding of liveFindings(ledger)) {
    const state = stateOf(finding.verdict);
    counts.set(state, (counts.get(state) ?? 0) + 1);
    found += 1;
    const word = stateWords[state][language];
    const suspected =
      state === 'non-compliant' && finding.state === 'open' ? `${word}·${texts.suspected[language]}` : word;
    const title = ruleById(finding.ruleId)?.title[language] ?? finding.ruleId;
    rows.push([
      suspected,
      finding.clause,
      title,
      dateOf(ledger, finding),
      whereOf(ledger, finding, language),
      details(finding, language),
    ]);
    if (rows.length >= portion) await flush();
  }
  const nothing = ledger.objects.count() === 0 ? texts.nothingToJudge : texts.noFindings;
  if (found === 0) await write(`${nothing[language]}\n`);
  else await flush();
  const words = [...counts].map(([state, n]) => `${stateWords[state][language]} ${String(n)}`);
  const totals = [
    `${String(facts.files.seen)} ${texts.files[language]}`,
    `${String(ledger.objects.count())} ${texts.objects[language]}`,
    `${String(ledger.studies.count())} ${texts.studies[language]}`,
    `${String(found)} ${texts.findings[language]}${words.length === 0 ? '' : ` (${words.join(', ')})`}`,
  ];
  await write(`\n${texts.totals[language]}: ${totals.join(' · ')}\n`);
  const unreadable = ledger.unreadable.count();
  if (unreadable === 0) return;
  await write(`\n${texts.unreadable[language]}: ${String(unreadable)}\n`);
  for (let offset = 0; offset < unreadable; offset += portion) {
    for (const { source, reason, detail } of ledger.unreadable.list(portion, offset))
      await write(`  ${printable(source)}: ${reason}${detail === undefined ? '' : ` (${detail})`}\n`);
  }
}

function verdictJson(verdict: Verdict): Record<string, unknown> {
  return {
    kind: verdict.kind,
    ...(verdict.kind === 'indeterminate' ? { reason: verdict.reason } : {}),
    ...(verdict.kind === 'conforms' || verdict.kind === 'deviates' ? { basis: verdict.basis } : {}),
  };
}

function plain(value: Observed['value']): unknown {
  return value instanceof PatientAttribute ? value.reveal() : value;
}

function findingJson(ledger: Ledger, finding: Finding): Record<string, unknown> {
  const { verdict, subject } = finding;
  const files =
    subject.kind === 'study'
      ? ledger.objects.sourcesOf(subject.key, 1000)
      : subject.kind === 'archive'
        ? [whereOf(ledger, finding, 'en')]
        : [];
  const { kind, ...rest } = verdictJson(verdict);
  return {
    findingId: finding.id,
    ruleId: finding.ruleId,
    clause: finding.clause,
    severity: finding.severity,
    state: stateOf(verdict),
    verdict: kind,
    ...rest,
    subject,
    date: dateOf(ledger, finding),
    files,
    observed: Object.fromEntries(finding.evidence.map(({ fact, value }) => [fact, plain(value)])),
    missing: verdict.kind === 'indeterminate' ? verdict.missing : [],
    ...(verdict.kind !== 'notApplicable' && verdict.note !== undefined ? { note: verdict.note } : {}),
  };
}

/** The same as one JSON document, written piece by piece: an archive of any size passes through. */
export async function writeJson(ledger: Ledger, facts: ScanFacts, write: Write): Promise<void> {
  const { asOf, supervisionStart, files } = facts;
  const head = {
    kind: 'scan-report/1',
    asOf,
    supervisionStart,
    ruleSetSha256: ledger.ruleSets.current()?.sha256,
    files,
  };
  await write(`${JSON.stringify(head).slice(0, -1)},"studies":[`);
  let separator = '\n';
  for (const { StudyInstanceUID: study, date } of ledger.studies.all()) {
    const verdicts = Object.fromEntries(
      ledger.judgements
        .ofStudy(study)
        .map(({ ruleId, verdict, informational }) => [
          ruleId,
          { ...verdictJson(verdict), ...(informational ? { informational } : {}) },
        ]),
    );
    await write(`${separator}${JSON.stringify({ study, date, verdicts })}`);
    separator = ',\n';
  }
  await write('],"findings":[');
  separator = '\n';
  for (const finding of liveFindings(ledger)) {
    await write(`${separator}${JSON.stringify(findingJson(ledger, finding))}`);
    separator = ',\n';
  }
  await write('],"unreadable":[');
  separator = '\n';
  const unreadable = ledger.unreadable.count();
  for (let offset = 0; offset < unreadable; offset += portion) {
    for (const { source: path, reason, detail } of ledger.unreadable.list(portion, offset)) {
      await write(`${separator}${JSON.stringify({ path, reason, ...(detail === undefined ? {} : { detail }) })}`);
      separator = ',\n';
    }
  }
  await write(']}\n');
}
