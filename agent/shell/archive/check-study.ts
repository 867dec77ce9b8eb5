import { addDays, type CalendarDate } from '@center/contract';
import {
  type DueCheck,
  type KeptStudy,
  type KeyAnswers,
  type KnownOfStudy,
  type StudyKey,
  textOf,
  type Where,
  whereItWent,
} from '../../core/index.ts';
import type { ListedObject, ListedStudy, StudyQuery } from '../channels/archive-port.ts';
import { askControls, type ListingTools } from './list-window.ts';
import { because, isAway, type RoundDeps } from './round-deps.ts';
import { accessionKeyOf, archivedPlaces, patientKeyOf, sameDigest, seriesSights } from './sight.ts';
import { type Answered, findIn, objectsIn, type Pacs } from './ways.ts';

type Silent = Extract<Answered<unknown>, { kind: 'not-measured' }>;
type Known = KnownOfStudy & { readonly study: KeptStudy };

/** Series, and objects, of one study that are asked for by their own UIDs; where one is found the others are looked for in its study. */
const mostKeys = 3;

/** What asking by one key gave: more of the answers, or why not. `refused`: this archive does not take such a question; the others may still be asked. */
type Looked =
  | { readonly kind: 'answered'; readonly answers: KeyAnswers; readonly channel: string }
  | { readonly kind: 'unsupported' }
  | Silent;

/** Refusals that lie with the question and not with the archive: it is up, and does not take questions of this kind. */
const refusals: readonly Silent['why'][] = ['not-supported', 'refused', 'not-final', 'warned'];

/**
 * Asks every archive of the center for a study by all its keys, the first that finds it ending the asking, and writes down what came of it. Absence is written only with
 * good controls, asked after it was seen; a kind of question that finds not even a control is no question here. `halt`: no more is to be asked now.
 */
export async function checkStudy(
  tools: ListingTools,
  due: Pick<DueCheck, 'StudyInstanceUID' | 'keys'>,
): Promise<'done' | 'unanswered' | 'halt'> {
  const { deps, misses } = tools;
  const { StudyInstanceUID, keys } = due;
  const { study, ...parts } = deps.ledger.archive.known(StudyInstanceUID) ?? { series: [], samples: [] };
  if (study === undefined) return 'done';
  const known: Known = { study, ...parts };
  const unsupported: StudyKey[] = [];
  let answers: KeyAnswers = {};
  let channel = deps.archives[0]?.ways[0]?.port.channel ?? '';
  let where: Where = { found: 'nowhere', asked: [] };
  for (const key of keys) {
    const looked = await lookBy(tools, known, key);
    if (looked.kind === 'not-measured') {
      const { why, channel: silent, detail } = looked;
      misses.say({ round: 'check', why, channel: silent, StudyInstanceUID, ...because(detail) });
      return isAway(why) ? 'halt' : 'unanswered';
    }
    if (looked.kind === 'unsupported') {
      unsupported.push(key);
      continue;
    }
    answers = { ...answers, ...looked.answers };
    ({ channel } = looked);
    where = whereItWent({ StudyInstanceUID, series: known.series, samples: known.samples }, answers);
    if (where.found !== 'nowhere') break;
  }
  let controls = 0;
  if (where.found !== 'as-known') {
    const verdict = await askControls(tools, 'study');
    if (verdict.kind === 'not-measured') {
      misses.say({ round: 'check', why: verdict.why, channel: verdict.channel, ...because(verdict.detail) });
      return 'halt';
    }
    controls = verdict.controls;
  }
  deps.ledger.archive.apply({
    kind: 'checked',
    at: deps.now(),
    channel,
    StudyInstanceUID,
    controls,
    ...where,
    measuredDays: deps.ledger.archive.measuredDays(),
    ...(unsupported.length === 0 ? {} : { unsupported }),
  });
  deps.changed();
  return 'done';
}

async function lookBy(tools: ListingTools, known: Known, key: StudyKey): Promise<Looked> {
  const { deps } = tools;
  switch (key) {
    case 'study':
      return lookByStudy(deps, known.study.StudyInstanceUID);
    case 'series':
    case 'object':
      return lookWithin(tools, known, key);
    case 'accession-patient':
      return lookByPatient(deps, known.study);
  }
}

async function lookByStudy(deps: RoundDeps, uid: string): Promise<Looked> {
  let channel = '';
  let objects: number | undefined;
  let found = false;
  for (const pacs of deps.archives) {
    const answer = await findIn(pacs, { by: 'study', StudyInstanceUID: uid }, 'audit', deps.signal);
    if (answer.kind === 'not-measured') return answer;
    ({ channel } = answer);
    const row = answer.value.find(({ StudyInstanceUID }) => StudyInstanceUID === uid);
    // A search by UID that answers with what was not asked for has not understood the question.
    if (row === undefined && answer.value.length > 0)
      return { kind: 'not-measured', why: 'not-supported', detail: 'another study than the one asked for', channel };
    if (row === undefined) continue;
    found = true;
    if (row.objects !== undefined) objects = Math.max(objects ?? 0, row.objects);
    if (row.objects !== 0) break;
  }
  return { kind: 'answered', channel, answers: { study: { found, ...(objects === undefined ? {} : { objects }) } } };
}

interface Held {
  readonly series: { readonly SeriesInstanceUID: string; readonly StudyInstanceUID: string }[];
  readonly objects: { readonly SOPInstanceUID: string; readonly StudyInstanceUID: string }[];
}

