import { type Static, type TLiteral, type TUnion, Type } from 'typebox';
import { ageBands } from '../fact.ts';
import { findingStates, severities, subjectKinds } from '../finding.ts';
import { displayStates, indeterminateReasons, verdictKinds } from '../verdict.ts';

/** Data class of a field. A test walks every wire schema and every console column and fails on `patient-identity`. */
export type DataClass = 'public' | 'device' | 'staff' | 'pseudonym' | 'operational' | 'patient-identity';

type LiteralTuple<T extends readonly string[]> = { -readonly [K in keyof T]: TLiteral<T[K]> };

/** A union of text literals, from a closed list. */
function oneOf<const T extends readonly string[]>(values: T): TUnion<LiteralTuple<T>> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- map keeps the order and length of the tuple
  return Type.Union(values.map((value) => Type.Literal(value))) as unknown as TUnion<LiteralTuple<T>>;
}
export const literalUnion = oneOf;

export const closed = { additionalProperties: false } as const;
/** A value, or null where there is none: absence is told. */
export const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);
export const Sha256Text = Type.String({ pattern: '^[0-9a-f]{64}$', dataClass: 'operational' });
export const PseudonymText = Type.String({ pattern: '^[0-9a-f]{64}$', dataClass: 'pseudonym' });
export const DeviceIdText = Type.String({ pattern: '^[0-9a-f]{32}$', dataClass: 'device' });
export const SlugText = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$', dataClass: 'operational' });
export const RuleIdText = Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 80, dataClass: 'public' });
export const ClauseIdText = Type.String({
  pattern: '^[A-Z]{2,4}[0-9]{0,2}-[A-Za-z0-9.]+$',
  maxLength: 40,
  dataClass: 'public',
});
export const DateText = Type.String({
  pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$',
  dataClass: 'operational',
});
export const MonthText = Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])$', dataClass: 'operational' });
export const InstantText = Type.String({
  pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,3})?Z$',
  dataClass: 'operational',
});
/** JSON has numbers that no reader holds exactly; a count is not one of them. */
const most = Number.MAX_SAFE_INTEGER;
export const Count = Type.Integer({ minimum: 0, maximum: most, dataClass: 'operational' });
/** A number that counts from one: a sequence, a revision, a version. */
export const Ordinal = Type.Integer({ minimum: 1, maximum: most, dataClass: 'operational' });
export const DeviceText = Type.String({ maxLength: 128, dataClass: 'device' });
export const PlainText = Type.String({ maxLength: 400, dataClass: 'operational' });
export const Base64Text = Type.String({ pattern: '^[A-Za-z0-9+/]*={0,2}$', dataClass: 'operational' });

/** What a person reads, in both languages. */
export const BilingualObject = Type.Object(
  { zh: Type.String({ dataClass: 'public' }), en: Type.String({ dataClass: 'public' }) },
  closed,
);

export const SeverityText = oneOf(severities);
export const VerdictKindText = oneOf(verdictKinds);
export const ReasonText = oneOf(indeterminateReasons);
export const BasisText = oneOf(['measured', 'attested'] as const);
export const FindingStateText = oneOf(findingStates);
export const SubjectKindText = oneOf(subjectKinds);
export const DisplayStateText = oneOf(displayStates);
export const AgeBandText = oneOf(ageBands);
export const SexText = oneOf(['M', 'F', 'O', 'unknown'] as const);

/** Subjects counted by display state; an absent state is zero. */
export const StateCountsObject = Type.Partial(
  Type.Object({
    compliant: Count,
    attested: Count,
    'due-soon': Count,
    'non-compliant': Count,
    'evidence-missing': Count,
    stale: Count,
    'check-error': Count,
    'not-yet-run': Count,
    'awaiting-review': Count,
    'not-applicable': Count,
    waived: Count,
    informational: Count,
  }),
  closed,
);

export const QuantityObject = Type.Object(
  { value: Type.Number(), unit: Type.String({ maxLength: 20, dataClass: 'public' }) },
  closed,
);
/** What the rule looked at, without identity: scalars and quantities of facts that are no patient attribute. */
export const EvidenceItem = Type.Object(
  {
    fact: Type.String({ maxLength: 120, dataClass: 'public' }),
    value: Type.Union([
      Type.String({ maxLength: 300, dataClass: 'operational' }),
      Type.Number(),
      Type.Boolean(),
      QuantityObject,
    ]),
  },
  closed,
);
export type EvidenceItem = Static<typeof EvidenceItem>;
