import type { Archive, KeptObject } from '../../shell/archive/testing/archive-model.ts';
import { COMMAND, type CommandSet, STATUS } from '../../shell/dimse/command-set.ts';
import { DimseAssociation } from '../../shell/dimse/requestor.ts';

/**
 * What a retrieve SCP does instead of telling the truth, by C-MOVE and by C-GET alike. "Success" is status 0x0000.
 * - `fewer`: the last object is left out, or the only one; success, and the counters say that all were sent. `nothing`: success without any C-STORE.
 * - `counters`: everything is sent and the counters say the opposite. `warned`: everything is sent, and then 0xB000. `warned-short`: the last one is not.
 * - `wrong-object`: the right UID around the data set of another object. `foreign`: objects of another study as they are.
 * - `other-study`: the right objects, each of which says that it belongs to another study. `other-pixels`: the right header, another image's pixels.
 * - `cut`: data sets that end in the middle. `short-pixels`: a sound header and half the pixel data that it promises.
 * - `duplicates`: the first object as often as there are objects. `duplicates-cut`: each object whole, and once more cut.
 * - `never-ends`: everything is sent, and no final status. `pending`: "pending" for ever, and nothing else. `aborts`: after half of the objects.
 * - `refuses`: 0xA702 or 0xA701 at once. `unknown-destination`: 0xA801. `fails`: 0xC000, nothing sent.
 * - `early`: success first, and the objects some time after it. `tape`: the first object of a study comes late, once.
 */
export const retrieveLies = [
  'fewer',
  'nothing',
  'counters',
  'warned',
  'warned-short',
  'wrong-object',
  'foreign',
  'other-study',
  'other-pixels',
  'cut',
  'short-pixels',
  'duplicates',
  'duplicates-cut',
  'never-ends',
  'pending',
  'aborts',
  'refuses',
  'unknown-destination',
  'fails',
  'early',
  'tape',
] as const;
export type RetrieveLie = (typeof retrieveLies)[number];

/** What a lie costs in time: the first image of a study on a tape, and objects that follow their own success. Milliseconds. */
const TAPE_MS = 120;
const EARLY_MS = 60;

/** The parts of a request, and the ways to answer it. */
export interface Retrieve {
  readonly kind: 'move' | 'get';
  readonly study: string;
  readonly sops: readonly string[];
  /** One object to the receiver, or back on the association; resolves when it is answered or cannot be any more. */
  readonly store: (sop: string, sopClass: string, dataSet: Buffer) => Promise<void>;
  readonly reply: (fields: Partial<CommandSet> & { readonly Status: number }) => void;
  readonly abort: () => void;
  /** Whether the one that asks is still there. */
  readonly stands: () => boolean;
}

/** The data set of a file: without preamble and File Meta Information (PS3.10 section 7.1). */
export function dataSetOfFile(file: Buffer): Buffer {
  return file.subarray(128 + 4 + 12 + file.readUInt32LE(128 + 4 + 8));
}

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** A UID as long as another one, and not the same. */
const otherUID = (uid: string): string => `${uid.slice(0, -1)}${uid.endsWith('7') ? '8' : '7'}`;

function replaced(bytes: Buffer, from: string, to: string): Buffer {
  const copy = Buffer.from(bytes);
  const at = copy.indexOf(Buffer.from(from, 'latin1'));
  if (at < 0) throw new Error('a data set without its own UID');
  copy.write(to, at, 'latin1');
  return copy;
}

/** The bytes of the Study Instance UID alone: its tag, VR and length stand before it, so that no longer UID is hit. */
function ofOtherStudy(bytes: Buffer, study: string): Buffer {
  const head = Buffer.from([0x20, 0, 0x0d, 0, 0x55, 0x49]);
  const at = bytes.indexOf(head);
  const copy = Buffer.from(bytes);
  copy.write(otherUID(study), at + head.length + 2, 'latin1');
  return copy;
}

function shortPixels(bytes: Buffer): Buffer {
  const at = bytes.indexOf(Buffer.from([0xe0, 0x7f, 0x10, 0, 0x4f, 0x57]));
  const length = bytes.readUInt32LE(at + 8);
  return bytes.subarray(0, at + 12 + Math.floor(length / 2));
}

/** Answers C-MOVE and C-GET over an archive, truthfully or not. */
export class Retriever {
  lie: RetrieveLie | 'none' = 'none';
  /** Retrieves that were asked for since it was last set to 0. */
  asked = 0;
  readonly #archive: Archive;
  readonly #fetched = new Set<string>();

  constructor(archive: Archive) {
    this.#archive = archive;
  }

