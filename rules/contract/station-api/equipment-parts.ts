import { type Static, Type } from 'typebox';
import { equipmentKinds } from '../equipment.ts';
import { countedStates, nothingRequiredReasons, uptimeDefinition } from '../uptime.ts';
import { Count, closed, InstantText, literalUnion, orNull, Sha256Text, SlugText } from '../wire/parts.ts';

/** What a person wrote: it may name a patient, so it stays in the center. Something to be seen, and no sign that cannot be. */
export const visibleText = '^(?=[^]*\\S)[^\\u0000-\\u0008\\u000b-\\u001f\\u007f\\u202a-\\u202e\\u2066-\\u2069]*$';
/** The same, and nothing at all is allowed. */
export const quietText = '^[^\\u0000-\\u0008\\u000b-\\u001f\\u007f\\u202a-\\u202e\\u2066-\\u2069]*$';
export const Remark = Type.String({ maxLength: 1000, pattern: quietText, dataClass: 'patient-identity' });
export const Written = Type.String({
  minLength: 1,
  maxLength: 1000,
  pattern: visibleText,
  dataClass: 'patient-identity',
});
export const ShortName = Type.String({ minLength: 1, maxLength: 80, pattern: visibleText });
export const PersonText = Type.String({ minLength: 1, maxLength: 80, dataClass: 'staff' });
/** Made once for each opened form: the same form sent twice is one record. */
export const FormKey = Type.String({ pattern: '^[0-9a-f]{32}$' });
export const RecordIdText = Type.String({ pattern: '^[A-Za-z0-9-]{1,64}$' });
/** A whole number of milliseconds that may be negative: a budget that is overdrawn. */
export const SignedMs = Type.Integer({ dataClass: 'operational' });
/** Hundredths of a percent, rounded down: 9500 is 95.00 %. */
export const Hundredths = Type.Integer({ minimum: 0, maximum: 10_000 });

export const StationSignature = Type.Object({ by: PersonText, at: InstantText }, closed);
export type StationSignature = Static<typeof StationSignature>;

/** How an instant is shown beside the counted states: outside opening hours, out of service, or without a calendar nothing is counted. */
export const standingStates = [...countedStates, 'not-required'] as const;
export type StandingState = (typeof standingStates)[number];

export const probeOutcomeNames = ['ok', 'fail', 'invalid', 'unsupported'] as const;

/**
 * Figures of uptime-def/1. Members ending in `Ms` are whole milliseconds; rates are hundredths of a percent, rounded down; null: nothing was required, or nothing is known.
 * `operational` is U/(R+M+E), the cautious figure that counts maintenance as down; `halfWeight` counts partly usable time by half.
 */
export const StationUptime = Type.Object(
  {
    definition: Type.Literal(uptimeDefinition),
    from: InstantText,
    to: InstantText,
    scheduledMs: Count,
    maintenanceMs: Count,
    externalMs: Count,
    requiredMs: Count,
    upMs: Count,
    downMs: Count,
    unknownMs: Count,
    silentMs: Count,
    degradedMs: Count,
    doubtfulMs: Count,
    transitions: Count,
    sampleMs: Count,
    nothingRequired: orNull(literalUnion(nothingRequiredReasons)),
    calendarCovers: Type.Boolean(),
    basisSha256: Sha256Text,
    rate: orNull(Hundredths),
    low: orNull(Hundredths),
    high: orNull(Hundredths),
    coverage: orNull(Hundredths),
    operational: orNull(Hundredths),
    halfWeight: orNull(Hundredths),
    /** By the strict target of MIDC-3.14b; exactly 95 % deviates. */
    verdict: literalUnion(['conforms', 'deviates', 'indeterminate', 'nothing-required'] as const),
    /** Transitions × sampling interval; `withinError`: the distance from the line is smaller than it. */
    errorMs: Count,
    withinError: Type.Boolean(),
    /** Required time of the whole span, its future included, and the most that may be down in it. */
    requiredWholeMs: Count,
    budgetMs: Count,
    /** What is left of it, with unknown time as up and as down; below 0: lost. */
    budgetLeftMs: SignedMs,
    worstBudgetLeftMs: SignedMs,
    /** It is down now: it must be back by then. */
    mustBeBackBy: orNull(InstantText),
  },
  closed,
);
export type StationUptime = Static<typeof StationUptime>;

/** One probe as it fares: is it itself alive, what did it say last, and how often it failed to measure. */
export const StationProbe = Type.Object(
  {
    name: Type.String(),
    type: Type.String(),
    /** `use` · `service` · `reachability` · `environment` · `power`. */
    gives: Type.Array(Type.String()),
    everySeconds: Type.Number(),
    lastAt: orNull(InstantText),
    outcome: orNull(literalUnion(probeOutcomeNames)),
    stage: Type.String(),
    code: Type.String(),
    latencyMs: orNull(Type.Number({ minimum: 0 })),
    /** What it says, debounced, and since when. */
    state: literalUnion(['up', 'down', 'unknown'] as const),
    since: orNull(InstantText),
    /** Nothing came from it for longer than its interval allows: it is the probe that is ill. */
    silent: Type.Boolean(),
  },
  closed,
);
export type StationProbe = Static<typeof StationProbe>;

/** A measured value as it is now; `valid` false: the sensor says something that is no measurement, and why. */
export const StationReading = Type.Object(
  {
    probe: Type.String(),
    name: Type.String(),
    of: orNull(Type.String()),
    value: Type.Union([Type.Number(), Type.String()]),
    valid: Type.Boolean(),
    problem: orNull(Type.String()),
    at: InstantText,
  },
  closed,
);
export type StationReading = Static<typeof StationReading>;

export const EquipmentKindText = literalUnion(equipmentKinds);
export const EquipmentPath = Type.Object({ equipmentId: SlugText }, closed);
