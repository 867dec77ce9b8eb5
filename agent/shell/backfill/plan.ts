import { addDays, addMonths, type CalendarDate, daysBetween, parseCalendarDate } from '@center/contract';
import { type DayWindow, type NotMeasured, notMeasuredReasons } from '../../core/index.ts';

/**
 * How far the first reading of an archive has come. Arithmetic on days; no clock.
 *
 * The order: newest first for as long as studies must be online, then oldest first (what is about to be overwritten lies at the old end), then the studies without a date,
 * then once more what could not be read. Every window is done exactly once, in whatever pieces.
 */
export interface BackfillState {
  readonly plannedOn: CalendarDate;
  /** First day that is asked for. */
  readonly beginning: CalendarDate;
  /** First day of what is read newest first. */
  readonly middle: CalendarDate;
  readonly phase: 'newest-first' | 'oldest-first' | 'undated' | 'again' | 'done';
  /** The last day of the next window (newest first) or the first (oldest first). */
  readonly at: CalendarDate;
  /** Pieces of a window that was too large, in the order in which they are read. */
  readonly pieces: readonly DayWindow[];
  readonly left: readonly LeftWindow[];
  /** Weeks, and the undated ones, that are behind us. */
  readonly windowsDone: number;
  readonly studies: number;
  /** Milliseconds in which windows were read: waiting for the night not counted. */
  readonly workedMs: number;
}

/** A window that could not be read, with the last reason, and how often it was tried. */
export interface LeftWindow {
  readonly window: DayWindow;
  readonly why: NotMeasured;
  readonly tries: number;
}

const windowDays = 7;
const onlineMonths = 36;
/** After as many tries a window is left to the rounds, which will find what is in it. */
const mostTries = 3;

/** Begins at tomorrow (clocks of devices run ahead) and goes back as many months; none at all for 0. */
export function planBackfill(today: CalendarDate, months: number): BackfillState {
  const newest = addDays(today, 1);
  const beginning = addMonths(today, -months);
  const middle = months <= onlineMonths ? beginning : addMonths(today, -onlineMonths);
  return {
    plannedOn: today,
    beginning,
    middle,
    phase: months === 0 ? 'done' : 'newest-first',
    at: newest,
    pieces: [],
    left: [],
    windowsDone: 0,
    studies: 0,
    workedMs: 0,
  };
}

function later(a: CalendarDate, b: CalendarDate): CalendarDate {
  return a > b ? a : b;
}

/** The window to be read next; undefined when all are done. */
export function nextWindow({ phase, at, pieces, left, middle }: BackfillState): DayWindow | undefined {
  const [piece] = pieces;
  if (piece !== undefined) return piece;
  switch (phase) {
    case 'newest-first':
      return { from: later(middle, addDays(at, 1 - windowDays)), to: at };
    case 'oldest-first': {
      const [to, end] = [addDays(at, windowDays - 1), addDays(middle, -1)];
      return { from: at, to: to < end ? to : end };
    }
    case 'undated':
      return 'undated';
    case 'again':
      return left.find(({ tries }) => tries < mostTries)?.window;
    case 'done':
      return undefined;
  }
}

/** The window is read, and its observation is durable with this state. */
export function windowRead(state: BackfillState, window: DayWindow, studies: number, tookMs: number): BackfillState {
  const counted = { ...state, studies: state.studies + studies, workedMs: state.workedMs + tookMs };
  return passed({ ...counted, left: state.left.filter((each) => !same(each.window, window)) }, window);
}

/** The window could not be read; it is tried again when all others are done. */
export function windowLeft(state: BackfillState, window: DayWindow, why: NotMeasured, tookMs: number): BackfillState {
  const known = state.left.find((each) => same(each.window, window));
  const entry = { window, why, tries: (known?.tries ?? 0) + 1 };
  const left = known === undefined ? [...state.left, entry] : [...state.left.filter((each) => each !== known), entry];
  return passed({ ...state, left, workedMs: state.workedMs + tookMs }, window);
}

/** Two halves instead of the window; undefined when there is nothing smaller than it. */
export function windowDivided(state: BackfillState, window: DayWindow): BackfillState | undefined {
  if (window === 'undated' || window.from === window.to) return undefined;
  const middle = addDays(window.from, Math.floor(daysBetween(window.from, window.to) / 2));
  const early = { from: window.from, to: middle };
  const late = { from: addDays(middle, 1), to: window.to };
  const halves = state.phase === 'oldest-first' ? [early, late] : [late, early];
  if (state.phase !== 'again')
    return { ...state, pieces: [...halves, ...(isPiece(state, window) ? state.pieces.slice(1) : [])] };
  const left = state.left.flatMap((each) =>
    same(each.window, window) ? halves.map((half) => ({ ...each, window: half })) : [each],
  );
  return { ...state, left };
}

function same(a: DayWindow, b: DayWindow): boolean {
  return a === b || (a !== 'undated' && b !== 'undated' && a.from === b.from && a.to === b.to);
}

