import type { ObjectSight } from '../../../core/index.ts';
import { createObjectMeter, type ObjectMeter } from '../../object-meter/index.ts';
import type { Asked, Retrieved, RetrieveWish } from '../archive-port.ts';
import { boundaryOf, MultipartReader } from './multipart.ts';
import { anyDicom } from './read-study.ts';
import { type BodySink, notMeasuredOf, type Requester } from './request.ts';

/** A study of this size would take hours; what is longer is cut off by us and not measured. */
const retrieveLimitBytes = 64 * 1024 ** 3;

/** Measures the parts of an answer while they stream by, and keeps none. */
class Measuring implements BodySink {
  readonly objects: ObjectSight[] = [];
  bytes = 0;
  /** Parts that are no object of the study, and parts that ended inside. */
  unread = 0;
  firstMs: number | undefined;
  readonly #study: string;
  readonly #began: () => number;
  #started = 0;
  #reader: MultipartReader | undefined;
  #meter: ObjectMeter | undefined;

  constructor(study: string, elapsed: () => number) {
    this.#study = study;
    this.#began = elapsed;
    this.#started = elapsed();
  }

  begin(contentType: string): boolean {
    const boundary = boundaryOf(contentType);
    if (boundary === undefined) return false;
    this.#reader = new MultipartReader(boundary, {
      begin: () => {
        this.#meter = createObjectMeter();
      },
      data: (bytes) => this.#meter?.push(bytes),
      end: (cut) => this.#partEnded(cut),
    });
    return true;
  }

  push(bytes: Uint8Array): void {
    this.bytes += bytes.byteLength;
    this.#reader?.push(bytes);
  }

  #partEnded(cut: boolean): void {
    const measured = this.#meter?.end(cut);
    this.#meter = undefined;
    // What says of itself that it belongs to another study is not what was asked for, whatever the address was.
    if (measured?.kind !== 'object' || (measured.StudyInstanceUID ?? this.#study) !== this.#study) {
      this.unread += 1;
      return;
    }
    this.objects.push(measured.sight);
    if (!cut) this.firstMs ??= this.elapsedMs;
  }

  /** The clock begins when the request does, and not while it waits for its turn. */
  restart(): void {
    this.#started = this.#began();
  }

  get elapsedMs(): number {
    return this.#began() - this.#started;
  }

  /** `none`: the answer was no multipart at all. */
  end(): 'closed' | 'cut' | 'none' {
    return this.#reader?.end() ?? 'none';
  }
}

/**
 * A timed retrieve (WADO-RS, PS3.18 §10.4): an answer that says success is measured by what came of it. Short is one without its closing boundary, one that broke off, one
 * with a part that is no object, and a whole study with fewer objects than the archive itself tells of.
 */
export async function retrieveObjects(
  requester: Requester,
  { StudyInstanceUID, object, lane, signal }: RetrieveWish,
  timeoutSeconds: number,
  told: () => Promise<Asked<number | undefined>>,
): Promise<Asked<Retrieved>> {
  const study = `studies/${encodeURIComponent(StudyInstanceUID)}`;
  const path =
    object === undefined
      ? study
      : `${study}/series/${encodeURIComponent(object.SeriesInstanceUID)}/instances/${encodeURIComponent(object.SOPInstanceUID)}`;
  const measuring = new Measuring(StudyInstanceUID, () => performance.now());
  const wish = { path, accept: anyDicom, limitBytes: retrieveLimitBytes, lane, signal, timeoutSeconds };
  const answer = await requester.stream({ ...wish, started: () => measuring.restart() }, measuring);
  const totalMs = measuring.elapsedMs;
  // Nothing is there under this UID: an answer like another, with no object in it.
  if (answer.kind === 'refused' && (answer.status === 404 || answer.status === 410))
    return { kind: 'answered', value: { objects: [], totalMs, bytes: 0, short: false } };
  const ended = measuring.end();
  const wrong = notMeasuredOf(answer);
  const brokeOff = answer.kind === 'incomplete' && ended !== 'none';
  if (wrong !== undefined && !brokeOff) return { kind: 'not-measured', ...wrong };
  if (ended === 'none') return { kind: 'not-measured', why: 'not-supported', detail: 'the answer is no multipart' };
  const { objects, bytes, firstMs, unread } = measuring;
  const broken = ended === 'cut' || unread > 0 || brokeOff;
  const short = broken || (await isShort(object === undefined ? told : undefined, objects.length));
  return {
    kind: 'answered',
    value: { objects, totalMs, bytes, short, ...(firstMs === undefined ? {} : { firstMs }) },
  };
}

/** Asked after the retrieve, so that the question does not warm the archive's caches. What is not told shortens nothing. */
async function isShort(told: (() => Promise<Asked<number | undefined>>) | undefined, came: number): Promise<boolean> {
  if (told === undefined) return came === 0;
  const count = await told();
  return count.kind === 'answered' && count.value !== undefined && came < count.value;
}
