import type { DayWindow } from '../../core/index.ts';
import type { ArchivePort } from '../channels/archive-port.ts';
import type { CourtesyState } from '../courtesy/index.ts';
import { type BackfillState, type LeftWindow, nextWindow, windowsTotal } from './plan.ts';

/** For the page: how far the first reading of an archive has come. */
export interface BackfillProgress {
  readonly channel: string;
  readonly pacs: string;
  readonly phase: BackfillState['phase'];
  /** Weeks of study dates, and the undated studies. */
  readonly windowsDone: number;
  readonly windowsTotal: number;
  readonly studies: number;
  readonly next?: DayWindow;
  /** Windows that could not be read so far, each with the reason. */
  readonly left: readonly LeftWindow[];
  /** What it waits for at the moment. */
  readonly waitsFor?: 'off-hours' | 'the-pacs';
  /** By the rate measured so far and the share of the week that is off-hours; absent until a window has been timed. */
  readonly timeLeftMs?: number;
}

export function progressOf(
  port: Pick<ArchivePort, 'channel' | 'pacs'>,
  state: BackfillState,
  gate: CourtesyState,
): BackfillProgress {
  const total = windowsTotal(state);
  const next = nextWindow(state);
  const waitsFor = next === undefined ? undefined : waiting(gate);
  const timeLeftMs =
    state.workedMs > 0 && state.windowsDone > 0 && gate.offHoursShare > 0
      ? Math.round(((state.workedMs / state.windowsDone) * (total - state.windowsDone)) / gate.offHoursShare)
      : undefined;
  return {
    channel: port.channel,
    pacs: port.pacs,
    phase: state.phase,
    windowsDone: state.windowsDone,
    windowsTotal: total,
    studies: state.studies,
    left: state.left,
    ...(next === undefined ? {} : { next }),
    ...(waitsFor === undefined ? {} : { waitsFor }),
    ...(next === undefined || timeLeftMs === undefined ? {} : { timeLeftMs }),
  };
}

function waiting({ mode, offHours, offHoursShare }: CourtesyState): BackfillProgress['waitsFor'] {
  if (mode === 'stopped') return 'the-pacs';
  return offHours || offHoursShare >= 1 ? undefined : 'off-hours';
}