function isPiece({ pieces }: BackfillState, window: DayWindow): boolean {
  const [piece] = pieces;
  return piece !== undefined && same(piece, window);
}

/** Goes past the window, to wherever the next one begins. */
function passed(state: BackfillState, window: DayWindow): BackfillState {
  const pieces = isPiece(state, window) ? state.pieces.slice(1) : state.pieces;
  if (pieces.length > 0) return { ...state, pieces };
  switch (state.phase) {
    case 'newest-first': {
      const next = isPiece(state, window) ? wholeOf(state) : window;
      const at = next === 'undated' ? state.at : addDays(next.from, -1);
      const done = { ...state, pieces, windowsDone: state.windowsDone + 1 };
      if (at >= state.middle) return { ...done, at };
      return state.middle > state.beginning
        ? { ...done, phase: 'oldest-first', at: state.beginning }
        : { ...done, phase: 'undated', at };
    }
    case 'oldest-first': {
      const next = isPiece(state, window) ? wholeOf(state) : window;
      const at = next === 'undated' ? state.at : addDays(next.to, 1);
      const done = { ...state, pieces, windowsDone: state.windowsDone + 1 };
      return at < state.middle ? { ...done, at } : { ...done, phase: 'undated', at };
    }
    case 'undated':
      return settled({ ...state, pieces, phase: 'again', windowsDone: state.windowsDone + 1 });
    case 'again':
      return settled({ ...state, pieces });
    case 'done':
      return state;
  }
}

/** The window that was divided: what would come next if there were no pieces. */
function wholeOf(state: BackfillState): DayWindow {
  return nextWindow({ ...state, pieces: [] }) ?? 'undated';
}

function settled(state: BackfillState): BackfillState {
  return nextWindow(state) === undefined ? { ...state, phase: 'done' } : state;
}

/** Whole windows of the plan: weeks newest first, weeks oldest first, the undated. */
export function windowsTotal({ plannedOn, beginning, middle, phase, windowsDone }: BackfillState): number {
  if (phase === 'done' && windowsDone === 0) return 0;
  const weeks = (from: CalendarDate, to: CalendarDate): number => Math.ceil((daysBetween(from, to) + 1) / windowDays);
  const old = middle > beginning ? weeks(beginning, addDays(middle, -1)) : 0;
  return weeks(middle, addDays(plannedOn, 1)) + old + 1;
}

export function writeState(state: BackfillState): string {
  return JSON.stringify(state);
}

/** What cannot be read begins anew: a window that is read twice changes nothing but the time it took. */
export function readState(text: string | undefined): BackfillState | undefined {
  if (text === undefined) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  const raw: Readonly<Record<string, unknown>> = { ...parsed };
  const [plannedOn, beginning, middle, at] = ['plannedOn', 'beginning', 'middle', 'at'].map((name) => dayOf(raw[name]));
  const phase = (['newest-first', 'oldest-first', 'undated', 'again', 'done'] as const).find(
    (each) => each === raw['phase'],
  );
  const pieces = listOf(raw['pieces'], windowOf);
  const left = listOf(raw['left'], leftOf);
  const [windowsDone, studies, workedMs] = ['windowsDone', 'studies', 'workedMs'].map((name) => amountOf(raw[name]));
  if (plannedOn === undefined || beginning === undefined || middle === undefined || at === undefined) return undefined;
  if (phase === undefined || pieces === undefined || left === undefined) return undefined;
  if (windowsDone === undefined || studies === undefined || workedMs === undefined) return undefined;
  return { plannedOn, beginning, middle, phase, at, pieces, left, windowsDone, studies, workedMs };
}

function dayOf(value: unknown): CalendarDate | undefined {
  const parsed = parseCalendarDate(typeof value === 'string' ? value : '');
  return parsed.ok ? parsed.value : undefined;
}

function amountOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

function windowOf(value: unknown): DayWindow | undefined {
  if (value === 'undated') return value;
  if (typeof value !== 'object' || value === null || !('from' in value) || !('to' in value)) return undefined;
  const [from, to] = [dayOf(value.from), dayOf(value.to)];
  return from === undefined || to === undefined ? undefined : { from, to };
}

function leftOf(value: unknown): LeftWindow | undefined {
  if (typeof value !== 'object' || value === null || !('window' in value) || !('why' in value) || !('tries' in value))
    return undefined;
  const [window, tries] = [windowOf(value.window), amountOf(value.tries)];
  const why = notMeasuredReasons.find((each) => each === value.why);
  return window === undefined || tries === undefined || why === undefined ? undefined : { window, why, tries };
}

/** All or nothing: a list with one member that cannot be read is no list. */
function listOf<T>(value: unknown, read: (member: unknown) => T | undefined): readonly T[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const members: readonly unknown[] = value;
  const known = members.flatMap((member) => read(member) ?? []);
  return known.length === members.length ? known : undefined;
}
