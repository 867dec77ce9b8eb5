import { type Instant, type Interval, instantToIso, type UptimeFigures, uptimeBudgetMs } from '@center/contract';
import type {
  StationCountedSpan,
  StationProbe,
  StationProbeSpan,
  StationReading,
  StationUptime,
} from '@center/contract/station-api';
import type { Account, CountedSpan, ProbeSpan } from '../../core/index.ts';
import type { ProbeReading } from '../ledger/index.ts';
import type { ProbeHealth } from '../probes/index.ts';
import { derivedFigures } from '../report/index.ts';
import type { ProbeStanding } from '../watch/index.ts';
import type { StationDeps } from './deps.ts';
import { isoOrNull } from './equipment-record-checks.ts';

/** What belongs to the whole of a span, its future included. */
type Outlook = Pick<Account, 'requiredWholeMs' | 'budgetLeftMs' | 'worstBudgetLeftMs' | 'mustBeBackBy'>;

/** Figures as they are shown; of what is over, the whole is what was required. */
export function uptimeView(figures: UptimeFigures, outlook?: Outlook): StationUptime {
  const { period, nothingRequired, ...counted } = figures;
  const derived = derivedFigures(figures);
  const budgetMs = uptimeBudgetMs(figures.requiredMs);
  const whole = outlook ?? {
    requiredWholeMs: figures.requiredMs,
    budgetLeftMs: budgetMs - figures.downMs,
    worstBudgetLeftMs: budgetMs - figures.downMs - figures.unknownMs,
  };
  return {
    ...counted,
    from: instantToIso(period.start),
    to: instantToIso(period.end),
    nothingRequired: nothingRequired ?? null,
    rate: derived.rate ?? null,
    low: derived.low ?? null,
    high: derived.high ?? null,
    coverage: derived.coverage ?? null,
    operational: derived.operational ?? null,
    halfWeight: derived.halfWeight ?? null,
    verdict: derived.verdict,
    errorMs: derived.errorMs,
    withinError: derived.withinError,
    requiredWholeMs: whole.requiredWholeMs,
    budgetMs: uptimeBudgetMs(whole.requiredWholeMs),
    budgetLeftMs: whole.budgetLeftMs,
    worstBudgetLeftMs: whole.worstBudgetLeftMs,
    mustBeBackBy: isoOrNull(outlook?.mustBeBackBy),
  };
}

export const accountView = (account: Account): StationUptime => uptimeView(account.figures, account);

export function spanView({ start, end, state, because, ref, degraded, doubtful }: CountedSpan): StationCountedSpan {
  return {
    from: instantToIso(start),
    to: instantToIso(end),
    ms: end - start,
    state,
    because,
    ref,
    degraded,
    doubtful,
  };
}

/** Cut to the period: what a probe says lasts beyond a month. */
export function probeSpanView(span: ProbeSpan, period: Interval): StationProbeSpan {
  const { probe, state, grade, stage, code, samples, clockEpoch, doubtful } = span;
  return {
    probe,
    from: instantToIso(span.start > period.start ? span.start : period.start),
    to: instantToIso(span.end < period.end ? span.end : period.end),
    state,
    grade,
    stage,
    code,
    samples,
    clockEpoch,
    doubtful,
  };
}

const usualEverySeconds = 60;
/** A probe that has not spoken for so many of its intervals is silent: two and a half, and outside opening hours a fifth of the attempts is enough. */
const silentAfterIntervals = 12.5;

/** Probes of one equipment: as they run now where they run here, as the ledger has them otherwise. One that is no longer configured is not shown while others run. */
function probeViews(
  standings: readonly ProbeStanding[],
  health: readonly ProbeHealth[],
  running: boolean,
  now: Instant,
): StationProbe[] {
  const names = [...new Set(standings.map(({ probe }) => probe.name))];
  const known = names.flatMap((name): StationProbe[] => {
    const runs = health.find((each) => each.name === name);
    if (running && runs === undefined) return [];
    const standing = standings.filter(({ probe }) => probe.name === name);
    const last = runs?.last ?? standing.flatMap((each) => (each.last === undefined ? [] : [each.last])).at(-1);
    const open = standing.flatMap((each) => (each.open === undefined ? [] : [each.open])).at(-1);
    const everySeconds = runs?.everySeconds ?? usualEverySeconds;
    return [
      {
        name,
        type: standing[0]?.probe.type ?? '',
        gives: [...(runs?.gives ?? standing.flatMap(({ probe }) => (probe.grade === undefined ? [] : [probe.grade])))],
        everySeconds,
        lastAt: isoOrNull(last?.at),
        outcome: last?.outcome ?? null,
        stage: last?.stage ?? '',
        code: last?.code ?? '',
        latencyMs: last?.latencyMs ?? null,
        state: open?.state ?? 'unknown',
        since: isoOrNull(open?.start),
        silent: last === undefined || now - last.at > everySeconds * 1000 * silentAfterIntervals,
      },
    ];
  });
  return known;
}

const unspoken = { outcome: null, stage: '', code: '', latencyMs: null, state: 'unknown', since: null } as const;

/** Probes that are configured and have not spoken yet. One that is never asked (a statement of people, a heartbeat) is not silent for that. */
function unheardViews(health: readonly ProbeHealth[], known: ReadonlySet<string>): StationProbe[] {
  return health
    .filter(({ name }) => !known.has(name))
    .map(({ name, type, gives, everySeconds, last, state }) => ({
      ...unspoken,
      name,
      type,
      gives: [...gives],
      everySeconds,
      lastAt: isoOrNull(last?.at),
      outcome: last?.outcome ?? null,
      stage: last?.stage ?? '',
      code: last?.code ?? '',
      latencyMs: last?.latencyMs ?? null,
      silent: last === undefined && state !== 'passive',
    }));
}

/** All probes of one equipment: those that have spoken, those that run and have not, and those that are configured and do not run. */
export function probesOf(
  { watch, configuredProbes = [], now }: StationDeps,
  equipmentId: string,
  standings: readonly ProbeStanding[],
): StationProbe[] {
  const health = (watch?.health() ?? []).filter(({ of }) => of === equipmentId);
  const heard = probeViews(standings, health, watch !== undefined, now());
  const running = [...heard, ...unheardViews(health, new Set(heard.map(({ name }) => name)))];
  const names = new Set(running.map(({ name }) => name));
  const waiting = configuredProbes
    .filter(({ name, of }) => of === equipmentId && !names.has(name))
    .map(({ name, type }) => ({
      ...unspoken,
      name,
      type,
      gives: [],
      everySeconds: usualEverySeconds,
      lastAt: null,
      silent: false,
    }));
  return [...running, ...waiting];
}

/** Values of sensors; the whole status of a UPS is shown by itself and not as text. */
export function readingViews(readings: readonly (ProbeReading & { readonly probe: string })[]): StationReading[] {
  return readings
    .filter(({ name }) => name !== 'ups.status')
    .map(({ probe, name, of, value, valid, problem, at }) => ({
      probe,
      name,
      of: of === '' ? null : of,
      value,
      valid,
      problem: problem === '' ? null : problem,
      at: instantToIso(at),
    }));
}
