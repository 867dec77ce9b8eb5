import { type Static, Type } from 'typebox';
import { closed, literalUnion, SexText } from '../wire/parts.ts';

/** Header (any value) that every changing request of the page carries: a foreign site cannot add it without asking first. */
export const stationRequestHeader = 'x-station-request';
/** Header of a request that no person caused (a page left open asking again): it does not keep a session alive. */
export const stationBackgroundHeader = 'x-station-background';

/** Text that names or describes a patient: a name, a number, a UID, an accession number, a free description. Stays in the center. */
export const IdentityText = Type.String({ maxLength: 400, dataClass: 'patient-identity' });
export const StudyUidText = Type.String({
  minLength: 1,
  maxLength: 128,
  pattern: '^[\\x21-\\x7e]+$',
  dataClass: 'patient-identity',
});
/** (0008,0050) SH holds 16 characters; real systems write more. */
export const AccessionText = Type.String({ minLength: 1, maxLength: 64, dataClass: 'patient-identity' });

/** Why a person decided as they did: at least ten characters, blanks around them not counted. */
export const ReasonWritten = Type.String({
  minLength: 10,
  maxLength: 400,
  pattern: '^\\s*\\S[\\s\\S]{8,}\\S\\s*$',
  dataClass: 'patient-identity',
});

/** Query numbers arrive as text and stay text at the border. */
export const NumberInQuery = Type.String({ pattern: '^\\d{1,6}$' });
export const PageQuery = { page: Type.Optional(NumberInQuery), pageSize: Type.Optional(NumberInQuery) };

/** The person of a study as the headers name them. */
export const StationPatient = Type.Object(
  {
    name: IdentityText,
    PatientID: IdentityText,
    birthDate: IdentityText,
    sex: SexText,
    /** As a person says it: `35 a`, `7 mo`, `12 d`; empty when no source gives it. */
    age: Type.Object(
      { value: Type.Union([Type.Integer(), Type.Null()]), unit: literalUnion(['a', 'mo', 'd'] as const) },
      closed,
    ),
  },
  closed,
);
export type StationPatient = Static<typeof StationPatient>;

/** One thing a rule looked at, identity revealed; `unit` is UCUM. */
export const StationObserved = Type.Object(
  {
    fact: Type.String(),
    value: Type.Union([Type.String({ dataClass: 'patient-identity' }), Type.Number(), Type.Boolean()]),
    unit: Type.Optional(Type.String()),
    identity: Type.Boolean(),
  },
  closed,
);
export type StationObserved = Static<typeof StationObserved>;

/** Why a study is not where it was, as a person says it. */
export const personExplanations = ['merged', 'split', 'moved', 'deleted-after-term', 'exception'] as const;
export type PersonExplanation = (typeof personExplanations)[number];
