import type { Language } from './language.ts';
import { texts } from './text.ts';

/** Where progress is written and how it looks there. */
export interface ProgressSink {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface Progress {
  at(done: number): void;
  end(): void;
}

const barWidth = 24;

/** A bar on a terminal; elsewhere a line every ten seconds with rate and time left. A `total` of 0 is one that nobody counted. Writes nothing for work shorter than a second. */
export function progressOn(
  sink: ProgressSink,
  total: number,
  what: string,
  language: Language,
  nowMs: () => number,
): Progress {
  const began = nowMs();
  const terminal = sink.isTTY === true;
  const every = terminal ? 100 : 10_000;
  let shown = began + 1_000 - every;
  let drawn = false;
  const line = (done: number, now: number): string => {
    const seconds = Math.max(0.001, (now - began) / 1000);
    const rate = done / seconds;
    const left = total > done && rate > 0 ? `${texts.left[language]} ${duration((total - done) / rate)}` : '';
    const of = total === 0 ? '' : `/${String(Math.max(total, done))}`;
    return `${String(done)}${of} ${what} · ${rate.toFixed(0)}/s ${left}`.trimEnd();
  };
  return {
    at(done) {
      const now = nowMs();
      if (now - shown < every) return;
      shown = now;
      drawn = true;
      if (!terminal) {
        sink.write(`${line(done, now)}\n`);
        return;
      }
      const filled = total === 0 ? barWidth : Math.min(barWidth, Math.round((done / total) * barWidth));
      const text = `[${'█'.repeat(filled)}${'·'.repeat(barWidth - filled)}] ${line(done, now)}`;
      sink.write(`\r\u001b[2K${text.slice(0, Math.max(20, (sink.columns ?? 80) - 1))}`);
    },
    end() {
      if (terminal && drawn) sink.write('\r\u001b[2K');
    },
  };
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 60 ? `${String(whole)} s` : `${String(Math.floor(whole / 60))} min ${String(whole % 60)} s`;
}
