import { addDays, type CalendarDate } from '@center/contract';
import type { ArchiveObservation, DueCheck, KeptStudy, StudyKey } from '../../core/index.ts';
import { textOf } from '../../core/index.ts';
import type { ListedStudy, StudyQuery } from '../channels/archive-port.ts';
import { askControls, type ListingTools } from './list-window.ts';
import { because, type RoundDeps } from './round-deps.ts';
import { accessionKeyOf, patientKeyOf, sameDigest, seriesSights } from './sight.ts';
import { type Answered, findIn, objectsIn, type Pacs } from './ways.ts';

type Checked = Extract<ArchiveObservation, { kind: 'checked' }>;
type Found = Pick<Checked, 'found' | 'otherUID' | 'proof'> & { readonly channel: string };
type Silent = Extract<Answered<unknown>, { kind: 'not-measured' }>;

/** Series, and objects, of one study that are asked for by their own UIDs. */
const mostKeys = 3;

/** What asking by one key gave: a find, nothing in any archive, or no answer. */
type Looked = { readonly kind: 'found'; readonly found: Found } | { readonly kind: 'nothing' } | Silent;

/**
 * Asks every archive of the center for a study by all its keys, the first that finds it ending the asking, and writes down what came of it. Absence is written only with
 * good controls, asked after it was seen. `halt`: no more is to be asked now.
 */
export async function checkStudy(
  tools: ListingTools,
  due: Pick<DueCheck, 'StudyInstanceUID' | 'keys'>,
): Promise<'done' | 'halt'> {
  const { deps, misses } = tools;
  const { StudyInstanceUID, keys } = due;
  const asked: StudyKey[] = [];
  let channel = deps.archives[0]?.ways[0]?.port.channel ?? '';
  let found: Found = { found: 'nowhere', channel };
  for (const key of keys) {
    const looked = await lookBy(deps, StudyInstanceUID, key);
    if (looked.kind === 'not-measured') {
      misses.say({
        round: 'check',
        why: looked.why,
        channel: looked.channel,
        StudyInstanceUID,
        ...because(looked.detail),
      });
      return 'halt';
    }
    asked.push(key);
    if (looked.kind === 'found') {
      found = looked.found;
      channel = found.channel;
      break;
    }
  }
  let controls = 0;
  if (found.found !== 'as-known') {
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
    found: found.found,
    asked,
    measuredDays: deps.ledger.archive.measuredDays(),
    ...(found.otherUID === undefined ? {} : { otherUID: found.otherUID }),
    ...(found.proof === undefined ? {} : { proof: found.proof }),
  });
  deps.changed();
  return 'done';
}

function lookBy(deps: RoundDeps, uid: string, key: StudyKey): Promise<Looked> {
  switch (key) {
    case 'study':
      return ask(deps, uid, [{ by: 'study', StudyInstanceUID: uid }], undefined);
    case 'series': {
      const series = deps.ledger.archive.series(uid).slice(0, mostKeys);
      return ask(
        deps,
        uid,
        series.map(({ SeriesInstanceUID }) => ({ by: 'series', SeriesInstanceUID })),
        'same-objects',
      );
    }
    case 'object': {
      const objects = deps.ledger.archive.samples(uid).slice(0, mostKeys);
      return ask(
        deps,
        uid,
        objects.map(({ SOPInstanceUID }) => ({ by: 'object', SOPInstanceUID })),
        'same-objects',
      );
    }
    case 'accession-patient':
      return lookByPatient(deps, uid);
  }
}

/** Asks all archives by the queries; a row of the study itself, or of another one that has its series or objects, ends it. */
async function ask(
  deps: RoundDeps,
  uid: string,
  queries: readonly StudyQuery[],
  proof: Found['proof'],
): Promise<Looked> {
  for (const query of queries) {
    for (const pacs of deps.archives) {
      const answer = await findIn(pacs, query, 'audit', deps.signal);
      if (answer.kind === 'not-measured') return answer;
      const { channel } = answer;
      if (answer.value.some(({ StudyInstanceUID }) => StudyInstanceUID === uid))
        return { kind: 'found', found: { found: query.by === 'study' ? 'as-known' : 'parts-only', channel } };
      const [other] = answer.value;
      // A search by UID that answers with what was not asked for has not understood the question.
      if (other !== undefined && query.by === 'study')
        return { kind: 'not-measured', why: 'not-supported', detail: 'another study than the one asked for', channel };
      if (other !== undefined) {
        const holds = await holdsSeries(deps, pacs, uid, other.StudyInstanceUID);
        if (holds.kind === 'not-measured') return holds;
        if (holds.value)
          return {
            kind: 'found',
            found: {
              found: 'under-other-uid',
              otherUID: other.StudyInstanceUID,
              channel,
              ...(proof === undefined ? {} : { proof }),
            },
          };
      }
    }
  }
  return { kind: 'nothing' };
}

/** Whether another study holds series of this one, by UID or by the digest of their objects. */
async function holdsSeries(deps: RoundDeps, pacs: Pacs, uid: string, other: string): Promise<Answered<boolean>> {
  const listed = await objectsIn(pacs, other, 'audit', deps.signal);
  if (listed.kind === 'not-measured') return listed;
  const known = deps.ledger.archive.series(uid);
  const samples = new Set(deps.ledger.archive.samples(uid).map(({ SOPInstanceUID }) => SOPInstanceUID));
  const value =
    listed.value.some(({ SOPInstanceUID }) => samples.has(SOPInstanceUID)) ||
    seriesSights(listed.value).some((now) =>
      known.some(
        (before) => before.SeriesInstanceUID === now.SeriesInstanceUID || sameDigest(before.uidDigest, now.uidDigest),
      ),
    );
  return { kind: 'answered', value, channel: listed.channel };
}

/** Accession number and patient: by the texts where live intake knows them, else by the lists of the study's day and its neighbours and the digests under the center's key. */
async function lookByPatient(deps: RoundDeps, uid: string): Promise<Looked> {
  const study = deps.ledger.archive.study(uid);
  if (study?.accessionKey === undefined || study.patientKey === undefined) return { kind: 'nothing' };
  const queries = patientQueries(deps, study);
  for (const query of queries) {
    for (const pacs of deps.archives) {
      const answer = await findIn(pacs, query, 'audit', deps.signal);
      if (answer.kind === 'not-measured') return answer;
      const others = answer.value.filter((row) => mayBeTheSame(deps, study, row));
      for (const { StudyInstanceUID: otherUID } of others) {
        const holds = await holdsSeries(deps, pacs, uid, otherUID);
        if (holds.kind === 'not-measured') return holds;
        const proof = holds.value ? 'same-digests' : 'accession-patient';
        return { kind: 'found', found: { found: 'under-other-uid', otherUID, proof, channel: answer.channel } };
      }
    }
  }
  return { kind: 'nothing' };
}

function patientQueries({ ledger }: RoundDeps, { StudyInstanceUID, date }: KeptStudy): readonly StudyQuery[] {
  const header = ledger.objects.placesOf(StudyInstanceUID)[0]?.header;
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
