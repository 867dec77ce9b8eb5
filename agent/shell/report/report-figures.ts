import {
  hundredthsOfPercent,
  type UptimeFigures,
  type UptimeVerdict,
  uptimeRates,
  uptimeVerdict,
} from '@center/contract';
import { withinMeasurementError } from '../../core/index.ts';

/** All that is derived from the figures of one device and period, in hundredths of a percent and milliseconds. */
export interface DerivedFigures {
  readonly rate?: number;
  readonly low?: number;
  readonly high?: number;
  readonly coverage?: number;
  /** U/(R+M+E). */
  readonly operational?: number;
  /** Partly usable time counts as down by half: (U + G/2)/(U+D). */
  readonly halfWeight?: number;
  readonly verdict: UptimeVerdict;
  readonly errorMs: number;
  readonly withinError: boolean;
}

export function derivedFigures(figures: UptimeFigures): DerivedFigures {
  const { upMs, downMs, degradedMs, requiredMs, maintenanceMs, externalMs, transitions, sampleMs } = figures;
  const operational = hundredthsOfPercent(upMs, requiredMs + maintenanceMs + externalMs);
  // Doubled, so that half a millisecond stays a whole number.
  const halfWeight = hundredthsOfPercent(2 * upMs + degradedMs, 2 * (upMs + downMs));
  return {
    ...uptimeRates(figures),
    ...(operational === undefined ? {} : { operational }),
    ...(halfWeight === undefined ? {} : { halfWeight }),
    verdict: uptimeVerdict(figures),
    errorMs: transitions * sampleMs,
    withinError: withinMeasurementError(figures),
  };
}