/** By the UIDs of series or objects: which study they are in now. Whatever study one is found in is looked through for all the others. */
async function lookWithin(tools: ListingTools, known: Known, key: 'series' | 'object'): Promise<Looked> {
  const { deps, controls } = tools;
  const held: Held = { series: [], objects: [] };
  const through = new Set<string>();
  let channel = '';
  for (const query of queriesWithin(known, key).slice(0, mostKeys)) {
    for (const pacs of deps.archives) {
      const answer = await findIn(pacs, query, 'audit', deps.signal);
      if (answer.kind === 'not-measured')
        return refusals.includes(answer.why) && !(await eachKnows(tools, key)) ? { kind: 'unsupported' } : answer;
      ({ channel } = answer);
      for (const { StudyInstanceUID: other } of answer.value) {
        if (through.has(other)) continue;
        through.add(other);
        const silent = await lookThrough(deps, pacs, known, other, held);
        if (silent !== undefined) return silent;
      }
    }
  }
  // An archive that ignores such a key finds nothing for anybody.
  if (through.size === 0 && !(await eachKnows(tools, key))) return { kind: 'unsupported' };
  for (const own of controls.values()) channel ||= own.channel;
  return { kind: 'answered', channel, answers: key === 'series' ? { series: held.series } : held };
}

function queriesWithin({ series, samples }: Known, key: 'series' | 'object'): readonly StudyQuery[] {
  return key === 'series'
    ? series.map(({ SeriesInstanceUID }) => ({ by: 'series', SeriesInstanceUID }))
    : samples.map(({ SOPInstanceUID }) => ({ by: 'object', SOPInstanceUID }));
}

/** Whether every archive answers questions of this kind for a study that it has. */
async function eachKnows({ deps, controls }: ListingTools, key: 'series' | 'object'): Promise<boolean> {
  for (const pacs of deps.archives) if ((await controls.get(pacs.name)?.knows(key)) === false) return false;
  return true;
}

/** Notes which known series and objects of one study another one holds: series by their UID, or by the UIDs of their objects. */
async function lookThrough(
  deps: RoundDeps,
  pacs: Pacs,
  { series, samples }: Known,
  StudyInstanceUID: string,
  held: Held,
): Promise<Silent | undefined> {
  const listed = await objectsIn(pacs, StudyInstanceUID, 'audit', deps.signal);
  if (listed.kind === 'not-measured') return listed;
  const now = seriesSights(listed.value);
  for (const { SeriesInstanceUID, uidDigest, objects } of series) {
    const there = now.some(
      (each) =>
        sameDigest(each.uidDigest, uidDigest) ||
        (each.SeriesInstanceUID === SeriesInstanceUID && (uidDigest === undefined || each.objects >= objects)),
    );
    if (there) held.series.push({ SeriesInstanceUID, StudyInstanceUID });
  }
  const sops = new Set(listed.value.map(({ SOPInstanceUID }: ListedObject) => SOPInstanceUID));
  for (const { SOPInstanceUID } of samples)
    if (sops.has(SOPInstanceUID)) held.objects.push({ SOPInstanceUID, StudyInstanceUID });
  return undefined;
}

/** Accession number and patient: by the texts where live intake knows them, else by the lists of the study's day and its neighbours and the digests under the center's key. */
async function lookByPatient(deps: RoundDeps, study: KeptStudy): Promise<Looked> {
  const found = new Map<string, Pacs>();
  let channel = '';
  for (const query of patientQueries(deps, study)) {
    for (const pacs of deps.archives) {
      const answer = await findIn(pacs, query, 'audit', deps.signal);
      if (answer.kind === 'not-measured') return answer;
      ({ channel } = answer);
      for (const row of answer.value) if (mayBeTheSame(deps, study, row)) found.set(row.StudyInstanceUID, pacs);
    }
  }
  const accessionPatient: NonNullable<KeyAnswers['accessionPatient']>[number][] = [];
  for (const [StudyInstanceUID, pacs] of found) {
    const listed = await objectsIn(pacs, StudyInstanceUID, 'audit', deps.signal);
    if (listed.kind === 'not-measured') return listed;
    const objects = deps.ledger.archive.samples(StudyInstanceUID);
    accessionPatient.push({ StudyInstanceUID, series: seriesSights(listed.value), objects });
  }
  return { kind: 'answered', channel, answers: { accessionPatient } };
}

function patientQueries({ ledger }: RoundDeps, { StudyInstanceUID, date }: KeptStudy): readonly StudyQuery[] {
  const header = ledger.sealing.header(StudyInstanceUID) ?? archivedPlaces(ledger, StudyInstanceUID)[0]?.header;
  const AccessionNumber = header === undefined ? '' : (textOf(header, 'AccessionNumber')?.trim() ?? '');
  const PatientID = header === undefined ? '' : (textOf(header, 'PatientID')?.trim() ?? '');
  if (AccessionNumber !== '' && PatientID !== '') return [{ by: 'accession-patient', AccessionNumber, PatientID }];
  if (date === undefined) return [{ by: 'window', window: 'undated' }];
  const around: readonly CalendarDate[] = [date, addDays(date, -1), addDays(date, 1)];
  return around.map((day) => ({ by: 'window', window: { from: day, to: day } }));
}

/** Another study of the same patient and order, that was not known beside this one all along. */
function mayBeTheSame({ ledger, keys }: RoundDeps, study: KeptStudy, row: ListedStudy): boolean {
  if (row.StudyInstanceUID === study.StudyInstanceUID) return false;
  if (accessionKeyOf(keys, row.AccessionNumber) !== study.accessionKey) return false;
  if (patientKeyOf(keys, row.PatientID) !== study.patientKey) return false;
  const other = ledger.archive.study(row.StudyInstanceUID);
  return other === undefined || other.firstSeenOn > study.firstSeenOn;
}
