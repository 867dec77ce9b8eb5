/** What was asked lately, in buckets: the share of ten minutes in which a request was under way, and the requests and failures of an hour. Elapsed milliseconds in. */
export class Activity {
  readonly #busy = new Map<number, number>();
  readonly #requests = new Map<number, { asked: number; failed: number }>();
  readonly #since: number;

  constructor(since: number) {
    this.#since = since;
  }

  note(from: number, to: number, failed: boolean): void {
    for (let at = from; at < to; ) {
      const bucket = Math.floor(at / busyBucketMs);
      const end = Math.min(to, (bucket + 1) * busyBucketMs);
      this.#busy.set(bucket, (this.#busy.get(bucket) ?? 0) + end - at);
      at = end;
    }
    const minute = Math.floor(to / minuteMs);
    const known = this.#requests.get(minute) ?? { asked: 0, failed: 0 };
    this.#requests.set(minute, { asked: known.asked + 1, failed: known.failed + (failed ? 1 : 0) });
    forgetBefore(this.#busy, Math.floor(to / busyBucketMs) - busyBuckets);
    forgetBefore(this.#requests, minute - minutes);
  }

  /** Share of the last ten minutes (or of the time since the beginning, when that is shorter); `running` is when what is under way began. */
  dutyUsed(at: number, running: number | undefined): number {
    const first = Math.floor(at / busyBucketMs) - busyBuckets + 1;
    let busy = running === undefined ? 0 : at - Math.max(running, first * busyBucketMs);
    for (const [bucket, ms] of this.#busy) if (bucket >= first) busy += ms;
    const span = at - Math.max(this.#since, first * busyBucketMs);
    return span <= 0 ? 0 : Math.min(1, busy / span);
  }

  lastHour(at: number): { readonly asked: number; readonly failed: number } {
    let asked = 0;
    let failed = 0;
    for (const [minute, counts] of this.#requests) {
      if (minute <= Math.floor(at / minuteMs) - minutes) continue;
      asked += counts.asked;
      failed += counts.failed;
    }
    return { asked, failed };
  }
}

const busyBucketMs = 10_000;
const busyBuckets = 60;
const minuteMs = 60_000;
const minutes = 60;

function forgetBefore(buckets: Map<number, unknown>, first: number): void {
  for (const bucket of buckets.keys()) {
    if (bucket >= first) return;
    buckets.delete(bucket);
  }
}