  async answer(request: Retrieve): Promise<void> {
    this.asked += 1;
    const kept = [...(this.#archive.studies.get(request.study)?.series.values() ?? [])].flat();
    const wanted = kept.filter(({ sop }) => request.sops.length === 0 || request.sops.includes(sop));
    // As a text: each switch below names the lies that it tells, and the truth is the rest.
    const lie: string = this.lie;
    const all = { completed: wanted.length, failed: 0, warning: 0 };
    switch (lie) {
      case 'refuses':
        return last(request, this.asked % 2 === 0 ? STATUS.cannotPerformSuboperations : STATUS.cannotCountMatches);
      case 'unknown-destination':
        return last(request, STATUS.moveDestinationUnknown);
      case 'fails':
        return last(request, STATUS.cannotUnderstand);
      case 'nothing':
        return last(request, STATUS.success, all);
      case 'pending':
        return pendingForEver(request);
      case 'early':
        last(request, STATUS.success, all);
        await pause(EARLY_MS);
        return this.#send(request, wanted);
      default:
    }
    if (lie === 'tape' && !this.#fetched.has(request.study)) await pause(TAPE_MS);
    this.#fetched.add(request.study);
    const half = Math.floor(wanted.length / 2);
    const short = lie === 'fewer' || lie === 'warned-short';
    await this.#send(request, lie === 'aborts' ? wanted.slice(0, half) : short ? wanted.slice(0, -1) : wanted);
    switch (lie) {
      case 'aborts':
        return request.abort();
      case 'never-ends':
        return undefined;
      case 'counters':
        return last(request, STATUS.success, { completed: 0, failed: wanted.length + 7, warning: 3 });
      case 'warned':
      case 'warned-short':
        return last(request, STATUS.suboperationsFailed, { completed: wanted.length - 1, failed: 1, warning: 0 });
      default:
        return last(request, STATUS.success, all);
    }
  }

  async #send(request: Retrieve, objects: readonly KeptObject[]): Promise<void> {
    const [first] = objects;
    for (const [index, object] of objects.entries()) {
      if (!request.stands()) return;
      for (const [sop, dataSet] of this.#told(request.study, object, first ?? object))
        await request.store(sop, object.sopClass, dataSet);
      request.reply({ Status: STATUS.pending, ...counters(objects.length - index - 1, index + 1, 0, 0) });
    }
  }

  /** What is sent in place of an object: the UID that the request names, and the data set. */
  #told(study: string, object: KeptObject, first: KeptObject): readonly (readonly [string, Buffer])[] {
    const true_ = dataSetOfFile(object.bytes);
    const { sop } = object;
    const lie: string = this.lie;
    switch (lie) {
      case 'wrong-object':
        return [[sop, replaced(true_, sop, otherUID(sop))]];
      case 'foreign': {
        const [other] = [...this.#archive.studies.values()].filter(({ uid }) => uid !== study);
        return [...(other?.series.values() ?? [])]
          .flat()
          .slice(0, 1)
          .map((each) => [each.sop, dataSetOfFile(each.bytes)]);
      }
      case 'other-study':
        return [[sop, ofOtherStudy(true_, study)]];
      case 'other-pixels': {
        const copy = Buffer.from(true_);
        copy.fill(0x55, copy.length - 32);
        return [[sop, copy]];
      }
      case 'cut':
        return [[sop, true_.subarray(0, Math.floor(true_.length / 4) * 2)]];
      case 'short-pixels':
        return [[sop, shortPixels(true_)]];
      case 'duplicates':
        return [[first.sop, dataSetOfFile(first.bytes)]];
      case 'duplicates-cut':
        return [
          [sop, true_],
          [sop, shortPixels(true_)],
        ];
      default:
        return [[sop, true_]];
    }
  }
}

function counters(remaining: number, completed: number, failed: number, warning: number): Partial<CommandSet> {
  return {
    NumberOfRemainingSuboperations: remaining,
    NumberOfCompletedSuboperations: completed,
    NumberOfFailedSuboperations: failed,
    NumberOfWarningSuboperations: warning,
  };
}

function last(
  { reply }: Retrieve,
  Status: number,
  { completed, failed, warning } = { completed: 0, failed: 0, warning: 0 },
): void {
  const { NumberOfRemainingSuboperations: _, ...told } = counters(0, completed, failed, warning);
  reply({ Status, ...told });
}

async function pendingForEver({ reply, stands }: Retrieve): Promise<void> {
  while (stands()) {
    reply({ Status: STATUS.pending, ...counters(3, 0, 0, 0) });
    await pause(20);
  }
}

export interface Destination {
  readonly port: number;
  readonly aeTitle: string;
  readonly originator: { readonly aeTitle: string; readonly messageId: number };
}

/** Sends one object to the receiver of a C-MOVE, on an association of its own. */
export async function storeTo(
  { port, aeTitle, originator }: Destination,
  sop: string,
  sopClass: string,
  dataSet: Buffer,
): Promise<void> {
  const opened = await DimseAssociation.open({
    peer: { host: '127.0.0.1', port, callingAeTitle: 'PACS', calledAeTitle: aeTitle },
    contexts: [{ abstractSyntax: sopClass, transferSyntaxes: ['1.2.840.10008.1.2.1'] }],
  });
  if (opened.kind !== 'open') return;
  const { association } = opened;
  await association.request({
    abstractSyntax: sopClass,
    command: {
      CommandField: COMMAND.storeRequest,
      AffectedSOPClassUID: sopClass,
      AffectedSOPInstanceUID: sop,
      Priority: 0,
      MoveOriginatorApplicationEntityTitle: originator.aeTitle,
      MoveOriginatorMessageID: originator.messageId,
    },
    dataSet: () => dataSet,
  });
  if (association.ready) await association.release();
}
